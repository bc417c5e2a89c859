"""Crops of notes, the corruption of the decoder's input, and the period that the decoder is given. All on the device."""
import math

import torch
import torch.nn.functional as F

RATE, LENGTH, HOP, SILENCE = 16000, 64000, 512, 128



def linear(x):
    """Companded numbers in [-1, 1] -> samples."""
    return torch.sign(x) * (torch.exp(x.abs() * math.log(256)) - 1) / 255


def companded(y):
    return torch.sign(y) * torch.log1p(255 * y.abs().clamp(max=1.0)) / math.log(256)


class Crops:
    """Notes [count, 64000] uint8 on the device, their pitch, and how often each is drawn."""

    def __init__(self, notes, pitch, weight, device, period=False):
        self.notes, self.pitch, self.device, self.period = notes, pitch, device, period
        self.cumulated = torch.cumsum(weight.double() / weight.double().sum(), 0).float().to(device)
        low = 440 * 2 ** ((torch.arange(128, dtype=torch.float64) - 69) / 12)
        self.frequency = low.float().to(device)

    def draw(self, count, samples):
        """-> classes [B, T] int64, start [B], pitch [B]."""
        d = self.device
        note = torch.searchsorted(self.cumulated, torch.rand(count, device=d)).clamp(max=len(self.pitch) - 1)
        kind, place = torch.rand(count, device=d), torch.rand(count, device=d)
        anywhere = (place * (LENGTH - samples)).long()
        start = torch.where(kind < 0.22, torch.zeros_like(anywhere),
                            torch.where(kind < 0.32, -(place * 1024).long() - 1,
                                        torch.where(kind < 0.5, (place * 2048).long(), anywhere)))
        at = start[:, None] + torch.arange(samples, device=d)
        classes = self.notes.view(-1)[(note[:, None] * LENGTH + at.clamp(0, LENGTH - 1))].long()
        classes = torch.where(at >= 0, classes, torch.full_like(classes, SILENCE))
        # Half of the crops are up to 8 dB louder or softer.
        gain = torch.where(torch.rand(count, device=d) < 0.5, 10 ** ((torch.rand(count, device=d) * 14 - 8) / 20), torch.ones(count, device=d))
        varied = self.classes_of(linear((classes.float() - 128) / 128) * gain[:, None])
        classes = torch.where((gain == 1)[:, None], classes, varied)
        return classes, start, self.pitch[note]

    @staticmethod
    def classes_of(samples):
        return torch.floor(companded(samples) * 128 + 128).clamp(0, 255).long()

    def disturbed(self, x, start):
        """x [B, T] companded -> the same, corrupted as free running corrupts the decoder's own past output."""
        d = self.device
        b, t = x.shape
        u = lambda *shape: torch.rand(*shape, device=d)
        kind, drawn = u(b, 1), u(b, 1)
        white = torch.randn(b, t, device=d)
        # coloured noise with whistles, 40 dB below the sound to 3 dB above it
        f = torch.arange(t // 2 + 1, device=d) * (RATE / t)
        corner, order = 20 * 200 ** u(b, 1), 2 * u(b, 1)
        spectrum = torch.fft.rfft(white) * (1 + (f / corner) ** 2) ** (-order / 2)
        noise = torch.fft.irfft(spectrum, n=t)
        noise = noise / (noise.square().mean(1, keepdim=True).sqrt() + 1e-6)
        time_ = torch.arange(t, device=d) / RATE
        whistles = (u(b, 3, 1) < 0.33) * 1.5 * u(b, 3, 1) * torch.sin(2 * math.pi * (30 * 150 ** u(b, 3, 1) * time_ + u(b, 3, 1)))
        noise = noise + whistles.sum(1)
        swell = 0.5 + 0.5 * torch.sin(2 * math.pi * ((1 + 9 * u(b, 1)) * time_ + u(b, 1)))
        noise = torch.where(u(b, 1) < 0.5, noise * swell, noise)
        sound = linear(x)
        level = (sound.square().mean(1, keepdim=True).sqrt() + 1e-6) * 10 ** ((3 - 43 * u(b, 1)) / 20)
        # In half of the crops the noise is as loud as the moment, not as the whole: struck notes stay clean before they sound.
        power = F.avg_pool1d(F.pad(sound.square()[:, None], (255, 0)), 256, 1)[:, 0]
        follows = (power / (power.mean(1, keepdim=True) + 1e-12)).sqrt()
        level = torch.where(u(b, 1) < 0.5, level * follows, level.expand(b, t))
        coloured = companded((sound + level * noise).clamp(-1, 1)) + 0.004 * torch.randn(b, t, device=d)
        at = torch.arange(t, device=d)
        begin, size = (u(b, 2, 1) * t).long(), 200 + (u(b, 2, 1) * 1300).long()
        hole = ((at >= begin) & (at < begin + size)).any(1)
        holes = torch.where(hole, 0.05 * white, x + 0.02 * drawn * white)
        out = torch.where(kind < 0.3, x, torch.where(kind < 0.42, x + 0.15 * drawn ** 2 * white,
                                                    torch.where(kind < 0.88, coloured, holes)))
        # What comes before the note is as silent as it will be when the note is generated.
        return torch.where((at[None] + start[:, None]) < 0, x, out)

    def period_inputs(self, heard, pitch, exact=False):
        """[B, T], [B] -> [B, T, 8] and keys [B, 128], with omissions and errors of the given pitch unless `exact`."""
        d = self.device
        b, t = heard.shape
        keys = (pitch[:, None] == torch.arange(128, device=d)).float()
        hertz = self.frequency[pitch][:, None]
        present = told = torch.ones(b, 1, device=d)
        turn = torch.zeros(b, 1, device=d)
        if not exact:
            octave = torch.rand(b, 1, device=d)
            hertz = hertz * 2 ** (torch.randn(b, 1, device=d) * 8 / 1200)
            hertz = torch.where(octave < 0.03, hertz / 2, torch.where(octave > 0.98, hertz * 2, hertz))
            kind = torch.rand(b, 1, device=d)
            present = (kind < 0.8).float()
            told = (kind < 0.9).float() if self.period else told
            turn = torch.rand(b, 1, device=d)
        period = RATE / hertz
        period = period * torch.ceil(4 / period).clamp(min=1)
        sound = F.pad(linear(heard), (1, 0))  # one sample of silence for places before the first
        columns = []
        n = torch.arange(t, device=d)[None]
        for delay in (period - 1, period, period + 1, 2 * period - 1, 2 * period, 2 * period + 1):
            at = n - delay
            left = torch.floor(at)
            p = at - left
            weights = (-p * (p - 1) * (p - 2) / 6, (p + 1) * (p - 1) * (p - 2) / 2, -(p + 1) * p * (p - 2) / 2, (p + 1) * p * (p - 1) / 6)
            value = sum(w * torch.gather(sound, 1, (left.long() + 1 + k).clamp(0, t)) for w, k in zip(weights, (-1, 0, 1, 2)))
            columns.append(companded(value.clamp(-1, 1)))
        angle = 2 * math.pi * ((n * (hertz / RATE)) % 1 + turn)
        columns += [torch.sin(angle), torch.cos(angle)]
        return torch.stack(columns, -1) * present[..., None], keys * told


def class_samples(device):
    """The sample in the middle of each class; that of silence is 0."""
    q = torch.arange(256, device=device).float() - 128
    return linear((q + 0.5) / 128) * (q != 0)


def hint_spectra(x):
    """Companded [B, T] -> [B, T / hop, 320]: log10 magnitudes around each frame's middle."""
    sound = F.pad(linear(x), ((2048 - HOP) // 2, (2048 - HOP) // 2))
    power = torch.fft.rfft(sound.unfold(1, 2048, HOP) * torch.hann_window(2048, device=x.device)).abs()
    means = power[:, :, 259:259 + 64 * 11].unflatten(2, (64, 11)).mean(3)
    return torch.log10(torch.cat([power[:, :, 3:259], means], 2) + 1e-2)
