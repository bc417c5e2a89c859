#!/usr/bin/env python3
"""Runs the program over a folder of inputs that broke other audio programs and says which it does not take as it should.

    run_cases.py PATH/TO/timbre FOLDER [-k WORDS]      exit status: 0 all well, 1 not, 77 no such folder

One row of CASES is one input, or a pattern for several, and what is right for it. A check is a function of a Case that
raises Wrong; heard(), library(), refused() and any_of() make the usual ones.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

SKIPPED = 77
TIMEOUT = 300
NOBODY = 65534
HOP = 256  # samples per column of `timbre rainbowgram --data`, at 16 kHz
MODEL = "wavenet-compact"


class Wrong(Exception):
    pass


class NotHere(Exception):
    """The case needs what this machine lacks."""


def need(right, what):
    if not right:
        raise Wrong(what)


@dataclasses.dataclass
class Case:
    timbre: str
    path: pathlib.Path
    out: pathlib.Path  # an empty folder
    user: int = -1  # as whom the program runs

    def run(self, *words, cwd=None, path=None):
        home = {"HOME": str(self.out / "home"), "XDG_CACHE_HOME": str(self.out / "cache"),
                "XDG_DATA_HOME": str(self.out / "data"), "XDG_STATE_HOME": str(self.out / "state")}
        command = [self.timbre, *map(str, words)]
        if self.user >= 0:
            for folder in (self.out, *self.out.rglob("*")):
                os.chown(folder, self.user, self.user)
            command = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups", *command]
        done = subprocess.run(command, capture_output=True, timeout=TIMEOUT, cwd=cwd, env={**os.environ, **home})
        done.out = done.stdout.decode(errors="replace")
        done.err = done.stderr.decode(errors="replace")
        if done.returncode not in (0, 1):
            raise Wrong(f"ended with {done.returncode}: {last_line(done.err)}")
        return done

    def imported(self, *more):
        """What `timbre import-sound` made of the file; Wrong with its sentence when nothing."""
        done = self.run("import-sound", self.path, "-o", self.out / "made", "--json", *more)
        need(done.returncode == 0, "refused: " + last_line(done.err))
        return json.loads(done.out)[0]

    def seconds(self, path=None):
        """How long the whole sound is."""
        cells = self.out / "cells.npy"
        done = self.run("rainbowgram", path or self.path, "--data", cells)
        need(done.returncode == 0, "refused: " + last_line(done.err))
        head = cells.read_bytes()[:256].decode("latin-1")
        frames = int(head.split("'shape': (")[1].split(")")[0].split(",")[1])
        return frames * HOP / 16000


def last_line(text):
    return (text.strip().splitlines() or ["(no word)"])[-1]


def sentence(done):
    """The one sentence of a refusal."""
    lines = [line for line in done.err.strip().splitlines() if line.startswith("timbre:")]
    need(done.returncode == 1 and lines, f"exit status {done.returncode} without a sentence")
    need("terminate" not in done.err and "what()" not in done.err, "an exception: " + last_line(done.err))
    return lines[-1]


# --- checks -------------------------------------------------------------------------------------------------------

def heard(key=None, seconds=None, sounds=None, least=None):
    """Imported: this key is heard, the whole file lasts so long (within 5 %), it holds so many sounds."""
    def check(case):
        made = case.imported("--pitch", "60") if key is None else case.imported()
        keys = (key,) if isinstance(key, int) else key
        got = made["estimated"]["key"] if made["estimated"] else None
        need(key is None or got in keys, f"key {got} is heard, not {key}")
        need(sounds is None or made["sounds"] == sounds, f"{made['sounds']} sounds, not {sounds}")
        if seconds is not None:
            whole = case.seconds()
            need(abs(whole - seconds) <= 0.05 * seconds + 0.1, f"lasts {whole:.2f} s, not {seconds}")
        if least is not None:
            kept = made["end"] - made["start"]
            need(kept >= least, f"{kept:.2f} s are kept, not {least}")
    return check


def refused(*words):
    """By a sentence in which one of the words stands."""
    def check(case):
        said = sentence(case.run("import-sound", case.path, "-o", case.out / "made"))
        need(not words or any(w in said for w in words), "says: " + said)
    return check


def remarked(check, *words):
    """And said on stderr, with all the words."""
    def both(case):
        check(case)
        said = case.run("import-sound", case.path, "-o", case.out / "said").err
        for word in words:
            need(word in said, f"no word of {word!r}: {said.strip()}")
    return both


def any_of(*checks):
    def check(case):
        wrong = []
        for one in checks:
            try:
                return one(case)
            except Wrong as reason:
                wrong.append(str(reason))
        raise Wrong("; or ".join(wrong))
    return check


def silent_or_said(key, *words):
    """Imported, or refused without being called what it is not."""
    def check(case):
        done = case.run("import-sound", case.path, "-o", case.out / "made", "--json")
        if done.returncode == 0:
            got = json.loads(done.out)[0]["estimated"]
            need(got and got["key"] == key, f"key {got and got['key']}")
        else:
            said = sentence(done)
            need(not any(w in said for w in words), "says: " + said)
    return check


def library(notes, sounds=None, names=(), least=None):
    """So many notes, all with a sound that can be read, and on stderr each of the words in `names`."""
    def check(case):
        done = case.run("library", case.path, "--json")
        need(done.returncode == 0, "refused: " + last_line(done.err))
        told = json.loads(done.out)
        need(told["notes"] >= least if least else told["notes"] == notes, f"{told['notes']} notes, not {notes}")
        problems = " ".join(told["problems"])
        for word in names:
            need(word in problems, f"nothing is said of {word}: {problems[:200]}")
        checked = json.loads(case.run("library", case.path, "--check", "--json").out)
        wanted = told["notes"] if sounds is None else sounds
        read = checked["checked"] - len(checked["unread"])
        need(read == wanted, f"{read} sounds can be read, not {wanted}: {' '.join(checked['unread'])[:200]}")
    return check


def library_refused(*words):
    """Never an empty library: a sentence in which all the words stand."""
    def check(case):
        said = sentence(case.run("library", case.path))
        for word in words:
            need(word in said, f"no word of {word!r}: {said[:300]}")
    return check


def embedding(decodes, *words):
    """Decoded, or refused by a sentence with these words."""
    def check(case):
        done = case.run("decode", case.path, "-m", MODEL, "--pitch", 60, "-o", case.out / "a.wav")
        if decodes:
            need(done.returncode == 0 and (case.out / "a.wav").exists(), "refused: " + last_line(done.err))
            return
        said = sentence(done)
        for word in words:
            need(word in said, f"no word of {word!r}: {said}")
    return check


def key_of_name(key):
    """`timbre encode` takes this key for the file and says so."""
    def check(case):
        done = case.run("encode", case.path, "-m", MODEL, "-o", case.out / "z.npy")
        need(done.returncode == 0, "refused: " + last_line(done.err))
        taken = json.loads((case.out / "z.json").read_text())
        need(round(taken["pitch"]) == key, f"the key {taken['pitch']} is taken, not {key}")
        need(str(key) in done.err, "nothing is said of the key: " + done.err)
    return check


def as_nobody(check):
    """As a user without rights, on a copy where `prepare` may take rights away."""
    def run(case):
        if os.geteuid() != 0 or not shutil.which("setpriv"):
            raise NotHere("needs root and setpriv")
        case.user = NOBODY
        for parent in (case.out, *case.out.parents):
            if parent == pathlib.Path(tempfile.gettempdir()):
                break
            parent.chmod(0o755)
        check(case)
    return run


def plain_notes(case):
    """A copy of three good notes."""
    notes = case.out / "notes"
    shutil.copytree(case.path.parent / "20-examples-json" / "plain", notes)
    for path in (notes, *notes.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return notes


def a_sound(case):
    return next((case.path.parent / "02-name-is-a-date").glob("REC*.wav"))


def links_to_themselves(case):
    notes = plain_notes(case)
    os.symlink("loop", notes / "loop")
    os.symlink("loop.tar.gz", notes.parent / "loop.tar.gz")
    os.symlink("there", notes.parent / "back")
    os.symlink("back", notes.parent / "there")
    case.path = notes.parent
    library(3)(case)
    case.path = notes
    library(3)(case)
    case.path = notes / "loop"
    library_refused("loop")(case)


def closed_beside(case):
    notes = plain_notes(case)
    closed = case.out / "closed"
    closed.mkdir()
    (closed / "deeper").mkdir()
    os.symlink("closed/deeper", case.out / "into-closed")
    closed.chmod(0)
    case.path = case.out
    library(3)(case)
    case.path = notes


def no_access_to_sound(case):
    sound = case.out / "a.wav"
    shutil.copy(a_sound(case), sound)
    sound.chmod(0)
    case.path = sound
    user, case.user = case.user, -1
    os.chown(sound, 0, 0)
    case.user = user
    words = ["import-sound", sound, "-o", case.out / "made"]
    # the sound stays root's
    done = closed_run(case, sound, words)
    need("permission" in sentence(done).lower(), "says: " + sentence(done))


def closed_run(case, closed, words):
    """Runs while `closed` belongs to root and is shut to others."""
    for folder in (case.out, *case.out.rglob("*")):
        os.chown(folder, case.user, case.user)
    os.chown(closed, 0, 0)
    command = ["setpriv", f"--reuid={case.user}", f"--regid={case.user}", "--clear-groups", case.timbre, *map(str, words)]
    home = {"HOME": str(case.out), "XDG_CACHE_HOME": str(case.out / "cache"), "XDG_DATA_HOME": str(case.out / "data"),
            "XDG_STATE_HOME": str(case.out / "state")}
    done = subprocess.run(command, capture_output=True, timeout=TIMEOUT, env={**os.environ, **home})
    done.out, done.err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    need(done.returncode in (0, 1), f"ended with {done.returncode}: {last_line(done.err)}")
    return done


def no_access_to(which):
    def check(case):
        notes = plain_notes(case)
        closed = {"folder": notes, "table": notes / "examples.json", "audio": notes / "audio"}[which]
        closed.chmod(0)
        done = closed_run(case, closed, ["library", notes])
        need("permission" in done.err.lower(), "says: " + last_line(done.err))
        need(which == "audio" or done.returncode == 1, "is called a success")
    return check


def names(case):
    """Line feeds and escape sequences do not reach the terminal; a name as long as a file's may be is written."""
    folder = case.out / "in"
    folder.mkdir()
    for name in ("a\nb", "\x1b[31mred", "<h1>x", "x" * 250):
        (folder / (name + ".wav")).write_bytes(a_sound(case).read_bytes())
        done = case.run("reconstruct", folder / (name + ".wav"), "-m", "baseline-compact", "-o", case.out / "made",
                        "--iterations", "1")
        need(done.returncode == 0, f"{name[:8]!r}: {last_line(done.err)}")
        need("\x1b" not in done.out + done.err, "an escape sequence reaches the terminal")
        need((case.out / "made" / (name + ".wav")).exists(), f"{name[:8]!r} was not written")


