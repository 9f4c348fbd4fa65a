// Orthogonal Procrustes distance.
#pragma once

#include "askew/quantity.hpp"
#include "askew/second_order.hpp"

namespace askew {

// min over orthogonal Q of |A Q - B|_F^2 = 2 - 2 |A'B|_*, A = Xc / |Xc|_F, B = Yc / |Yc|_F, |.|_* the sum of the singular values; in [0, 2].
// 0: one side is the other turned, moved and scaled. Widths may differ: the narrower side has columns of 0 added.
//   Covariance form: |A'B|_* = |C_xy|_* / sqrt(tr C_xx tr C_yy).
//   Gram form: the singular values are those of K_xx^(1/2) K_yy^(1/2).
// Unavailable if a side has no variance, and without the products of the two sides.
// Source: Schönemann 1966; as a distance of representations Ding, Denain and Steinhardt 2021, equation 4.
Quantity procrustes(const SecondOrder& s);

}  // namespace askew
