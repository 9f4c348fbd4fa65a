// Moments under differential privacy: the Gaussian mechanism on the sums of unit rows, on a grid.
//
// z = (x, y), |x| = |y| = 1, D = dx + dy. Released: S = sum of z and Q = sum of zz', as one vector (S, svec Q), svec with
// off-diagonal entries times sqrt(2), so that lengths are Frobenius norms. All else in Moments follows from n, S and Q.
// Sensitivity. Replacing one pair z by w moves the vector by Delta with, for t = z.w in [-2, 2],
//   Delta^2 = |zz' - ww'|_F^2 + |z - w|^2 = (8 - 2 t^2) + (4 - 2 t) <= 12.5, reached at t = -1/2;
// replacing the k pairs of one patient moves it by k Delta at most, and reaches that. The number of pairs n is public.
// Grid. Every entry of S and Q is rounded to a multiple of a power of two g, about sigma / 2^27, and a whole number of steps
// round(s N) is added (rounded_normal.hpp), N standard normal, s = sigma / g a whole number. As round(a + b) = a + round(b) for
// whole a, the result is the rounding of the rounded sums plus ideal normal noise: what is proven of ideal noise holds, and no
// digit below g is written (Mironov 2012). Rounding moves the sums of two data sets apart by g sqrt(D^2 + D) at most.
// Limits. The sums themselves are float64: the room for them is worst-case for any data (private_noise). The key is as secret as
// the system's generator; time and memory are not guarded.
#pragma once

#include <cstdint>

#include "askew/moments.hpp"
#include "askew/rounded_normal.hpp"

namespace askew {

// sqrt(12.5), and room for lengths that float32 rounds: rows count as unit rows within kUnitTolerance.
inline constexpr double kPrivateSensitivity = 3.5356;
inline constexpr double kUnitTolerance = 1e-6;

struct PrivateNoise {
  // Of (S, svec Q) to all pairs of one patient, rounding and float64 sums included.
  double sensitivity = 0;
  // g, a power of two.
  double spacing = 1;
  // Standard deviations in steps of g: of S and the diagonal of Q; of the rest of Q (1 / sqrt(2) of it, rounded up).
  std::uint32_t steps = 0, across = 0;
  double sigma() const { return steps * spacing; }
  double mu() const { return sensitivity / sigma(); }
};

struct PrivateSettings {
  double epsilon = 1, delta = 1e-6;
  // Pairs, and how many of them are one patient's at most.
  double n = 0, pairsOfPatient = 1;
  std::size_t dx = 0, dy = 0;
};

// The least noise that keeps (epsilon, delta) by the Gaussian mechanism's exact formula (gaussian_mechanism.hpp):
//   sensitivity = k kPrivateSensitivity + g sqrt(D^2 + D) + n (512 + n / 128) 2^-49,  sigma >= sensitivity / mu(epsilon, delta).
// The last term: sums of float64 terms, |z|^2 = 2, in slices of 256 and their sums in order, for both data sets.
// epsilon > 0, 0 < delta < 1 / n, k a whole number from 1 to n, n g^-1 < 2^52; throws OUT_OF_RANGE.
PrivateNoise private_noise(const PrivateSettings& settings);

// S and Q with that noise, and what follows from them alone. Not projected: a covariance may have negative eigenvalues, which
// every quantity takes as 0. key: uniform, secret and used once where the result is to be private. Throws OUT_OF_RANGE for rows
// that are not of unit length, SHAPE for unequal widths or moments without products.
Moments private_moments(const Moments& m, const PrivateNoise& noise, const SecretKey& key);

}  // namespace askew
