// The product for eigenproblems, float64 or float32: packed tiles of 2 vectors x 4 columns, 128-bit vectors, depth in ascending order.
#pragma once

#include <cstddef>

namespace askew::simd {

// A matrix by strides: element (i, j) lies at data[i * row + j * col].
template <class Scalar>
struct StridedOf {
  const Scalar* data;
  std::ptrdiff_t row, col;
  StridedOf transposed() const { return {data, col, row}; }
};
using Strided = StridedOf<double>;
using Strided32 = StridedOf<float>;

// C (m x n, column-major, leading dimension ldc) += alpha A B, A m x depth, B depth x n.
// With `lower`, only tiles that touch or lie below the diagonal are written.
void multiply_add(double* c, std::size_t ldc, std::size_t m, std::size_t n, std::size_t depth, double alpha, Strided a,
                  Strided b, bool lower = false);
void multiply_add(float* c, std::size_t ldc, std::size_t m, std::size_t n, std::size_t depth, float alpha, Strided32 a,
                  Strided32 b, bool lower = false);

// y (n) = A x with A symmetric, of which the lower triangle (column-major, leading dimension lda) is read.
void symmetric_times(const double* a, std::size_t lda, std::size_t n, const double* x, double* y);
void symmetric_times(const float* a, std::size_t lda, std::size_t n, const float* x, float* y);

// y (rows) += A x and y (cols) = A'x, A rows x cols, column-major, leading dimension lda.
void add_times(const double* a, std::size_t lda, std::size_t rows, std::size_t cols, const double* x, double* y);
void add_times(const float* a, std::size_t lda, std::size_t rows, std::size_t cols, const float* x, float* y);
void transposed_times(const double* a, std::size_t lda, std::size_t rows, std::size_t cols, const double* x, double* y);
void transposed_times(const float* a, std::size_t lda, std::size_t rows, std::size_t cols, const float* x, float* y);

}  // namespace askew::simd
