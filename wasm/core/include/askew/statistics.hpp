// Tests between groups of runs and between models, in SciPy's conventions.
#pragma once

#include <cstdint>
#include <vector>

#include "askew/quantity.hpp"

namespace askew {

// The side on which the alternative lies: of x against y, or of a mean or a correlation against 0.
enum class Alternative { two_sided, greater, less };

struct TestResult {
  Quantity statistic, p;  // p in [0, 1]
  bool exact = false;     // from the exact distribution, not from an approximation
};

// Every function below throws NOT_FINITE if a value is not a finite number.

// U = (sum of x's average ranks among all values) - n(n + 1)/2; p that x and y are equally often the larger.
// Exact where the smaller group has at most 8 values, nothing is tied and there are at most kExactRankSum values; else
// normal with tie and continuity correction, and at least the p of the most extreme of all C(n + m, n) arrangements: 1 in so many,
// 2 for two sides. Unavailable if a group is empty. Else scipy.stats.mannwhitneyu(method="auto").
inline constexpr std::size_t kExactRankSum = 1000;
TestResult mann_whitney(const std::vector<double>& x, const std::vector<double>& y, Alternative alternative);

// t = mean sqrt(n) / s with s over n - 1, against the mean 0; a paired test takes the differences.
// Unavailable for n < 2 and where all values are equal. scipy.stats.ttest_1samp(x, 0).
TestResult one_sample_t(const std::vector<double>& x, Alternative alternative);

// W = sum of the ranks of |d| over d > 0, zeros left out; for two sides the smaller of that and its counterpart.
// Exact over all signs, each at the average rank of its size: for at most 50 differences without zeros and ties, and for at most
// kExactSigns that are not 0 whatever their ties; else normal with tie correction, without continuity correction.
// Unavailable if no difference is left. scipy.stats.wilcoxon(d), with ties or zeros wilcoxon(d, method=PermutationMethod()).
inline constexpr std::size_t kExactSigns = 12;
TestResult wilcoxon(const std::vector<double>& differences, Alternative alternative);

// rho = correlation of average ranks, in [-1, 1]; p from t = rho sqrt((n - 2) / (1 - rho^2)), two-sided, and at least 2 / n!: of all
// orders of one side two at least are as extreme, the agreeing one and its reverse.
// Unavailable for n < 3 and where one side is constant. Throws SHAPE on unequal lengths. Else scipy.stats.spearmanr.
TestResult spearman(const std::vector<double>& x, const std::vector<double>& y);

// The same within strata: ranks within each stratum over its size plus 1, centred there, then correlated over all; n - 1 - S
// degrees of freedom with S strata; p at least 2 / (n_1! … n_S!). A stratum of one run says nothing and is left out. With one stratum it is spearman.
// Unavailable if no degree of freedom is left, and if one side is constant within every stratum.
TestResult spearman_stratified(const std::vector<double>& x, const std::vector<double>& y, const std::vector<std::int32_t>& stratum);

// rho of bootstrap replicates of spearman_stratified: as many clusters (models) as there are, drawn with replacement, each with
// all its runs. NaN if a replicate has no rho. One seed draws the same clusters for every x and y. Throws SHAPE.
std::vector<double> spearman_replicates(const std::vector<double>& x, const std::vector<double>& y, const std::vector<std::int32_t>& stratum,
                                        const std::vector<std::int32_t>& cluster, std::size_t replicates, std::uint64_t seed);

// rho of spearman_stratified; p that clusters (models) have nothing to do with it: the share of orders of whole clusters, each with all its runs'
// y, whose |rho| is as large. Clusters stand for each other only if their runs are in the same strata (datasets). Exact over all
// orders if these are at most `permutations`; else (1 + hits) / (1 + permutations) of seeded ones.
// Unavailable if spearman_stratified is, and if no cluster can stand for another. Throws SHAPE.
TestResult spearman_permuted(const std::vector<double>& x, const std::vector<double>& y, const std::vector<std::int32_t>& stratum,
                             const std::vector<std::int32_t>& cluster, std::size_t permutations, std::uint64_t seed);

// p-values adjusted for a family of tests, in the order given: the running maximum of (m - rank + 1) p, at most 1 (Holm 1979).
// Throws OUT_OF_RANGE outside [0, 1].
std::vector<double> holm(const std::vector<double>& p);

// Two models on the same queries; b: only the first is right, c: only the second. Exact binomial (statistic min(b, c)) for
// b + c < 25, else (|b - c| - 1)^2 / (b + c) against chi-squared with 1 degree of freedom; two-sided.
// Unavailable if b + c = 0. Throws OUT_OF_RANGE if a count is not a whole number of at least 0.
TestResult mcnemar(double b, double c);

}  // namespace askew
