#!/usr/bin/env python3
"""Holds every #include of the rooms against the table of permitted neighbours, and finds calls of std::filesystem that
may throw; names file and line of each trespass."""
import pathlib
import re
import sys

ALLOWED = {  # room: rooms it may include (besides itself)
    "base": "", "audio": "base", "audio/ffmpeg": "base audio", "latent": "base", "spectral": "base audio",
    "analysis": "base audio spectral", "readers": "base",
    "dataset": "base audio readers",
    "importing": "base audio spectral dataset", "quality": "base audio dataset",
    "render": "base audio dataset", "sampler": "base audio latent",
    "encoder": "base latent sampler", "model": "base audio latent", "corpus": "base audio dataset sampler model",
    "synthesis": "base audio latent spectral dataset model", "checkpoint": "base readers model model/catalogue",
    "model/wavenet": "base audio latent spectral sampler encoder model",
    "model/harmonic": "base audio latent encoder model model/wavenet",
    "model/catalogue": "base model model/wavenet model/harmonic",
    "similarity": "base audio latent spectral dataset analysis",
    "evaluation": "base audio latent spectral analysis dataset sampler model synthesis",
    "studies": "base audio latent spectral analysis dataset quality sampler corpus model model/catalogue synthesis evaluation",
    "model/nets": "base audio latent spectral sampler model model/wavenet",
    "training/data": "base dataset corpus sampler model",
    "training/cpu": "base sampler model training/data",
    "training/learner": "base sampler model model/nets training/cpu training/data",
    "training/run": "base model training/learner training/data",
    "ui": "base audio latent spectral similarity analysis dataset importing quality model model/catalogue synthesis checkpoint evaluation studies",
}
FOREIGN = {  # what only some rooms may include
    r"torch/|ATen/|c10/": {"model/nets", "training/learner"},
    r"Q[A-Z]\w+$|Qt\w*/|qcustomplot": {"ui"},
    r"fftw3": {"spectral"},
    r"cairo": {"spectral", "studies"},
    r"sndfile|soxr|mpg123": {"audio"},
    r"libav|libsw": {"audio/ffmpeg"},
    r"fluidsynth": {"render"},
    r"sqlite3": {"dataset"},
    r"ebur128": {"analysis"},
    r"Eigen": {"similarity", "studies"},
    r"hnswlib": {"similarity"},
    r"zlib": {"readers"},
    r"archive(_entry)?\.h": {"readers"},
    r"isa-l|spdlog|xxhash": {"base"},
    r"snappy": {"checkpoint"},
    r"google/protobuf": {"checkpoint", "readers"},
}


# Folders of ui are rooms too: what each may include of the others. "ui" is the folder itself.
UI = {
    "ui/jobs": "", "ui/session": "ui", "ui/models": "ui ui/jobs", "ui/app": "ui", "ui/training": "", "ui/audioout": "ui/jobs",
    "ui/widgets": "ui ui/training", "ui/sounds": "ui/jobs ui/widgets",
    "ui/library": "ui ui/audioout ui/jobs ui/models ui/session",
    "ui/views": "ui ui/audioout ui/jobs ui/models ui/session ui/sounds ui/training ui/widgets",
    "ui/inspect": "ui ui/audioout ui/jobs ui/models ui/session ui/sounds ui/views ui/widgets",
    "ui/study": "ui ui/audioout ui/jobs ui/session ui/views ui/widgets",
    "ui/window": "ui ui/library ui/app ui/audioout ui/inspect ui/jobs ui/models ui/session ui/study ui/training ui/views ui/widgets",
    "ui": "ui/library ui/app ui/window ui/audioout ui/inspect ui/jobs ui/models ui/session ui/sounds ui/study ui/training ui/views ui/widgets",
}
# The programs: whatever they include, the window's parts stay out of the command line, and Qt with them.
PROGRAMS = {"app/cli": r"ui/|Q[A-Z]\w+$|Qt\w*/|torch/|ATen/|c10/|training/|model/nets/",
            "app/gui": r"app/|torch/|ATen/|c10/|training/|model/nets/",
            "app/module": r"ui/|app/|Q[A-Z]\w+$|Qt\w*/"}
