"""The WaveNet autoencoder with the program's weights, for training."""
import contextlib
import math

import numpy as np
import torch
import torch.nn.functional as F

from weights_file import read_safetensors

HOP, PERIOD_INPUTS, HINT_BANDS, HINT_HIDDEN = 512, 8, 320, 192



def compiled_or_not(function, wanted):
    return torch.compile(function, dynamic=False) if wanted else function


class Shifted(torch.autograd.Function):
    """x [B, T, C] -> [B, T, 3 C]: what it was `shifts` samples ago, zeros outside. Shifts may be negative."""

    @staticmethod
    def place(shift, length):
        return (slice(shift, length), slice(0, length - shift)) if shift >= 0 else (slice(0, length + shift), slice(-shift, length))

    @staticmethod
    def forward(ctx, x, shifts):
        ctx.shifts = shifts
        b, t, c = x.shape
        out = x.new_empty(b, t, 3 * c)
        for i, s in enumerate(shifts):
            to, source = Shifted.place(s, t)
            part = out[:, :, i * c:(i + 1) * c]
            part[:, to] = x[:, source]
            if s > 0:
                part[:, :s] = 0
            elif s < 0:
                part[:, s:] = 0
        return out

    @staticmethod
    def backward(ctx, g):
        t, c = g.shape[1], g.shape[2] // 3
        out = None
        for i, s in sorted(enumerate(ctx.shifts), key=lambda e: abs(e[1])):
            part = g[:, :, i * c:(i + 1) * c]
            if out is None:
                assert s == 0
                out = part.clone(memory_format=torch.contiguous_format)
                continue
            to, source = Shifted.place(s, t)
            out[:, source] += part[:, to]
        return out, None


def gated(pre, condition):
    """pre [B, F, H, 2 W] (bf16), condition [B, F, 2 W] -> [B, F, H, W]; the sigmoid's half comes first."""
    x = pre.float() + condition.float()[:, :, None]
    w = x.shape[3] // 2
    return (torch.sigmoid(x[..., :w]) * torch.tanh(x[..., w:])).to(pre.dtype)


def added(stream, more, bias):
    """The float32 stream with a bf16 branch added, and its bf16 copy for the next layer."""
    out = stream + more.float() + bias.float()
    return out, out.to(more.dtype)


def added_rectified(stream, more, bias):
    out = stream + more.float() + bias.float()
    return out, torch.relu(out).to(more.dtype)


def rectified(x, bias):
    return torch.relu(x.float() + bias.float()).to(x.dtype)


