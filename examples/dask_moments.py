#!/usr/bin/env python3
"""A moments file from partitioned .npy or Parquet files, or from made-up rows, on a Dask cluster.

    dask_moments.py --images 'images/*.npy' --texts 'texts/*.npy' -o SITE.moments.safetensors
    dask_moments.py --parquet 'pairs/*.parquet' --image-column image --text-column text -o SITE.moments.safetensors
    dask_moments.py --synthetic 10000000x256 -o MADE-UP.moments.safetensors

--scheduler tcp://HOST:8786 or --scheduler-file FILE uses a cluster that runs; else --workers processes are started on this machine. One partition is
one task; sums are added up in a tree, so a worker holds one slice of one partition and a few sets of sums. A task whose worker
dies runs again elsewhere. The file is the one that `askew moments` writes: the page and the command open it.
"""

import argparse
import glob
import itertools
import json
import struct
import sys
import time
from math import ceil
from statistics import NormalDist

import numpy as np

SCHEMA = "askew-moments/1"
SLICE = 8192
"""Rows in float64 at once: what a worker holds beside its sums."""
SIGMA = 10.0
"""Length scale of the paper's MMD."""
PAIRS_A_DIMENSION = 5
FEWEST_PAIRS = 100
RISK = 0.6
"""The highest chance that a membership test picks the member of a member and a stranger; see docs/aggregates.md."""


class BadInput(Exception):
    pass


def side_sums(x, square, partner):
    """Sums of one side's rows, as wasm/core/include/askew/moments.hpp names them."""
    norm = np.sqrt(square)
    weight = np.exp(-square / (2 * SIGMA * SIGMA))
    return {
        "sum": x.sum(0),
        "unit_sum": (1 / norm) @ x,
        "weighted_sum": weight @ x,
        "own_square_sum": square @ x,
        "other_square_sum": partner @ x,
        "numbers": np.array([square.sum(), (square * square).sum(), weight.sum(), norm.min(), norm.max()]),
    }


def slice_moments(x, y, path, begin):
    """The moments of some rows, centred about their own means; path and begin tell where they are from."""
    x, y = x.astype(np.float32).astype(np.float64), y.astype(np.float32).astype(np.float64)
    xx, yy = np.einsum("ij,ij->i", x, x), np.einsum("ij,ij->i", y, y)
    for side, square in (("images", xx), ("texts", yy)):
        if not np.all(np.isfinite(square)) or not np.all(square > 0):
            row = int(np.argmin(np.isfinite(square) & (square > 0)))
            raise BadInput(f"{path}: row {begin + row} (counted from 0) of the {side} is zero or not finite. Leave its pair out.")
    cosine = np.einsum("ij,ij->i", x, y) / np.sqrt(xx * yy) if x.shape[1] == y.shape[1] else np.zeros(1)
    n = float(len(x))
    image, text = side_sums(x, xx, yy), side_sums(y, yy, xx)
    x -= image["sum"] / n
    y -= text["sum"] / n
    return {
        "n": n,
        "image": image,
        "text": text,
        "square_product": float(xx @ yy),
        "cosine": float(cosine.sum()),
        "xx": x.T @ x,
        "yy": y.T @ y,
        "yx": y.T @ x,
    }


def merged_side(a, b):
    out = {name: a[name] + b[name] for name in a}
    out["numbers"][3] = min(a["numbers"][3], b["numbers"][3])
    out["numbers"][4] = max(a["numbers"][4], b["numbers"][4])
    return out


def merge(a, b):
    """Chan, Golub and LeVeque 1979: the products about the common mean."""
    if a["xx"].shape != b["xx"].shape or a["yy"].shape != b["yy"].shape:
        raise BadInput("The partitions differ in width. Every partition must come from the same model.")
    weight = a["n"] * b["n"] / (a["n"] + b["n"])
    u = b["image"]["sum"] / b["n"] - a["image"]["sum"] / a["n"]
    v = b["text"]["sum"] / b["n"] - a["text"]["sum"] / a["n"]
    return {
        "n": a["n"] + b["n"],
        "image": merged_side(a["image"], b["image"]),
        "text": merged_side(a["text"], b["text"]),
        "square_product": a["square_product"] + b["square_product"],
        "cosine": a["cosine"] + b["cosine"],
        "xx": a["xx"] + b["xx"] + weight * np.outer(u, u),
        "yy": a["yy"] + b["yy"] + weight * np.outer(v, v),
        "yx": a["yx"] + b["yx"] + weight * np.outer(v, u),
    }


def merge_all(parts):
    whole = parts[0]
    for part in parts[1:]:
        whole = merge(whole, part)
    return whole


def synthetic_slices(rows, width, seed):
    """Pairs with 32 shared directions, images and texts each with noise of their own, in unit rows."""
    directions = np.random.default_rng(0)
    a, b = (directions.standard_normal((32, width), dtype=np.float32) for _ in range(2))
    strength = np.float32(0.9) ** np.arange(32, dtype=np.float32)
    random = np.random.default_rng(seed)
    for begin in range(0, rows, SLICE):
        count = min(SLICE, rows - begin)
        shared = random.standard_normal((count, 32), dtype=np.float32) * strength
        x = shared @ a + random.standard_normal((count, width), dtype=np.float32)
        y = shared @ b + random.standard_normal((count, width), dtype=np.float32)
        yield x / np.linalg.norm(x, axis=1, keepdims=True), y / np.linalg.norm(y, axis=1, keepdims=True)


