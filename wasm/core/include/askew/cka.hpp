// Centred kernel alignment with linear kernels.
#pragma once

#include "askew/quantity.hpp"
#include "askew/second_order.hpp"

namespace askew {

// |Xc'Yc|_F^2 / (|Xc'Xc|_F |Yc'Yc|_F), in [0, 1]; widths may differ (Kornblith et al. 2019).
// Unavailable if a side has no variance.
Quantity cka(const SecondOrder& s);

// HSIC_1 of centred sides of n pairs: norm = |X'Y|_F^2, a and b the sums of their squared row norms, ab the sum of these norms' products.
double hsic_1(double n, double norm, double a, double b, double ab);

// HSIC_1(X, Y) / sqrt(HSIC_1(X, X) HSIC_1(Y, Y)) with K = XX', L = YY', diagonals removed:
//   HSIC_1 = [tr(KL) + 1'K1 1'L1 / ((n-1)(n-2)) - 2/(n-2) 1'KL1] / (n(n-3))  (Song et al. 2012); about 0 for independent sides.
// It does not change when a side is translated, so centred rows are used: then K1 = -diag, and O(d^2) remains.
// Unavailable for n < 4, where an HSIC_1 of a side with itself is not positive, and where sums about zero (moments without a spread)
// may leave less than kDebiasedDigits of it right.
inline constexpr double kDebiasedDigits = 1e-6;
Quantity cka_debiased(const SecondOrder& s);

}  // namespace askew
