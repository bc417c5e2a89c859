#!/usr/bin/env python3
"""Trains the compact WaveNet autoencoder on one large GPU for a few minutes, and fits its post-filter.

  train.py --init WEIGHTS.safetensors --pack PACK.safetensors [--share 4] ... --out FOLDER --minutes 8

Everything runs on the GPU: it draws crops, corrupts their input and takes a step as one replayed CUDA graph. Matrix
products are bfloat16 with float32 sums; the residual stream, the loss and the optimiser are float32. The weights are
written every two minutes, under the names and layouts of the program ([1, taps, in, out]).

Needs PyTorch 2 and numpy. On a processor (PyTorch 1.13 or later) it runs in float32, for rehearsals: `--rehearse` with a
small batch takes a few steps of every stage. `--check` prints the loss of fixed crops and ends, `--bench` the time of a
step for several batches.

`--period` adds eight columns to the decoder's first layer, which start at zero: the sound one and two periods of the
given pitch ago, each with its two neighbours, and the sine and cosine of that pitch. The program cannot play such
weights yet. In some crops the columns are absent, or a little or an octave off, so that the network does not depend on them.
"""
import argparse
import json
import math
import os
import time

import torch

from crops import Crops
from network import PERIOD_INPUTS, Net, load_init, program_tensors
from notes import load_packs
from post_filter import fit_post_filter
from trainer import Trainer, fixed_crops, schedule
from weights_file import read_safetensors, write_safetensors


def options():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--init", required=True, help="weights to start from")
    p.add_argument("--pack", action="append", default=[], help="a training pack of `timbre pack`; may be repeated")
    p.add_argument("--share", action="append", type=float, default=[], help="how often each pack is drawn")
    p.add_argument("--synthetic", type=int, default=0, help="how many synthesised notes to add")
    p.add_argument("--synthetic-share", type=float, default=1, help="how often they are drawn")
    p.add_argument("--out", required=True, help="folder for the weights and the log")
    p.add_argument("--minutes", type=float, default=8.0, help="length of the training; fitting the post-filter takes extra time")
    p.add_argument("--until", type=float, default=0, help="time by which everything must end, in seconds since the epoch")
    p.add_argument("--fit-minutes", type=float, default=0.6, help="length of the post-filter's fit")
    p.add_argument("--fit-notes", type=int, default=6000, help="how many notes it is fitted to")
    p.add_argument("--batch", type=int, default=12, help="crops per step")
    p.add_argument("--crop", type=int, default=6144, help="samples per crop, a multiple of 512")
    p.add_argument("--rate", type=float, default=1.5e-3, help="peak learning rate")
    p.add_argument("--no-compile", dest="compile", action="store_false", help="do without torch.compile")
    p.add_argument("--period", action="store_true", help="give the decoder the period of the pitch as well")
    p.add_argument("--bench", action="store_true", help="time steps of several sizes, then end")
    p.add_argument("--check", action="store_true", help="print the loss of fixed crops, then end")
    p.add_argument("--rehearse", action="store_true", help="measure few crops and report often")
    return p.parse_args()


class Log:
    """One JSON object per line, on the terminal and in the folder."""

    def __init__(self, folder):
        os.makedirs(folder, exist_ok=True)
        self.began, self.file = time.time(), open(os.path.join(folder, "log.jsonl"), "a")

    def __call__(self, line):
        text = json.dumps({"seconds": round(time.time() - self.began, 1), **line})
        print(text, flush=True)
        print(text, file=self.file, flush=True)


