"""Search by label in the reference sets by NumPy and scikit-learn: tests/reference/labels.json.

    python3 tests/reference/labels.py

scikit-learn 1.3 or newer. Labels are made from the images' rows: one each ("one": row mod 7), or two ("two": row mod 3, and 10 + row mod 5).
Every eleventh image has none. Nothing of ./dev test needs it.
"""
import json
from pathlib import Path

import numpy as np
from sklearn.metrics import ndcg_score

HERE = Path(__file__).parent
LABELS = {"one": lambda row: {row % 7}, "two": lambda row: {row % 3, 10 + row % 5}}


def one_way(cosines, queries, candidates):
    relevant = np.array([[bool(q & c) for c in candidates] for q in queries])
    asked = np.array([len(q) > 0 for q in queries])
    order = np.argsort(-cosines, axis=1, kind="stable")
    found = np.take_along_axis(relevant, order, axis=1)
    return {
        "queries": int(asked.sum()),
        "precision": {str(k): float(found[asked, :k].mean()) for k in (1, 5, 10)},
        "recall": {str(k): float(found[asked, :k].any(axis=1).mean()) for k in (1, 5, 10)},
        "ndcg": float(ndcg_score(relevant[asked].astype(int), cosines[asked], k=10, ignore_ties=True)),
        "chance": float(relevant[asked].mean()),
    }


def by_label(name, labels):
    images, texts = (np.load(HERE / f"{name}.{side}.npy").astype(np.float64) for side in ("images", "texts"))
    each = len(texts) // len(images)
    cosines = (images / np.linalg.norm(images, axis=1)[:, None]) @ (texts / np.linalg.norm(texts, axis=1)[:, None]).T
    of_images = [labels(row) if row % 11 else set() for row in range(len(images))]
    of_texts = [of_images[text // each] for text in range(len(texts))]
    return {"imageToText": one_way(cosines, of_images, of_texts), "textToImage": one_way(cosines.T, of_texts, of_images)}


names = sorted(path.name.split(".")[0] for path in HERE.glob("*.images.npy"))
answers = {name: {kind: by_label(name, labels) for kind, labels in LABELS.items()} for name in names}
(HERE / "labels.json").write_text(json.dumps(answers, indent=1) + "\n")
