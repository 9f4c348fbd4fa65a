// Products of float64 matrices by the core's own kernel: Eigen has no wasm vectors.
#pragma once

#include <algorithm>

#include "askew/matrix.hpp"
#include "simd/strided_product.hpp"

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

// v'Cv of each column v, from half of the products: v'Cv = v'Lv with L the lower triangle of C + C', and C's diagonal.
inline Vector quadratic_forms(const Matrix& v, const Matrix& c) {
  constexpr Eigen::Index kColumns = 64;
  const Eigen::Index d = v.rows();
  Matrix lv = Matrix::Zero(d, v.cols()), l;
  for (Eigen::Index j = 0; j < d; j += kColumns) {
    const Eigen::Index width = std::min(kColumns, d - j), height = d - j;
    l = c.block(j, j, height, width) + c.block(j, j, width, height).transpose();
    for (Eigen::Index k = 0; k < width; ++k) {
      l.col(k).head(k).setZero();
      l(k, k) = c(j + k, j + k);
    }
    simd::multiply_add(lv.data() + j, std::size_t(d), std::size_t(height), std::size_t(v.cols()), std::size_t(width), 1, view(l),
                       {v.data() + j, 1, d});
  }
  return v.cwiseProduct(lv).colwise().sum();
}

}  // namespace askew
