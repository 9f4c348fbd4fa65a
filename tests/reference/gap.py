"""The modality gap of the reference sets by NumPy, SciPy and scikit-learn: tests/reference/gap.json.

    python3 tests/reference/gap.py

NumPy, SciPy, scikit-learn (Debian: python3-numpy python3-scipy python3-sklearn), Node and a built core, which deals the halves.
Nothing of ./dev test needs it.
"""
import json
import subprocess
from pathlib import Path

import numpy as np
from scipy.stats import t as student
from sklearn.covariance import ledoit_wolf
from sklearn.metrics import roc_auc_score

HERE = Path(__file__).parent
DEPTHS, K, PRIVATE = (1, 5, 10), 10, 0.05


def unit(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def cov(x):
    return np.cov(x.T, bias=True)


def whitening(x):
    s, shrinkage = ledoit_wolf(x)
    values, vectors = np.linalg.eigh(s)
    return np.sqrt(np.trace(s) / len(s)) * (vectors / np.sqrt(np.maximum(values, 1e-10 * values[-1]))) @ vectors.T, shrinkage, s


def hits(cosines, own):
    """Probability that the right candidate is among the k first, ties broken at random; cosines equal to a rounding are ties."""
    tie = np.abs(cosines - own[:, None]) < 1e-12
    above = ((cosines > own[:, None]) & ~tie).sum(axis=1)
    tied = tie.sum(axis=1) - 1
    return np.array([np.clip((k - above) / (tied + 1), 0, 1) for k in DEPTHS])


def sas(x, y, q=0.1, epsilon=1e-8):
    x, y = x - x.mean(axis=0), y - y.mean(axis=0)
    values, vectors = np.linalg.eigh(x.T @ x / len(x))
    values, vectors = values[::-1], vectors[:, ::-1]
    values = np.where(values > 1e-13 * values[0], values, 0)
    kept = (values >= np.quantile(values, 1 - q)) & (values > 0)
    a, b = x @ vectors, y @ vectors
    rho = np.mean(a * b, axis=0) / np.sqrt(np.mean(a * a, axis=0) * np.mean(b * b, axis=0) + epsilon)
    return float(np.sum(values[kept] * np.abs(rho[kept])) / np.sum(values[kept]))


def own_share(x, y):
    both = np.vstack([unit(x), unit(y)])
    cosines = both @ both.T
    np.fill_diagonal(cosines, -np.inf)
    side = np.repeat([0, 1], len(x))
    shares = []
    for i, row in enumerate(cosines):
        # The own side's come first among equals, to a rounding.
        order = np.lexsort((side != side[i], -np.round(row, 12)))[:K]
        shares.append(np.mean(side[order] == side[i]))
    return float(np.mean(shares[: len(x)])), float(np.mean(shares[len(x) :]))


def measured(x, y):
    cosines = unit(x) @ unit(y).T
    own = np.diag(cosines)
    n = len(x)
    images, texts = own_share(x, y)
    return {
        "hits": {"imageToText": hits(cosines, own), "textToImage": hits(cosines.T, own)},
        "sas": {"imageToText": sas(x, y), "textToImage": sas(y, x)},
        "ownShare": {"images": images, "texts": texts},
        "deltaCosine": float(own.mean() - (cosines.sum() - own.sum()) / (n * (n - 1))),
    }


def change(after, before, wider=1):
    """Bonett and Price 2012."""
    d = after - before
    joined = np.concatenate([d, [1, -1]])
    half = wider * student.ppf(0.975, len(d) - 1) * joined.std(ddof=1) / np.sqrt(len(joined))
    return {"change": float(d.mean()), "low": float(max(-1, joined.mean() - half)), "high": float(min(1, joined.mean() + half))}


def gap(name, halves):
    images, texts = (np.load(HERE / f"{name}.{side}.npy").astype(np.float64) for side in ("images", "texts"))
    # float32, as the rows of a file are.
    u, v = (unit(x).astype(np.float32).astype(np.float64) for x in (images, texts[:: len(texts) // len(images)]))
    n = len(u)
    apart = u - v
    mean_square = np.mean(np.sum(apart**2, axis=1))
    rest = np.maximum(np.linalg.eigvalsh(cov(apart))[::-1], 0)
    scale = rest.sum() if rest.sum() > 1e-9 * (np.trace(cov(u)) + np.trace(cov(v))) else 0
    out = {
        "distance": {
            "meanSquare": float(mean_square),
            "centre": float(np.sum(apart.mean(axis=0) ** 2) / mean_square) if mean_square > 0 else 0.0,
            "directions": float(scale**2 / np.sum(rest**2)) if scale else 0.0,
            "leading": [float(one / mean_square) for one in rest[:10]] if scale else [0.0] * min(10, len(rest) if mean_square > 0 else 0),
        }
    }
    folds = []
    for own in (1, 0):
        learn, chosen = halves[1 - own], halves[own]
        a, b, x, y = u[learn], v[learn], u[chosen], v[chosen]
        wa, sa, ca = whitening(a)
        wb, sb, cb = whitening(b)
        values, vectors = np.linalg.eigh(cov(a) / np.trace(cov(a)) - cov(b) / np.trace(cov(b)))
        d = cov(x) / np.trace(cov(x)) - cov(y) / np.trace(cov(y))
        along = np.einsum("ij,ik,kj->j", vectors, d, vectors)
        away = vectors[:, np.abs(values) >= PRIVATE]
        without = np.eye(len(d)) - away @ away.T
        w = np.linalg.solve((ca + cb) / 2, a.mean(axis=0) - b.mean(axis=0))
        folds.append(
            {
                "treatments": {
                    "given": measured(x, y),
                    "centred": measured(x - a.mean(axis=0), y - b.mean(axis=0)),
                    "whitened": measured((x - a.mean(axis=0)) @ wa, (y - b.mean(axis=0)) @ wb),
                    "withoutPrivate": measured((x - a.mean(axis=0)) @ without, (y - b.mean(axis=0)) @ without),
                },
                "separability": roc_auc_score([1] * len(x) + [0] * len(y), np.concatenate([x @ w, y @ w])),
                "low": along[values > 1e-9].sum(),
                "high": values[values > 1e-9].sum(),
                "removed": int(away.shape[1]),
                "shrinkage": (float(sa), float(sb)),
                "weight": len(chosen),
            }
        )
    weights = [fold["weight"] for fold in folds]
    by = lambda value: float(np.average([value(fold) for fold in folds], weights=weights))
    out["separability"] = by(lambda f: f["separability"])
    out["private"] = {"low": max(0.0, by(lambda f: f["low"])), "high": float(np.average([fold["high"] for fold in folds], weights=weights[::-1])), "removed": [f["removed"] for f in folds]}
    out["shrinkage"] = {side: [f["shrinkage"][k] for f in folds] for k, side in enumerate(("images", "texts"))}
    out["treatments"] = {}
    for kind in ("given", "centred", "whitened", "withoutPrivate"):
        of = lambda f: f["treatments"][kind]
        ways = ("imageToText", "textToImage")
        one = {
            "recall": {way: {str(k): by(lambda f: of(f)["hits"][way][i].mean()) for i, k in enumerate(DEPTHS)} for way in ways},
            "sas": {way: by(lambda f: of(f)["sas"][way]) for way in ways},
            "ownShare": {side: by(lambda f: of(f)["ownShare"][side]) for side in ("images", "texts")},
            "deltaCosine": by(lambda f: of(f)["deltaCosine"]),
        }
        if kind != "given":
            joined = lambda which, way, i: np.concatenate([f["treatments"][which]["hits"][way][i] for f in folds])
            one["change"] = {
                way: {str(k): change(joined(kind, way, i), joined("given", way, i), 1.3 if kind == "withoutPrivate" else 1) for i, k in enumerate(DEPTHS)} for way in ways
            }
        out["treatments"][kind] = one
    return out


if __name__ == "__main__":
    halves = json.loads(subprocess.run(["node", str(HERE / "gap-halves.js")], check=True, capture_output=True).stdout)
    (HERE / "gap.json").write_text(json.dumps({name: gap(name, of) for name, of in halves.items()}, indent=1) + "\n")
