// The product of unit rows in 16-bit integers: cosine tiles at twice the speed of float32.
//
// Each row u = x / |x| is rounded to integers q = round(s u) with its own scale s = min(46000, 32767 / max |u|), so that
// |q.q'| <= |q||q'| < 2^31 and every sum of products is exact in 32 bits, whatever its order: cos = q.q' / (|q||q'|) has the
// same digits natively and in every wasm engine. Its error is at most |q/|q| - u| + |q'/|q'| - u'|, which is known a row.
//
// Panels as in product.hpp, with two neighbouring depths side by side: item i at depth k lies at
//   data[((i / 8 * pairs + k / 2) * 8 + i % 8) * 2 + k % 2].
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "simd/product.hpp"

namespace askew::simd {

// The sums of products stay below 2^31 up to this many columns.
inline constexpr std::size_t kMostColumns16 = 100000;

struct Panels16 {
  std::vector<std::int16_t> data;
  std::vector<float> inverse;  // 1 / |q|, one an item, zero for the items past `count`
  std::size_t count = 0;
  std::size_t pairs = 0;  // of depths; an odd depth is filled up by zero
  float error = 0;        // the largest |q/|q| - u| of the items, rounded up

  std::size_t panels() const { return (count + kLanes - 1) / kLanes; }
  const std::int16_t* panel(std::size_t p) const { return data.data() + p * pairs * kLanes * 2; }
};

// Items are the rows; norms > 0, one a row; cols <= kMostColumns16.
void pack_unit_rows(Panels16& out, const float* values, std::size_t rows, std::size_t cols, const double* norms);

// C (rows x b.count padded to a multiple of 8, leading dimension ldc) = cosines of A[first .. first + rows) with B, float32;
// `first` is a multiple of 8, `rows` a multiple of 4 (items past the end are zero).
void cosine_tile(float* c, std::size_t ldc, const Panels16& a, std::size_t first, std::size_t rows, const Panels16& b);

}  // namespace askew::simd
