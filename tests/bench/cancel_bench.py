#!/usr/bin/env python3
"""How long each command that takes long needs to end after SIGINT.

    cancel_bench.py PATH/TO/timbre [--busy N] [--moments 0.3,1,3] [--only NAME,NAME]

Starts each command, sends SIGINT after so many seconds and measures until the process has ended. --busy adds N processes
that keep a core busy each. Prints seconds, or what was wrong: another exit status than 130 (0: it was done before),
a part of a file left behind, or a file that `timbre explain` or a reader of .npy and .safetensors finds damaged.
Exit status: 0 when every figure is within --limit (default: 0.2, 1 with --busy). A training may take longer: it saves
where it is.
"""
import argparse
import contextlib
import json
import os
import pathlib
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

ASSETS = pathlib.Path(__file__).resolve().parents[2] / "assets"
LIBRARY = ASSETS / "library"

def sounds():
    return sorted((LIBRARY / "audio").glob("*.flac"))


def commands(timbre, out):
    """Name -> words. `out`: a folder for what they write."""
    a, b, *_ = sounds()
    named = {
        "encode (dataset)": ["encode", LIBRARY, "-m", "wavenet-compact", "-o", out / "e.npy"],
        "encode (baseline)": ["encode", LIBRARY, "-m", "baseline-compact", "-o", out / "b.npy"],
        "reconstruct": ["reconstruct", *sounds()[:40], "-m", "wavenet-compact", "-o", out / "r"],
        "reconstruct (baseline)": ["reconstruct", *sounds()[:40], "-m", "baseline-compact", "-o", out / "rb"],
        "morph": ["morph", a, b, "-m", "wavenet-compact", "-n", 40, "--pitch", 60, "-o", out / "m"],
        "morph (harmonic)": ["morph", a, b, "-m", "harmonic-compact", "-n", 400, "--pitch", 60, "-o", out / "mh"],
        "evaluate": ["evaluate", "-m", "wavenet-compact"],
        "evaluate (baseline)": ["evaluate", "-m", "baseline-compact"],
        "train-classifier": ["train-classifier", out / "pack.safetensors", "-o", out / "c.safetensors"],
        "calibrate": ["calibrate", out / "w.safetensors", "--count", 400],
        "post-filter": ["post-filter", out / "w.safetensors", LIBRARY],
        "render": ["render", "-o", out / "notes", "--step", 2],
        "pack": ["pack", "--render", "-o", out / "p.safetensors", "--step", 2],
        "train": ["train", LIBRARY, "-o", out / "run"],
        "train (baseline)": ["train", LIBRARY, "-o", out / "runb", "-c", "baseline-compact"],
        "library --check": ["library", "--check"],
        "similar --compare-measures": ["similar", "--compare-measures", "--model", "wavenet-compact"],
        "similar --fit": ["similar", "--fit", out / "s.json"],
        "import-sound": ["import-sound", *sounds() * 3, "-o", out / "own"],
        "bench": ["bench"],
        "bench --quick": ["bench", "--quick"],
    }
    listed = subprocess.run([timbre, "study"], capture_output=True, text=True).stdout
    for name in (line.partition(":")[0] for line in listed.splitlines()):
        named[f"study {name}"] = ["study", name, "-o", out / name]
    return named


def environment(out):
    places = {f"XDG_{name}_HOME": str(out / name.lower()) for name in ("CACHE", "DATA", "STATE")}
    return {**os.environ, "HOME": str(out / "home"), **places}


def damage(out):
    """What is wrong with the files of a command that was cancelled."""
    for path in out.rglob("*"):
        if not path.is_file():
            continue
        if ".part" in path.name and path.name.startswith("."):
            return f"left {path.name}"
        head = path.read_bytes()[:8] if path.suffix in (".npy", ".safetensors", ".json", ".png") else b""
        if path.suffix == ".npy" and not head.startswith(b"\x93NUMPY"):
            return f"{path.name} is damaged"
        if path.suffix == ".safetensors":
            (size,) = struct.unpack("<Q", head)
            tensors = json.loads(path.read_bytes()[8:8 + size])
            end = max(t["data_offsets"][1] for name, t in tensors.items() if name != "__metadata__")
            if path.stat().st_size != 8 + size + end:
                return f"{path.name} is cut short"
        if path.suffix == ".json" and path.name != "examples.json":
            json.loads(path.read_text())
    return ""


def measure(timbre, words, after, out):
    with subprocess.Popen([timbre, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                          env=environment(out)) as process:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(after)
            return ("done" if process.returncode == 0 else f"rc {process.returncode}: {process.stderr.read()[-60:]!r}"), 0
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        descriptor = os.pidfd_open(process.pid)
        ended = select.poll()
        ended.register(descriptor, select.POLLIN)  # Popen.wait() looks every 50 ms only
        ended.poll(120_000)
        took = time.monotonic() - begin
        os.close(descriptor)
        process.wait(1)
        if process.returncode != 130:
            return f"rc {process.returncode}: {process.stderr.read()[-60:]!r}", took
    return damage(out), took


@contextlib.contextmanager
def busy(count):
    spinning = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
            process.wait()


def prepare(timbre, out):
    shutil.copy(ASSETS / "models" / "wavenet-compact.safetensors", out / "w.safetensors")
    subprocess.run([timbre, "pack", "-o", out / "pack.safetensors"], check=True, capture_output=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("timbre", type=pathlib.Path)
    parser.add_argument("--busy", type=int, default=0)
    parser.add_argument("--moments", default="0.3,1,3")
    parser.add_argument("--only", default="")
    parser.add_argument("--limit", type=float)
    args = parser.parse_args()
    timbre = args.timbre.resolve()
    moments = [float(each) for each in args.moments.split(",")]
    limit = args.limit or (1.0 if args.busy else 0.2)
    slow = 0
    with tempfile.TemporaryDirectory() as base, busy(args.busy):
        kept = pathlib.Path(base) / "kept"
        kept.mkdir()
        prepare(timbre, kept)
        for name in commands(timbre, kept):
            if args.only and not any(name.startswith(each) for each in args.only.split(",")):
                continue
            cells = []
            for after in moments:
                out = pathlib.Path(base) / "out"
                shutil.copytree(kept, out)
                wrong, took = measure(timbre, commands(timbre, out)[name], after, out)
                slow += bool(wrong not in ("", "done") or took > limit) and not name.startswith("train (") and name != "train"
                cells.append(wrong or f"{took:.3f}")
                shutil.rmtree(out)
            print(f"{name:<28}" + "".join(f"{cell:>10}" for cell in cells), flush=True)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
