"""What the library that wrote each real file says of it: names, shapes, types, sums and first values of every matrix.

    /usr/bin/python3 tests/oracle/oracle.py ../shared/formats > tests/oracle/answers.json

Debian: python3-numpy python3-torch python3-h5py python3-scipy. Nothing of ./dev test needs it.
"""
import collections
import csv
import json
import os
import pickle
import sys
import warnings

import numpy as np

import rules

warnings.simplefilter("ignore")


def npy(path):
    return {"": np.load(path, allow_pickle=False)}, "numpy.load"


def npz(path):
    with np.load(path, allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}, "numpy.load"


def pt(path):
    import torch

    return rules.flattened(torch.load(path, map_location="cpu")), "torch.load"


class DataOnly(pickle.Unpickler):
    """The names that the files of formats/pkl need; nothing else is looked up."""

    ALLOWED = ("numpy", "collections", "_codecs", "torch._utils", "torch.storage")

    def find_class(self, module, name):
        if not module.startswith(self.ALLOWED) and (module, name) != ("torch", "FloatStorage"):
            raise pickle.UnpicklingError(f"{module}.{name} is not data")
        return super().find_class(module, name)


def pkl(path):
    import torch  # noqa: F401, tensors inside pickles

    with open(path, "rb") as file:
        return rules.flattened(DataOnly(file, encoding="latin1").load()), "pickle, data alone"


SAFETENSORS = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1", "U8": "u1", "BOOL": "?"}


def safetensors(path):
    with open(path, "rb") as file:
        content = file.read()
    begin = 8 + int.from_bytes(content[:8], "little")
    arrays = {}
    for name, entry in json.loads(content[8:begin]).items():
        if name == "__metadata__":
            continue
        first, end = entry["data_offsets"]
        part = content[begin + first : begin + end]
        if entry["dtype"] == "BF16":
            values = (np.frombuffer(part, "<u2").astype("<u4") << 16).view("<f4")
            arrays[name] = rules.Named(values.reshape(entry["shape"]), "bfloat16")
        else:
            arrays[name] = np.frombuffer(part, SAFETENSORS[entry["dtype"]]).reshape(entry["shape"])
    return arrays, "the format's description, in numpy (Debian has no safetensors)"


def table(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([json.loads(row[key]) for row in rows], "f4") for key in rows[0] if rows[0][key].startswith("[")}, "csv and json"


def lines(path):
    with open(path) as file:
        text = file.read()
    rows = json.loads(text) if text.lstrip().startswith("[") else [json.loads(line) for line in text.splitlines()]
    return {key: np.array([row[key] for row in rows], "f4") for key in rows[0] if isinstance(rows[0][key], list)}, "json"


def mat(path):
    import scipy.io

    with open(path, "rb") as file:
        head = file.read(128)
    # Version 2.0 of the header is HDF5, where MATLAB stores matrices column by column.
    if head[124:126] in (b"\x00\x02", b"\x02\x00"):
        arrays, library = hdf5(path)
        return {name: array.T for name, array in arrays.items()}, library
    found = scipy.io.loadmat(path)
    arrays = {}
    for name, value in found.items():
        if name.startswith("__"):
            continue
        arrays[name] = value.toarray() if hasattr(value, "toarray") else value
    return arrays, "scipy.io.loadmat"


def hdf5(path):
    import h5py

    arrays = {}
    with h5py.File(path, "r") as file:
        def visit(name, item):
            if isinstance(item, h5py.Dataset):
                arrays[name] = item[()] if item.shape is not None else np.empty(0)

        file.visititems(visit)
    return arrays, "h5py"


def columnar(path):
    """No library of Debian's reads these; DuckDB and Polars wrote them from the first 30 pairs of real features."""
    name = os.path.basename(path)
    source = os.path.join(sys.argv[1], "../realdata/liang-modality-gap/features_clip.npy")
    if not name.startswith(("duckdb_fixed512", "duckdb_list_f32", "polars_")) or not os.path.exists(source):
        return None, "no library of Debian's reads it"
    image, text = np.load(source, mmap_mode="r")
    if "_fixed512" in name:
        return {"image": np.array(image[:30], "f4")}, "the rows that it was written from"
    return {"image": np.array(image[:30], "f4"), "text": np.array(text[:30], "f4")}, "the rows that it was written from"


ORACLES = {
    "npy": npy, "npz": npz, "pt": pt, "pth": pt, "pkl": pkl, "safetensors": safetensors, "csv": table, "jsonl": lines, "json": lines,
    "mat": mat, "h5": hdf5, "hdf5": hdf5, "parquet": columnar, "arrow": columnar, "arrows": columnar,
}


def answer(path):
    if "MUST_REFUSE" in path or os.path.basename(path).startswith("evil_"):
        return {"library": "none is asked", "refuse": "it names what is not data"}
    if "bigendian" in path and path.endswith((".arrow", ".arrows")):
        return {"library": "none is asked", "refuse": "big-endian Arrow"}
    oracle = ORACLES[path.rsplit(".", 1)[1]]
    try:
        arrays, library = oracle(path)
    except Exception as error:
        return {"library": oracle.__name__, "refuse": f"{type(error).__name__}: {str(error).splitlines()[0][:100]}"}
    if arrays is None:
        return {"library": library}
    return {"library": library, "arrays": [facts for name, array in arrays.items() for facts in rules.matrices(name, array)]}


def main():
    root = sys.argv[1]
    answers = collections.OrderedDict()
    for folder, _, names in sorted(os.walk(root)):
        for name in sorted(names):
            if name.endswith(".md") or name == "npyjs_records.json":
                continue
            path = os.path.join(folder, name)
            answers[os.path.relpath(path, root)] = answer(path)
    body = ",\n".join(f"  {json.dumps(name)}: {json.dumps(facts)}" for name, facts in answers.items())
    print("{\n" + body + "\n}")


main()
