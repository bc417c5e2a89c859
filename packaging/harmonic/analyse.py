#!/usr/bin/env python3
"""Measures what the harmonic-plus-noise decoder learns: levels and detune of the partials, levels of the noise bands, and short
gains, at the labelled pitch of each note.

    timbre render -o notes --wav --split train
    analyse.py notes -o notes.npz [--frames 45]

Needs numpy and scipy. Takes a tenth of a second for each second of sound."""
import argparse
import pathlib
import sys

import numpy as np
from scipy.io import wavfile

RATE, HOP = 16000, 512
PARTIALS, HALVES, BANDS, GAINS, DETUNED = 128, 16, 48, 4, 16
FLOOR, TOP_HZ = -100.0, 7900
EDGES = np.concatenate([np.arange(17) * 62.5, 1000 * 2 ** (3 * np.arange(1, 33) / 32)])
CENTRES = (EDGES[1:] + EDGES[:-1]) / 2
FFT = 8192
BIN = RATE / FFT
FREQUENCIES = np.arange(FFT // 2 + 1) * BIN
MEASURES = ["partials", "halves", "noise", "noise_unpitched", "detune", "inharmonicity", "fine", "gains"]


def hertz(pitch):
    return 440 * 2 ** ((pitch - 69) / 12)


def decibels(power):
    return 10 * np.log10(np.maximum(power, 1e-12))


def windowed(x, size, count):
    """Frames about every HOP-th sample, and the sums of the window and of its square within the sound."""
    size = int(size) // 2 * 2
    window = np.hanning(size + 2)[1:-1]

    def frames(y):
        padded = np.concatenate([np.zeros(size // 2), y, np.zeros(size // 2 + HOP)])
        return np.lib.stride_tricks.sliding_window_view(padded, size)[::HOP][:count]

    inside = frames(np.ones(len(x)))
    return frames(x) * window, (inside * window).sum(1), (inside * window ** 2).sum(1)


def peak(spectra, centre, half_width):
    """The largest magnitude of each row within centre +- half_width, and where it lies."""
    low = max(1, int(np.ceil((centre - half_width) / BIN)))
    high = min(FFT // 2 - 1, int(np.floor((centre + half_width) / BIN)))
    if high < low:
        low = high = min(FFT // 2 - 1, max(1, round(centre / BIN)))
    at = spectra[:, low:high + 1].argmax(1) + low
    rows = np.arange(len(spectra))
    a, b, c = (np.log(spectra[rows, at + o] + 1e-20) for o in (-1, 0, 1))
    curve = a - 2 * b + c
    offset = np.where(np.abs(curve) > 1e-9, (a - c) / 2 / np.where(curve == 0, 1, curve), 0)
    return spectra[rows, at], (at + np.clip(offset, -0.5, 0.5)) * BIN


def positions(average, fundamental, window_hz):
    """Where the partials of a note lie: detune in cents, inharmonicity B, the lowest ones' own detune, and which were found."""
    level = 20 * np.log10(average[0] + 1e-12)
    loudest = level.max()
    cents, b, found, seen = 0.0, 0.0, {}, []
    for k in range(1, min(PARTIALS, int(TOP_HZ / fundamental)) + 1):
        expected = fundamental * 2 ** (cents / 1200) * k * np.sqrt(1 + b * k * k)
        if expected > TOP_HZ:
            break
        reach = (min(0.4 * fundamental, 0.035 * expected) if k < 4
                 else min(0.3 * fundamental, 0.02 * expected + window_hz / 2))
        at = peak(average, expected, reach)[1][0]
        i, around = int(at / BIN), int(max(3, 0.45 * fundamental / BIN))
        if level[i] < np.median(level[max(0, i - around):i + around]) + 10 or level[i] < loudest - 65:
            continue
        found[k] = at
        seen.append((k, 1200 * np.log2(at / (k * fundamental)), 10 ** ((level[i] - loudest) / 40)))
        ks, offsets, weights = map(np.array, zip(*seen))
        cents = np.average(offsets, weights=weights)
        if len(seen) >= 4:
            matrix, trust = np.stack([np.ones(len(ks)), 865.6 * ks ** 2.0], 1), np.ones(len(ks))
            for _ in range(3):
                w = weights * trust
                fit = np.linalg.lstsq(matrix * w[:, None], offsets * w, rcond=None)[0]
                trust = 1 / (1 + np.abs(offsets - matrix @ fit) / 10)
            b = float(np.clip(fit[1], 0, 2e-3))
            cents = fit[0] if fit[1] > 0 else np.average(offsets, weights=weights * trust)
        cents = float(np.clip(cents, -90, 90))
    k = np.arange(1, PARTIALS + 1)
    placed = fundamental * 2 ** (cents / 1200) * k * np.sqrt(1 + b * k * k)
    fine = np.zeros(DETUNED)
    for n, at in found.items():
        if n <= DETUNED:
            fine[n - 1] = np.clip(1200 * np.log2(at / placed[n - 1]), -60, 60)
    placed[:DETUNED] *= 2 ** (fine / 1200)
    return cents, b, fine, placed, np.isin(k, list(found))


def noise_levels(density, free):
    """Mean of the levels between the partials, in dB in 62.5 Hz: of noise 2.5 dB below the level of its mean."""
    level = decibels(density) + 2.51
    out = np.full((len(level), BANDS), np.nan)
    for band in range(BANDS):
        bins = (FREQUENCIES >= EDGES[band]) & (FREQUENCIES < EDGES[band + 1]) & (FREQUENCIES > 20) & free
        if bins.sum() >= 2:
            out[:, band] = level[:, bins].mean(1)
    known = ~np.isnan(out[0])
    if not known.any():
        return np.full((len(level), BANDS), FLOOR)
    return np.maximum([np.interp(CENTRES, CENTRES[known], row[known]) for row in out], FLOOR)


def short_gains(x, power, period):
    """dB every 128 samples, between the sound's power and what lines between the frames make of it."""
    size = int(max(256, 2 * period)) // 2 * 2
    window, at = np.hanning(size + 2)[1:-1], np.arange(len(x) // HOP * GAINS) * HOP // GAINS + HOP // GAINS // 2

    def smoothed(y):
        padded = np.concatenate([np.zeros(size // 2), y, np.zeros(size // 2)])
        return np.array([(padded[p:p + size] * window).sum() for p in at])

    inside = np.maximum(smoothed(np.ones(len(x))), 1e-9)
    true = smoothed(x ** 2) / inside
    drawn = smoothed(np.interp(np.arange(len(x)), np.arange(len(power)) * HOP, power)) / inside
    gains = np.where(true < true.max() * 1e-6, 0, 10 * np.log10((true + 1e-10) / (drawn + 1e-10)))
    return np.clip(gains, -30, 12).reshape(-1, GAINS)


def analyse(x, pitch):
    count, fundamental = len(x) // HOP + 1, hertz(pitch)
    period = RATE / fundamental
    size, long_size = int(np.clip(4 * period, 512, 2400)), int(np.clip(12 * period, 1024, 6000))
    frames, sums, _ = windowed(x, size, count)
    spectra = np.abs(np.fft.rfft(frames, FFT, axis=1)) * 2 / sums[:, None]
    frames, _, squares = windowed(x, long_size, count)
    long_spectra = np.abs(np.fft.rfft(frames, FFT, axis=1))
    density = long_spectra ** 2 * 2 / (RATE * squares[:, None]) * 62.5
    loudness = np.sqrt((spectra ** 2).mean(1))
    average = np.sqrt((long_spectra[loudness > loudness.max() * 0.05] ** 2).mean(0))[None]
    window_hz = RATE / long_size
    cents, b, fine, placed, found = positions(average, fundamental, window_hz)

    heard = int((placed <= TOP_HZ).sum())
    amplitude, off = np.zeros((count, PARTIALS)), np.zeros((count, PARTIALS))
    free = np.ones(len(FREQUENCIES), bool)
    for k in range(heard):
        amplitude[:, k], at = peak(spectra, placed[k], min(0.3 * fundamental, 0.03 * placed[k] + 0.15 * RATE / size))
        off[:, k] = 1200 * np.log2(np.maximum(at, 1) / placed[k])
        free &= np.abs(FREQUENCIES - placed[k]) > min(3 * window_hz + 0.004 * placed[k], 0.42 * fundamental)
    weight = amplitude[:, :8] ** 2 * found[:8]
    total = weight.sum(1)
    strongest = max(total.max(), 1e-12)
    wander = np.where(total > 1e-4 * strongest,
                      (weight * np.clip(off[:, :8], -60, 60)).sum(1) / np.maximum(total, 1e-12), 0)
    detune = cents + wander * np.clip(total / strongest * 100, 0, 1)

    halves = np.full((count, HALVES), FLOOR)
    level, around = 20 * np.log10(average[0] + 1e-12), int(0.3 * fundamental / BIN)
    for j in range(HALVES if fundamental > 60 and around >= 4 else 0):
        centre = fundamental * 2 ** (cents / 1200) * (j + 0.5)
        if centre > 7800:
            break
        i = int(peak(average, centre, 0.08 * fundamental)[1][0] / BIN)
        beside = np.concatenate([level[max(0, i - around):max(1, i - around // 2)], level[i + around // 2:i + around]])
        if level[i] > np.median(beside) + 14 and level[i] > level.max() - 55:
            halves[:, j] = np.maximum(2 * decibels(peak(spectra, centre, 0.06 * fundamental)[0]), FLOOR)
            free &= np.abs(FREQUENCIES - centre) > min(3 * window_hz, 0.3 * fundamental)

    noise = noise_levels(density, free)
    window = np.hanning(size)
    under = 4 * np.array([10 ** (np.interp(placed[:heard], CENTRES, row) / 10) for row in noise]) / 62.5
    under *= (window ** 2).sum() / window.sum() ** 2 * RATE
    square = amplitude[:, :heard] ** 2
    partials = np.full((count, PARTIALS), FLOOR)
    partials[:, :heard] = np.maximum(decibels(np.maximum(square - under, 0.02 * square)), FLOOR)
    power = ((10 ** (partials / 10)).sum(1) + (10 ** (halves / 10)).sum(1)) / 2
    power += (10 ** (noise / 10) * np.diff(EDGES) / 62.5).sum(1)
    gains = np.concatenate([short_gains(x, power, period), np.zeros((1, GAINS))])
    return {"partials": partials, "halves": halves, "noise": noise,
            "noise_unpitched": noise_levels(density, np.ones(len(FREQUENCIES), bool)), "detune": detune,
            "inharmonicity": np.full(count, b), "fine": np.repeat(fine[None], count, 0), "gains": gains, "found": found}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("notes", type=pathlib.Path, help="a folder in the NSynth format, with WAV files")
    options.add_argument("-o", "--output", type=pathlib.Path, required=True)
    options.add_argument("--frames", type=int, default=125, help="of 512 samples, from the note's beginning")
    args = options.parse_args()
    found = {key: [] for key in [*MEASURES, "found", "names", "pitches"]}
    for file in sorted((args.notes / "audio").glob("*.wav")):
        pitch, x = int(file.stem.split("-")[1]), wavfile.read(file)[1][:args.frames * HOP] / 32768
        if np.abs(x).max() < 1e-3:
            print(f"{file.stem} is silent; left out", file=sys.stderr)
            continue
        measured = analyse(x, pitch)
        for key in MEASURES:
            found[key].append(measured[key].astype(np.float32 if key == "inharmonicity" else np.float16))
        found["found"].append(measured["found"])
        found["names"].append(file.stem)
        found["pitches"].append(pitch)
    if not found["names"]:
        sys.exit(f"{args.notes} holds no WAV files with a sound; render it with --wav")
    np.savez(args.output, **{key: np.array(value) for key, value in found.items()})
    print(len(found["names"]), "notes")


if __name__ == "__main__":
    main()
