// Maximum mean discrepancy with RBF kernels k(a, b) = exp(-|a - b|^2 / (2 sigma^2)) (Gretton et al. 2012).
#pragma once

#include "askew/quantity.hpp"
#include "askew/second_order.hpp"

namespace askew {

struct SeriesValue {
  double value;  // 100 MMD^2, biased (V-statistic), sigma = 10
  double bound;  // |value - exact| <= bound; infinite if the rows are too long for the series
};

// 100 MMD^2 for rows near unit norm, from moments: exp(t / 100), t = a.b, expanded to second order about its mean over
// each set of pairs, with weights exp(-|a|^2 / 200). The bound adds, for each set, the Taylor remainder
// E[(t - mean)^2] max|t - mean| / 6e6 exp(max|t| / 100), the spread of the weights in the second-order term, and the rounding: of n
// terms in float64, and of the second-order term's float32 products.
// Needs the covariance form and equal widths; throws SHAPE else. Where bound > 1e-5, use the tiles (kernel_sums).
SeriesValue mmd_series(const Moments& m);

// Sums of (a.b)^2 over ALL ordered pairs.
struct SquareSums {
  double xx = 0, yy = 0, xy = 0;
};

// The same from the moments' sums alone, products or not, and the squares of all pairs.
SeriesValue mmd_series(const Moments& sums, const SquareSums& squares);

// Sums of k over pairs, the diagonals of xx and yy included: n times k(a, a) = 1 each.
struct KernelSums {
  double xx = 0, yy = 0, xy = 0;  // over ALL ordered pairs (i, j)
};

// 100 (xx / n^2 + yy / n^2 - 2 xy / n^2): the paper's code.
double mmd_biased(const KernelSums& s, double n);

// The bound of that value where the sums come from cosines with this relative error (Tile::tolerance): exponents are off by at most
// |a||b| error / sigma^2, with the longest rows of both sides. Infinite if a sum overflows.
double mmd_biased_bound(const KernelSums& s, double n, double longestX, double longestY, double error);

// Unbiased MMD^2: (xx - n) / (n (n - 1)) + (yy - n) / (n (n - 1)) - 2 xy / n^2; may be negative. n >= 2.
double mmd_unbiased(const KernelSums& s, double n);

// Median of the Euclidean distances between distinct rows of x and y pooled (the median heuristic), in float64 about the pooled mean;
// those of equal rows are 0. For samples of rows (sample_rows): n^2 distances are held.
// Throws SHAPE for unequal widths, TOO_FEW_ROWS.
double median_distance(const Rows& x, const Rows& y);

}  // namespace askew
