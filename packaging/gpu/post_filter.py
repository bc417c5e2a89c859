"""Fits a WaveNet's spectral post-filter on whole notes."""
import math
import time

import torch
import torch.nn.functional as F

from crops import HOP, class_samples
from network import pitch_spread, plain

BINS, HIDDEN, WINDOW, FLOOR = 1025, 384, 2048, 1e-3



def encode_whole(net, classes, batch):
    with torch.no_grad(), plain(net):
        return torch.cat([net.encode((classes[i:i + batch].float() - 128) / 128) for i in range(0, len(classes), batch)])


def true_spectra(classes):
    """[n, 64000] -> [n, 125, 1025] log10 magnitudes of 2048 samples around each frame's middle, float16."""
    sound = F.pad(class_samples(classes.device)[classes.long()], ((WINDOW - HOP) // 2,) * 2)
    window = torch.hann_window(WINDOW, device=classes.device)
    return torch.log10(torch.fft.rfft(sound.unfold(1, WINDOW, HOP) * window).abs().clamp(min=FLOOR)).half()


def fit_post_filter(net, notes, pitch, minutes, device, batch_notes, report):
    """-> the three layers' tensors, folded to raw embeddings and one-hot keys."""
    z, spectra = [], []
    for i in range(0, len(notes), batch_notes):
        z.append(encode_whole(net, notes[i:i + batch_notes], batch_notes))
        spectra.append(true_spectra(notes[i:i + batch_notes]))
    z, spectra = torch.cat(z), torch.cat(spectra)
    n, frames, channels = z.shape
    mean, deviation = z.mean((0, 1)), z.std((0, 1)).clamp(min=1e-6)
    near = torch.stack([torch.cat([z[:, :1], z[:, :-1]], 1), z, torch.cat([z[:, 1:], z[:, -1:]], 1)], 2)
    even = ((near - mean) / deviation).reshape(-1, 3 * channels)
    average = torch.stack([s.float().mean(0) for s in spectra.split(256)]).mean((0, 1))
    spectra = spectra.reshape(-1, BINS)
    keys = pitch_spread(device, 0.7) * 1.75
    key = pitch.to(device).repeat_interleave(frames)
    held = max(1, n // 25) * frames  # the first notes are only listened to
    sizes = [3 * channels + 128, HIDDEN, HIDDEN, BINS]
    generator = torch.Generator().manual_seed(3)
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        bound = 1 / math.sqrt(a)
        layers += [((torch.rand(a, b, generator=generator) * 2 - 1) * bound).to(device).requires_grad_(),
                   ((torch.rand(b, generator=generator) * 2 - 1) * bound).to(device).requires_grad_()]

    def network(rows, noisy):
        x = even[rows]
        if noisy:
            x = x + 0.2 * torch.randn_like(x)
        x = torch.cat([x, keys[key[rows]]], 1)
        x = torch.relu(x @ layers[0] + layers[1])
        x = torch.relu(x @ layers[2] + layers[3])
        return x @ layers[4] + layers[5]

    def error_db(begin, end):
        rows = torch.linspace(begin, end - 1, min(8192, end - begin), device=device).long()
        with torch.no_grad():
            return 20 * (network(rows, False) - (spectra[rows].float() - average)).square().mean().sqrt().item()

    optimiser = torch.optim.AdamW(layers, lr=1e-3, weight_decay=0.01, **({"fused": True} if device.type == "cuda" else {}))
    began, step = time.time(), 0
    batch = 1024 if device.type == "cuda" else 128
    while (part := (time.time() - began) / (60 * minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = 1.5e-3 * 0.5 * (1 + math.cos(math.pi * part))
        rows = torch.randint(held, n * frames, (batch,), device=device)
        loss = (network(rows, True) - (spectra[rows].float() - average)).square().mean()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        step += 1
        if step % 4000 == 0:
            report({"post_filter_step": step, "fitted_db": round(error_db(held, n * frames), 2), "held_out_db": round(error_db(0, held), 2)})
    report({"post_filter_step": step, "notes": n, "fitted_db": round(error_db(held, n * frames), 2), "held_out_db": round(error_db(0, held), 2)})
    first, bias = layers[0].detach().double().cpu(), layers[1].detach().double().cpu()
    m, s = mean.double().cpu().repeat(3), deviation.double().cpu().repeat(3)
    scaled = first[:3 * channels] / s[:, None]
    bias = bias - m @ scaled
    told = keys.double().cpu() @ first[3 * channels:]
    out = {"post_filter_1/W": torch.cat([scaled, told])[None, None], "post_filter_1/biases": bias,
           "post_filter_2/W": layers[2].detach()[None, None].cpu(), "post_filter_2/biases": layers[3].detach().cpu(),
           "post_filter_3/W": layers[4].detach()[None, None].cpu(), "post_filter_3/biases": layers[5].detach().cpu() + average.cpu()}
    return {k: v.float().numpy() for k, v in out.items()}
