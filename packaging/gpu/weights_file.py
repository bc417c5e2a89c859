"""Reads and writes safetensors files."""
import json
import os
import struct

import numpy as np



def read_safetensors(path, names=None):
    """-> tensors by name (numpy, memory-mapped), metadata."""
    with open(path, "rb") as f:
        size = struct.unpack("<Q", f.read(8))[0]
        head = json.loads(f.read(size))
    data = np.memmap(path, np.uint8, "r", 8 + size)
    kinds = {"F32": np.float32, "U8": np.uint8, "I8": np.int8, "I64": np.int64, "I32": np.int32, "I16": np.int16,
             "U16": np.uint16, "F16": np.float16}
    out = {}
    for name, entry in head.items():
        if name == "__metadata__" or (names and name not in names):
            continue
        begin, end = entry["data_offsets"]
        out[name] = data[begin:end].view(kinds[entry["dtype"]]).reshape(entry["shape"])
    return out, head.get("__metadata__", {})


def write_safetensors(path, tensors, metadata):
    head, body, at = {"__metadata__": metadata}, [], 0
    for name in sorted(tensors):
        a = np.ascontiguousarray(tensors[name], np.float32)
        head[name] = {"dtype": "F32", "shape": list(a.shape), "data_offsets": [at, at + a.nbytes]}
        body.append(a.tobytes())
        at += a.nbytes
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".part", "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + b"".join(body))
    os.replace(path + ".part", path)
