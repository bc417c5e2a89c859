#!/usr/bin/env python3
"""Every source of core and ui has a test of its name, or a line in untested-sources.txt that says why not.

    tests/tested_sources.py .            checks; names what is missing and what is out of date
    tests/tested_sources.py . --write    writes the list anew: the reasons stay, new lines get the tests that include the header
"""
import fnmatch
import pathlib
import re
import sys

LIST = "tests/untested-sources.txt"
HEAD = """# Sources without a test of their name, and why: checked by tests/tested_sources.py. A new source gets a test rather than a line.
"""


def sources(root):
    """Sources by their path without ending: a header and its .cpp are one."""
    found = set()
    for base in ("core", "ui"):
        for file in (root / base).rglob("*"):
            if file.suffix in (".h", ".cpp"):
                found.add(file.relative_to(root).with_suffix("").as_posix())
    return sorted(found)


def tests(root):
    return {f.relative_to(root).as_posix(): f.read_text() for f in sorted((root / "tests").rglob("*Test.cpp"))}


def is_tested(source, names):
    """A test of its name anywhere under the same half of the tree."""
    base, stem = source.split("/")[0], source.split("/")[-1]
    return any(name.startswith(f"tests/{base}/") and name.endswith(f"/{stem}Test.cpp") for name in names)


def listed(root):
    lines = {}
    path = root / LIST
    for line in path.read_text().splitlines() if path.exists() else []:
        if line.strip() and not line.startswith("#"):
            source, _, reason = line.partition(":")
            lines[source.strip()] = reason.strip()
    return lines


def through(source, texts):
    """The tests that include its header."""
    header = source.removeprefix("core/") + ".h"
    return [pathlib.PurePosixPath(n).stem for n, text in texts.items() if f'"{header}"' in text]


def suggested(source, texts):
    known = through(source, texts)
    if known:
        return "through " + ", ".join(known[:3])
    return "not tested by itself; only through what uses it"


def problems(root):
    texts, lines = tests(root), listed(root)
    used = set()
    for source in sources(root):
        line = next((p for p in lines if fnmatch.fnmatch(source, p)), None)
        if line:
            used.add(line)
        if is_tested(source, texts):
            if line == source:
                yield f"{LIST}: {source} has a test now; remove the line"
        elif not line:
            yield f"{source} has no test of its name (tests/{source}Test.cpp) and no line in {LIST}"
    for line, reason in lines.items():
        if line not in used:
            yield f"{LIST}: there is no {line}"
        if not reason:
            yield f"{LIST}: {line} gives no reason"
        for name in re.findall(r"\b\w+Test\b", reason):
            if not any(t.endswith(f"/{name}.cpp") for t in texts):
                yield f"{LIST}: {line} relies on {name}, which is not there"


def write(root):
    texts, old = tests(root), listed(root)
    patterns = {p: r for p, r in old.items() if "*" in p}
    lines = dict(patterns)
    for source in sources(root):
        if is_tested(source, texts) or any(fnmatch.fnmatch(source, p) for p in patterns):
            continue
        reason = old.get(source, "")
        gone = [n for n in re.findall(r"\b\w+Test\b", reason) if not any(t.endswith(f"/{n}.cpp") for t in texts)]
        lines[source] = reason if reason and not gone else suggested(source, texts)
    (root / LIST).write_text(HEAD + "".join(f"{s}: {r}\n" for s, r in sorted(lines.items())))


if __name__ == "__main__":
    root = pathlib.Path(sys.argv[1])
    if sys.argv[2:] == ["--write"]:
        write(root)
    found = list(problems(root))
    total = len(sources(root))
    print("\n".join(found) or f"{total} sources: each has a test of its name, or a reason")
    sys.exit(1 if found else 0)
