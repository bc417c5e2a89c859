#!/usr/bin/env python3
"""Training throughput of two processes over loopback against one: ranks_bench.py TIMBRE NOTES [seconds].

Alternates short runs of one process on one core and of two on a core each, and prints the best of each in samples a
second and core. From what it measured, the bytes of gradients and the time of a step, it reckons what a ring of more
processes costs over a network: each step sends 2 (N - 1) / N times the gradients in parts of 1 MB, of which all but the
last go while the way back is still computed, and 2 (N - 1) messages for each part. On a machine with other work the
two processes may have less of the processor than the one: look at the best of several runs.
"""
import json
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile

CROP = 3072
BITS_A_SECOND, LATENCY = 10e9, 30e-6  # 10 Gbit/s Ethernet
PART = 1 << 20                        # bytes; core/training/CpuTeacher.cpp
BACK = 2 / 3                          # of a step is the way back


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def header(path):
    with open(path, "rb") as file:
        return json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))


def train(timbre, notes, seconds, ranks):
    """(samples a second and process, bytes of gradients a step) of a short run."""
    with tempfile.TemporaryDirectory() as folder:
        port, started = str(free_port()), []
        for rank in range(ranks):
            env = {k: v for k, v in os.environ.items() if k not in ("RANK", "WORLD_SIZE", "LOCAL_RANK")}
            if ranks > 1:
                env.update(RANK=str(rank), WORLD_SIZE=str(ranks), MASTER_ADDR="127.0.0.1", MASTER_PORT=port,
                           GLOO_SOCKET_IFNAME="lo")
            started.append(subprocess.Popen(
                [timbre, "train", notes, "--run", folder, "--set", "pitch_conditioned=true", "--threads", "1", "--batch", "1",
                 "--crop", str(CROP), "--minutes", str(seconds / 60), "--report-seconds", str(seconds / 5), "--json"],
                env=env, stdout=subprocess.PIPE, text=True))
        lines = [json.loads(line) for line in [p.communicate()[0] for p in started][0].splitlines()]
        if any(p.returncode for p in started):
            sys.exit("the training failed")
        if len(lines) < 2:
            sys.exit("the training was too short for two reports; give it more seconds")
        rate = max(line["per_second"] for line in lines[1:]) / ranks  # the first holds the beginning
        numbers = header(pathlib.Path(folder) / "state.safetensors")["weights"]["shape"][0]
        return rate, 4 * numbers


def ring(step, gradients, ranks, crops):
    """(seconds of a step that takes `crops` crops a process, seconds of them spent waiting)."""
    sent = 2 * (ranks - 1) / ranks * gradients * 8 / BITS_A_SECOND
    last = sent * min(1, PART / gradients)
    messages = 2 * (ranks - 1) * LATENCY * -(-gradients // PART)
    compute = step * crops
    waited = max(last, sent + messages - BACK * compute)
    return compute + waited, waited


def main():
    timbre, notes = sys.argv[1:3]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 20
    best, gradients = {1: 0.0, 2: 0.0}, 0
    for _ in range(3):
        for ranks in best:
            rate, gradients = train(timbre, notes, seconds, ranks)
            best[ranks] = max(best[ranks], rate)
    step = CROP / best[1]
    print(f"one process {best[1]:.0f} samples/s, {step * 1000:.0f} ms a step; two {best[2]:.0f} a process: "
          f"{best[2] / best[1]:.0%} each; {gradients / 1e6:.1f} MB of gradients a step")
    print(f"reckoned at {BITS_A_SECOND / 1e9:.0f} Gbit/s, {LATENCY * 1e6:.0f} us a message:")
    for ranks in (8, 64, 512):
        for crops in (1, 4):
            whole, waited = ring(step, gradients, ranks, crops)
            print(f"{ranks:4d} processes, {crops} crop{'s' * (crops > 1)} each: {whole * 1000:4.0f} ms a step, "
                  f"{waited * 1000:3.0f} of them waiting ({1 - waited / whole:.0%} of the speed), "
                  f"{ranks * crops * CROP / whole / 1e6:.2f} million samples/s")


if __name__ == "__main__":
    main()
