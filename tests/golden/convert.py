#!/usr/bin/env python3
"""Makes short/weights.safetensors and deep/weights.safetensors: the weights of two TensorFlow V2 checkpoints (an
independent numpy implementation wrote them with random numbers, together with expected.safetensors) in the program's
own format. Only the plain tensors are taken, not Adam's, not the averages, not the step.

  convert.py FOLDER_WITH_CHECKPOINTS
"""
import json
import pathlib
import struct
import sys

import numpy

MAGIC = 0xDB4775248B80FB57


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def block(data, offset, size):
    """The (key, value) pairs of one block of the table."""
    assert data[offset + size] == 0, "a compressed block"
    body = data[offset:offset + size]
    end = len(body) - 4 - 4 * struct.unpack_from("<I", body, len(body) - 4)[0]
    at, key = 0, b""
    while at < end:
        shared, at = varint(body, at)
        unshared, at = varint(body, at)
        length, at = varint(body, at)
        key = key[:shared] + body[at:at + unshared]
        at += unshared
        yield key, body[at:at + length]
        at += length


def fields(message):
    """(number, value) of a protobuf message; nested messages stay bytes."""
    at = 0
    while at < len(message):
        tag, at = varint(message, at)
        if tag & 7 == 0:
            value, at = varint(message, at)
        elif tag & 7 == 2:
            length, at = varint(message, at)
            value, at = message[at:at + length], at + length
        elif tag & 7 == 5:
            value, at = struct.unpack_from("<I", message, at)[0], at + 4
        else:
            raise ValueError("wire type")
        yield tag >> 3, value


def tensors(prefix):
    index = pathlib.Path(str(prefix) + ".index").read_bytes()
    data = pathlib.Path(str(prefix) + ".data-00000-of-00001").read_bytes()
    assert struct.unpack("<Q", index[-8:])[0] == MAGIC
    footer, at = index[-48:], 0
    _, at = varint(footer, at)
    _, at = varint(footer, at)
    offset, at = varint(footer, at)
    size, at = varint(footer, at)
    for _, handle in block(index, offset, size):
        start, next_at = varint(handle, 0)
        length, _ = varint(handle, next_at)
        for key, entry in block(index, start, length):
            if not key:
                continue
            parts = dict(fields(entry))
            if parts.get(1) != 1:  # not float32
                continue
            shape = [dict(fields(dim)).get(1, 0) for number, dim in fields(parts.get(2, b"")) if number == 2]
            raw = data[parts.get(4, 0):parts.get(4, 0) + parts[5]]
            yield key.decode(), numpy.frombuffer(raw, "<f4").reshape(shape)


def write(path, named, config):
    header, at = {"__metadata__": {"config": json.dumps(config)}}, 0
    for name in sorted(named):
        size = named[name].nbytes
        header[name] = {"dtype": "F32", "shape": list(named[name].shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    body = b"".join(named[name].tobytes() for name in sorted(named))
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def main():
    here = pathlib.Path(__file__).parent
    for name in ("short", "deep"):
        source = pathlib.Path(sys.argv[1]) / name
        sizes = json.loads((source / "shape.json").read_text())
        plain = {n: t for n, t in tensors(source / "model.ckpt-200000")
                 if n.count("/") == 1 and n.endswith(("/W", "/biases"))}
        config = {"kind": "wavenet", **sizes, "sample_rate": 16000, "pitch_conditioned": False}
        write(here / name / "weights.safetensors", plain, config)
        print(name, len(plain), "tensors", sum(t.size for t in plain.values()), "numbers")


if __name__ == "__main__":
    main()
