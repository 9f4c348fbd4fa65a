"""Askew's rules of what a matrix is, once more and in numpy: axes of length 1 go, two halves are two sides, lists of samples stack."""
import math

import numpy as np

NAMES = {"f2": "float16", "f4": "float32", "f8": "float64", "b1": "bool"}


class Named:
    """An array whose type numpy does not have."""

    def __init__(self, values, dtype):
        self.values, self.dtype = values, dtype


def plain(value):
    """(values, name of the type) of an array or tensor; None for anything else."""
    if isinstance(value, Named):
        return value.values, value.dtype
    if type(value).__module__.startswith("torch") and hasattr(value, "detach"):
        name = str(value.dtype).replace("torch.", "")
        value = value.detach()
        return (value.float() if name == "bfloat16" else value).numpy(), name
    if isinstance(value, np.ndarray):
        code = value.dtype.kind + str(value.dtype.itemsize)
        if value.dtype.kind in "iu":
            return value, f"{'u' if value.dtype.kind == 'u' else ''}int{8 * value.dtype.itemsize}"
        return (value, NAMES[code]) if code in NAMES else None
    return None


def number(value):
    return float(value) if math.isfinite(value) else None


def matrices(name, array):
    """Facts of the matrices in an array: none, one, or two; (k, n, d) is k * n rows."""
    found = plain(array)
    if found is None:
        return
    values, dtype = found
    while values.ndim > 2 and 1 in values.shape:
        values = values.reshape([n for i, n in enumerate(values.shape) if i != values.shape.index(1)])
    halves = [(name, values)]
    if values.ndim == 3 and values.shape[0] == 2:
        halves = [(f"{name}[{i}]", values[i]) for i in (0, 1)]
    elif values.ndim == 3 and 0 not in values.shape:
        halves = [(name, values.reshape(-1, values.shape[2]))]
    for title, matrix in halves:
        if matrix.ndim != 2 or 0 in matrix.shape:
            continue
        with np.errstate(over="ignore", invalid="ignore"):
            rows = np.ascontiguousarray(matrix).astype("f4").astype("f8").ravel()
            facts = {"sum": number(rows.sum()), "scale": number(np.abs(rows).sum())}
        yield {"name": title, "rows": matrix.shape[0], "cols": matrix.shape[1], "dtype": dtype, **facts, "first": [number(v) for v in rows[:4]]}


def listed(value):
    """A list of Python's numbers as the array that it is."""
    numbers = isinstance(value, list) and value and all(isinstance(item, float) for item in value)
    return np.array(value, "f8") if numbers else value


def vectors(value):
    found = plain(listed(value))
    if found is None or found[0].ndim == 0:
        return None
    values = found[0]
    while values.ndim > 2 and 1 in values.shape:
        values = values.reshape([n for i, n in enumerate(values.shape) if i != values.shape.index(1)])
    return values.reshape(1, -1) if values.ndim == 1 else values if values.ndim == 2 else None


def stacked(values):
    """One matrix of many samples' vectors."""
    parts = [vectors(value) for value in values]
    if any(part is None for part in parts) or len({part.shape[1] for part in parts}) != 1:
        return None
    return Named(np.concatenate(parts), plain(listed(values[0]))[1])


def flattened(value, name="", out=None):
    """Arrays of any nesting by name: "a.b", "[0]"."""
    out = {} if out is None else out
    joined = lambda key: f"{name}.{key}" if name else str(key)
    if plain(value) is not None:
        out[name] = value
    elif isinstance(value, dict):
        for key, item in value.items():
            flattened(item, joined(key), out)
    elif isinstance(value, (list, tuple)) and value:
        if all(isinstance(item, dict) and item.keys() == value[0].keys() for item in value):
            for key in value[0]:
                column = stacked([item[key] for item in value])
                if column is not None:
                    out[joined(key)] = column
        elif len(value) > 1 and stacked(value) is not None and all(vectors(item).shape[0] == 1 for item in value):
            out[name] = stacked(value)
        else:
            for index, item in enumerate(value):
                flattened(item, f"{name}[{index}]", out)
    return out
