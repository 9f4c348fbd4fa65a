// Sums of exponentials of many values, a 128-bit vector at a time.
#pragma once

#include <cstddef>

namespace askew::simd {

// sum over j < count of exp(offset[j] + slope * factor[j] * t[j]); exponents are cut at 0 and at -700.
// Relative error of each term below 1e-14; terms are added in one fixed order.
double exponential_sum(const float* t, const double* offset, const double* factor, double start, double slope,
                       std::size_t count);

// The same in float32 (relative error of each term below 3e-7, exponents cut at 0 and at -80), added in float64 every 32 terms.
double exponential_sum(const float* t, const float* offset, const float* factor, float start, float slope, std::size_t count);

// sum over j < count of exp(4 (cosines[j] - 1)), exp(-2 |u - u'|^2) of unit rows with these cosines; cosines lie in [-1.01, 1.01] and count
// as 1 above 1. Relative error of each term below 1.2e-6 and of many terms' sum near 3e-8; added in float64 every 32 terms.
double potential_sum(const float* cosines, std::size_t count);

}  // namespace askew::simd
