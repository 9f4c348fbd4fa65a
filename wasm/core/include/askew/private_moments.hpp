// Moments under differential privacy: the Gaussian mechanism on the sums of unit rows.
//
// z = (x, y), |x| = |y| = 1, D = dx + dy. Released: S = sum of z and Q = sum of zz', as one vector (S, svec Q), svec with
// off-diagonal entries times sqrt(2), so that lengths are Frobenius norms. All else in Moments follows from n, S and Q.
// Sensitivity. Replacing one pair z by w moves the vector by Delta with, for t = z.w in [-2, 2],
//   Delta^2 = |zz' - ww'|_F^2 + |z - w|^2 = (8 - 2 t^2) + (4 - 2 t) <= 12.5, reached at t = -1/2.
// The number of pairs n is public. sigma for a stated (epsilon, delta), any epsilon > 0, by zero-concentrated privacy (Bun and
// Steinke 2016, propositions 1.3 and 1.6): rho = (sqrt(ln 1/delta + epsilon) - sqrt(ln 1/delta))^2, sigma = Delta / sqrt(2 rho).
#pragma once

#include <cstdint>
#include <vector>

#include "askew/moments.hpp"

namespace askew {

// sqrt(12.5), and room for lengths that float32 rounds: rows count as unit rows within kUnitTolerance.
inline constexpr double kPrivateSensitivity = 3.5356;
inline constexpr double kUnitTolerance = 1e-6;

// Standard deviation of the noise. epsilon > 0, 0 < delta < 1; throws OUT_OF_RANGE.
double private_sigma(double epsilon, double delta);

// Random words that private_moments needs: 4 for every two numbers of (S, svec Q).
std::size_t private_words(std::size_t dx, std::size_t dy);

// S and Q with independent normal noise of standard deviation sigma on (S, svec Q), and what follows from them. Not projected:
// a covariance may have negative eigenvalues, which every quantity takes as 0. words: uniform 32-bit numbers, secret where the
// result is to be private. Throws OUT_OF_RANGE for rows that are not of unit length or sigma < 0, SHAPE for unequal widths,
// moments without products, or too few words.
Moments private_moments(const Moments& m, double sigma, const std::vector<std::uint32_t>& words);

}  // namespace askew
