#include "askew/procrustes.hpp"

#include <algorithm>
#include <cmath>

#include "askew/spectrum.hpp"
#include "times.hpp"

namespace askew {
namespace {

// Sum of the singular values of M: the eigenvalues above 0 of [[0, M], [M', 0]]. Those of M M' would be right to 1e-8 of the largest only.
double nuclear_norm(const Matrix& m) {
  Matrix both = Matrix::Zero(m.rows() + m.cols(), m.rows() + m.cols());
  both.bottomLeftCorner(m.cols(), m.rows()) = m.transpose();
  return Eigensolver(std::move(both)).values().cwiseMax(0).sum();
}

// L^(1/2) V' of K = V L V'; what is no larger than the most negative eigenvalue is rounding, and is 0.
Matrix root(const Matrix& k) {
  const Eigenmodes modes = eigenmodes(k);
  const double rounding = std::max(0.0, -modes.values.minCoeff());
  const Vector roots = modes.values.unaryExpr([&](double value) { return value > rounding ? std::sqrt(value) : 0.0; });
  return roots.asDiagonal() * modes.vectors.transpose();
}

}  // namespace

Quantity procrustes(const SecondOrder& s) {
  const double x = s.trace(Side::image), y = s.trace(Side::text);
  if (!(x > 0 && y > 0)) return Quantity::unavailable("one side has no variance");
  if (!s.gram && s.xy.size() == 0) return Quantity::unavailable("the sides' products are missing");
  const double nuclear = nuclear_norm(s.gram ? times(root(s.xx), root(s.yy).transpose()) : s.xy);
  // Rounding can lift copies above 1. The bound stands second: NaN stays NaN.
  return {2 - 2 * std::min(nuclear / std::sqrt(x * y), 1.0), {}};
}

}  // namespace askew
