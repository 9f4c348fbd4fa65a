// The product of unit rows in 16-bit integers: cosine tiles at twice the speed of float32.
//
// Each row x is rounded to integers q = round(s x) with its own scale s, so that no value passes 32767 and no run of 64 columns
// the length 46000: a run's products then sum to |q.q'| <= |q||q'| < 2^31, exact in 32 bits whatever the order. Runs add up in
// float32 in ascending order, so cos = q.q' / (|q||q'|) has the same digits natively and in every wasm engine. Its error is at
// most |q/|q| - u| + |q'/|q'| - u'|, u = x / |x|, which is known a row, and the rounding of those additions.
//
// Panels as in product.hpp, with two neighbouring depths side by side: item i at depth k lies at
//   data[((i / 8 * pairs + k / 2) * 8 + i % 8) * 2 + k % 2].
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "simd/product.hpp"

namespace askew::simd {

struct Panels16 {
  std::vector<std::int16_t> data;
  std::vector<float> inverse;  // 1 / |q|, one an item, zero for the items past `count`
  std::size_t count = 0;
  std::size_t pairs = 0;  // of depths; an odd depth is filled up by zero
  float error = 0;        // the largest |q/|q| - u| of the items, rounded up

  std::size_t panels() const { return (count + kLanes - 1) / kLanes; }
  const std::int16_t* panel(std::size_t p) const { return data.data() + p * pairs * kLanes * 2; }
};

// Items are the rows; norms > 0, one a row.
void pack_unit_rows(Panels16& out, const float* values, std::size_t rows, std::size_t cols, const double* norms);

// C (rows x b.count padded to a multiple of 8, leading dimension ldc) = cosines of A[first .. first + rows) with B, float32;
// `first` is a multiple of 8, `rows` a multiple of 4 (items past the end are zero); items of B from `from` on, a multiple of 8.
void cosine_tile(float* c, std::size_t ldc, const Panels16& a, std::size_t first, std::size_t rows, const Panels16& b, std::size_t from = 0);

}  // namespace askew::simd
