#!/usr/bin/env python3
"""Holds every #include of the rooms against the table of permitted neighbours, and finds calls of std::filesystem that
may throw; names file and line of each trespass."""
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
    "training/data": "base dataset corpus sampler model",
    "training/cpu": "base sampler model training/data",
    "training/learner": "base sampler model model/nets training/cpu training/data",
    "training/run": "base model training/learner training/data",
    "ui": "base audio latent spectral dataset importing quality model synthesis checkpoint",
}
FOREIGN = {  # what only some rooms may include
    r"torch/|ATen/|c10/": {"model/nets", "training/learner"},
    r"Q[A-Z]\w+$|Qt\w*/|qcustomplot": {"ui"},
    r"fftw3": {"spectral"},
    r"sndfile|soxr|mpg123": {"audio"},
    r"libav|libsw": {"audio/ffmpeg"},
    r"fluidsynth": {"render"},
    r"sqlite3|zlib": {"dataset"},
    r"archive": {"checkpoint", "dataset"},
    r"isa-l|spdlog|xxhash": {"base"},
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


# What throws unless it is given an error_code: a link to itself or a closed folder would end the program.
THROWING = re.compile(r"\b(?:fs|filesystem)::(absolute|canonical|weakly_canonical|relative|proximate|copy|copy_file|"
                      r"copy_symlink|create_directory|create_directories|create_hard_link|create_symlink|current_path|"
                      r"equivalent|exists|file_size|hard_link_count|is_[a-z_]+|last_write_time|permissions|read_symlink|"
                      r"remove|remove_all|rename|resize_file|space|status|symlink_status|temp_directory_path|"
                      r"(?:recursive_)?directory_iterator(?: \w+)?)\s*\(")
ENTRY = re.compile(r"(?:->|\.)(?:is_regular_file|is_directory|is_symlink|file_size|last_write_time)\(\s*\)")


def arguments(text, start):
    """The arguments of a call, from behind its opening bracket."""
    depth, begin, found = 0, start, []
    for at in range(start, len(text)):
        if text[at] in "([{":
            depth += 1
        elif text[at] in ")]}" and depth > 0:
            depth -= 1
        elif text[at] in ",)" and depth == 0:
            found.append(text[begin:at].strip())
            begin = at + 1
            if text[at] == ")":
                return [a for a in found if a]
    return found


def throwing_calls(root):
    for base in ("core", "ui", "app"):
        for file in sorted((root / base).rglob("*.[hc]*")):
            if file.suffix not in (".h", ".cpp") or file.as_posix().endswith("core/base/Files.cpp"):
                continue
            text = file.read_text()
            codes = set()
            for declared in re.findall(r"error_code&?\s+([\w\s,]+)[;)]", text):
                codes.update(re.split(r"\s*,\s*", declared.strip()))
            for call in THROWING.finditer(text):
                given = arguments(text, call.end())
                if "iterator" in call[1] and not given or given == ["status"]:  # the end; a file_status
                    continue
                if not given or given[-1] not in codes:
                    line = text.count("\n", 0, call.start()) + 1
                    yield f"{file}:{line}: {call[1]} may throw; give it an error_code or use base/Files.h"
            for call in ENTRY.finditer(text):
                line = text.count("\n", 0, call.start()) + 1
                yield f"{file}:{line}: {call[0]} may throw; give it an error_code"
            for number, line in enumerate(text.splitlines(), 1):
                if re.search(r"for \([^;]*: [^;]*directory_iterator", line):
                    yield f"{file}:{number}: the loop may throw; use entriesOf() or increment(code)"


if __name__ == "__main__":
    root = pathlib.Path(sys.argv[1])
    problems = list(trespasses(root)) + list(throwing_calls(root))
    print("\n".join(problems) or "every include keeps to the rooms")
    sys.exit(1 if problems else 0)
