#!/usr/bin/env python3
"""What the command line calls its files, what they say of themselves, and the commands that other tests leave out: on a
tiny random model, in seconds.

    files_test.py PATH/TO/timbre [unittest options]
"""
import json
import math
import os
import pathlib
import shutil
import random
import struct
import subprocess
import sys
import tempfile
import unittest
import wave

TIMBRE = sys.argv.pop(1) if len(sys.argv) > 1 else "timbre"
GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "golden"
TINY = {"kind": "wavenet", "width": 4, "skip": 4, "layers": 2, "stages": 2, "ae_width": 4, "ae_layers": 2, "ae_stages": 2,
        "z": 4, "hop": 512, "classes": 256, "sample_rate": 16000, "pitch_conditioned": False}


def run(*words):
    return subprocess.run([TIMBRE, *map(str, words)], capture_output=True, text=True, timeout=600)


def write_wav(path, seconds=0.5, hertz=220):
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 16000, 0, "NONE", ""))
        out.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(2 * math.pi * hertz * t / 16000)))
                                 for t in range(int(16000 * seconds))))


def tiny_shapes():
    """Every tensor of the tiny WaveNet, in TensorFlow's layout."""
    c = TINY
    layers = {"ae_startconv": (3, 1, c["ae_width"]), "ae_bottleneck": (1, c["ae_width"], c["z"]),
              "startconv": (3, 1, c["width"]), "skip_start": (1, c["width"], c["skip"]),
              "out1": (1, c["skip"], c["skip"]), "cond_map_out1": (1, c["z"], c["skip"]), "logits": (1, c["skip"], 256)}
    for i in range(1, c["ae_layers"] + 1):
        layers[f"ae_dilatedconv_{i}"] = (3, c["ae_width"], c["ae_width"])
        layers[f"ae_res_{i}"] = (1, c["ae_width"], c["ae_width"])
    for i in range(1, c["layers"] + 1):
        layers[f"dilatedconv_{i}"] = (3, c["width"], 2 * c["width"])
        layers[f"cond_map_{i}"] = (1, c["z"], 2 * c["width"])
        layers[f"res_{i}"] = (1, c["width"], c["width"])
        layers[f"skip_{i}"] = (1, c["width"], c["skip"])
    for name, (taps, inputs, outputs) in layers.items():
        yield name + "/W", (1, taps, inputs, outputs)
        yield name + "/biases", (outputs,)


