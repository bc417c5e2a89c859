#!/usr/bin/env python3
"""Holds every #include of the rooms against the table of permitted neighbours; names file and line of each trespass."""
import pathlib
import re
import sys

ALLOWED = {  # room: rooms it may include (besides itself)
    "base": "", "audio": "base", "audio/ffmpeg": "base audio", "latent": "base", "spectral": "base audio", "dataset": "base audio",
    "importing": "base audio spectral dataset", "quality": "base audio dataset",
    "render": "base audio dataset", "sampler": "base audio latent",
    "encoder": "base latent sampler", "model": "base audio latent", "corpus": "base audio dataset sampler model",
    "synthesis": "base audio latent dataset model", "checkpoint": "base model",
    "model/wavenet": "base audio latent spectral sampler encoder model",
    "evaluation": "base audio latent spectral dataset sampler model",
    "model/nets": "base audio latent spectral sampler model model/wavenet",
    "training": "base audio latent dataset corpus sampler model model/nets",
    "ui": "base audio latent spectral dataset importing quality model synthesis checkpoint",
}
FOREIGN = {  # what only some rooms may include
    r"torch/|ATen/|c10/": {"model/nets", "training"},
    r"Q[A-Z]\w+$|Qt\w*/|qcustomplot": {"ui"},
    r"fftw3": {"spectral"},
    r"sndfile|soxr|mpg123": {"audio"},
    r"libav|libsw": {"audio/ffmpeg"},
    r"fluidsynth": {"render"},
    r"sqlite3|zlib": {"dataset"},
    r"archive": {"checkpoint", "dataset"},
    r"isa-l|xxhash": {"base"},
    r"snappy|google/protobuf": {"checkpoint"},
}


def room_of(path):
    inside = path.as_posix()
    return next((r for r in sorted(ALLOWED, key=len, reverse=True) if inside.startswith(r + "/")), None)


def trespasses(root):
    for base in ("core", "ui"):
        for file in sorted((root / base).rglob("*.[hc]*")):
            room = "ui" if base == "ui" else room_of(file.relative_to(root / "core"))
            if file.suffix not in (".h", ".cpp"):
                continue
            for number, line in enumerate(file.read_text().splitlines(), 1):
                found = re.match(r'\s*#\s*include\s+["<]([^">]+)[">]', line)
                if not found:
                    continue
                target = found.group(1)
                other = "ui" if target.startswith("ui/") else room_of(pathlib.PurePosixPath(target))
                if other and other != room and other not in ALLOWED[room].split():
                    yield f"{file}:{number}: {room} may not include {target}"
                if target.startswith("app/"):
                    yield f"{file}:{number}: {room} may not include {target}"
                for pattern, rooms in FOREIGN.items():
                    if re.match(pattern, target) and room not in rooms:
                        yield f"{file}:{number}: {target} belongs to {', '.join(sorted(rooms))}"


if __name__ == "__main__":
    problems = list(trespasses(pathlib.Path(sys.argv[1])))
    print("\n".join(problems) or "every include keeps to the rooms")
    sys.exit(1 if problems else 0)