class Net:
    """The WaveNet autoencoder over leaves of the compute type; `shapes` is the order of the flat parameters."""

    def __init__(self, config, device, dtype, compiled=False, period=False):
        self.c, self.device, self.dtype = config, device, dtype
        w, s, z, a = config["width"], config["skip"], config["z"], config["ae_width"]
        cond = z + 128
        shapes = {"ae_startconv": (3, 1, a), "ae_bottleneck": (1, a, z), "startconv": (3, 1, w), "skip_start": (1, w, s),
                  "out1": (1, s, s), "cond_map_out1": (1, cond, s), "logits": (1, s, 256)}
        for i in range(1, config["ae_layers"] + 1):
            shapes[f"ae_dilatedconv_{i}"] = (3, a, a)
            shapes[f"ae_res_{i}"] = (1, a, a)
        for i in range(1, config["layers"] + 1):
            shapes[f"dilatedconv_{i}"] = (3, w, 2 * w)
            shapes[f"cond_map_{i}"] = (1, cond, 2 * w)
            shapes[f"res_{i}"] = (1, w, w)
            shapes[f"skip_{i}"] = (1, w, s)
        self.shapes = {}
        for name, shape in shapes.items():
            self.shapes[name + "/W"] = shape
            self.shapes[name + "/biases"] = (shape[2],)
        if period:
            self.shapes["period/W"] = (1, PERIOD_INPUTS, w)
        for name, n_in, n_out in (("hint_1", z, HINT_HIDDEN), ("hint_2", HINT_HIDDEN, HINT_HIDDEN), ("hint_3", HINT_HIDDEN, HINT_BANDS)):
            self.shapes[name + "/W"], self.shapes[name + "/biases"] = (1, n_in, n_out), (n_out,)
        count = sum(math.prod(s) for s in self.shapes.values())
        self.master = torch.zeros(count, device=device)
        self.flat = torch.zeros(count, device=device, dtype=dtype)
        self.p, at = {}, 0
        for name, shape in self.shapes.items():
            n = math.prod(shape)
            self.p[name] = self.flat[at:at + n].view(shape).requires_grad_()
            at += n
        self.gate = compiled_or_not(gated, compiled)
        self.add = compiled_or_not(added, compiled)
        self.add_rectified = compiled_or_not(added_rectified, compiled)
        self.rectify = compiled_or_not(rectified, compiled)
        self.spread = pitch_spread(device)

    def views(self, flat):
        out, at = {}, 0
        for name, shape in self.shapes.items():
            n = math.prod(shape)
            out[name] = flat[at:at + n].view(shape)
            at += n
        return out

    def publish(self):
        """The weights that the network computes with: the master's numbers in the compute type."""
        with torch.no_grad():
            self.flat.copy_(self.master)

    def product(self, x, name):
        w = self.p[name + "/W"]
        return torch.matmul(x, w.reshape(-1, w.shape[2]))

    def affine(self, x, name):
        return self.product(x, name) + self.p[name + "/biases"]

    def encode(self, x):
        """x [B, T] float32 -> [B, T / hop, z] float32."""
        c, a = self.c, self.c["ae_width"]
        start = torch.stack([F.pad(x, (1, 0))[:, :-1], x, F.pad(x, (0, 1))[:, 1:]], -1).to(self.dtype)
        e = self.affine(start, "ae_startconv").float()
        r = torch.relu(e).to(self.dtype)
        for i in range(1, c["ae_layers"] + 1):
            d = 2 ** ((i - 1) % c["ae_stages"])
            h = self.product(Shifted.apply(r, (d, 0, -d)), f"ae_dilatedconv_{i}")
            h = self.rectify(h, self.p[f"ae_dilatedconv_{i}/biases"])
            e, r = self.add_rectified(e, self.product(h, f"ae_res_{i}"), self.p[f"ae_res_{i}/biases"])
        e = e.reshape(e.shape[0], -1, HOP, a).mean(2)
        return self.affine(e.to(self.dtype), "ae_bottleneck").float()

    def conditions(self, z, keys):
        """z [B, F, z], keys [B, 128] (one-hot or zero) -> what every layer adds, [B, F, layers * 2 w + skip]."""
        c = self.c
        names = [f"cond_map_{i}" for i in range(1, c["layers"] + 1)] + ["cond_map_out1"]
        weight = torch.cat([self.p[n + "/W"][0] for n in names], 1).float()
        bias = torch.cat([self.p[n + "/biases"] for n in names]).float()
        # The dilated convolutions' biases go along: their gradient is then a sum over frames, not over samples.
        more = torch.cat([self.p[f"dilatedconv_{i}/biases"] for i in range(1, c["layers"] + 1)] + [self.p["out1/biases"]]).float()
        told = (keys @ self.spread) @ weight[c["z"]:]
        return (z @ weight[:c["z"]] + told[:, None] + bias + more).to(self.dtype)

    def decode(self, heard, period, z, keys):
        """heard [B, T] the samples, period [B, T, 8] -> logits [B * T, 256]."""
        c, w, s = self.c, self.c["width"], self.c["skip"]
        b, t = heard.shape
        late = F.pad(heard, (3, 0))
        start = torch.stack([late[:, i:i + t] for i in range(3)], -1).to(self.dtype)
        l = self.affine(start, "startconv")
        if "period/W" in self.p:
            l = l + self.product(period.to(self.dtype), "period")
        l = l.float()
        l16 = l.to(self.dtype)
        first = self.affine(l16, "skip_start")
        conditions = self.conditions(z, keys)
        gates = []
        for i in range(1, c["layers"] + 1):
            d = 2 ** ((i - 1) % c["stages"])
            pre = self.product(Shifted.apply(l16, (2 * d, d, 0)), f"dilatedconv_{i}")
            g = self.gate(pre.view(b, -1, HOP, 2 * w), conditions[:, :, (i - 1) * 2 * w:i * 2 * w]).view(b, t, w)
            gates.append(g)
            if i < c["layers"]:
                l, l16 = self.add(l, self.product(g, f"res_{i}"), self.p[f"res_{i}/biases"])
        weight = torch.cat([self.p[f"skip_{i}/W"][0] for i in range(1, c["layers"] + 1)], 0)
        bias = sum(self.p[f"skip_{i}/biases"] for i in range(1, c["layers"] + 1))
        skips = torch.cat(gates, -1).view(-1, c["layers"] * w) @ weight
        skips = self.rectify(skips + first.view(-1, s), bias)
        hidden = self.product(skips, "out1").view(b, -1, HOP, s) + conditions[:, :, None, c["layers"] * 2 * w:]
        hidden = torch.relu(hidden).view(b * t, s)
        return self.affine(hidden, "logits")

    def hint(self, z):
        h = torch.relu(self.affine(z.to(self.dtype), "hint_1"))
        return self.affine(torch.relu(self.affine(h, "hint_2")), "hint_3").float()