def write_tiny_model(path):
    draw = random.Random(1)
    header, data = {"__metadata__": {"config": json.dumps(TINY)}}, b""
    for name, shape in tiny_shapes():
        numbers = struct.pack(f"<{math.prod(shape)}f", *(draw.uniform(-0.3, 0.3) for _ in range(math.prod(shape))))
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(numbers)]}
        data += numbers
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = pathlib.Path(folder.name)
        self.model = self.out / "tiny.safetensors"
        write_tiny_model(self.model)
        write_wav(self.out / "a.wav", hertz=220)
        write_wav(self.out / "b.wav", hertz=330)

    def succeeds(self, *words):
        done = run(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def refuses(self, *words, naming):
        done = run(*words)
        self.assertNotEqual(done.returncode, 0, f"{words} should have failed")
        lines = done.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, done.stderr)
        self.assertIn(str(naming), lines[0])

    def explained(self, path):
        """The sounds that a file describes."""
        self.succeeds("explain", path)
        return json.loads(self.succeeds("explain", path, "--json"))["sounds"]

    def magic(self, path):
        return path.read_bytes()[:4]

    # Names.

    def test_endings_count_in_any_case_and_name_the_format(self):
        for name, magic in {"OUT.WAV": b"RIFF", "Out.Wav": b"RIFF", "out.flac": b"fLaC", "OUT.FLAC": b"fLaC"}.items():
            self.succeeds("reconstruct", self.out / "a.wav", "-m", self.model, "-o", self.out / name)
            self.assertEqual(self.magic(self.out / name), magic, name)
        for name, magic in {"p.PNG": b"\x89PNG", "p.svg": b"<?xm", "p.Pdf": b"%PDF"}.items():
            self.succeeds("rainbowgram", self.out / "a.wav", "-o", self.out / name)
            self.assertEqual(self.magic(self.out / name), magic, name)

    def test_other_endings_are_refused_before_work(self):
        note = self.out / "a.wav"
        self.succeeds("encode", note, "-m", self.model, "-o", self.out / "z.npy")
        before = sorted(os.listdir(self.out))
        self.refuses("reconstruct", note, "-m", "no model at all", "-o", self.out / "x.mp3", naming="x.mp3")
        self.refuses("reconstruct", note, self.out / "b.wav", "-m", "none", "-o", self.out / "x.wav", naming="x.wav")
        self.refuses("reconstruct", note, "-m", "none", "--format", "float", "-o", self.out / "x.flac", naming="x.flac")
        self.refuses("decode", self.out / "z.npy", "-m", "none", "-o", self.out / "x.ogg", naming="x.ogg")
        self.refuses("decode", self.out / "z.npy", "-m", "none", "-o", self.out / "x", naming="x")
        self.refuses("encode", note, "-m", "none", "-o", self.out / "q.json", naming="q.json")
        self.refuses("rainbowgram", note, "-o", self.out / "p.jpg", naming="p.jpg")
        self.refuses("rainbowgram", note, "--data", self.out / "p.csv", naming="p.csv")
        self.refuses("import-checkpoint", GOLDEN / "short", "-o", self.out / "m.ckpt", naming="m.ckpt")
        self.assertEqual(sorted(os.listdir(self.out)), before)

    def test_folders_and_packs_are_named_as_such(self):
        notes = self.out / "notes"
        for words in (["pack", "-o", self.out / "p.json"], ["pack", "-o", self.out / "p"]):
            self.refuses(*words, naming=".safetensors")
        for name in ("run.safetensors", "run.json", "run.WAV"):
            self.refuses("train", notes, "-o", self.out / name, naming="named like a file")
        (self.out / "taken").write_text("x")
        self.refuses("train", notes, "-o", self.out / "taken", naming="is a file")
        self.assertEqual([p.name for p in self.out.iterdir() if p.name.startswith(("p", "run"))], [])  # nothing made

    def test_a_family_that_no_name_gave_is_said(self):
        for name, said in (("Voice 001", True), ("oboe", False)):
            write_wav(self.out / f"{name}.wav")
            done = run("import-sound", self.out / f"{name}.wav", "-o", self.out / "own")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual("--family" in done.stderr, said, done.stderr)

    def test_a_name_too_long_for_what_lies_beside_it_is_refused_before_work(self):
        write_wav(self.out / "a.wav")
        self.refuses("encode", self.out / "a.wav", "-m", "nowhere", "-o", self.out / ("n" * 251 + ".npy"),
                     naming="256 bytes")

    def writers(self):
        """Every command that writes: its words but for the output, the option, the ending (None: a folder)."""
        a, b, nothing = self.out / "a.wav", self.out / "b.wav", ["-m", "no model at all"]
        return [(["encode", a, *nothing], "-o", ".npy"), (["encode", self.out / "no notes", *nothing], "-o", ".npy"),
                (["decode", self.out / "no.npy", *nothing], "-o", ".wav"), (["rainbowgram", self.out / "no.wav"], "-o", ".png"),
                (["rainbowgram", self.out / "no.wav"], "--data", ".npy"), (["pack", self.out / "no notes"], "-o", ".safetensors"),
                (["pack", "--render", "--font", "no.sf2"], "-o", ".safetensors"),
                (["pack", "--join", self.out / "no.safetensors"], "-o", ".safetensors"),
                (["pack", "--cut", 1000, "--pack", self.out / "no.safetensors"], "-o", ".safetensors"),
                (["train-classifier", self.out / "no.safetensors"], "-o", ".safetensors"), (["midi-table"], "-o", ".csv"),
                (["import-checkpoint", self.out / "no checkpoint"], "-o", ".safetensors"),
                (["similar", "--notes", self.out / "no notes"], "--fit", ".json"),
                (["reconstruct", a, *nothing], "-o", None), (["reconstruct", a, b, *nothing], "-o", None),
                (["morph", a, b, *nothing], "-o", None), (["render", "--font", "no.sf2"], "-o", None),
                (["study", "data", "--notes", self.out / "no notes"], "-o", None), (["train", self.out / "no notes"], "-o", None),
                (["import-sound", self.out / "no.wav"], "-o", None)]

    def test_places_that_cannot_be_written_are_refused_before_work(self):
        before = sorted(os.listdir(self.out))
        locked = self.out / "locked"
        locked.mkdir(mode=0o555)
        self.addCleanup(locked.chmod, 0o755)
        self.out.chmod(0o755)
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        (self.out / "file").write_text("x")
        for words, option, ending in self.writers():
            places = [(self.out / "none" / f"x{ending}", "there is no folder"), (self.out / f"taken{ending}", "is a folder")]
            if ending is None:
                places = [(self.out / "file" / "x", "file")]
            places += [(self.out / ("n" * 300 + (ending or "")),
                        "bytes, more than the 255|File name too long"),
                       (locked / f"x{ending or ''}", "Permission denied")]
            if ending:
                (self.out / f"taken{ending}").mkdir(exist_ok=True)
            for place, reason in places:
                with self.subTest(command=words[0], option=option, reason=reason):
                    done = subprocess.run([*nobody, TIMBRE, *map(str, words), option, str(place)], capture_output=True,
                                          text=True, timeout=600)
                    self.assertEqual(done.returncode, 1, done.stderr)
                    self.assertIn(place.name, done.stderr)
                    self.assertRegex(done.stderr, reason)
        made = set(os.listdir(self.out)) - set(before) - {"locked", "file"}
        self.assertEqual({name for name in made if not name.startswith("taken")}, set())

    @unittest.skipUnless(os.geteuid() == 0, "needs another user")
    def test_no_permission_is_said_as_such(self):
        self.out.chmod(0o755)
        places = {}
        for name in ("a.wav", "notes.tar.gz", "font.sf2", "pack.safetensors", "z.npy", "plan.csv"):
            places[name] = self.out / name
            places[name].write_bytes(b"x" * 100)
            places[name].chmod(0)
        closed = self.out / "closed"
        closed.mkdir(mode=0)
        self.addCleanup(closed.chmod, 0o755)
        for words in (["import-sound", places["a.wav"]], ["import-sound", closed / "a.wav"], ["library", places["notes.tar.gz"]],
                      ["library", closed], ["library", closed / "notes"], ["rainbowgram", places["a.wav"], "-o", "/tmp/p.png"],
                      ["explain", places["a.wav"]], ["similar", places["a.wav"]],
                      ["render", "--font", places["font.sf2"], "-o", "/tmp"],
                      ["pack", "--cut", 1000, "--pack", places["pack.safetensors"], "-o", "/tmp/p.safetensors"],
                      ["train-classifier", places["pack.safetensors"], "-o", "/tmp/c.safetensors"]):
            done = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", TIMBRE, *map(str, words)],
                                  capture_output=True, text=True, timeout=600)
            self.assertEqual(done.returncode, 1, words)
            self.assertRegex(done.stderr, "(?i)permission", words)

    def test_a_model_that_cannot_be_changed_is_refused_before_work(self):
        locked = self.out / "locked"
        locked.mkdir()
        shutil.copy(self.model, locked / "tiny.safetensors")
        locked.chmod(0o555)
        self.addCleanup(locked.chmod, 0o755)
        self.out.chmod(0o755)
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        for words in (["calibrate", locked / "tiny.safetensors", "--notes", self.out / "none"],
                      ["post-filter", locked / "tiny.safetensors", self.out / "none"]):
            done = subprocess.run([*nobody, TIMBRE, *map(str, words)], capture_output=True, text=True, timeout=600)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("cannot be changed", done.stderr)

    def test_inputs_of_one_name_get_outputs_of_their_own(self):
        inputs = [self.out / "x" / "note.wav", self.out / "x" / "Note.wav", self.out / "y" / "note.wav"]
        for hertz, path in enumerate(inputs, 5):
            write_wav(path, hertz=50 * hertz)
        done = run("reconstruct", *inputs, "-m", self.model, "-o", self.out / "made", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        files = [pathlib.Path(json.loads(line)["file"]) for line in done.stdout.splitlines()]
        self.assertEqual([f.name for f in files], ["note.wav", "Note-2.wav", "note-3.wav"])
        self.assertEqual(len({f.read_bytes() for f in files}), 3)
        self.assertIn("note-3.wav", done.stderr)

    def test_a_name_may_be_as_long_as_the_file_system_takes(self):
        for stem in ("n" * 251, "\u00e4" * 125):
            note = self.out / (stem + ".wav")
            write_wav(note)
            self.succeeds("reconstruct", note, note, "-m", self.model, "-o", self.out / "long")
        self.assertEqual(len(os.listdir(self.out / "long")), 4)

    def test_no_input_is_ever_overwritten(self):
        a, z = self.out / "a.wav", self.out / "z.npy"
        self.succeeds("encode", a, "-m", self.model, "-o", z)
        write_wav(self.out / "morph-000.wav")
        os.symlink(a, self.out / "link.wav")
        os.link(a, self.out / "hard.wav")
        os.link(z, self.out / "z.wav")
        os.link(a, self.out / "a.npy")
        os.link(a, self.out / "a.png")
        before = {f: f.read_bytes() for f in self.out.iterdir()}
        self.refuses("reconstruct", a, "-m", self.model, "-o", self.out, naming="a.wav")
        self.refuses("reconstruct", a, "-m", self.model, "-o", a, naming="a.wav")
        self.refuses("reconstruct", a, "-m", self.model, "-o", self.out / ".." / self.out.name / "a.wav", naming="a.wav")
        self.refuses("reconstruct", a, "-m", self.model, "-o", self.out / "link.wav", naming="link.wav")
        self.refuses("reconstruct", a, "-m", self.model, "-o", self.out / "hard.wav", naming="hard.wav")
        self.refuses("morph", self.out / "morph-000.wav", a, "-m", self.model, "-o", self.out, naming="morph-000.wav")
        self.refuses("decode", z, "-m", self.model, "-o", self.out / "z.wav", naming="z.wav")
        self.refuses("encode", a, "-m", self.model, "-o", self.out / "a.npy", naming="a.npy")
        self.refuses("rainbowgram", a, "-o", self.out / "a.png", naming="a.png")
        self.refuses("pack", "--join", self.model, "-o", self.model, naming="tiny.safetensors")
        self.assertEqual({f: f.read_bytes() for f in self.out.iterdir()}, before)

    def test_the_notes_of_a_folder_are_inputs(self):
        self.succeeds("import-sound", self.out / "a.wav", "-o", self.out / "own")
        before = {f: f.read_bytes() for f in (self.out / "own").rglob("*.*") if f.is_file()}
        (note,) = (f for f in before if f.suffix == ".wav")
        self.refuses("encode", self.out / "own", "-m", self.model, "-o", self.out / "own" / "examples.npy", naming="examples.json")
        self.refuses("similar", "--notes", self.out / "own", "--fit", self.out / "own" / "examples.json", naming="examples.json")
        self.refuses("pack", self.out / "own", "-o", note, naming=note.name)
        self.assertEqual({f: f.read_bytes() for f in before}, before)

    def test_output_that_cannot_be_printed_is_a_failure(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([TIMBRE, "midi-table"], stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("Cannot write the output", done.stderr)

    def test_a_long_morph_has_a_file_for_every_step(self):
        for name in "a.wav", "b.wav":
            write_wav(self.out / name, seconds=0.04)
        self.succeeds("morph", self.out / "a.wav", self.out / "b.wav", "-m", self.model, "-n", 150, "-o", self.out / "m")
        self.assertEqual(len(os.listdir(self.out / "m")), 150)

    # What files say of themselves.

    def test_every_sound_says_how_it_was_made(self):
        a, b = self.out / "a.wav", self.out / "b.wav"
        options = ["--seed", 7, "--temperature", 0.5]
        for name in "r.wav", "r.flac":
            self.succeeds("reconstruct", a, "-m", self.model, *options, "-o", self.out / name)
            (sound,) = self.explained(self.out / name)
            self.assertEqual((sound["kind"], sound["quality"]), ("reconstruction", "final"))
            self.assertEqual([note["id"] for note in sound["notes"]], ["a"])
            self.assertEqual((sound["model"]["name"], sound["seed"], sound["temperature"]), ("tiny", 7, 0.5))
            self.assertNotIn("griffin_lim_iterations", sound)
        self.succeeds("morph", a, b, "-m", self.model, "-n", 5, "-o", self.out / "m")
        (sound,) = self.explained(self.out / "m" / "morph-025.wav")
        self.assertEqual([(n["id"], n["weight"]) for n in sound["notes"]], [("a", 0.75), ("b", 0.25)])
        self.succeeds("morph", a, b, b, a, "-m", self.model, "-n", 2, "--rows", 3, "-o", self.out / "grid")
        (sound,) = self.explained(self.out / "grid" / "morph-100-050.wav")
        self.assertEqual([n["weight"] for n in sound["notes"]], [0, 0.5, 0, 0.5])
        self.succeeds("encode", a, "-m", self.model, "-o", self.out / "z.npy")
        self.succeeds("decode", self.out / "z.npy", "-m", self.model, "-o", self.out / "d.wav")
        (sound,) = self.explained(self.out / "d.wav")
        self.assertEqual((sound["kind"], sound["embedding"]["id"]), ("decoded embedding", "z"))

    def test_every_picture_says_of_what_it_is(self):
        self.succeeds("reconstruct", self.out / "a.wav", "-m", self.model, "-o", self.out / "r.wav")
        for ending in "png", "svg", "pdf":
            picture = self.out / f"p.{ending}"
            self.succeeds("rainbowgram", self.out / "a.wav", "-o", picture)
            (sound,) = self.explained(picture)
            self.assertEqual((sound["kind"], sound["notes"][0]["id"]), ("original", "a"))
            self.succeeds("rainbowgram", self.out / "r.wav", "-o", picture)
            self.assertEqual(self.explained(picture), self.explained(self.out / "r.wav"))

    def test_what_says_nothing_or_nonsense_gets_a_sentence(self):
        (self.out / "text.txt").write_text("nothing")
        for name in "a.wav", "text.txt", "absent.wav":
            self.refuses("explain", self.out / name, naming=name)
        self.succeeds("reconstruct", self.out / "a.wav", "-m", self.model, "-o", self.out / "r.wav")
        whole = (self.out / "r.wav").read_bytes()
        for old, new, word in ((b'"timbrescope":1', b'"timbrescope":2', "newer"), (b'"weight":', b'"wieght":', "damaged")):
            self.assertIn(old, whole)
            (self.out / "odd.wav").write_bytes(whole.replace(old, new))
            self.refuses("explain", self.out / "odd.wav", naming=word)
            self.succeeds("rainbowgram", self.out / "odd.wav", "-o", self.out / "odd.png")  # the sound still opens

    # What is encoded once is not encoded again.

    def test_an_embedding_is_kept_and_used_again(self):
        home = self.out / "cache"
        environment = {**os.environ, "XDG_CACHE_HOME": str(home)}

        def runs(*words):
            done = subprocess.run([TIMBRE, *map(str, words)], capture_output=True, text=True, timeout=600, env=environment)
            self.assertEqual(done.returncode, 0, done.stderr)

        def kept():
            return {path: path.stat() for path in (home / "timbrescope" / "embeddings").iterdir() if path.suffix != ".lock"}

        a, b = self.out / "a.wav", self.out / "b.wav"
        self.succeeds("reconstruct", a, "-m", self.model, "-o", self.out / "elsewhere.wav")
        runs("encode", a, "-m", self.model, "-o", self.out / "z.npy")
        (entry,) = first = kept()
        os.utime(entry, (1e9, 1e9))
        shutil.copy(a, self.out / "copy.wav")
        runs("encode", self.out / "copy.wav", "-m", self.model, "-o", self.out / "copy.npy")
        self.assertEqual((self.out / "copy.npy").read_bytes(), (self.out / "z.npy").read_bytes())
        runs("reconstruct", a, "-m", self.model, "-o", self.out / "r.wav")
        self.assertEqual((self.out / "r.wav").read_bytes(), (self.out / "elsewhere.wav").read_bytes())
        again = kept()
        self.assertEqual(set(again), {entry})
        self.assertEqual(again[entry].st_ino, first[entry].st_ino, "written again")
        self.assertGreater(again[entry].st_mtime, 1e9, "not asked for")
        runs("morph", a, b, "-m", self.model, "-n", 2, "-o", self.out / "m")
        self.assertEqual(len(kept()), 2)
        entry.write_bytes(b"damaged")
        runs("encode", a, "-m", self.model, "-o", self.out / "again.npy")
        self.assertEqual((self.out / "again.npy").read_bytes(), (self.out / "z.npy").read_bytes())

    # What numbers may be, and how messages begin.

    def test_numbers_outside_their_sense_are_refused_before_work(self):
        a, out = self.out / "a.wav", self.out / "out.wav"
        before = sorted(os.listdir(self.out))
        for words in (["rainbowgram", a, "--floor", 3, "-o", self.out / "p.png"],
                      ["rainbowgram", a, "--floor", "nan", "-o", self.out / "p.png"],
                      ["rainbowgram", a, "--zoom", 0, "-o", self.out / "p.png"],
                      ["reconstruct", a, "-m", self.model, "--temperature", "nan", "-o", out],
                      ["reconstruct", a, "-m", self.model, "--temperature", -1, "-o", out],
                      ["reconstruct", a, "-m", self.model, "--threads", -1, "-o", out],
                      ["reconstruct", a, "-m", self.model, "--seed", -1, "-o", out],
                      ["morph", a, a, "-m", self.model, "--steps", 0, "-o", out],
                      ["pack", "--cut", 0, "--pack", self.model, "-o", out],
                      ["midi-table", "--a4", "nan"],
                      ["post-filter", self.model, self.out, "--share", -1],
                      ["post-filter", self.model, self.out, "--minutes", "nan"],
                      ["train-classifier", a, "-o", self.out / "c.safetensors", "--epochs", 0],
                      ["train-classifier", a, "-o", self.out / "c.safetensors", "--threads", -2],
                      ["similar", a, "--count", 0],
                      ["study", "data", "-o", self.out / "study", "--threads", -1],
                      ["evaluate", "-m", self.model, "--threads", -1],
                      ["render", "-o", self.out / "rendered", "--step", 0],
                      ["train", self.out, "-o", self.out / "run", "--share", -1],
                      ["train", self.out, "-o", self.out / "run", "--threads", -1]):
            done = run(*words)
            self.assertNotEqual(done.returncode, 0, words)
            self.assertTrue(done.stderr.startswith("timbre: --"), (words, done.stderr))
            self.assertIn(next(str(w) for w in words if str(w).startswith("--")), done.stderr, words)
        for option in "--minutes", "--steps", "--batch", "--rate", "--report-seconds", "--checkpoint-seconds":
            self.refuses("train", self.out, "-o", self.out / "run", option, -3, naming="must not be negative")
        self.assertEqual(sorted(os.listdir(self.out)), before)

    def test_a_training_request_is_judged_without_torch(self):
        alone = self.out / "alone" / "bin" / "timbre"
        alone.parent.mkdir(parents=True)
        shutil.copy2(TIMBRE, alone)  # without the module that holds LibTorch
        share = pathlib.Path(TIMBRE).resolve().parent.parent / "share"
        if share.is_dir():
            (alone.parent.parent / "share").symlink_to(share)
        done = subprocess.run([alone, "train", self.out, "-o", self.out / "run", "--minutes", "-3"], capture_output=True,
                              text=True, timeout=600)
        self.assertIn("must not be negative", done.stderr)

    def test_warnings_say_that_they_are_warnings(self):
        done = run("reconstruct", self.out / "a.wav", "-m", self.model, "--pitch", 60, "-o", self.out / "x.wav")
        self.assertEqual(done.returncode, 0)
        self.assertTrue(done.stderr.startswith("timbre: warning: "), done.stderr)
        done = run("reconstruct", self.out / "absent.wav", "-m", self.model, "-o", self.out / "x.wav")
        self.assertTrue(done.stderr.startswith("timbre: "), done.stderr)
        self.assertNotIn("warning", done.stderr)

    def test_sentences_end_once(self):
        (self.out / "text.wav").write_text("nothing")
        for words in (["explain", self.out / "text.wav"],
                      ["import-checkpoint", self.out / "text.wav", "-o", self.out / "m.safetensors"]):
            done = run(*words)
            self.assertNotRegex(done.stderr, r"\.[);.]", words)
        self.assertIn("is not a TensorFlow checkpoint", done.stderr)

    # Commands that need no training, on the tiny model.

    def own_notes(self):
        self.succeeds("import-sound", self.out / "a.wav", self.out / "b.wav", "-o", self.out / "own")
        return self.out / "own"

    def test_evaluate_compares_models_with_what_none_can_beat(self):
        lines = [json.loads(line) for line in self.succeeds(
            "evaluate", "-m", self.model, "--notes", self.own_notes(), "--morphs", 1, "--iterations", 2, "--json").splitlines()]
        self.assertEqual([line["rebuilt_by"] for line in lines[:-1]],
                         ["tiny"] * 2 + ["8-bit mu-law"] * 2 + ["true spectrogram"] * 2)
        self.assertGreater(lines[0]["nats"], 3)  # of 256 classes, a random network knows little: ln 256 is 5.5
        self.assertIsNone(lines[2]["nats"])
        everything = {row["rebuilt_by"]: row for row in lines[-1]["summary"] if row["family"] == "all"}
        self.assertEqual({name: row["notes"] for name, row in everything.items()},
                         {"tiny": 2, "8-bit mu-law": 2, "true spectrogram": 2})
        self.assertEqual(everything["8-bit mu-law"]["in_tune"]["hits"], 2)
        self.assertLess(everything["8-bit mu-law"]["spectral_distance_db"]["mean"],
                        everything["tiny"]["spectral_distance_db"]["mean"])
        self.assertEqual(everything["8-bit mu-law"]["in_tune_by_harmonics"]["hits"], 2)
        measures = {name: row["measures"] for name, row in everything.items()}
        for key in "multi_scale_db", "hnr_db", "level_db", "envelope_db":
            self.assertLess(measures["8-bit mu-law"][key]["absolute"]["median"],
                            measures["tiny"][key]["absolute"]["median"], key)
            self.assertIn(key, lines[0])

    def test_evaluate_compares_two_models_note_by_note(self):
        twin = self.out / "twin.safetensors"
        shutil.copy(self.model, twin)
        words = ["evaluate", "-m", self.model, "-m", twin, "--notes", self.own_notes(), "--no-floors", "--morphs", 0, "--no-nats"]
        comparisons = json.loads(self.succeeds(*words, "--json").splitlines()[-1])["comparisons"]
        self.assertIn("envelope_db", [c["measure"] for c in comparisons])
        for c in comparisons:
            self.assertEqual((c["first"], c["second"], c["nearer"], c["farther"], c["p"]), ("tiny", "twin", 0, 0, 1), c)
        table = self.succeeds(*words, "--by-family")
        self.assertIn("tiny nearer than twin: 0 of 2, p = 1", table)
        self.assertIn("median error, all notes", table)

    def test_evaluate_says_when_there_are_no_such_notes(self):
        self.own_notes()
        self.refuses("evaluate", "-m", self.model, "--notes", self.out / "own", "--split", "unseen", "--unseen", "none",
                     naming="own")

    def test_import_checkpoint_makes_a_model_that_plays(self):
        made = json.loads(self.succeeds("import-checkpoint", GOLDEN / "short", "--stages", 2, "--hop", 8,
                                        "-o", self.out / "short.safetensors", "--json"))
        self.assertEqual((made["kind"], made["name"]), ("wavenet", "short"))
        self.assertGreater(made["tensors"], 0)
        self.succeeds("encode", self.out / "a.wav", "-m", self.out / "short.safetensors", "-o", self.out / "z.npy")

    def test_render_makes_a_library_that_opens(self):
        done = run("render", "-o", self.out / "rendered", "--instruments", "0:73", "--step", 40, "--velocities", "100")
        if "fluid-soundfont" in done.stderr:
            self.skipTest("no SoundFont here")
        self.assertEqual(done.returncode, 0, done.stderr)
        library = json.loads(self.succeeds("library", self.out / "rendered", "--json"))
        self.assertGreater(library["notes"], 0)
        self.assertEqual(library["problems"], [])

    def test_bench_measures_something(self):
        rows = [json.loads(line) for line in self.succeeds("bench", "--quick", "--no-libtorch", "--json").splitlines()]
        self.assertGreater(rows[0]["byte_products_per_second"], 0)
        self.assertGreater(len(rows), 5)


if __name__ == "__main__":
    unittest.main()
