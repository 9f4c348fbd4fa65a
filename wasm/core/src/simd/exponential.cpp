#include "simd/exponential.hpp"

#include <cstdint>
#include <cstring>
#include <initializer_list>

#include "simd/vector.hpp"

namespace askew::simd {
namespace {

inline d2 both(double v) { return d2{v, v}; }

// Exponents are squared distances: what rounding lifts above 0 counts as 0.
// exp by 2^k e^r, |r| <= ln 2 / 2, Taylor to degree 12 (remainder below 2e-16 relative).
inline d2 exponential(d2 x) {
  const d2 floor = both(-700.0);
  const i2 low = x < floor;
  x = (d2)(((i2)x & ~low) | ((i2)floor & low));
  x = (d2)((i2)x & (i2)(x < both(0.0)));
  const d2 magic = both(0x1.8p52);
  const d2 shifted = x * both(1.4426950408889634) + magic;
  const d2 k = shifted - magic;
  const d2 r = x - k * both(0x1.62e42fefa38p-1) - k * both(0x1.ef35793c7673p-45);
  d2 p = both(1.0 / 479001600);
  constexpr double inverse[] = {1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720,
                                1.0 / 120,      1.0 / 24,      1.0 / 6,      0.5,         1.0,        1.0};
  for (const double c : inverse) p = p * r + both(c);
  const i2 power = ((i2)shifted + 1023) << 52;
  return p * (d2)power;
}

// exp(4 c) = exp(c)^4 for |c| <= 1.0005: the polynomial of degree 9 whose largest relative error there is least, 5.3e-10.
inline f4 fourth_power_of_exponential(f4 c) {
  f4 p = all(0x1.698accp-19f);
  for (const float a : {0x1.ab4b4cp-16f, 0x1.a09116p-13f, 0x1.6bf1bp-10f, 0x1.110f88p-7f, 0x1.5555b6p-5f, 0x1.55555cp-3f, 0x1.fffffep-2f, 1.0f, 1.0f})
    p = p * c + all(a);
  p = p * p;
  return p * p;
}

// The same with a polynomial of degree 6.
inline f4 exponential(f4 x) {
  x = larger(smaller(x, all(0)), all(-80));
  const f4 magic = all(12582912.0f);
  const f4 shifted = x * all(1.44269504f) + magic;
  const f4 k = shifted - magic;
  const f4 r = x - k * all(0.693359375f) - k * all(-2.12194440e-4f);
  f4 p = all(1.0f / 720);
  for (const float c : {1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f, 1.0f, 1.0f}) p = p * r + all(c);
  const i4 power = ((i4)shifted + 127) << 23;
  return p * (f4)power;
}

}  // namespace

double exponential_sum(const float* t, const float* offset, const float* factor, float start, float slope, std::size_t count) {
  double total = 0;
  std::size_t j = 0;
  while (j + 4 <= count) {
    const std::size_t end = j + 32 < count ? j + 32 : count;
    f4 sum{};
    for (; j + 4 <= end; j += 4) sum += exponential(all(start) + load(offset + j) + all(slope) * load(factor + j) * load(t + j));
    total += (double(sum[0]) + double(sum[1])) + (double(sum[2]) + double(sum[3]));
  }
  for (; j < count; ++j) total += double(exponential(all(start + offset[j] + slope * factor[j] * t[j]))[0]);
  return total;
}

double exponential_sum(const float* t, const double* offset, const double* factor, double start, double slope,
                       std::size_t count) {
  d2 sum{};
  std::size_t j = 0;
  for (; j + 2 <= count; j += 2) {
    d2 o, f;
    std::memcpy(&o, offset + j, sizeof o);
    std::memcpy(&f, factor + j, sizeof f);
    sum += exponential(both(start) + o + both(slope) * f * d2{double(t[j]), double(t[j + 1])});
  }
  double total = sum[0] + sum[1];
  if (j < count) total += exponential(both(start + offset[j] + slope * factor[j] * double(t[j])))[0];
  return total;
}

double potential_sum(const float* cosines, std::size_t count) {
  double total = 0;
  std::size_t j = 0;
  while (j + 4 <= count) {
    const std::size_t end = j + 32 < count ? j + 32 : count;
    f4 sum{};
    for (; j + 4 <= end; j += 4) sum += fourth_power_of_exponential(smaller(load(cosines + j), all(1)));
    total += (double(sum[0]) + double(sum[1])) + (double(sum[2]) + double(sum[3]));
  }
  for (; j < count; ++j) total += double(fourth_power_of_exponential(smaller(all(cosines[j]), all(1)))[0]);
  return total * 0x1.2c155b8213cf4p-6;  // exp(-4)
}

}  // namespace askew::simd
