#!/usr/bin/env python3
"""Trains the harmonic-plus-noise decoder on what analyse.py measured, from a WaveNet's embeddings.

    timbre encode notes --model wavenet-compact -o notes.npy
    train.py notes more-notes --wavenet wavenet-compact.safetensors -o harmonic-compact.safetensors

reads notes.npz (analyse.py) and notes.npy with notes.json (timbre encode) for each name. --init starts from another file's weights.
Needs numpy and torch. Takes some minutes on one core."""
import argparse
import json
import pathlib
import struct
import time

import numpy as np
import torch
from analyse import BANDS, CENTRES, DETUNED, EDGES, GAINS, HALVES, MEASURES, PARTIALS, TOP_HZ, hertz

CHANNELS, CONTEXT, KEYS = 16, 6, 16 + 4 * np.arange(24)
EDGE_FRAMES = 9  # that the cut end of a shortened analysis reaches
PARTS = {"own": PARTIALS, "envelope": BANDS, "halves": HALVES, "noise": BANDS, "gains": GAINS, "detune": 1, "inharmonicity": 1,
         "fine": DETUNED}
UNIT = {"own": (10, 0), "envelope": (20, -50), "halves": (20, -80), "noise": (20, -70), "gains": (6, 0), "detune": (10, 0),
        "inharmonicity": (1, -5), "fine": (10, 0)}  # of a raw output: times, plus; as core has it
PREFIXES = ["harmonic_1", "harmonic_2", "harmonic_3"]


def read_safetensors(path):
    raw = pathlib.Path(path).read_bytes()
    start = 8 + struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:start])
    metadata = header.pop("__metadata__", {})
    return {name: np.frombuffer(raw[start + t["data_offsets"][0]:start + t["data_offsets"][1]], "<f4").reshape(t["shape"])
            for name, t in header.items() if t["dtype"] == "F32"}, metadata


def write_safetensors(path, tensors, metadata):
    header, at = {"__metadata__": metadata}, 0
    for name in sorted(tensors):
        header[name] = {"dtype": "F32", "shape": list(tensors[name].shape), "data_offsets": [at, at + tensors[name].size * 4]}
        at += tensors[name].size * 4
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    part = pathlib.Path(str(path) + ".part")
    part.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(tensors[n].astype("<f4").tobytes() for n in sorted(tensors)))
    part.rename(path)


class Data:
    """Every frame's edge of every note: the embedding frames about it, and what was measured there."""

    def __init__(self, names):
        windows, there, notes, edges, kept = [], [], [], [], {key: [] for key in MEASURES}
        self.pitch, self.found, self.loudest = [], [], []
        for name in names:
            measured, embeddings = dict(np.load(name + ".npz")), np.load(name + ".npy")
            row = {note: i for i, note in enumerate(json.loads(pathlib.Path(name + ".json").read_text())["ids"])}
            frames = embeddings.shape[1]
            count = measured["partials"].shape[1]
            count = count if count == frames + 1 else count - 1 - EDGE_FRAMES
            for i, note in enumerate(measured["names"]):
                if note not in row:
                    continue
                padded = np.pad(embeddings[row[note]], ((3, 3), (0, 0)))
                inside = np.pad(np.ones(frames), 3)
                windows.append(np.stack([padded[e:e + CONTEXT] for e in range(count)]))
                there.append(np.stack([inside[e:e + CONTEXT] for e in range(count)]))
                notes.append(np.full(count, len(self.pitch)))
                edges.append(np.arange(count))
                for key in MEASURES:
                    kept[key].append(measured[key][i, :count].astype(np.float32))
                self.pitch.append(measured["pitches"][i])
                self.found.append(measured["found"][i])
                self.loudest.append(max(measured["partials"][i].max(), measured["noise"][i].max()))
        self.windows, self.there = np.concatenate(windows).astype(np.float32), np.concatenate(there).astype(np.float32)
        self.note, self.edge = np.concatenate(notes), np.concatenate(edges)
        self.measured = {key: np.concatenate(values) for key, values in kept.items()}
        self.pitch, self.found = np.array(self.pitch), np.array(self.found)
        self.loudest = np.array(self.loudest, np.float32)


