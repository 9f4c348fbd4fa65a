// Products by the core's own kernel, in float64 or float32: Eigen has no wasm vectors.
#pragma once

#include <algorithm>
#include <type_traits>

#include "askew/matrix.hpp"
#include "simd/strided_product.hpp"

namespace askew {

template <class Scalar>
simd::StridedOf<Scalar> view(const MatrixOf<Scalar>& m) {
  return {m.data(), 1, m.rows()};
}

// A B, A with `rows` rows; the products in Scalar.
template <class Scalar>
Matrix times(simd::StridedOf<Scalar> a, Eigen::Index rows, const Matrix& b) {
  MatrixOf<Scalar> c = MatrixOf<Scalar>::Zero(rows, b.cols());
  const auto add = [&](const MatrixOf<Scalar>& right) {
    simd::multiply_add(c.data(), std::size_t(rows), std::size_t(rows), std::size_t(b.cols()), std::size_t(b.rows()), 1, a, view(right));
  };
  if constexpr (std::is_same_v<Scalar, double>) {
    add(b);
    return c;
  } else {
    add(b.cast<Scalar>());
    return c.template cast<double>();
  }
}

template <class Scalar = double>
Matrix times(const MatrixOf<Scalar>& a, const Matrix& b) {
  return times<Scalar>(view<Scalar>(a), a.rows(), b);
}

// A' B
template <class Scalar = double>
Matrix transposed_times(const MatrixOf<Scalar>& a, const Matrix& b) {
  return times<Scalar>(view<Scalar>(a).transposed(), a.cols(), b);
}

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
