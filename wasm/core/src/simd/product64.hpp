// The float64 product for eigenproblems: packed 4 x 4 tiles, 128-bit vectors, depth in ascending order.
#pragma once

#include <cstddef>

namespace askew::simd {

// A matrix by strides: element (i, j) lies at data[i * row + j * col].
struct Strided {
  const double* data;
  std::ptrdiff_t row, col;
  Strided transposed() const { return {data, col, row}; }
};

// C (m x n, column-major, leading dimension ldc) += alpha A B, A m x depth, B depth x n.
// With `lower`, only 4 x 4 tiles that touch or lie below the diagonal are written.
void multiply_add(double* c, std::size_t ldc, std::size_t m, std::size_t n, std::size_t depth, double alpha, Strided a,
                  Strided b, bool lower = false);

// y (n) = A x with A symmetric, of which the lower triangle (column-major, leading dimension lda) is read.
void symmetric_times(const double* a, std::size_t lda, std::size_t n, const double* x, double* y);

}  // namespace askew::simd