INCLUDE = re.compile(r'\s*#\s*include\s+["<]([^">]+)[">]')


def room_of(path):
    inside = path.as_posix()
    return next((r for r in sorted(ALLOWED, key=len, reverse=True) if inside.startswith(r + "/")), None)


def folder_of_ui(path):
    """"ui/views" for "ui/views/Look.h", "ui" for "ui/Theme.h"."""
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def includes(root, base):
    """(path within the repository, line number, what it includes) of every source under `base`."""
    for file in sorted((root / base).rglob("*.[hc]*")):
        if file.suffix not in (".h", ".cpp"):
            continue
        for number, line in enumerate(file.read_text().splitlines(), 1):
            found = INCLUDE.match(line)
            if found:
                yield file.relative_to(root).as_posix(), number, found.group(1)


def between_rooms(path, target):
    room = "ui" if path.startswith("ui/") else room_of(pathlib.PurePosixPath(path[len("core/"):]))
    other = "ui" if target.startswith("ui/") else room_of(pathlib.PurePosixPath(target))
    if room is None:
        yield f"{path} lies in no room: give it a line in tests/architecture.py"
        return
    if other and other != room and other not in ALLOWED[room].split():
        yield f"{room} may not include {target}"
    if target.startswith("app/"):
        yield f"{room} may not include {target}"
    for pattern, rooms in FOREIGN.items():
        if re.match(pattern, target) and room not in rooms:
            yield f"{target} belongs to {', '.join(sorted(rooms))}"


def within_ui(path, target):
    own = folder_of_ui(path)
    if own not in UI:
        yield f"{own} is no room of ui: give it a line in tests/architecture.py"
    elif target.startswith("ui/"):
        other = folder_of_ui(target)
        if other != own and other not in UI[own].split():
            yield f"{own} may not include {target}"


def of_programs(path, target):
    for folder, forbidden in PROGRAMS.items():
        if path.startswith(folder + "/") and re.match(forbidden, target):
            if not target.startswith(folder + "/"):
                yield f"{folder} may not include {target}"


def of_tests(path, target):
    """A test of a room of core needs no window; nothing but a test includes tests/support."""
    if path.startswith("tests/core/") and re.match(r"ui/|app/|Q[A-Z]\w+$|Qt\w*/", target):
        yield f"a test of core may not include {target}"
    if not path.startswith("tests/") and re.match(r"support/|gtest/|gmock/", target):
        yield f"only tests include {target}"


def trespasses(root):
    rules = {"core": [between_rooms, of_tests], "ui": [between_rooms, within_ui, of_tests],
             "app": [of_programs, of_tests], "tests": [of_tests]}
    for base, checks in rules.items():
        for path, number, target in includes(root, base):
            for check in checks:
                for problem in check(path, target):
                    yield f"{path}:{number}: {problem}"


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


ANONYMOUS = re.compile(r"^namespace \{$.*?^\}  // namespace$", re.M | re.S)
CLASS = re.compile(r"^(?:struct|class|enum class) (\w+)(?: final)?(?: : [^;\n]*)? \{", re.M)


def doubled_classes(root):
    """Two classes of one full name in two headers: every program that holds both is undefined."""
    seen = {}
    for base in ("core", "ui", "app"):
        for file in sorted((root / base).rglob("*.h")):
            text = ANONYMOUS.sub("", file.read_text())
            space = re.search(r"^namespace ([\w:]+) \{", text, re.M)
            for name in CLASS.findall(text):
                other = seen.setdefault((space and space[1], name), file)
                if other != file:
                    yield f"{file}: {name} is also defined in {other}; give one of them another name"


if __name__ == "__main__":
    root = pathlib.Path(sys.argv[1])
    problems = list(trespasses(root)) + list(throwing_calls(root)) + list(doubled_classes(root))
    print("\n".join(problems) or "every include keeps to the rooms")
    sys.exit(1 if problems else 0)