def same_stem(case):
    inputs = sorted(p for p in case.path.rglob("*") if p.is_file() and p.name != "README")
    done = case.run("reconstruct", *inputs, "-m", "baseline-compact", "-o", case.out / "made", "--iterations", "1")
    made = list((case.out / "made").glob("*.wav")) if (case.out / "made").exists() else []
    need(done.returncode == 1 or len(made) == len(inputs), f"{len(inputs)} inputs, {len(made)} outputs, no word of it")


def output_names(case):
    sound = a_sound(case)
    wav = case.out / "OUT.WAV"
    done = case.run("reconstruct", sound, "-m", "baseline-compact", "-o", wav, "--iterations", "1")
    need(done.returncode == 0 and wav.is_file(), "OUT.WAV is no file")
    for command, name, magic in (
            (["reconstruct", sound, "-m", "baseline-compact", "--iterations", "1"], "o.flac", b"fLaC"),
            (["rainbowgram", sound], "o.jpg", b"\xff\xd8"), (["rainbowgram", sound], "o.svg", b"<"),
            (["rainbowgram", sound], "o.pdf", b"%PDF"), (["rainbowgram", sound], "o.PNG", b"\x89PNG")):
        file = case.out / name
        done = case.run(*command, "-o", file)
        need(done.returncode == 1 or (file.is_file() and file.read_bytes().startswith(magic)),
             f"{name} holds something else")
    done = case.run("encode", sound, "-m", MODEL, "-o", case.out / "q.json")
    files = [p for p in case.out.iterdir() if p.suffix in (".json", ".npy")]
    need(done.returncode == 1 or any(p.suffix == ".npy" for p in files), "the array of q.json is lost")


