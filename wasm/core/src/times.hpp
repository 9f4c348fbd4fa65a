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

// (C + C') / 2: v'Cv is v'of it'v.
inline Matrix symmetric_part(const Matrix& c) { return 0.5 * (c + c.transpose()); }

// v'Cv of each column v, C symmetric, from the products of its blocks on and below the diagonal.
inline Vector quadratic_forms(const Matrix& v, const Matrix& c) {
  constexpr Eigen::Index kColumns = 128;
  const Eigen::Index d = v.rows(), count = v.cols();
  Vector out = Vector::Zero(count);
  Matrix product;
  for (Eigen::Index j = 0; j < d; j += kColumns) {
    const Eigen::Index width = std::min(kColumns, d - j), height = d - j, below = height - width;
    product.setZero(height, count);
    simd::multiply_add(product.data(), std::size_t(height), std::size_t(height), std::size_t(count), std::size_t(width), 1,
                       {c.data() + j * d + j, 1, d}, {v.data() + j, 1, d});
    out += v.middleRows(j, width).cwiseProduct(product.topRows(width)).colwise().sum().transpose();
    out += 2 * v.bottomRows(below).cwiseProduct(product.bottomRows(below)).colwise().sum().transpose();
  }
  return out;
}

}  // namespace askew
