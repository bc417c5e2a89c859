#!/usr/bin/env python3
"""Training throughput of two processes over loopback against one: ranks_bench.py TIMBRE NOTES [seconds].

Alternates short runs of one process on one core and of two on a core each, and prints the best of each in samples a
second and core, the bytes of gradients a step, and what the sums cost by it.
"""
import json
import os
import socket
import subprocess
import sys
import tempfile


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def rate(timbre, notes, seconds, ranks):
    with tempfile.TemporaryDirectory() as folder:
        port, started = str(free_port()), []
        for rank in range(ranks):
            env = dict(os.environ)
            if ranks > 1:
                env.update(RANK=str(rank), WORLD_SIZE=str(ranks), MASTER_ADDR="127.0.0.1", MASTER_PORT=port,
                           GLOO_SOCKET_IFNAME="lo")
            started.append(subprocess.Popen(
                [timbre, "train", notes, "--run", folder, "--set", "pitch_conditioned=true", "--threads", "1", "--batch", "1",
                 "--minutes", str(seconds / 60), "--report-seconds", str(seconds / 4), "--json"],
                env=env, stdout=subprocess.PIPE, text=True))
        lines = [p.communicate()[0] for p in started][0].splitlines()
        return max(json.loads(line)["per_second"] for line in lines[1:-1]) / ranks


def main():
    timbre, notes = sys.argv[1:3]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 20
    best = {1: 0, 2: 0}
    for _ in range(3):
        for ranks in best:
            best[ranks] = max(best[ranks], rate(timbre, notes, seconds, ranks))
    print(f"one process {best[1]:.0f} samples/s; two {best[2]:.0f} a process: {best[2] / best[1]:.0%} each")


if __name__ == "__main__":
    main()