def keys(case):
    """Those of keys.json: -1 none is right, or unsure; -2 either of two; -3 the octave is open."""
    wanted = json.loads((case.path / "keys.json").read_text())
    wrong = []
    for name, key in wanted.items():
        one = dataclasses.replace(case, path=case.path / (name + ".wav"))
        done = one.run("import-sound", one.path, "-o", case.out / "made", "--json")
        got = json.loads(done.out)[0]["estimated"] if done.returncode == 0 else None
        if key >= 0 and not (got and got["key"] == key):
            wrong.append(f"{name}: {got['key'] if got else 'refused'}, not {key}")
        if key == -1 and got and got["confidence"] >= 0.9:
            wrong.append(f"{name}: {got['key']}, {got['confidence']:.2f} sure")
    need(not wrong, "; ".join(wrong))


def families(case):
    """A word that only contains an instrument's letters is none."""
    wrong = []
    for name, family in (("C sharp", None), ("Voice Recorder 12", None), ("freedom", None), ("bass trombone", "brass"),
                         ("oboe mezzo-piano", "reed"), ("cello piano A4", "string"), ("saxophone_forte", "reed")):
        sound = case.out / (name + ".wav")
        sound.write_bytes(a_sound(case).read_bytes())
        done = case.run("import-sound", sound, "-o", case.out / "made", "--json")
        got = json.loads(done.out)[0]["family"] if done.returncode == 0 else "refused"
        if family is not None and got != family:
            wrong.append(f"{name}: {got}, not {family}")
        if family is None and got in ("string", "flute", "reed", "vocal", "brass", "bass"):
            wrong.append(f"{name}: {got}")
    need(not wrong, "; ".join(wrong))