def network(hidden):
    sizes = [CONTEXT * (CHANNELS + 1) + len(KEYS), hidden, hidden, sum(PARTS.values())]
    layers = [torch.nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]
    with torch.no_grad():
        layers[2].weight.mul_(0.3)
        layers[2].bias.zero_()
    return torch.nn.Sequential(layers[0], torch.nn.ReLU(), layers[1], torch.nn.ReLU(), layers[2])


def outputs(raw):
    pieces = torch.split(raw, list(PARTS.values()), dim=1)
    return {key: piece * UNIT[key][0] + UNIT[key][1] for key, piece in zip(PARTS, pieces)}


def places(pitches):
    """For each partial at the told pitch: the band below it, and the weight of the one above."""
    f = np.minimum(hertz(pitches)[:, None] * np.arange(1, PARTIALS + 1), 7990)
    low = np.clip(np.searchsorted(CENTRES, f) - 1, 0, BANDS - 2)
    weight = np.clip((f - CENTRES[low]) / (CENTRES[low + 1] - CENTRES[low]), 0, 1)
    return torch.from_numpy(low), torch.from_numpy(weight.astype(np.float32))


def huber(error, knee):
    return torch.nn.functional.smooth_l1_loss(error, torch.zeros_like(error), reduction="none", beta=knee)


def level_loss(drawn, measured, floor):
    """What is below the floor need not be met as closely."""
    target = torch.maximum(measured, floor)
    return huber(torch.where((target <= floor) & (drawn < floor), 0.15 * (drawn - measured), drawn - target), 12.0) / 6


def losses(raw, data, rows, told, halves=1.0):
    """`halves`: how much more a level halfway between two partials counts where one was found."""
    note = data.note[rows]
    pitch, loudest = data.pitch[note], torch.from_numpy(data.loudest[note])[:, None]
    m = {key: torch.from_numpy(values[rows]) for key, values in data.measured.items()}
    found = torch.from_numpy(data.found[note].astype(np.float32))
    told = torch.from_numpy(told.astype(np.float32))[:, None]
    o, (low, weight) = outputs(raw), places(pitch)
    partials = torch.gather(o["envelope"], 1, low) * (1 - weight) + torch.gather(o["envelope"], 1, low + 1) * weight + o["own"]
    floor = loudest - 72
    between = torch.where(m["halves"] > -85, halves, 1.0)
    heard = torch.from_numpy((hertz(pitch)[:, None] * np.arange(1, PARTIALS + 1) <= TOP_HZ).astype(np.float32)) * told
    loud = torch.sigmoid((m["partials"] - loudest + 45) / 10)
    width = torch.tensor(np.sqrt(np.diff(EDGES)), dtype=torch.float32)
    noise = torch.where(told > 0, m["noise"], m["noise_unpitched"])
    near = torch.sigmoid((m["partials"][:, :8].max(1)[0] - loudest[:, 0] + 40) / 6) * told[:, 0]
    alive = torch.sigmoid((torch.maximum(m["partials"].max(1)[0], noise.max(1)[0]) - loudest[:, 0] + 45) / 6) * told[:, 0]
    bend = torch.log10(m["inharmonicity"] + 1e-6)
    return {
        "partials": (level_loss(partials, m["partials"], floor) * heard * (0.35 + loud)).sum(1) / heard.sum(1).clamp(min=1),
        "noise": (level_loss(o["noise"], noise, floor) * width / width.mean()).mean(1),
        "halves": 0.3 * (level_loss(o["halves"], m["halves"], floor + 4) * between * told).mean(1),
        "detune": 0.05 * huber(o["detune"][:, 0] - m["detune"], 5.0) * near,
        "inharmonicity": 0.05 * (o["inharmonicity"][:, 0] - bend) ** 2 * (found.sum(1) >= 5) * told[:, 0],
        "fine": 0.03 * (huber(o["fine"] - m["fine"], 5.0) * found[:, :DETUNED]).mean(1) * told[:, 0],
        "gains": huber(o["gains"] - m["gains"].clamp(-30, 6), 4.0).mean(1) / 12 * alive,
    }


def load(net, tensors):
    with torch.no_grad():
        for layer, name in zip([m for m in net if isinstance(m, torch.nn.Linear)], PREFIXES):
            layer.weight.copy_(torch.tensor(tensors[name + "/W"].T.copy()))
            layer.bias.copy_(torch.tensor(tensors[name + "/biases"].copy()))


