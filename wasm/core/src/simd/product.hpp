// The packed product kernel: every product of the core, A'B of moments and AB' of similarity tiles, runs through it.
//
// Panels: `lanes` = 8 items side by side, depth outermost, so that item i at depth k lies at
//   data[(i / 8 * depth + k) * 8 + i % 8]; items past `count` are zero.
// One layout serves both operands: the left one is read 4 lanes at a time by broadcast, the right one 8 by vector.
//
// Arithmetic: float32 multiply then add (never fused), depth in ascending order, `kFlush` terms at a time; each such
// partial sum is then added to the output in float64 (moments) or float32 (tiles). An element's digits depend on its two
// items alone, not on their place, so equal items give equal products, bit for bit, natively and in every wasm engine.
#pragma once

#include <cstddef>
#include <vector>

namespace askew::simd {

inline constexpr std::size_t kLanes = 8;
inline constexpr std::size_t kFlush = 128;

struct Panels {
  std::vector<float> data;
  std::size_t count = 0;
  std::size_t depth = 0;

  std::size_t panels() const { return (count + kLanes - 1) / kLanes; }
  const float* panel(std::size_t p) const { return data.data() + p * depth * kLanes; }
  float at(std::size_t item, std::size_t k) const {
    return data[(item / kLanes * depth + k) * kLanes + item % kLanes];
  }
};

// Items are the columns of `rows` x `cols` row-major values, depth their rows; shift[c] is subtracted from column c.
void pack_columns(Panels& out, const float* values, std::size_t rows, std::size_t cols, const float* shift);

// Items are the rows, depth their columns.
void pack_rows(Panels& out, const float* values, std::size_t rows, std::size_t cols);

// C (a.count x b.count, row-major, leading dimension ldc) += A B' over the common depth, float64.
// With `upper`, only 4 x 8 tiles that touch or lie above the diagonal are written (A and B are then the same items).
// Panels [begin, end) of B only, so that a long product can be cut into slices.
void accumulate(double* c, std::size_t ldc, const Panels& a, const Panels& b, bool upper, std::size_t begin,
                std::size_t end);
inline void accumulate(double* c, std::size_t ldc, const Panels& a, const Panels& b, bool upper) {
  accumulate(c, ldc, a, b, upper, 0, b.panels());
}

// C (rows x b.count padded to a multiple of 8, leading dimension ldc) = A[first .. first + rows) B', float32;
// `first` is a multiple of 8, `rows` is padded to a multiple of 4 inside c; items of B from `from` on, a multiple of 8.
void tile(float* c, std::size_t ldc, const Panels& a, std::size_t first, std::size_t rows, const Panels& b, std::size_t from = 0);

}  // namespace askew::simd