def swells(case):
    """The growth is kept from -40 dB on, with and without silence before it."""
    wrong = []
    for path in sorted(case.path.glob("*from-the-start.wav")):
        one = dataclasses.replace(case, path=path)
        start = one.imported()["start"]
        if start > 0.12:
            wrong.append(f"{path.stem}: {start:.2f} s of its attack are lost")
        behind = path.with_name(path.name.replace("from-the-start", "after-1s-silence"))
        if behind.exists():
            later = dataclasses.replace(case, path=behind).imported()["start"]
            if abs(later - 1 - start) > 0.12:
                wrong.append(f"{behind.stem}: begins at {later:.2f} s")
    need(not wrong, "; ".join(wrong))


# --- the table ----------------------------------------------------------------------------------------------------

A4 = heard(69)
WHOLE = heard(69, seconds=1.5)
NOTE = heard(None)
THREE = library(3)

CASES = [
    ("01-flac-length-unknown/*.flac", WHOLE),
    ("01-flac-length-unknown/set", THREE),
    ("02-name-is-a-date/*.wav", key_of_name(69)),
    ("03-wav-wrong-lengths/*.wav", WHOLE),
    ("04-wav-odd-chunks/[!2]*.wav", WHOLE),
    ("04-wav-odd-chunks/24bit-odd-nonzero-pad.wav", heard(69, seconds=0.69)),  # what its data chunk holds
    ("06-wav-encodings/*.*", any_of(heard((69, 70)), refused("convert", "save it", "Save it", "another"))),
    ("07-rf64-bw64-w64/rf64-cut-short.wav", refused("cut short", "only")),
    ("07-rf64-bw64-w64/[!r]*.*", WHOLE),
    ("07-rf64-bw64-w64/rf64.wav", WHOLE),
    ("07-rf64-bw64-w64/rf64-ds64-zero.wav", WHOLE),
    ("09-ogg/chained.*", any_of(heard((69, 76), seconds=3), refused("chain", "several", "streams"))),
    ("09-ogg/cut.*", any_of(refused("cut short", "breaks off", "only"), A4)),
    ("09-ogg/b.*", any_of(heard(76), refused(";"))),  # the second half of the chained ones: E5
    ("09-ogg/[!bc]*.*", any_of(A4, refused(";"))),
    ("09-ogg/browser.webm", any_of(A4, refused(";"))),
    ("10-mp3/[!cl]*.mp[23]", WHOLE),
    ("10-mp3/cbr.mp3", WHOLE),
    ("10-mp3/cut.mp3", remarked(heard(69), "cut short", "49 %")),
    ("10-mp3/layer2.mp3", refused("empty")),
    ("12-very-quiet/24bit*.wav", silent_or_said(69, "silent")),
    ("12-very-quiet/float*.wav", silent_or_said(69, "silent")),
    ("13-float-not-normalised/*.wav", A4),
    ("14-tremolo/*.wav", any_of(heard((57, 45), sounds=1, least=3.5), heard((57, 45), sounds=2, least=3.5))),
    ("15-silence-and-click-first/10s-silence.wav", heard(64)),
    ("15-silence-and-click-first/h*.wav", heard(64)),
    ("15-silence-and-click-first/slow-swell.wav", heard(55)),
    ("18-names", names),
    ("20-examples-json/plain", THREE),
    ("20-examples-json/bom", THREE),
    ("20-examples-json/utf16", THREE),
    ("20-examples-json/floats", THREE),
    ("20-examples-json/exponent", THREE),
    ("20-examples-json/escapes", THREE),
    ("20-examples-json/key-order", THREE),
    ("20-examples-json/crlf-lines", THREE),
    ("20-examples-json/nul-at-end", THREE),
    ("20-examples-json/trailing-comma", THREE),
    ("20-examples-json/comments", THREE),
    ("20-examples-json/strings", THREE),
    ("20-examples-json/duplicate", library(3, names=["twice"])),
    ("20-examples-json/file-names-as-note-str", THREE),
    ("20-examples-json/jsonl", any_of(THREE, library_refused("expected"))),
    ("20-examples-json/list", any_of(THREE, library_refused("expected"))),
    ("20-examples-json/columns", any_of(THREE, library_refused("expected"))),
    ("20-examples-json/python-dict", any_of(THREE, library_refused("expected"))),
    ("20-examples-json/latin1-name", library(None, least=2)),
    ("20-examples-json/nan", library(2, names=["guitar_acoustic_001-057-050", "NaN"])),
    ("20-examples-json/infinity", library(2, names=["guitar_acoustic_001-057-050", "Infinity"])),
    ("20-examples-json/one-bad-escape", library(2, names=["bass_acoustic_000-045-100", "\\q"])),
    ("20-examples-json/big-ints", library(None, least=2)),
    ("20-examples-json/velocity-0-and-128", library(2, names=["guitar_acoustic_001-057-050", "128"])),
    ("21-uppercase-endings/*", THREE),
    ("22-symlink-loop", links_to_themselves),
    ("22-symlink-loop", as_nobody(closed_beside)),
    ("23-tar/cut.tar.gz", library_refused("cut short")),
    ("23-tar/double.tar.gz", any_of(THREE, library_refused("compressed"))),
    ("23-tar/*utf8-note*", library(1)),
    ("23-tar/hard-links.tar.gz", library(None, least=3)),
    ("23-tar/zeros-only-one-block.tar", library_refused("cut short")),
    ("23-tar/[!cdh]*[!e].tar.gz", THREE),
    ("23-tar/[dm]*[sx].tar.gz", THREE),
    ("23-tar/[auv]*.tar", THREE),
    ("23-tar/bz2.tar.bz2", any_of(THREE, library_refused("bzip2"))),
    ("23-tar/xz.tar.xz", any_of(THREE, library_refused("xz"))),
    ("23-tar/mini.zip", any_of(THREE, library_refused("zip"))),
    ("24-tfrecord/native.*", THREE),
    ("24-tfrecord/audio-*", THREE),
    ("24-tfrecord/nsynth-train*", THREE),
    ("24-tfrecord/tfds.tfrecord", THREE),
    ("24-tfrecord/sharded", library(None, least=3)),
    ("24-tfrecord/ddsp.tfrecord", library_refused("f0_hz", "note_str", "pitch")),
    ("24-tfrecord/sequence.tfrecord", library_refused("tf.Example")),
    ("25-embedding-arrays/ok.npy", embedding(True)),
    ("25-embedding-arrays/batch1.npy", embedding(True)),
    ("25-embedding-arrays/double.npy", embedding(True)),
    ("25-embedding-arrays/fortran.npy", embedding(True)),
    ("25-embedding-arrays/half.npy", embedding(True)),
    ("25-embedding-arrays/one-frame.npy", embedding(True)),
    ("25-embedding-arrays/four.npy", embedding(True)),
    ("25-embedding-arrays/batch2.npy", embedding(False, "2 x 125 x 16", "frames x channels")),
    ("25-embedding-arrays/transposed.npy", embedding(False, "16", "125")),
    ("25-embedding-arrays/zero-frames.npy", embedding(False, "0 x 16", "frames x channels")),
    ("25-embedding-arrays/scalar.npy", embedding(False, "one number")),
    ("25-embedding-arrays/big-endian.npy", any_of(embedding(True), embedding(False, "big-endian", "float32"))),
    ("25-embedding-arrays/int.npy", any_of(embedding(True), embedding(False, "whole numbers", "float32"))),
    ("25-embedding-arrays/object.npy", embedding(False, "objects", "float32")),
    ("25-embedding-arrays/archive.npz", embedding(False, ".npz")),
    ("25-embedding-arrays/nan.npy", embedding(False)),
    ("26-tar-without-table/*.tar.gz", library_refused("examples.json")),
    ("27-same-stem", same_stem),
    ("28-mp3-length/two-joined.mp3", any_of(heard(69, seconds=8), refused("joined", "several"))),
    ("28-mp3-length/[!ts]*.mp3", heard(69, seconds=4)),
    ("28-mp3-length/silence*.mp3", A4),
    ("30-pitch", keys),
    ("31-family-by-name", families),
    ("32-swell", swells),
    ("34-output-names", output_names),
    ("35-no-access", as_nobody(no_access_to_sound)),
    ("35-no-access", as_nobody(no_access_to("folder"))),
    ("35-no-access", as_nobody(no_access_to("table"))),
    ("35-no-access", as_nobody(no_access_to("audio"))),
]


