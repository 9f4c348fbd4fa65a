#include "askew/procrustes.hpp"

#include <algorithm>
#include <cmath>

#include "askew/singular_values.hpp"
#include "askew/spectrum.hpp"
#include "times.hpp"

namespace askew {
namespace {

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
  const double nuclear = singular_values(s.gram ? times(root(s.xx), root(s.yy).transpose()) : s.xy).sum();
  // Rounding can lift copies above 1. The bound stands second: NaN stays NaN.
  return {2 - 2 * std::min(nuclear / std::sqrt(x * y), 1.0), {}};
}

}  // namespace askew
