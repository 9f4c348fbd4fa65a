#include "askew/procrustes.hpp"

#include <algorithm>
#include <cmath>

#include "askew/spectrum.hpp"
#include "times.hpp"

namespace askew {
namespace {

// Sum of the roots of the eigenvalues of a matrix that has none below 0: what is no larger than its most negative one is rounding.
double sum_of_roots(Matrix squares) {
  Eigensolver solver(std::move(squares));
  const Vector& values = solver.values();
  const double rounding = std::max(0.0, -values[values.size() - 1]);
  double sum = 0;
  for (const double value : values) sum += value > rounding ? std::sqrt(value) : 0;
  return sum;
}

// M M' of the smaller side.
Matrix squared(const Matrix& m) { return m.rows() <= m.cols() ? times(m, m.transpose()) : transposed_times(m, m); }

// K_yy^(1/2) K_xx K_yy^(1/2) in the eigenvectors of K_yy.
Matrix between(const Matrix& xx, const Matrix& yy) {
  const Eigenmodes modes = eigenmodes(yy);
  const Matrix scaled = modes.vectors * modes.values.cwiseMax(0).cwiseSqrt().asDiagonal();
  return transposed_times(scaled, times(xx, scaled));
}

}  // namespace

Quantity procrustes(const SecondOrder& s) {
  const double x = s.trace(Side::image), y = s.trace(Side::text);
  if (!(x > 0 && y > 0)) return Quantity::unavailable("one side has no variance");
  if (!s.gram && s.xy.size() == 0) return Quantity::unavailable("the sides' products are missing");
  const double nuclear = sum_of_roots(s.gram ? between(s.xx, s.yy) : squared(s.xy));
  // Rounding can lift copies above 1. The bound stands second: NaN stays NaN.
  return {2 - 2 * std::min(nuclear / std::sqrt(x * y), 1.0), {}};
}

}  // namespace askew