def npy_slices(images, texts):
    x, y = np.load(images, mmap_mode="r"), np.load(texts, mmap_mode="r")
    if x.ndim != 2 or y.ndim != 2 or len(x) != len(y):
        raise BadInput(f"{images} has the shape {x.shape}, {texts} {y.shape}. Both need (n, d), row i belonging to row i.")
    for begin in range(0, len(x), SLICE):
        yield x[begin : begin + SLICE], y[begin : begin + SLICE]


def rows_of(cells, path, column):
    """A column's cells, each a row's numbers, as a matrix."""
    if any(cell is None for cell in cells):
        raise BadInput(f"{path}: a cell of the column {column} is empty. Leave its pair out.")
    rows = [np.atleast_1d(cell) for cell in cells]
    widths = {len(row) for row in rows}
    if len(widths) > 1 or any(row.ndim != 1 or row.dtype.kind not in "fiu" for row in rows):
        raise BadInput(f"{path}: the column {column} needs a list of numbers in each cell, all of one length.")
    return np.stack(rows)


def parquet_slices(path, image_column, text_column):
    try:
        import pyarrow.parquet as parquet
    except ImportError:
        raise BadInput("Parquet is read with pyarrow, which a worker does not have. Install it where the workers run (pip or conda).") from None
    file = parquet.ParquetFile(path)
    names = file.schema_arrow.names
    for column in (image_column, text_column):
        if column not in names:
            raise BadInput(f"{path} has no column {column}. Its columns: {', '.join(names)}. Say --image-column and --text-column.")
    batches = (batch for batch in file.iter_batches(SLICE, columns=[image_column, text_column]) if batch.num_rows > 0)
    for batch in batches:
        yield tuple(rows_of(batch.column(name).to_numpy(zero_copy_only=False), path, name) for name in (image_column, text_column))


READERS = {"synthetic": synthetic_slices, "npy": npy_slices, "parquet": parquet_slices}


def partition_moments(kind, *what):
    """One task: a partition read slice by slice."""
    whole, rows = None, 0
    for x, y in READERS[kind](*what):
        part = slice_moments(np.asarray(x), np.asarray(y), what[0], rows)
        rows += len(x)
        whole = part if whole is None else merge(whole, part)
    if whole is None:
        raise BadInput(f"{what[0]} holds no rows.")
    return whole


def tensors_of(blocks):
    """Names and order of web/src/readers/moments-form.js."""

    def stacked(value):
        return np.stack([np.asarray(value(block), dtype="<f8") for block in blocks])

    def side(name):
        for field in ("sum", "unit_sum", "weighted_sum", "own_square_sum", "other_square_sum"):
            yield f"{name}.{field}", stacked(lambda block, field=field: block[name][field])
        yield f"{name}.square_fourth_weight_shortest_longest", stacked(lambda block: block[name]["numbers"])

    yield "pairs", stacked(lambda block: block["n"])
    yield from side("image")
    yield from side("text")
    yield "square_product_sum", stacked(lambda block: block["square_product"])
    yield "cosine_sum", stacked(lambda block: block["cosine"])
    yield "image.products", stacked(lambda block: block["xx"])
    yield "text.products", stacked(lambda block: block["yy"])
    yield "text_image.products", stacked(lambda block: block["yx"])


def write(path, blocks, label, preprocessing):
    pairs = int(sum(block["n"] for block in blocks))
    metadata = {"askew": SCHEMA, "tool": "dask_moments.py", "sites": json.dumps([{"label": label, "pairs": pairs}])}
    if preprocessing:
        metadata["preprocessing"] = preprocessing
    header, offset, values = {"__metadata__": metadata}, 0, []
    for name, tensor in tensors_of(blocks):
        header[name] = {"dtype": "F64", "shape": list(tensor.shape), "data_offsets": [offset, offset + tensor.nbytes]}
        offset += tensor.nbytes
        values.append(tensor)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in values:
            file.write(np.ascontiguousarray(tensor).tobytes())
    return pairs


def partitions(arguments):
    """One tuple a task."""
    if arguments.synthetic:
        rows, width = (int(part) for part in arguments.synthetic.split("x"))
        count = arguments.partition_rows
        return [("synthetic", min(count, rows - begin), width, 1 + begin) for begin in range(0, rows, count)]
    if arguments.parquet:
        found = sorted(glob.glob(arguments.parquet))
        return [("parquet", path, arguments.image_column, arguments.text_column) for path in found]
    if not (arguments.images and arguments.texts):
        raise BadInput("Give --images and --texts, or --parquet, or --synthetic ROWSxCOLS.")
    images, texts = sorted(glob.glob(arguments.images)), sorted(glob.glob(arguments.texts))
    if len(images) != len(texts):
        raise BadInput(f"{len(images)} files match {arguments.images}, {len(texts)} match {arguments.texts}. Each partition needs both.")
    return [("npy", *pair) for pair in zip(images, texts)]


