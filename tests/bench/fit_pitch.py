#!/usr/bin/env python3
"""Fits core/spectral/PitchWeights.h on the first half of what `pitch-calibration --features FILE` writes.

    fit_pitch.py FILE [--hidden 12] [-o core/spectral/PitchWeights.h]

A small network gives each candidate a score; the probabilities are their softmax, with one score more for "none of them".
Prints what it makes of the second half, which it does not see. Needs python3-numpy and python3-scipy.
"""
import argparse
import csv

import numpy
from scipy.optimize import minimize

NONE = -1.0


def read(path):
    groups, labels, halves, sets, keys, names = {}, {}, {}, {}, {}, {}
    with open(path) as file:
        for row in csv.reader(file):
            i = int(row[4])
            groups.setdefault(i, []).append([float(x) for x in row[6:]])
            keys.setdefault(i, []).append(float(row[5]))
            labels[i], halves[i], sets[i], names[i] = float(row[3]), int(row[2]), row[0], row[1]
    order = sorted(groups)
    return [(numpy.array(groups[i]), numpy.array(keys[i]), labels[i], halves[i], sets[i], names[i]) for i in order]


class Net:
    """Scores of all candidates at once, and the gradient of the loss with them."""

    def __init__(self, sounds, hidden, mean, deviation):
        self.x = numpy.vstack([s[0] for s in sounds])
        self.x = numpy.clip((self.x - mean) / deviation, -4, 4)
        sizes = [len(s[0]) for s in sounds]
        self.group = numpy.repeat(numpy.arange(len(sounds)), sizes)
        self.starts = numpy.concatenate([[0], numpy.cumsum(sizes)[:-1]])
        self.count = len(sounds)
        self.right = numpy.zeros(len(self.x))
        self.none = numpy.zeros(self.count)
        for i, (_, keys, truth, *_rest) in enumerate(sounds):
            near = numpy.abs(keys - truth) <= 0.5
            if truth < 0 or not near.any():
                self.none[i] = 1
            else:
                at = numpy.argmin(numpy.abs(keys - truth))
                self.right[self.starts[i] + at] = 1
        self.hidden, self.inputs = hidden, self.x.shape[1]

    def parts(self, w):
        h, n = self.hidden, self.inputs
        a = w[: h * n].reshape(h, n)
        b = w[h * n : h * n + h]
        c = w[h * n + h : h * n + 2 * h]
        d = w[h * n + 2 * h : h * n + 2 * h + n]
        return a, b, c, d, w[-1]

    def size(self):
        return self.hidden * self.inputs + 2 * self.hidden + self.inputs + 1

    def probabilities(self, w):
        a, b, c, d, e = self.parts(w)
        t = numpy.tanh(self.x @ a.T + b)
        s = t @ c + self.x @ d
        top = numpy.maximum(numpy.maximum.reduceat(s, self.starts), e)
        exp = numpy.exp(s - top[self.group])
        none = numpy.exp(e - top)
        total = numpy.add.reduceat(exp, self.starts) + none
        return t, exp / total[self.group], none / total

    def loss(self, w, decay):
        a, b, c, d, e = self.parts(w)
        t, p, none = self.probabilities(w)
        loss = -(numpy.log(p + 1e-12) * self.right).sum() - (numpy.log(none + 1e-12) * self.none).sum()
        ds = p - self.right
        dc = t.T @ ds
        dt = numpy.outer(ds, c) * (1 - t * t)
        grad = numpy.concatenate([(dt.T @ self.x).ravel(), dt.sum(0), dc, self.x.T @ ds, [(none - self.none).sum()]])
        return (loss + 0.5 * decay * (w @ w)) / self.count, (grad + decay * w) / self.count


def report(net, w, sounds, title):
    _, p, none = net.probabilities(w)
    print(f"{title}\n{'set':22}{'sounds':>7}{'right':>7}{'>= 90 %':>9}{'right %':>9}")
    rows = {}
    for i, (x, keys, truth, _, name, _n) in enumerate(sounds):
        some = p[net.starts[i] : net.starts[i] + len(x)]
        best = numpy.argmax(some)
        right = truth >= 0 and abs(keys[best] - truth) <= 0.5
        for key in (name, "all"):
            rows.setdefault(key, []).append((right, some[best] >= 0.9))
    for name in sorted(rows):
        r = numpy.array(rows[name])
        sure = r[:, 1].sum()
        print(f"{name:22}{len(r):7}{r[:, 0].sum():7}{sure:9}{100 * (r[:, 0] & r[:, 1]).sum() / max(1, sure):9.1f}")
    print(f"mean loss {-(numpy.log(p + 1e-12) * net.right).sum() / net.count - (numpy.log(none + 1e-12) * net.none).sum() / net.count:.4f}")


def header(path, net, w, mean, deviation):
    a, b, c, d, e = net.parts(w)

    def row(values):
        return "{" + ", ".join(f"{v:.4g}f" for v in values) + "}"

    with open(path, "w") as out:
        out.write("/// Written by tests/bench/fit_pitch.py: how PitchEstimator weighs what PitchFeatures finds.\n#pragma once\n\n"
                  "#include <array>\n\n#include \"spectral/PitchFeatures.h\"\n\n// clang-format off\n"
                  "namespace timbre::spectral::weights {\n\n"
                  f"inline constexpr std::size_t kHidden = {net.hidden};\n"
                  "using Inputs = std::array<float, std::tuple_size_v<PitchFeatures>>;\n"
                  "using Hidden = std::array<float, kHidden>;\n"
                  f"inline constexpr Inputs kMean{row(mean)};\n"
                  f"inline constexpr Inputs kDeviation{row(deviation)};\n"
                  "inline constexpr std::array<Inputs, kHidden> kIn{{\n" + ",\n".join(row(r) for r in a) + "}};\n"
                  f"inline constexpr Hidden kInBias{row(b)};\n"
                  f"inline constexpr Hidden kOut{row(c)};\n"
                  f"inline constexpr Inputs kDirect{row(d)};\n"
                  f"inline constexpr float kNone = {e:.5g}f;\n\n"
                  "}  // namespace timbre::spectral::weights\n// clang-format on\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features")
    parser.add_argument("--hidden", type=int, default=12)
    parser.add_argument("--decay", type=float, default=2.0)
    parser.add_argument("-o", "--out", default="")
    args = parser.parse_args()
    sounds = read(args.features)
    first = [s for s in sounds if s[3] == 0]
    second = [s for s in sounds if s[3] == 1]
    every = numpy.vstack([s[0] for s in first])
    mean, deviation = every.mean(0), every.std(0) + 1e-6
    net, held = Net(first, args.hidden, mean, deviation), Net(second, args.hidden, mean, deviation)
    w = numpy.random.default_rng(1).normal(0, 0.1, net.size())
    done = minimize(net.loss, w, (args.decay,), jac=True, method="L-BFGS-B", options={"maxiter": 1500})
    report(net, done.x, first, "first half, which it is fitted on")
    report(held, done.x, second, "second half")
    if args.out:
        header(args.out, net, done.x, mean, deviation)


if __name__ == "__main__":
    main()
