// Products of float64 matrices by the core's own kernel: Eigen has no wasm vectors.
#pragma once

#include "askew/matrix.hpp"
#include "simd/product64.hpp"

namespace askew {

inline simd::Strided view(const Matrix& m) { return {m.data(), 1, m.rows()}; }

// A B, A with `rows` rows.
inline Matrix times(simd::Strided a, Eigen::Index rows, const Matrix& b) {
  Matrix c = Matrix::Zero(rows, b.cols());
  simd::multiply_add(c.data(), std::size_t(rows), std::size_t(rows), std::size_t(b.cols()), std::size_t(b.rows()), 1, a, view(b));
  return c;
}

inline Matrix times(const Matrix& a, const Matrix& b) { return times(view(a), a.rows(), b); }

// A' B
inline Matrix transposed_times(const Matrix& a, const Matrix& b) { return times(view(a).transposed(), a.cols(), b); }

}  // namespace askew
