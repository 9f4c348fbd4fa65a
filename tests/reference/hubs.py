"""Hubs of the reference sets by NumPy and SciPy: tests/reference/hubs.json.

    python3 tests/reference/hubs.py

NumPy 1.24 or newer and SciPy (Debian: python3-numpy python3-scipy). Nothing of ./dev test needs it.
"""
import json
from pathlib import Path

import numpy as np
from scipy.stats import skew

HERE = Path(__file__).parent
K = 10


def one_way(cosines):
    """Rows: queries, columns: candidates. Of equal cosines the earlier candidate comes first."""
    queries, candidates = cosines.shape
    lists = np.argsort(-cosines, axis=1, kind="stable")[:, :K]
    counts = np.bincount(lists.ravel(), minlength=candidates)
    hubs = np.argsort(-counts, kind="stable")[: int(np.ceil(0.01 * candidates))]
    return {
        "skewness": 0.0 if np.all(counts == counts[0]) else float(skew(counts)),
        "never": float(np.mean(counts == 0)),
        "hubShare": float(np.mean(np.isin(lists[:, 0], hubs))),
        "hubs": [[int(h), int(counts[h])] for h in hubs[:10]],
    }


def hubs(name):
    images, texts = (np.load(HERE / f"{name}.{side}.npy").astype(np.float64) for side in ("images", "texts"))
    each = len(texts) // len(images)
    cosines = (images / np.linalg.norm(images, axis=1)[:, None]) @ (texts / np.linalg.norm(texts, axis=1)[:, None]).T
    wrong = cosines.copy()
    own = np.empty(len(images))
    for i in range(len(images)):
        own[i] = cosines[i, i * each : (i + 1) * each].max()
        wrong[i, i * each : (i + 1) * each] = -np.inf
    nearest = wrong.max(axis=1)
    return {"imageToText": one_way(cosines), "textToImage": one_way(cosines.T), "lookalikes": int(np.sum(nearest > own)), "nearest": float(np.max(np.where(nearest > own, nearest, -1)))}


names = sorted(path.name.split(".")[0] for path in HERE.glob("*.images.npy"))
(HERE / "hubs.json").write_text(json.dumps({name: hubs(name) for name in names if np.load(HERE / f"{name}.images.npy").shape[1] == np.load(HERE / f"{name}.texts.npy").shape[1]}, indent=1) + "\n")