def pitch_spread(device, semitones=1.0):
    """[128, 128]: a key's one-hot is spread over its neighbours, so that they share what they learn."""
    k = torch.arange(128, dtype=torch.float64)
    rows = torch.exp(-0.5 * ((k[:, None] - k[None]) / semitones) ** 2)
    return (rows / rows.sum(1, keepdim=True)).float().to(device)


def load_init(net, path):
    """Loads the program's weights into the master; what the file lacks starts at zero (period) or at random (hint)."""
    tensors = read_safetensors(path)[0]
    spread = net.spread.double().cpu()
    # A stable inverse: the folded tables came from unfolded ones through this very matrix.
    inverse = torch.linalg.solve(spread.t() @ spread + 1e-4 * torch.eye(128, dtype=torch.float64), spread.t())
    generator = torch.Generator().manual_seed(1)
    views = net.views(net.master)
    z = net.c["z"]
    for name, view in views.items():
        source = {"period/W": "startconv_period/W"}.get(name, name)
        if source in tensors:
            value = torch.from_numpy(np.array(tensors[source], np.float32))
            if name.startswith("cond_map") and name.endswith("/W"):
                value = value.reshape(-1, value.shape[-1])
                if value.shape[0] == z:  # not conditioned on the pitch until now
                    value = torch.cat([value, torch.zeros(128, value.shape[1])])
                value[z:] = (inverse @ value[z:].double()).float()
            view.copy_(value.reshape(view.shape))
        elif name.startswith("hint"):
            bound = 1 / math.sqrt(view.shape[1] if view.dim() == 3 else HINT_HIDDEN)
            view.copy_((torch.rand(view.shape, generator=generator) * 2 - 1) * bound)
        elif name == "period/W":
            view.zero_()
        else:
            raise SystemExit(f"{path} has no tensor {source}")
    net.publish()


def program_tensors(net, flat):
    """Under the released checkpoint's names; the keys' spread is folded in."""
    out, z, spread = {}, net.c["z"], net.spread.double().cpu()
    for name, view in net.views(flat).items():
        value = view.detach().double().cpu()
        if name.startswith("hint"):
            continue
        if name.startswith("cond_map") and name.endswith("/W"):
            value = torch.cat([value[:, :z], (spread @ value[0, z:])[None]], 1)
        if value.dim() == 3:
            value = value[None]
        out["startconv_period/W" if name == "period/W" else name] = value.float().numpy()
    return out


@contextlib.contextmanager
def plain(net):
    """Runs without compiled functions, which other sizes would compile again."""
    kept = net.gate, net.add, net.add_rectified, net.rectify
    net.gate, net.add, net.add_rectified, net.rectify = gated, added, added_rectified, rectified
    try:
        yield
    finally:
        net.gate, net.add, net.add_rectified, net.rectify = kept
