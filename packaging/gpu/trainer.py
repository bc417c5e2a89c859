"""A step of training, as one CUDA graph where there is a GPU."""
import math

import torch
import torch.nn.functional as F

from crops import LENGTH, hint_spectra
from network import plain



class Trainer:
    def __init__(self, net, crops, batch, samples):
        self.net, self.crops, self.batch, self.samples = net, crops, batch, samples
        d = net.device
        self.first, self.second = torch.zeros_like(net.master), torch.zeros_like(net.master)
        self.average = net.master.clone()
        self.rate, self.step_count = torch.zeros((), device=d), torch.zeros((), device=d)
        self.keep = torch.zeros((), device=d)
        self.loss = torch.zeros(2, device=d)
        self.norm = torch.zeros((), device=d)
        # no decay for biases
        decay = torch.zeros_like(net.master)
        for name, view in net.views(decay).items():
            view.fill_(1e-4 if name.endswith("/W") else 0)
        self.decay = decay
        self.graph = None

    def reset(self):
        """Resets the optimiser and the moving average; the network keeps its weights."""
        self.average.copy_(self.net.master)
        for x in (self.first, self.second, self.step_count, self.loss):
            x.zero_()

    def losses(self, classes, heard, pitch, exact):
        net = self.net
        x = (classes.float() - 128) / 128
        period, keys = self.crops.period_inputs(heard, pitch, exact)
        z = net.encode(x)
        logits = net.decode(heard, period, z, keys)
        nats = F.cross_entropy(logits.float(), classes.reshape(-1))
        return nats, F.mse_loss(net.hint(z), hint_spectra(x))

    def step(self):
        net = self.net
        with torch.no_grad():
            classes, start, pitch = self.crops.draw(self.batch, self.samples)
            heard = self.crops.disturbed((classes.float() - 128) / 128, start)
        nats, hint = self.losses(classes, heard, pitch, False)
        grads = torch.autograd.grad(nats + hint, list(net.p.values()), allow_unused=True)
        with torch.no_grad():
            g = torch.cat([(torch.zeros_like(p) if x is None else x).reshape(-1) for x, p in zip(grads, net.p.values())]).float()
            norm = g.norm()
            good = torch.isfinite(norm)
            g = torch.nan_to_num(g, 0.0, 0.0, 0.0) * (torch.clamp(1 / (norm + 1e-9), max=1.0)).nan_to_num(0.0, 0.0, 0.0)
            self.step_count += 1
            self.first.lerp_(g, 0.1)
            self.second.lerp_(g * g, 0.02)
            one = 1 - 0.9 ** self.step_count
            two = 1 - 0.98 ** self.step_count
            size = (self.second / two).sqrt() + 1e-8
            net.master.mul_(1 - self.rate * self.decay)
            net.master.sub_(torch.where(good, self.rate, self.rate * 0) / one * self.first / size)
            self.average.lerp_(net.master, 1 - self.keep)
            net.publish()
            self.loss.lerp_(torch.stack([nats, hint]).nan_to_num(9.9), torch.clamp(1 / self.step_count, min=0.002))
            self.norm.copy_(norm)

    def capture(self):
        """Records the graph; from now on replay() takes a step."""
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                self.step()
        torch.cuda.current_stream().wait_stream(side)
        torch.cuda.synchronize()
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            self.step()

    def replay(self):
        self.graph.replay() if self.graph else self.step()

    def measured(self, flat, parts):
        """Mean nats of fixed crops with `flat` as the weights; exact pitch, uncorrupted input."""
        net = self.net
        with torch.no_grad(), plain(net):
            net.flat.copy_(flat)
            out = {}
            for name, batches in parts.items():
                values = [self.losses(c, (c.float() - 128) / 128, p, True)[0].item() for c, p in batches]
                out[name] = round(sum(values) / max(1, len(values)), 4)
            net.publish()
        return out


def fixed_crops(crops, indices, count, batch, samples, seed, device):
    generator = torch.Generator().manual_seed(seed)
    batches = []
    for _ in range(count if len(indices) else 0):
        note = indices[torch.randint(len(indices), (batch,), generator=generator)]
        start = torch.randint(0, LENGTH - samples, (batch,), generator=generator)
        start[: batch // 4] = 0
        at = (note[:, None] * LENGTH + start[:, None] + torch.arange(samples)).to(device)
        batches.append((crops.notes.view(-1)[at].long(), crops.pitch[note.to(device)]))
    return batches


def schedule(part, peak, steps):
    return peak * min(1.0, (steps + 1) / 300) * (0.01 + 0.495 * (1 + math.cos(math.pi * min(1.0, part))))
