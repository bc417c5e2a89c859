"""The notes to train on: training packs, and notes synthesised here."""
import math

import numpy as np
import torch
import torch.nn.functional as F

from crops import LENGTH, RATE, Crops
from weights_file import read_safetensors



def load_packs(paths, shares, synthetic, synthetic_share, device):
    """-> notes [n, 64000] uint8, pitch [n], weight [n] (0: not trained on), split [n] (0 train, 1 held-out, 2 unseen)."""
    notes, pitch, weight, split = [], [], [], []
    for path, share in zip(paths, shares):
        tensors = read_safetensors(path)[0]
        classes, key, kind = pack_arrays(tensors)
        notes.append(torch.from_numpy(np.array(classes)).to(device))
        pitch.append(torch.from_numpy(key.astype(np.int64)))
        split.append(torch.from_numpy(kind.astype(np.int64)))
        # Low notes and high ones are drawn more often: there are fewer, and they are harder.
        more = np.where(key < 45, 1.8, np.where(key < 52, 1.3, np.where(key > 84, 1.2, 1.0)))
        train = (kind == 0) * more
        weight.append(torch.from_numpy(train * (share / max(train.sum(), 1))))
        print(f"{path}: {len(key)} notes, {int((kind == 0).sum())} trained on", flush=True)
    if synthetic:
        made, key = synthetic_notes(synthetic, device, 7)
        notes.append(made)
        pitch.append(key)
        weight.append(torch.full((synthetic,), synthetic_share / synthetic, dtype=torch.float64))
        split.append(torch.zeros(synthetic, dtype=torch.int64))
    return torch.cat(notes), torch.cat(pitch), torch.cat(weight), torch.cat(split)


def synthetic_notes(count, device, seed):
    """Organs of any registration, analogue basses and leads, plucked and struck strings, bells: -> classes, pitch."""
    g = torch.Generator(device).manual_seed(seed)
    at_once = 32 if device.type == "cuda" else 4
    t = torch.arange(LENGTH, device=device) / RATE
    held = (t < 3).float()
    notes, pitches = [], []
    for first in range(0, count, at_once):
        n = min(at_once, count - first)
        u = lambda *shape: torch.rand(n, *shape, device=device, generator=g)
        pitch = (24 + 78 * u(1) ** 1.2).long()
        kind = u(1)
        hertz = 440 * 2 ** ((pitch - 69) / 12) * 2 ** ((u(1) - 0.5) * 10 / 1200)
        after = (t - 3).clamp(min=0)
        release = torch.exp(-after[None] / (0.01 + 0.12 * u(1) ** 2))
        vibrato = 1 + 0.006 * (u(1) < 0.3) * u(1) * torch.sin(2 * math.pi * ((4 + 3 * u(1)) * t + u(1)))
        phase = torch.cumsum(vibrato * hertz, 1) / RATE  # turns of the fundamental
        sound = torch.zeros(n, LENGTH, device=device)
        # organ pipes and drawbars: 16', 5 1/3', 8', 4', 2 2/3', 2', 1 3/5', 1 1/3', 1'
        drawn = 2 ** (-6 * u(9)) * (u(9) < 0.55)
        drawn[:, 2] = torch.where(u(1)[:, 0] < 0.85, 0.3 + 0.7 * u(1)[:, 0], drawn[:, 2])
        brightness = 3 * u(1)
        organ = torch.zeros_like(sound)
        for i, ratio in enumerate((0.5, 1.5, 1, 2, 3, 4, 5, 6, 8)):
            for harmonic in (1, 2, 3):
                loud = drawn[:, i:i + 1] * (harmonic ** (-1.5 - brightness)) * (hertz * ratio * harmonic < 7600)
                organ += loud * torch.sin(2 * math.pi * (phase * ratio * harmonic + u(1)))
        organ *= (1 - torch.exp(-t[None] / (0.002 + 0.03 * u(1) ** 2))) * release
        # partials: 1 / n ** tilt under a moving low pass, slightly stretched, each with a decay of its own
        struck = kind >= 0.7
        tilt, duty = 0.5 + 1.2 * u(1), 0.1 + 0.4 * u(1)
        cutoff = hertz * 2 ** (1 + 5 * u(1)) * (1 + 6 * u(1) * torch.exp(-t[None] / (0.03 + 0.7 * u(1))))
        sharp, stretch = 1 + 3 * u(1), torch.where(struck, 10 ** (-4.5 + 2 * u(1)), torch.zeros(n, 1, device=device))
        decay = torch.where(struck, 0.15 + 3 * u(1) ** 2, 30 + 0 * u(1))
        faster, detune = u(1), (u(1) < 0.4) * (1 + 14 * u(1)) / 1200
        bell, bells = kind > 0.92, torch.sort(0.5 + 9 * u(24), 1)[0]
        bells[:, 0] = 1
        partials = torch.zeros_like(sound)
        for k in range(1, 41):
            ratio = k * torch.sqrt(1 + stretch * k * k)
            if k <= 24:
                ratio = torch.where(bell, bells[:, k - 1:k], ratio)
            f = hertz * ratio
            pulse = torch.where(duty < 0.3, (torch.sin(math.pi * k * duty)).abs() + 0.02, torch.ones_like(duty))
            loud = k ** -tilt * pulse * (f < 7700) * (1 + (f / cutoff) ** 2) ** (-sharp / 2)
            loud = loud * torch.exp(-t[None] / (decay / (1 + faster * (k - 1))))
            at = u(1)
            partials += loud * torch.sin(2 * math.pi * (phase * ratio + at))
            partials += (detune > 0) * 0.8 * loud * torch.sin(2 * math.pi * (phase * ratio * 2 ** detune + u(1)))
        sub = (u(1) < 0.25) * ~struck
        partials += sub * torch.sin(math.pi * phase) * u(1)
        slow = torch.where(struck, 0.0005 + 0.003 * u(1), 0.001 + 0.2 * u(1) ** 3)
        partials *= (1 - torch.exp(-t[None] / slow)) * release
        sound = torch.where(kind < 0.3, organ, partials)
        sound = sound / sound.abs().amax(1, keepdim=True).clamp(min=1e-6)
        hiss = torch.randn(n, LENGTH, device=device, generator=g)
        hiss = F.avg_pool1d(F.pad(hiss[:, None], (3, 0)), 4, 1)[:, 0]
        sound += (u(1) < 0.35) * 10 ** (-1.3 - 2 * u(1)) * hiss * release * held.clamp(min=0.3) * torch.where(struck, torch.exp(-t[None] / 0.05), torch.ones_like(sound))
        sound = sound / sound.abs().amax(1, keepdim=True).clamp(min=1e-6) * (0.15 + 0.8 * u(1))
        notes.append(Crops.classes_of(sound).to(torch.uint8))
        pitches.append(pitch[:, 0].cpu())
    return torch.cat(notes), torch.cat(pitches)


def pack_arrays(tensors):
    return tensors["samples"], tensors["pitch"], tensors["split"]
