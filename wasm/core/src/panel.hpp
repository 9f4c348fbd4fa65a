// What reductions by Householder reflectors share: a panel of columns at a time, the rest of the matrix by one product a panel.
#pragma once

#include <cmath>

#include "times.hpp"

namespace askew {

// Columns reduced together.
inline constexpr Eigen::Index kPanel = 32;

template <class Scalar>
using VectorOf = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

template <class Scalar>
using Columns = Eigen::Ref<const MatrixOf<Scalar>, 0, Eigen::OuterStride<>>;

// y -= A x
template <class Scalar>
void subtract_times(const Columns<Scalar>& a, const VectorOf<Scalar>& x, Eigen::Ref<VectorOf<Scalar>> y) {
  const VectorOf<Scalar> less = -x;
  simd::add_times(a.data(), std::size_t(a.outerStride()), std::size_t(a.rows()), std::size_t(a.cols()), less.data(), y.data());
}

// A'x
template <class Scalar>
VectorOf<Scalar> transposed_product(const Columns<Scalar>& a, const Eigen::Ref<const VectorOf<Scalar>>& x) {
  VectorOf<Scalar> out(a.cols());
  simd::transposed_times(a.data(), std::size_t(a.outerStride()), std::size_t(a.rows()), std::size_t(a.cols()), x.data(), out.data());
  return out;
}

// (I - tau v v') x = beta e_1
template <class Scalar>
struct Reflector {
  Scalar beta, tau;
};

// x becomes v, with v[0] = 1; tau is 0 if x lies along e_1 (Golub and Van Loan, 5.1).
template <class Scalar>
Reflector<Scalar> reflect(Eigen::Ref<VectorOf<Scalar>> x) {
  const Scalar tail = x.tail(x.size() - 1).squaredNorm(), head = x[0];
  x[0] = 1;
  if (tail == 0) return {head, 0};
  const Scalar beta = -std::copysign(std::sqrt(head * head + tail), head);
  x.tail(x.size() - 1) /= head - beta;
  return {beta, (beta - head) / beta};
}

}  // namespace askew
