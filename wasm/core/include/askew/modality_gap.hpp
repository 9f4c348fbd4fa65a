// Distances of the two clouds from sums of unit rows, O(n d): sum over all pairs of cosines = |sum of unit rows|^2.
#pragma once

#include "askew/moments.hpp"
#include "askew/quantity.hpp"

namespace askew {

// d = 1 - cosine. d_xy: mean over matched pairs; d_xx, d_yy: means over i != j.
// RMG = d_xy / (d_xy + (d_xx + d_yy) / 2), in [0, 1] (Schrodi et al. 2025). n >= 2; unavailable for unequal widths.
Quantity rmg(const Moments& m);

// What the paper's code returns as RMG: d_xy / (d_xy + (S_x + D_y) / (2 n (n - 1))), S_x the sum of SIMILARITIES of
// images i > j, D_y that of distances of texts i > j. The code also drops image pairs whose similarity is exactly 1 in its
// arithmetic: `dropped` is their number (pairs of equal rows with self_is_one).
Quantity rmg_reference(const Moments& m, double dropped);

// Mean matched cosine - mean unmatched cosine, in [-2, 2].
Quantity delta_cosine(const Moments& m);

// E|x - y|^2 over matched unit rows = 2 - 2 mean cosine, in [0, 4] (Wang and Isola 2020, alpha = 2).
Quantity alignment(const Moments& m);

// |mean x - mean y| and 1 - cos(mean x, mean y).
Quantity centroid_euclidean(const Moments& m);
Quantity centroid_cosine(const Moments& m);

}  // namespace askew