def in_a_tree(client, futures, arity=8):
    """Sums of sums; they go before new partitions, so that few are held at any time."""
    level = 0
    while len(futures) > 1:
        level += 1
        futures = [
            client.submit(merge_all, futures[k : k + arity], pure=False, priority=level) for k in range(0, len(futures), arity)
        ]
    return futures[0]


def collect(client, parts, blocks):
    """Block k takes a run of neighbouring partitions, as `askew moments` takes neighbouring rows."""
    leaves = [client.submit(partition_moments, *part, pure=False) for part in parts]
    tell_progress(leaves)
    edges = [round(len(parts) * k / blocks) for k in range(blocks + 1)]
    roots = [in_a_tree(client, leaves[a:b]) for a, b in zip(edges, edges[1:])]
    # What the tree holds is enough; the leaves may go.
    del leaves
    return client.gather(roots)


def tell_progress(leaves):
    total, done = len(leaves), itertools.count(1)
    for leaf in leaves:
        leaf.add_done_callback(lambda _: print(f"{next(done)} of {total} partitions", file=sys.stderr, flush=True))


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images")
    parser.add_argument("--texts")
    parser.add_argument("--parquet")
    parser.add_argument("--image-column", default="image")
    parser.add_argument("--text-column", default="text")
    parser.add_argument("--synthetic", metavar="ROWSxCOLS")
    parser.add_argument("--partition-rows", type=int, default=131072, help="of --synthetic")
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--scheduler", help="tcp://HOST:8786; else workers on this machine")
    parser.add_argument("--scheduler-file", help="the scheduler's address, where it writes one")
    parser.add_argument("--wait-for", type=int, metavar="N", help="begin once N workers are there")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--blocks", type=int, help="for intervals; default 8, fewer where there are fewer partitions or the floor asks")
    parser.add_argument("--floor", type=float, default=None, help="pairs a dimension below which nothing is written, whatever the risk; default 5, 100 pairs, and --risk")
    parser.add_argument("--risk", type=float, default=None, help="highest chance that a membership test is right, above .5 and up to 1; default .6 where no --floor is given")
    parser.add_argument("--label", default=None)
    parser.add_argument("--preprocessing", default="")
    return parser.parse_args()


def pairs_for_risk(columns, risk):
    """Fewest pairs at which Phi(sqrt(D (D + 3) / 4n)) is at most the risk."""
    return 0 if risk >= 1 else ceil(columns * (columns + 3) / (4 * NormalDist().inv_cdf(risk) ** 2))


def check_floor(blocks, agreed, risk):
    if risk is not None and not 0.5 < risk <= 1:
        raise BadInput(f"--risk is {risk}, but must be above .5 and at most 1.")
    kept = risk if risk is not None else RISK if agreed is None else 1
    widths = blocks[0]["xx"].shape[0], blocks[0]["yy"].shape[0]
    floor = max(FEWEST_PAIRS, PAIRS_A_DIMENSION * max(widths)) if agreed is None else max(2, agreed * max(widths))
    needed = pairs_for_risk(sum(widths), kept)
    fewest = min(block["n"] for block in blocks)
    if fewest < max(floor, needed) and len(blocks) > 1:
        return check_floor([merge_all(blocks)], agreed, risk)
    if fewest < floor:
        raise BadInput(f"{int(fewest)} pairs are below the floor of {int(floor)}: the sums could tell too much of single pairs. Nothing was written.")
    if fewest < needed:
        chance = NormalDist().cdf((sum(widths) * (sum(widths) + 3) / (4 * fewest)) ** 0.5)
        raise BadInput(
            f"From sums of {int(fewest)} pairs of {sum(widths)} columns a membership test is right {100 * chance:.0f} times in 100; "
            f"{100 * kept:g} are allowed, which needs {needed} pairs. Agree on another --risk, or on a --floor in its place. Nothing was written."
        )
    return blocks


def connected(client, arguments):
    if arguments.scheduler_file:
        return client(scheduler_file=arguments.scheduler_file)
    if arguments.scheduler:
        return client(arguments.scheduler)
    return client(n_workers=arguments.workers, threads_per_worker=1, dashboard_address=None, processes=True)


def main():
    arguments = options()
    from distributed import Client

    parts = partitions(arguments)
    if not parts:
        raise BadInput("No file matches.")
    begun = time.time()
    with connected(Client, arguments) as client:
        if arguments.wait_for:
            client.wait_for_workers(arguments.wait_for)
        blocks = arguments.blocks or next(k for k in (8, 4, 1) if len(parts) >= 2 * k or k == 1)
        whole = check_floor(collect(client, parts, min(blocks, len(parts))), arguments.floor, arguments.risk)
    pairs = write(arguments.output, whole, arguments.label, arguments.preprocessing)
    print(f"Written: {arguments.output}, {pairs} pairs in {len(whole)} blocks, {time.time() - begun:.1f} s")


if __name__ == "__main__":
    try:
        main()
    except BadInput as error:
        sys.exit(f"Bad input: {error}")
