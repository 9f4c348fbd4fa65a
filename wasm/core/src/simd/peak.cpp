#include "askew/engine_peak.hpp"

#include <vector>

#include "simd/product.hpp"

namespace askew {
namespace {

typedef float f4 __attribute__((vector_size(16)));

}  // namespace

float multiply_add_peak(std::size_t steps) {
  const float one = 1.0f + float(steps) * 1e-20f;
  const f4 factor{one, one, one, one};
  f4 a0{}, a1{}, a2{}, a3{}, a4{}, a5{}, a6{}, a7{};
  f4 b = factor * 0.5f;
  for (std::size_t k = 0; k < steps; ++k) {
    // Each product has its own operand, so that none can be shared.
    a0 += a0 * factor;
    a1 += a1 * b;
    a2 += a2 * factor;
    a3 += a3 * b;
    a4 += a4 * factor;
    a5 += a5 * b;
    a6 += a6 * factor;
    a7 += a7 * b;
  }
  const f4 sum = a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + b;
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
