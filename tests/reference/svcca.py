"""SVCCA_exact of expected.json: standardised columns, up to 10 leading left singular vectors of each side, those of singular values up to
1e-6 of the first left out; the mean of the canonical correlations.

    python3 tests/reference/svcca.py
"""
import json
import pathlib

import numpy

folder = pathlib.Path(__file__).parent


def leading(x):
    x = x - x.mean(0)
    u, s, _ = numpy.linalg.svd(x / (x.std(0, ddof=1) + 1e-8), full_matrices=False)
    return u[:, : min(10, int((s > 1e-6 * s[0]).sum()))]


for name in json.loads((folder / "expected.json").read_text()):
    x, y = (numpy.load(folder / f"{name}.{side}.npy").astype("f8") for side in ("images", "texts"))
    correlations = numpy.linalg.svd(leading(x).T @ leading(y[:: len(y) // len(x)]), compute_uv=False)
    print(name, float(numpy.minimum(correlations, 1).mean()))