def save(path, state, mean, deviation, hidden, wavenet):
    theirs, metadata = read_safetensors(wavenet)
    tensors = {name: t for name, t in theirs.items() if name.startswith("ae_")}
    for i, name in zip((0, 2, 4), PREFIXES):
        tensors[name + "/W"] = state[f"{i}.weight"].numpy().T
        tensors[name + "/biases"] = state[f"{i}.bias"].numpy()
    tensors |= {"harmonic_embedding/mean": mean, "harmonic_embedding/deviation": deviation}
    config = {"kind": "harmonic", "hidden": hidden, "encoder": json.loads(metadata["config"])}
    write_safetensors(path, tensors, {"config": json.dumps(config)})


def train(args):
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng, data, net = np.random.default_rng(args.seed), Data(args.notes), network(args.hidden)
    values = data.windows.reshape(-1, CHANNELS)[data.there.reshape(-1) > 0]
    mean, deviation = values.mean(0), values.std(0) + 1e-6
    if args.init:
        tensors = read_safetensors(args.init)[0]
        mean, deviation = tensors["harmonic_embedding/mean"], tensors["harmonic_embedding/deviation"]
        load(net, tensors)
    normal = np.clip((data.windows - mean) / deviation, -5, 5) * data.there[:, :, None]
    normal = normal.astype(np.float32)
    early = np.flatnonzero(data.edge < 4)
    print(len(data.note), "edges of", len(data.pitch), "notes", flush=True)
    optimiser = torch.optim.AdamW(net.parameters(), lr=args.rate, betas=(0.9, 0.98), weight_decay=1e-3)
    average = {key: value.clone() for key, value in net.state_dict().items()}
    began, shown = time.time(), {}
    step, done = 0, 0.0
    while done < 1:
        done = max((step + 1) / args.steps, (time.time() - began) / 60 / args.minutes if args.minutes else 0)
        share = 0.02 + 0.98 * (1 + np.cos(np.pi * min(done, 1))) / 2
        for group in optimiser.param_groups:
            group["lr"] = args.rate * min(1, step / 100) * share
        rows = np.concatenate([rng.choice(early, args.batch // 7), rng.integers(0, len(data.note), args.batch - args.batch // 7)])
        told = rng.random(args.batch) >= 0.08
        noise = args.noise * rng.standard_normal((args.batch, CONTEXT, CHANNELS), np.float32)
        noisy = normal[rows] + noise * data.there[rows][:, :, None]
        keys = np.exp(-((data.pitch[data.note[rows]][:, None] - KEYS) / 4) ** 2 / 2) * told[:, None]
        inputs = np.concatenate([noisy.reshape(args.batch, -1), data.there[rows], keys], 1).astype(np.float32)
        terms = losses(net(torch.from_numpy(inputs)), data, rows, told, args.halves)
        loss = sum(term.mean() for term in terms.values())
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        with torch.no_grad():
            for key, value in net.state_dict().items():
                average[key].lerp_(value, max(args.average, 1 / (step + 1)))
        for key, term in terms.items():
            shown[key] = 0.98 * shown.get(key, term.mean().item()) + 0.02 * term.mean().item()
        if step % 100 == 0:
            print(step, f"{time.time() - began:.0f} s", " ".join(f"{k} {v:.3f}" for k, v in shown.items()), flush=True)
        if step % 250 == 249 or done >= 1:
            save(args.output, average, mean, deviation, args.hidden, args.wavenet)
        step += 1


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("notes", nargs="+", help="names that .npz, .npy and .json are added to")
    options.add_argument("-o", "--output", required=True)
    options.add_argument("--wavenet", required=True, help="the weights that made the embeddings")
    options.add_argument("--init", help="weights to start from")
    options.add_argument("--steps", type=int, default=6000)
    options.add_argument("--minutes", type=float, default=0, help="end after so many minutes; the learning rate still falls to its end")
    options.add_argument("--average", type=float, default=0.01, help="a step's share of the moving average that is kept")
    options.add_argument("--batch", type=int, default=512)
    options.add_argument("--hidden", type=int, default=384)
    options.add_argument("--rate", type=float, default=2e-3)
    options.add_argument("--noise", type=float, default=0.12, help="on the embeddings, in their deviations")
    options.add_argument("--halves", type=float, default=1, help="how much more organ stops an octave below count, and the like")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=1)
    train(options.parse_args())


if __name__ == "__main__":
    main()
