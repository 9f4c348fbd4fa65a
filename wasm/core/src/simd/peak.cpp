#include "askew/engine_peak.hpp"

#include <vector>

#include "simd/product.hpp"
#include "simd/vector.hpp"

namespace askew {
using simd::f4;

float multiply_add_peak(std::size_t steps) {
  // Twelve chains a = a f + g: enough to hide the latency of multiply and add, few enough for sixteen registers.
  const float one = 1.0f - 1e-7f * float(steps % 2 + 1);
  const f4 f{one, one, one, one}, g = f * 1e-3f;
  f4 a0 = g, a1 = g, a2 = g, a3 = g, a4 = g, a5 = g, a6 = g, a7 = g, a8 = g, a9 = g, a10 = g, a11 = g;
  a1 *= 2, a2 *= 3, a3 *= 4, a4 *= 5, a5 *= 6, a6 *= 7, a7 *= 8, a8 *= 9, a9 *= 10, a10 *= 11, a11 *= 12;
  for (std::size_t k = 0; k < steps; ++k) {
    a0 = a0 * f + g;
    a1 = a1 * f + g;
    a2 = a2 * f + g;
    a3 = a3 * f + g;
    a4 = a4 * f + g;
    a5 = a5 * f + g;
    a6 = a6 * f + g;
    a7 = a7 * f + g;
    a8 = a8 * f + g;
    a9 = a9 * f + g;
    a10 = a10 * f + g;
    a11 = a11 * f + g;
  }
  const f4 sum = a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11;
  return sum[0] + sum[1] + sum[2] + sum[3];
}

float product_kernel(std::size_t rows, std::size_t cols, std::size_t repeats) {
  std::vector<float> values(rows * cols);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = float(i % 251) * 0.004f - 0.5f;
  simd::Panels panels;
  simd::pack_rows(panels, values.data(), rows, cols);
  const std::size_t ldc = panels.panels() * simd::kLanes;
  std::vector<float> out(64 * ldc);
  float sum = 0;
  for (std::size_t r = 0; r < repeats; ++r)
    for (std::size_t strip = 0; strip + 64 <= rows; strip += 64) {
      simd::tile(out.data(), ldc, panels, strip, 64, panels);
      sum += out[strip % ldc];
    }
  return sum;
}

}  // namespace askew
