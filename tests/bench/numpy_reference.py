"""Seconds of the same products and both eigenproblems by NumPy, and the BLAS that it ran on: images.npy texts.npy captions runs float32|float64."""
import ctypes
import os
import re
import sys
import time

import numpy as np


def quantities(x, y, captions):
    first = y[::captions]
    xc, yc = x - x.mean(0), first - first.mean(0)
    kxx, kyy, kxy = xc.T @ xc, yc.T @ yc, xc.T @ yc
    for k, other in ((kxx, kyy), (kyy, kxx)):
        values, vectors = np.linalg.eigh(k.astype(np.float64))
        np.einsum("ij,ij->j", vectors, kxy @ vectors)
        np.einsum("ij,ij->j", vectors, other @ vectors)
    similarities = x @ y.T
    own = np.repeat(np.arange(len(x)), captions)
    matched = similarities[own, np.arange(len(y))]
    (similarities > matched).sum(0)
    (similarities > matched.reshape(len(x), captions).max(1)[:, None]).sum(1)


def blas():
    """The library of this process, as it calls itself; "" if it is none that is known to be fast."""
    with open("/proc/self/maps") as maps:
        paths = {os.path.realpath(path) for path in re.findall(r"(/\S*(?:blas|mkl)\S*\.so\S*)", maps.read())}
    for path in sorted(paths):
        try:
            config = ctypes.CDLL(path).openblas_get_config
        except (AttributeError, OSError):
            continue
        config.restype = ctypes.c_char_p
        return config().decode().strip()
    return next((os.path.basename(path) for path in sorted(paths) if "mkl" in path or "blis" in path), "")


images, texts = np.load(sys.argv[1]), np.load(sys.argv[2])
captions, runs, dtype = int(sys.argv[3]), int(sys.argv[4]), np.dtype(sys.argv[5])
taken = []
for _ in range(runs + 1):
    begin = time.perf_counter()
    quantities(images.astype(dtype, copy=False), texts.astype(dtype, copy=False), captions)
    taken.append(time.perf_counter() - begin)
print(np.median(taken[1:]))
print(blas())
