#!/usr/bin/env python3
"""Writes tiny.safetensors: a small network of the harmonic-plus-noise decoder with numbers that look random, and what it makes
of an embedding, by numpy alone: the parameters at each frame's edge and the samples. Nothing here is taken from core."""
import json
import struct

import numpy as np

RATE, HOP, PARTIALS, HALVES, BANDS, GAINS, DETUNED, HIDDEN, CHANNELS = 16000, 512, 128, 16, 48, 4, 16, 6, 2
SEED, PITCH, FRAMES = 5, 57.3, 4
EDGES = np.concatenate([np.arange(17) * 62.5, 1000 * 2 ** (3 * np.arange(1, 33) / 32)])
CENTRES = (EDGES[1:] + EDGES[:-1]) / 2
FUNDAMENTAL = 440 * 2 ** ((PITCH - 69) / 12)


def splitmix(x):
    x = np.asarray(x, np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def network():
    rng = np.random.default_rng(1)
    sizes = [6 * (CHANNELS + 1) + 24, HIDDEN, HIDDEN, PARTIALS + BANDS + HALVES + BANDS + GAINS + 2 + DETUNED]
    tensors = {}
    for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:]), 1):
        tensors[f"harmonic_{i}/W"] = rng.normal(0, 0.5 if i < 3 else 0.3, (n_in, n_out))
        tensors[f"harmonic_{i}/biases"] = rng.normal(0, 0.3, n_out)
    bias = tensors["harmonic_3/biases"]
    bias[PARTIALS + BANDS:PARTIALS + BANDS + HALVES] += 1   # half partials near -60 dB
    bias[:PARTIALS] -= 1.5                                  # 15 dB below full scale
    tensors["harmonic_3/W"][:, -(DETUNED + 2):] *= 0.02       # core holds a frequency for 64 samples, numpy for none
    tensors["harmonic_embedding/mean"] = np.array([0.3, -0.2])
    tensors["harmonic_embedding/deviation"] = np.array([1.5, 0.7])
    return {k: v.astype(np.float32) for k, v in tensors.items()}


def parameters(t, z):
    normal = np.clip((z - t["harmonic_embedding/mean"]) / t["harmonic_embedding/deviation"], -5, 5)
    rows = []
    for edge in range(len(z) + 1):
        around = range(edge - 3, edge + 3)
        there = [0 <= f < len(z) for f in around]
        rows.append(np.concatenate([np.concatenate([normal[f] if ok else np.zeros(CHANNELS) for f, ok in zip(around, there)]),
                                    np.array(there, float), np.exp(-((PITCH - 16 - 4 * np.arange(24)) / 4) ** 2 / 2)]))
    h = np.array(rows)
    for i in (1, 2, 3):
        h = h @ t[f"harmonic_{i}/W"].astype(float) + t[f"harmonic_{i}/biases"]
        if i < 3:
            h = np.maximum(h, 0)
    own, envelope, halves, noise, gains, detune, b, fine = np.split(
        h, np.cumsum([PARTIALS, BANDS, HALVES, BANDS, GAINS, 1, 1]), axis=1)
    hertz = FUNDAMENTAL * np.arange(1, PARTIALS + 1)
    partials = own * 10 + np.array([np.interp(hertz, CENTRES, e * 20 - 50) for e in envelope])
    partials = np.where(hertz > 7900, -120, np.clip(partials, -120, 6))
    return {"partials": partials, "halves": np.clip(halves * 20 - 80, -120, 6), "noise": np.clip(noise * 20 - 70, -120, 0),
            "gains": np.clip(gains * 6, -30, 6), "detune": np.clip(detune * 10, -100, 100),
            "inharmonicity": np.minimum(10 ** np.clip(b - 5, -6, -2.5) - 1e-6, 0.002), "fine": np.clip(fine * 10, -60, 60)}


def along(v, n):
    """Rows at the frames' edges, in straight lines between."""
    at = np.arange(n) / HOP
    return np.array([np.interp(at, np.arange(len(v)), column) for column in v.T])


def amplitudes(db, hertz):
    return np.where(db < -95, 0, 10 ** (db / 20)) * np.clip((RATE / 2 - hertz) / 200, 0, 1)


def sound(p):
    n = FRAMES * HOP
    k = np.arange(1, PARTIALS + 1)
    base = FUNDAMENTAL * 2 ** (p["detune"] / 1200)
    hertz = base * k * np.sqrt(1 + p["inharmonicity"] * k ** 2)
    hertz[:, :DETUNED] *= 2 ** (p["fine"] / 1200)
    halves = base * (np.arange(HALVES) + 0.5)
    hertz, db = np.concatenate([hertz, halves], 1), np.concatenate([p["partials"], p["halves"]], 1)
    first = splitmix(splitmix(SEED) + np.arange(PARTIALS + HALVES, dtype=np.uint64)).astype(np.uint32) / 2 ** 32
    f = along(np.minimum(hertz, RATE / 2), n)
    phase = first[:, None] + np.concatenate([np.zeros((len(f), 1)), np.cumsum((f[:, 1:] + f[:, :-1]) / 2 / RATE, 1)], 1)
    y = (along(amplitudes(db, hertz), n) * np.sin(2 * np.pi * phase)).sum(0)

    hop, size = 256, 512
    window = np.sin(np.pi * (np.arange(size) + 0.5) / size)
    out = np.zeros(n + 2 * size)
    seed = splitmix(np.uint64(SEED) ^ np.uint64(0x6E6F697365))
    bins = np.arange(1, hop)
    for m in range(n // hop + 1):
        at = m * hop / HOP
        low = min(int(at), FRAMES - 1)
        bands = p["noise"][low] + (at - low) * (p["noise"][low + 1] - p["noise"][low])
        level = np.interp(bins * RATE / size, CENTRES, bands)
        a = np.where(level < -95, 0, 10 ** (level / 20)) * np.sqrt(2 * RATE / size / 62.5)
        phases = splitmix(seed + np.uint64(m * hop) + bins.astype(np.uint64)).astype(np.uint32) / 2 ** 32
        spectrum = np.zeros(size // 2 + 1, complex)
        spectrum[1:hop] = a * np.exp(2j * np.pi * phases) * size / 2
        out[m * hop:m * hop + size] += np.fft.irfft(spectrum) * window
    y += out[hop:hop + n]
    g = (10 ** (p["gains"][:FRAMES] / 20)).ravel()
    return y * np.interp(np.arange(n), np.arange(len(g)) * 128 + 64, g)


def write(path, tensors, metadata):
    header, at = {"__metadata__": metadata}, 0
    for name in sorted(tensors):
        size = tensors[name].size * 4
        header[name] = {"dtype": "F32", "shape": list(tensors[name].shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + b"".join(tensors[n].astype("<f4").tobytes() for n in sorted(tensors)))


if __name__ == "__main__":
    with np.errstate(over="ignore"):
        tensors = network()
        z = np.random.default_rng(2).normal(0, 1, (FRAMES, CHANNELS)).astype(np.float32)
        p = parameters(tensors, z)
        y = sound(p)
    y_peak = np.abs(y).max()
    assert 0.05 < y_peak < 0.9, y_peak
    tensors |= {"z": z, "sound": y} | {"expected/" + k: v for k, v in p.items()}
    write("tiny.safetensors", tensors, {"seed": str(SEED), "pitch": str(PITCH)})
    print("peak", y_peak, "noise", p["noise"].mean(), "partials", p["partials"].mean())
