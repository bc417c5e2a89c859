#!/usr/bin/env python3
"""A third kind of model, added by one file and one line in the table of models, in every command that knows models.

    toy_test.py PATH/TO/timbre-with-toy [unittest options]
"""
import json
import math
import os
import pathlib
import signal
import struct
import subprocess
import sys
import tempfile
import unittest
import wave

TIMBRE = sys.argv.pop(1) if len(sys.argv) > 1 else "timbre-with-toy"


class Toy(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = pathlib.Path(folder.name)
        self.environment = {**os.environ, "TIMBRE_MODELS": folder.name}
        self.run_timbre("models", TIMBRE_WRITE_TOY=str(self.out / "toy-compact.safetensors"))
        for name, hertz in ("a", 220), ("b", 330):
            with wave.open(str(self.out / f"{name}.wav"), "wb") as out:
                out.setparams((1, 2, 16000, 0, "NONE", ""))
                out.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(2 * math.pi * hertz * t / 16000)))
                                         for t in range(8000)))

    def run_timbre(self, *words, **more):
        done = subprocess.run([TIMBRE, *map(str, words)], capture_output=True, text=True, timeout=600,
                              env={**self.environment, **more})
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_it_is_listed_with_what_it_can_do(self):
        card = next(m for m in json.loads(self.run_timbre("models", "--json")) if m["kind"] == "toy")
        self.assertEqual((card["name"], card["title"]), ("toy-compact", "Toy, compact (one sine)"))
        self.assertEqual((card["hop"], card["streams"], card["previews"]), (500, False, True))
        self.assertIn("Toy, compact", self.run_timbre("models"))

    def test_it_reconstructs_and_morphs_and_its_files_say_so(self):
        self.run_timbre("reconstruct", self.out / "a.wav", "-m", "toy-compact", "-o", self.out / "r.wav")
        self.run_timbre("morph", self.out / "a.wav", self.out / "b.wav", "-m", "toy-compact", "-n", 3, "-o", self.out / "m")
        for file in self.out / "r.wav", self.out / "m" / "morph-050.wav":
            (sound,) = json.loads(self.run_timbre("explain", file, "--json"))["sounds"]
            self.assertEqual(sound["model"]["name"], "toy-compact")
            self.assertNotIn("temperature", sound)
            self.assertNotIn("griffin_lim_iterations", sound)

    def test_what_cannot_be_interrupted_is_ended(self):
        (self.out / "r.wav").write_bytes(b"old")
        with subprocess.Popen([TIMBRE, "reconstruct", self.out / "a.wav", "-m", "toy-compact", "-o", self.out / "r.wav"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                              env={**self.environment, "TIMBRE_TOY_IS_DEAF": "1"}) as process:
            self.assertEqual(process.stderr.readline(), "deaf\n")
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(600), 130)
            self.assertEqual(process.stderr.read(), "timbre: Cancelled\n")
        self.assertEqual((self.out / "r.wav").read_bytes(), b"old")
        self.assertEqual([path.name for path in self.out.glob(".*.part*")], [])

    def test_it_is_evaluated(self):
        self.run_timbre("import-sound", self.out / "a.wav", self.out / "b.wav", "-o", self.out / "own")
        lines = [json.loads(line) for line in self.run_timbre(
            "evaluate", "-m", "toy-compact", "--notes", self.out / "own", "--no-floors", "--morphs", 1, "--json").splitlines()]
        self.assertEqual({line["rebuilt_by"] for line in lines[:-1]}, {"toy-compact"})
        (row,) = (row for row in lines[-1]["summary"] if row["family"] == "all")
        self.assertEqual((row["notes"], row["in_tune"]["hits"]), (2, 2))


if __name__ == "__main__":
    unittest.main()