class Run:
    """The device, the notes and the network of one call."""

    def __init__(self, a, log):
        self.a, self.log = a, log
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.cuda = self.device.type == "cuda"
        torch.manual_seed(1)
        torch.backends.cuda.matmul.allow_tf32 = True
        self.config = {**json.loads(read_safetensors(a.init, {"none"})[1]["config"]), "pitch_conditioned": True}
        self.notes, self.pitch, self.weight, self.split = load_packs(
            a.pack, a.share or [1] * len(a.pack), a.synthetic, a.synthetic_share, self.device)
        self.crops = Crops(self.notes, self.pitch.to(self.device), self.weight, self.device, a.period)
        log({"device": torch.cuda.get_device_name() if self.cuda else "cpu", "torch": torch.__version__, "notes": len(self.pitch)})

    def trainer(self, compiled, batch, crop):
        net = Net(self.config, self.device, torch.bfloat16 if self.cuda else torch.float32, compiled and self.cuda, self.a.period)
        load_init(net, self.a.init)
        return Trainer(net, self.crops, batch, crop)

    def wait(self):
        if self.cuda:
            torch.cuda.synchronize()

    def measures(self):
        few = self.a.rehearse
        return {name: fixed_crops(self.crops, torch.nonzero(self.split == s).flatten(), 1 if few else 4, 4 if few else 16, self.a.crop, 5, self.device)
                for name, s in (("trained", 0), ("held_out", 1), ("unseen", 2))}

    def bench(self):
        for compiled in (True, False) if self.cuda else (False,):
            for batch in (12, 8, 24) if self.cuda else (2,):
                try:
                    self.log({"compiled": compiled, "batch": batch, **self.timed(compiled, batch)})
                except Exception as e:  # the next variant may work
                    self.log({"compiled": compiled, "batch": batch, "failed": repr(e)[:600]})

    def timed(self, compiled, batch):
        trainer = self.trainer(compiled, batch, self.a.crop)
        trainer.keep.fill_(0.999)
        start, steps = time.time(), 60 if self.cuda else 1
        if self.cuda:
            trainer.capture()
        self.wait()
        ready = time.time()
        for _ in range(steps):
            trainer.replay()
        self.wait()
        per_step = (time.time() - ready) / steps
        return {"crop": self.a.crop, "prepare_s": round(ready - start, 1), "ms": round(1e3 * per_step, 3),
                "million_samples_per_s": round(batch * self.a.crop / per_step / 1e6, 2)}

    def captured_trainer(self):
        """Ready to replay, with nothing learnt yet."""
        trainer = self.trainer(self.a.compile, self.a.batch, self.a.crop)
        if self.cuda:
            try:
                trainer.capture()
            except Exception as e:
                self.log({"remark": "torch.compile is left out: " + repr(e)[:500]})
                trainer = self.trainer(False, self.a.batch, self.a.crop)
                trainer.capture()
        load_init(trainer.net, self.a.init)  # the warm-up took steps
        trainer.reset()
        return trainer

    def save(self, trainer, more):
        config = {**self.config, "period_inputs": PERIOD_INPUTS} if self.a.period else self.config
        write_safetensors(os.path.join(self.a.out, "wavenet.safetensors"), {**program_tensors(trainer.net, trainer.average), **more},
                          {"config": json.dumps(config), "format": "pt"})

    def minutes(self):
        left = (self.a.until - time.time()) / 60 - self.a.fit_minutes - 0.35
        return min(self.a.minutes, left) if self.a.until else self.a.minutes

    def train(self, trainer, measures):
        a, length = self.a, 60 * self.minutes()
        start = saved = told = time.time()
        steps, block = 0, 20 if self.cuda else 1
        while (part := (time.time() - start) / length) < 1:
            trainer.rate.fill_(schedule(part, a.rate, steps))
            trainer.keep.fill_(min(0.9998, (1 + steps) / (10 + steps)))
            for _ in range(block):
                trainer.replay()
            steps += block
            self.wait()
            now = time.time()
            if now - told > (2 if a.rehearse else 20):
                nats, hint = trainer.loss.tolist()
                self.log({"step": steps, "samples": steps * a.batch * a.crop, "rate": round(trainer.rate.item(), 6), "nats": round(nats, 4),
                          "spectral_loss": round(hint, 4), "norm": round(trainer.norm.item(), 3)})
                told = now
            if now - saved > 120:
                self.log({"step": steps, "average": trainer.measured(trainer.average, measures)})
                self.save(trainer, {})
                saved = now
        self.log({"step": steps, "average": trainer.measured(trainer.average, measures), "last": trainer.measured(trainer.net.master, measures)})
        self.save(trainer, {})

    def fit(self, trainer):
        """The post-filter of the averaged weights, on some of the notes trained on."""
        net, a = trainer.net, self.a
        with torch.no_grad():
            net.flat.copy_(trainer.average)
        count = min(a.fit_notes, int((self.weight > 0).sum()))
        chosen = torch.multinomial(self.weight.float(), count, generator=torch.Generator().manual_seed(2))
        at_once = 16 if self.cuda else 2
        self.save(trainer, fit_post_filter(net, self.notes[chosen.to(self.device)], self.pitch[chosen], a.fit_minutes, self.device, at_once, self.log))


def main():
    a = options()
    run = Run(a, Log(a.out))
    if a.bench:
        return run.bench()
    measures = run.measures()
    first = run.trainer(False, a.batch, a.crop)
    run.log({"before": first.measured(first.net.master, measures)})
    if a.check:
        return
    del first
    trainer = run.captured_trainer()
    run.train(trainer, measures)
    run.fit(trainer)
    run.log({"done": True})


if __name__ == "__main__":
    main()
