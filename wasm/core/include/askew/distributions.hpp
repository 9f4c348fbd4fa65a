// Tails and points of the distributions that tests and intervals use.
#pragma once

namespace askew {

enum class Distribution { normal, student, chi_squared };

// P(X > x), in [0, 1]. freedom: degrees of freedom, above 0; the normal distribution has none. Throws OUT_OF_RANGE, NOT_FINITE.
double upper_tail(Distribution distribution, double x, double freedom);

// The x with P(X > x) = tail, tail in (0, 1). Throws OUT_OF_RANGE.
double upper_point(Distribution distribution, double tail, double freedom);

}  // namespace askew