def run_one(timbre, path, check):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out"
        out.mkdir()
        try:
            check(Case(timbre, path, out))
            return "ok", ""
        except Wrong as reason:
            return "WRONG", str(reason)
        except NotHere as reason:
            return "skipped", str(reason)
        except subprocess.TimeoutExpired:
            return "WRONG", f"not done after {TIMEOUT} s"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("timbre")
    parser.add_argument("cases", type=pathlib.Path)
    parser.add_argument("-k", default="", help="only rows whose pattern has one of these words")
    args = parser.parse_args()
    if not args.cases.is_dir():
        print(f"{args.cases} is not here: nothing to run")
        return SKIPPED
    timbre = str(pathlib.Path(args.timbre).resolve())
    wanted = args.k.split()
    wrong = ran = 0
    for pattern, check in CASES:
        if wanted and not any(word in pattern for word in wanted):
            continue
        paths = sorted(p for p in args.cases.resolve().glob(pattern) if p.name != "README" and p.suffix != ".json")
        if not paths:
            print(f"WRONG    {pattern}: there is no such case")
            wrong += 1
        for path in paths:
            state, why = run_one(timbre, path, check)
            ran += 1
            wrong += state == "WRONG"
            print(f"{state:8} {path.relative_to(args.cases.resolve())}{': ' if why else ''}{why}", flush=True)
    print(f"{ran} cases, {wrong} wrong")
    return 1 if wrong or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
