#!/usr/bin/env python3
"""Drives the command line as a shell would: what it writes, and the one sentence it says when it cannot.

    cli_test.py PATH/TO/timbre [unittest options]
"""
import json
import math
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import wave

TIMBRE = sys.argv.pop(1) if len(sys.argv) > 1 else "timbre"
COMMANDS = ["rainbowgram", "encode", "decode", "reconstruct", "morph", "render", "pack", "train", "models", "library",
            "import-sound", "import-checkpoint", "evaluate", "calibrate", "post-filter", "bench", "explain", "study",
            "train-classifier", "similar", "midi-table"]


def run(*words, **more):
    return subprocess.run([TIMBRE, *map(str, words)], capture_output=True, text=True, timeout=600, **more)


def npy(path):
    """(type, shape, bytes) of an .npy file."""
    data = pathlib.Path(path).read_bytes()
    assert data[:6] == b"\x93NUMPY"
    length = struct.unpack("<H", data[8:10])[0]
    header = eval(data[10:10 + length].decode(), {})  # noqa: S307 - our own file
    return header["descr"], header["shape"], data[10 + length:]


def write_wav(path, samples, rate=16000, channels=1, width=2):
    with wave.open(str(path), "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(b"".join(int(s).to_bytes(width, "little", signed=True) for s in samples))


def float_samples(wav):
    """The bytes of the samples of a WAV of 32-bit floats."""
    data = wav.read_bytes()
    assert struct.unpack("<H", data[20:22])[0] == 3, "not floats"
    start = data.index(b"data") + 8
    return data[start:start + struct.unpack("<I", data[start - 4:start])[0]]


class Cli(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.out = pathlib.Path(self.folder.name)
        self.addCleanup(self.folder.cleanup)

    def succeeds(self, *words):
        done = run(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def refuses(self, *words, naming):
        """One sentence on stderr that names the file; nothing else."""
        done = run(*words)
        self.assertNotEqual(done.returncode, 0, f"{words} should have failed")
        lines = done.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, done.stderr)
        self.assertIn(str(naming), lines[0])
        self.assertNotIn("terminate", lines[0])
        return lines[0]

    def a_note(self):
        ids = json.loads(self.succeeds("library", "--notes", "--json"))["ids"]
        return ids[0]

    def test_help_is_everywhere(self):
        self.assertIn("rainbowgram", self.succeeds("--help"))
        for command in COMMANDS:
            self.assertIn("Usage", self.succeeds(command, "--help"), command)

    def test_an_unknown_command_is_refused(self):
        done = run("paint")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("no command paint", done.stderr)

    def test_a_recording_becomes_a_note_with_its_pitch(self):
        tone = [int(9000 * math.sin(2 * math.pi * 440 * i / 44100)) for i in range(44100) for _ in (0, 1)]
        write_wav(self.out / "a flute.wav", tone, rate=44100, channels=2)
        made = json.loads(self.succeeds("import-sound", self.out / "a flute.wav", "-o", self.out / "own", "--json"))[0]
        self.assertEqual((made["pitch"], made["family"]), (69, "flute"))
        self.refuses("import-sound", self.out, "-o", self.out / "own", naming=self.out)
        checked = json.loads(self.succeeds("library", self.out / "own", "--check", "--json"))
        self.assertEqual((checked["checked"], checked["doubts"]), (1, []))
        self.assertIn("out of tune", self.succeeds("library", self.out / "own", "--check"))

    def test_similar_notes_are_listed_with_reasons(self):
        note = "brass_acoustic_000-060-100"
        found = json.loads(self.succeeds("similar", note, "--count", 5, "--json"))
        self.assertEqual(len(found), 5)
        self.assertNotIn(note, [each["id"] for each in found])
        self.assertEqual([each["distance"] for each in found], sorted(each["distance"] for each in found))
        self.assertIn("same pitch", found[0]["why"])
        held = json.loads(self.succeeds("similar", note, "--same-pitch", "--json"))
        self.assertTrue(all("-060-" in each["id"] for each in held))
        tone = [int(9000 * math.sin(2 * math.pi * 440 * i / 16000)) for i in range(32000)]
        write_wav(self.out / "tone.wav", tone, rate=16000)
        self.assertEqual(len(self.succeeds("similar", self.out / "tone.wav", "--count", 3).splitlines()), 3)
        self.refuses("similar", self.out / "absent.wav", naming="absent")
        alike = ["similar", self.out / "tone.wav", "--same-pitch", "--count", 3, "--json"]
        told = json.loads(self.succeeds(*alike, "--pitch", "C4"))
        self.assertTrue(all("-060-" in each["id"] for each in told) and told)
        self.refuses("similar", self.out / "tone.wav", "--pitch", "H9", naming="H9")
        fitted = self.succeeds("similar", "--fit", self.out / "space.json")
        self.assertIn("space.json", fitted)
        self.assertRegex(fitted, r"\d\.\d %")

    def test_an_installed_font_is_named_without_its_folder(self):
        if not pathlib.Path("/usr/share/sounds/sf2/FluidR3_GM.sf2").exists():
            self.skipTest("no FluidR3_GM")
        self.succeeds("render", "-o", self.out / "few", "--font", "FluidR3_GM.sf2", "--instruments", "0:73", "--step", "30",
                      "--velocities", "100")
        self.assertTrue(list((self.out / "few" / "audio").iterdir()))
        self.refuses("render", "-o", self.out / "none", "--font", "NoSuch.sf2", naming="NoSuch.sf2")

    def test_a_library_is_searched_as_in_the_window(self):
        found = json.loads(self.succeeds("library", "--find", "family:brass vel:127 -C4", "--json"))
        self.assertEqual([n for n in found["ids"] if "brass" not in n or "-127" not in n or "-060-" in n], [])
        self.assertEqual(found["ids"], self.succeeds("library", "--find", "family:brass vel:127 -C4").split())
        self.assertTrue(0 < found["found"] < found["notes"])
        self.assertIn("zither", run("library", "--find", "brass zither").stderr)
        self.refuses("library", "--find", "colour:red", naming="colour")

    def test_the_starter_library_has_every_family_source_and_velocity(self):
        library = json.loads(self.succeeds("library", "--notes", "--json"))
        self.assertGreaterEqual(library["notes"], 250)
        self.assertEqual(library["problems"], [])
        for family, sources in library["counts"].items():
            self.assertGreater(sum(sources.values()), 0, family)
        for source in ("acoustic", "electronic", "synthetic"):
            self.assertGreater(sum(f[source] for f in library["counts"].values()), 0, source)
        layers = {}
        for note in library["ids"]:
            instrument, pitch, velocity = note.rsplit("-", 2)
            layers.setdefault((instrument, pitch), set()).add(velocity)
        full = {instrument for (instrument, _), found in layers.items() if len(found) == 5}
        self.assertGreaterEqual(len(full), 20)

    def test_both_compact_models_are_there(self):
        names = {m["name"] for m in json.loads(self.succeeds("models", "--json"))}
        self.assertLessEqual({"wavenet-compact", "baseline-compact"}, names)

    def test_a_rainbowgram_is_a_picture_and_its_cells(self):
        self.succeeds("rainbowgram", self.a_note(), "-o", self.out / "a.png", "--data", self.out / "a.npy")
        self.assertEqual((self.out / "a.png").read_bytes()[:8], b"\x89PNG\r\n\x1a\n")
        kind, shape, data = npy(self.out / "a.npy")
        self.assertEqual((kind, shape, len(data)), ("<c8", (240, 251), 240 * 251 * 8))

    def test_encode_and_decode_with_both_models(self):
        note = self.a_note()
        for model, shape in (("wavenet-compact", (125, 16)), ("baseline-compact", (1, 496))):
            z, wav = self.out / f"{model}.npy", self.out / f"{model}.wav"
            self.succeeds("encode", note, "--model", model, "-o", z)
            self.assertEqual(npy(z)[:2], ("<f4", shape))
            self.succeeds("decode", z, "--model", model, "-o", wav)
            with wave.open(str(wav)) as sound:
                self.assertEqual((sound.getnframes(), sound.getframerate(), sound.getsampwidth()), (64000, 16000, 2))

    def test_two_processes_encode_a_dataset_as_one_does_without_torch(self):
        for i, f in enumerate((220, 330, 440)):
            write_wav(self.out / f"flute {i}.wav", [int(9000 * math.sin(2 * math.pi * f * t / 16000)) for t in range(16000)])
        self.succeeds("import-sound", *sorted(self.out.glob("*.wav")), "-o", self.out / "own")
        words = [TIMBRE, "encode", self.out / "own", "-m", "wavenet-compact", "--threads", "1", "--part", "1", "-o"]
        self.succeeds(*words[1:], self.out / "one.npy")
        both = [subprocess.Popen([*map(str, words), self.out / "two.npy"], stdout=subprocess.PIPE, text=True,
                                 env={**os.environ, "RANK": str(rank), "WORLD_SIZE": "2"}) for rank in (0, 1)]
        said = [p.communicate(timeout=600)[0] for p in both]
        self.assertEqual([p.returncode for p in both], [0, 0])
        self.assertIn("3 notes", " ".join(said))
        self.assertEqual(npy(self.out / "two.npy")[:2], ("<f4", (3, 125, 16)))
        self.assertEqual((self.out / "two.npy").read_bytes(), (self.out / "one.npy").read_bytes())
        self.assertEqual(sorted(json.loads((self.out / "two.json").read_text())["pitch"]), [57, 64, 69])
        self.assertIn("already", self.succeeds(*words[1:], self.out / "two.npy"))
        self.succeeds("pack", self.out / "own", "-o", self.out / "p.safetensors")
        self.succeeds("encode", self.out / "p.safetensors", "-m", "wavenet-compact", "-o", self.out / "p.npy")
        self.assertEqual(npy(self.out / "p.npy")[1], (3, 125, 16))

    def test_a_told_pitch_that_surprises_is_named(self):
        note = "keyboard_acoustic_000-036-100"

        def said(*words, model="harmonic-compact"):
            done = run("reconstruct", note, "--model", model, "-o", self.out / "x.wav", *words)
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stderr

        self.assertEqual(said(), "")
        self.assertEqual(said("--pitch", "36"), "")
        self.assertIn("is C2 (MIDI 36); using C3 (MIDI 48), as given by --pitch", said("--pitch", "C3"))
        self.assertIn("(MIDI 12) is outside A0 to C8 (MIDI 21 to 108)", said("--pitch", "12"))
        self.assertIn("(MIDI 109) is outside", said("--pitch", "109"))
        self.assertNotIn("outside", said("--pitch", "108"))
        self.assertIn("--pitch has no effect", said("--pitch", "40", model="wavenet-compact-unconditioned"))
        for wrong in ("nan", "-3", "128", "H9", "60x", ""):
            done = run("reconstruct", note, "--model", "harmonic-compact", "-o", self.out / "no.wav", "--pitch", wrong)
            self.assertNotEqual(done.returncode, 0, wrong)
            self.assertIn("is not a pitch; give a MIDI key from 0 to 127 or a name like C#4", done.stderr)
            self.assertFalse((self.out / "no.wav").exists())

    def test_an_embedding_remembers_its_pitch_or_is_told_it(self):
        """Pitch-conditioned decoders need it; .npy holds numbers alone, so it stands beside."""
        model = next(m for m in json.loads(self.succeeds("models", "--json")) if m["name"] == "baseline-compact")
        if not model["pitch_conditioned"]:
            self.skipTest("the baseline is told no pitch")
        self.succeeds("encode", self.a_note(), "--model", "baseline-compact", "-o", self.out / "z.npy")
        self.assertEqual(json.loads((self.out / "z.json").read_text())["pitch"], int(self.a_note().rsplit("-", 2)[1]))
        (self.out / "z.json").unlink()
        self.refuses("decode", self.out / "z.npy", "--model", "baseline-compact", "-o", self.out / "x.wav", naming="pitch")
        self.succeeds("decode", self.out / "z.npy", "--model", "baseline-compact", "--pitch", "60", "-o", self.out / "x.wav")

    def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(self):
        note, bytes_of = self.a_note(), {}
        for name, seed in (("a", 7), ("b", 7), ("c", 8)):
            self.succeeds("reconstruct", note, "--model", "wavenet-compact", "--seed", seed, "-o", self.out / f"{name}.wav")
            bytes_of[name] = (self.out / f"{name}.wav").read_bytes()
        self.assertEqual(bytes_of["a"], bytes_of["b"])
        self.assertNotEqual(bytes_of["a"], bytes_of["c"])

    def test_every_processor_draws_the_same_samples_and_an_unknown_one_is_refused(self):
        self.succeeds("encode", self.a_note(), "-m", "wavenet-compact", "-o", self.out / "z.npy")
        def decode(name, *words):
            self.succeeds("decode", self.out / "z.npy", "-m", "wavenet-compact", "-o", self.out / name, *words)
            return (self.out / name).read_bytes()
        self.assertEqual(decode("a.wav"), decode("b.wav", "--cpu", "portable"))
        told = self.refuses("decode", self.out / "z.npy", "-m", "wavenet-compact", "-o", self.out / "c.wav",
                            "--cpu", "abacus", naming="abacus")
        self.assertIn("portable", told)

    def test_float_samples_are_the_decoded_values_bit_by_bit(self):
        self.succeeds("encode", self.a_note(), "-m", "wavenet-compact", "-o", self.out / "z.npy")
        decode = ["decode", self.out / "z.npy", "-m", "wavenet-compact", "--format", "float", "-o", self.out / "z.wav"]
        self.succeeds(*decode)
        filtered = float_samples(self.out / "z.wav")
        self.succeeds(*decode, "--no-post-filter")
        samples = float_samples(self.out / "z.wav")
        self.assertEqual(len(samples), 4 * 64000)
        self.assertNotEqual(samples, filtered)
        levels = {struct.pack("<f", math.copysign((256 ** abs((q + 0.5) / 128) - 1) / 255, q) if q else 0.0)
                  for q in range(-128, 128)}
        written = {samples[i:i + 4] for i in range(0, len(samples), 4)}
        self.assertLessEqual(written, levels)
        self.assertEqual(len(filtered), len(samples))
        self.assertGreater(len(written), 20)

    def test_wavenets_need_no_torch(self):
        """A copy of the program without the module that holds it."""
        alone = self.out / "alone" / "bin" / "timbre"
        alone.parent.mkdir(parents=True)
        shutil.copy2(TIMBRE, alone)
        share = pathlib.Path(TIMBRE).resolve().parent.parent / "share"
        if share.is_dir():  # installed: what it brings stands beside it
            (alone.parent.parent / "share").symlink_to(share)
        def runs(*words):
            return subprocess.run([alone, *map(str, words)], capture_output=True, text=True, timeout=600)
        for words in (("encode", self.a_note(), "-m", "wavenet-compact", "-o", self.out / "z.npy"),
                      ("decode", self.out / "z.npy", "-m", "wavenet-compact", "-o", self.out / "z.wav")):
            done = runs(*words)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(npy(self.out / "z.npy")[:2], ("<f4", (125, 16)))
        done = runs("encode", self.a_note(), "-m", "baseline-compact", "-o", self.out / "b.npy")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("timbre-models.so", done.stderr)
        self.assertFalse((self.out / "b.npy").exists())

    def test_a_morph_has_as_many_sounds_as_steps(self):
        ids = json.loads(self.succeeds("library", "--notes", "--json"))["ids"]
        lines = self.succeeds("morph", ids[0], ids[-1], "--model", "baseline-compact", "--steps", 3, "-o", self.out / "m",
                              "--iterations", 8, "--json").splitlines()
        self.assertEqual([pathlib.Path(json.loads(line)["file"]).name for line in lines],
                         ["morph-000.wav", "morph-050.wav", "morph-100.wav"])
        self.assertEqual(len({(self.out / "m" / f).read_bytes() for f in os.listdir(self.out / "m")}), 3)

    def test_any_sensible_wav_is_drawn(self):
        tone = [8000 if (t // 20) % 2 else -8000 for t in range(8000)]
        for name, more in {"8k": {"rate": 8000}, "96k": {"rate": 96000}, "stereo": {"channels": 2}, "24": {"width": 3}}.items():
            write_wav(self.out / f"{name}.wav", tone, **more)
            self.succeeds("rainbowgram", self.out / f"{name}.wav", "-o", self.out / f"{name}.png")

    def test_bad_sounds_get_a_sentence_and_leave_nothing(self):
        (self.out / "empty.wav").write_bytes(b"")
        (self.out / "text.wav").write_text("This is no sound\n" * 20)
        write_wav(self.out / "whole.wav", [1000] * 16000)
        (self.out / "cut.wav").write_bytes((self.out / "whole.wav").read_bytes()[:5000])
        for name in ("empty.wav", "text.wav", "cut.wav", "absent.wav"):
            self.refuses("rainbowgram", self.out / name, "-o", self.out / "x.png", naming=name)
            self.refuses("encode", self.out / name, "--model", "baseline-compact", "-o", self.out / "x.npy", naming=name)
        self.assertFalse([f for f in os.listdir(self.out) if f.startswith((".", "x"))])

    def test_silence_can_be_drawn_and_rebuilt(self):
        write_wav(self.out / "silence.wav", [0] * 64000)
        self.succeeds("rainbowgram", self.out / "silence.wav", "-o", self.out / "silence.png")
        self.succeeds("reconstruct", self.out / "silence.wav", "--model", "baseline-compact", "-o", self.out / "s.wav")

    def test_the_papers_griffin_lim_makes_the_largest_sample_one(self):
        self.succeeds("encode", self.a_note(), "-m", "baseline-compact", "-o", self.out / "z.npy")
        for option, largest in ("--paper-griffin-lim", 1.0), ("--seed=1", 10 ** (-1 / 20)):
            self.succeeds("decode", self.out / "z.npy", "-m", "baseline-compact", "--iterations", "8", "--format", "float",
                          option, "-o", self.out / "z.wav")
            samples = struct.unpack("<64000f", float_samples(self.out / "z.wav"))
            self.assertAlmostEqual(max(samples) if largest == 1.0 else max(map(abs, samples)), largest, places=5)

    def test_a_folder_that_is_none_is_refused(self):
        self.refuses("library", self.out, naming=self.out)
        self.refuses("library", self.out / "absent", naming="absent")

    def test_bad_weights_are_refused(self):
        whole = pathlib.Path(next(m["file"] for m in json.loads(self.succeeds("models", "--json"))
                                  if m["name"] == "baseline-compact")).read_bytes()
        (self.out / "cut.safetensors").write_bytes(whole[:len(whole) // 2])
        (self.out / "text.safetensors").write_text("no weights")
        for name in ("cut.safetensors", "text.safetensors", "absent.safetensors"):
            self.refuses("encode", self.a_note(), "--model", self.out / name, "-o", self.out / "z.npy", naming=name)
        self.refuses("encode", self.a_note(), "--model", "nobody", "-o", self.out / "z.npy", naming="nobody")

    def tensors(self, weights):
        data = pathlib.Path(weights).read_bytes()
        length = struct.unpack("<Q", data[:8])[0]
        header = json.loads(data[8:8 + length])
        said = header.pop("__metadata__", {})
        return said, {name: data[8 + length + t["data_offsets"][0]:8 + length + t["data_offsets"][1]]
                      for name, t in header.items()}

    def test_a_run_is_resumed_as_it_was_started(self):
        write_wav(self.out / "flute.wav", [int(9000 * math.sin(2 * math.pi * 220 * t / 16000)) for t in range(16000)])
        self.succeeds("import-sound", self.out / "flute.wav", "-o", self.out / "own")
        tiny = [f"--set={size}={n}" for size, n in (("width", 8), ("skip", 8), ("layers", 4), ("stages", 4),
                                                    ("ae_width", 8), ("ae_layers", 4), ("ae_stages", 4))]
        started = ["train", self.out / "own", "--batch", 1, "--crop", 1024, "--device", "cpu", "--threads", 1, "--seed", 7,
                   "--detune-cents", 5, "--without", "spectral-loss", "--schedule-steps", 4, *tiny]
        self.succeeds(*started, "-o", self.out / "whole", "--steps", 4)
        self.succeeds(*started, "-o", self.out / "parts", "--steps", 2)
        before = json.loads((self.out / "parts" / "config.json").read_text())
        lines = self.succeeds("train", "--run", self.out / "parts", "--steps", 4, "--json").splitlines()
        self.assertEqual(json.loads(lines[-1])["step"], 4)
        after = json.loads((self.out / "parts" / "config.json").read_text())
        self.assertEqual({**before, "steps": 4}, after)
        weights = [self.tensors(self.out / run / "weights.safetensors")[1] for run in ("whole", "parts")]
        self.assertTrue(weights[0] == weights[1], "the weights differ")  # assertEqual would compare megabytes line by line
        self.refuses("train", "--run", self.out / "parts", "--set=width=9", naming="--set")
        self.refuses("train", "--run", self.out / "none", naming="none")
        (self.out / "parts" / "config.json").write_text('{"model": {}, "steps": "many"}')
        self.refuses("train", "--run", self.out / "parts", naming="steps")

    def test_names_reach_the_terminal_escaped(self):
        odd = "a\x1b[31mred\nline"
        own = self.out / "own"
        (own / "audio").mkdir(parents=True)
        write_wav(own / "audio" / f"{odd}.wav", [0] * 16000)
        note = {"note_str": odd, "pitch": 60, "velocity": 100, "instrument_str": "a", "instrument_family": 0,
                "instrument_source": 0, "sample_rate": 16000, "instrument_family_str": "bass", "qualities": [0] * 10,
                "instrument_source_str": "acoustic"}
        (own / "examples.json").write_text(json.dumps({odd: note}))
        for words in (["library", own, "--notes"], ["library", own, "--check"], ["library", own / odd],
                      ["encode", own / f"{odd}.wav", "-o", self.out / "z.npy", "-m", odd]):
            done = run(*words)
            self.assertNotIn("\x1b", done.stdout + done.stderr, words)
            self.assertNotIn("\nline", done.stdout + done.stderr, words)
        self.assertIn("a\\x1b[31mred\\nline", self.succeeds("library", own, "--notes"))

    def test_a_post_filter_is_kept_with_the_weights(self):
        """Of a network nobody has trained, on notes of its own."""
        for i in range(3):
            write_wav(self.out / f"flute {i}.wav",
                      [int(9000 * math.sin(2 * math.pi * 220 * (i + 1) * t / 16000)) for t in range(16000)])
        self.succeeds("import-sound", *sorted(self.out.glob("*.wav")), "-o", self.out / "own")
        tiny = [f"--set={size}={n}" for size, n in (("width", 8), ("skip", 8), ("layers", 4), ("stages", 4),
                                                    ("ae_width", 8), ("ae_layers", 4), ("ae_stages", 4))]
        self.succeeds("train", self.out / "own", "-o", self.out / "run", "--steps", 1, "--batch", 1, "--device", "cpu",
                      "--threads", 1, *tiny)
        weights = self.out / "run" / "weights.safetensors"
        said, before = self.tensors(weights)
        words = ["post-filter", weights, self.out / "own", "--notes-count", 9, "--steps", 5, "--hidden", 6, "--batch", 8,
                 "--threads", 1, "--unseen", "none", "--held-out-of", 0]
        lines = [json.loads(line) for line in self.succeeds(*words, "--json").splitlines()]
        self.assertEqual(lines[-1]["step"], 5)
        self.assertGreater(lines[-1]["fitted_db"], 0)
        after_said, after = self.tensors(weights)
        self.assertEqual(after_said, said)
        self.assertEqual(len(after), len(before) + 6)
        self.assertEqual({name: after[name] for name in before}, before)
        self.assertIn("Continuing", self.succeeds(*words))
        self.assertNotIn("Continuing", self.succeeds(*words, "--fresh"))
        fresh = self.tensors(weights)[1]
        self.succeeds(*words, "--fresh")
        self.assertEqual(self.tensors(weights)[1], fresh)
        self.succeeds("calibrate", weights, "--notes", self.out / "own", "--count", 1)
        before = weights.read_bytes()
        told = self.succeeds("calibrate", weights, "--notes", self.out / "own", "--count", 1, "--check")
        self.assertRegex(told, r"nats from float32; 0 of \d+ activations")
        self.assertEqual(weights.read_bytes(), before)
        kept = self.tensors(weights)[1]
        self.assertEqual(kept, fresh)
        self.succeeds("encode", next((self.out / "own").rglob("*.wav")), "-m", weights, "-o", self.out / "z.npy")

        bytes_before = weights.read_bytes()
        fit = ["post-filter", weights]
        own = self.out / "own"
        self.refuses(*fit, own, "--split", "held-out", "--held-out-of", 0, naming="held-out")
        self.refuses(*fit, own, "--split", "some", naming="some")
        self.refuses(*fit, own, "--share", 1, 2, naming="--share")
        self.refuses(*fit, self.out / "absent", naming="absent")
        self.refuses("post-filter", "baseline-compact", own, naming="WaveNet")
        self.refuses("post-filter", own, own, naming="own")
        long = subprocess.Popen([TIMBRE, *map(str, [*fit, own, "--unseen", "none", "--held-out-of", 0,
                                                    "--notes-count", 9, "--hidden", 6, "--threads", 1])],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertIn("Preparing", long.stdout.readline())
        self.assertIn("frames", long.stdout.readline())
        long.terminate()
        long.communicate(timeout=60)
        self.assertEqual(long.returncode, 130)
        self.assertEqual(weights.read_bytes(), bytes_before)

    def test_an_embedding_of_another_model_is_refused(self):
        self.succeeds("encode", self.a_note(), "--model", "baseline-compact", "-o", self.out / "z.npy")
        self.refuses("decode", self.out / "z.npy", "--model", "wavenet-compact", "-o", self.out / "x.wav", naming="496")
        self.assertFalse((self.out / "x.wav").exists())

    def test_an_output_that_cannot_be_written_is_told(self):
        (self.out / "file").write_text("in the way")
        self.refuses("rainbowgram", self.a_note(), "-o", self.out / "file" / "a.png", naming="a.png")
        self.refuses("reconstruct", self.a_note(), "--model", "baseline-compact", "-o", self.out / "file" / "b", naming="file")
        self.assertEqual((self.out / "file").read_text(), "in the way")


    def test_a_study_leaves_a_report_and_says_why_it_cannot(self):
        listed = self.succeeds("study")
        self.assertIn("two-notes:", listed)
        self.succeeds("study", "data", "--most", "20", "-o", self.out / "data")
        self.assertIn("Notes by family and source", (self.out / "data" / "report.html").read_text())
        self.assertTrue((self.out / "data" / "tables" / "balance.csv").read_text().startswith("Kind,"))
        self.assertIn("no study nothing", run("study", "nothing", "-o", self.out).stderr)
        self.assertIn("-o FOLDER", run("study", "data").stderr)
        self.assertIn("no note nothing", run("study", "note", "--note", "nothing", "-o", self.out).stderr)


if __name__ == "__main__":
    unittest.main()
