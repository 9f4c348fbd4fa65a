"""Wilcoxon's signed-rank test over all signs, by SciPy, for few differences with ties and zeros: statistic and p for two sides, greater, less.

    python3 tests/core/wilcoxon_expected.py > tests/core/wilcoxon_expected.inc
"""
import numpy
from scipy.stats import PermutationMethod, wilcoxon

random = numpy.random.default_rng(1)
cases = [[2, 2, 2], [1, -1], [-3, 1], [0, 0, 1, 1, -1], [1, -2, 2, 0, 3, 3, -1, 4, 5, -6], [0.5, -0.5, 1.5, 1.5, 2]]
cases += [random.integers(-4, 5, size).tolist() for size in (4, 6, 8, 10, 12, 12)]

for differences in cases:
    d = [v for v in differences if v != 0]
    results = [wilcoxon(d, alternative=side, method=PermutationMethod(n_resamples=2**13)) for side in ("two-sided", "greater", "less")]
    numbers = lambda values: "{" + ", ".join(repr(float(v)) for v in values) + "}"
    print(f"{{{numbers(differences)}, {numbers(r.statistic for r in results)}, {numbers(r.pvalue for r in results)}}},")
