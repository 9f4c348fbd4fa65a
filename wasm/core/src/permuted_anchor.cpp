#include "permuted_anchor.hpp"

#include <algorithm>
#include <cmath>

#include "askew/permutation.hpp"

namespace askew {

using Eigen::Index;

void Along::centre() {
  const std::size_t n = values.size() / modes;
  std::vector<double> mean(modes, 0.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < modes; ++k) mean[k] += row(i)[k];
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < modes; ++k) values[i * modes + k] -= float(mean[k] / double(n));
}

double Along::variance(std::size_t k) const {
  const std::size_t n = values.size() / modes;
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += double(row(i)[k]) * row(i)[k];
  return sum / double(n);
}

namespace {

// Fewest modes with kCkaShare of the sum of lambda^2, at most kCkaModes; of few pairs all, because their pairings tie with each other.
Index leading_modes(const Vector& eigenvalues, double pairs) {
  const double whole = eigenvalues.squaredNorm();
  double sum = 0;
  Index k = 0;
  if (pairs <= double(kCkaModes) + 1) return std::min((eigenvalues.array() > 0).count(), kCkaModes);
  while (k < kCkaModes && sum < kCkaShare * whole) sum += std::pow(eigenvalues[k++], 2);
  return k;
}

// A side's first `count` modes, solved again.
AnchorBasis solved(const SecondOrder& s, Side side, const Vector& eigenvalues, Index count) {
  Eigensolver solver(side == Side::image ? s.xx : s.yy);
  AnchorBasis out;
  const Matrix v = solver.next_vectors(count);
  if (!s.gram) {
    out.vectors = v;
    return out;
  }
  // (XV)_k = sqrt(n lambda_k) u_k and (YV)_k = Yc Xc' u_k / sqrt(n lambda_k).
  const Vector length = (s.n * eigenvalues.head(count)).cwiseSqrt();
  const Vector inverse = length.unaryExpr([](double l) { return l > 0 ? 1 / l : 0.0; });
  out.own = v * length.asDiagonal();
  out.other = (side == Side::image ? Matrix(s.xy.transpose() * v) : Matrix(s.xy * v)) * (s.n * inverse).asDiagonal();
  return out;
}

std::vector<float> row_major(const Matrix& m, Index count) {
  std::vector<float> out;
  out.reserve(std::size_t(m.rows() * count));
  for (Index i = 0; i < m.rows(); ++i)
    for (Index k = 0; k < count; ++k) out.push_back(float(m(i, k)));
  return out;
}

void check(const SecondOrder& s, const AnchorBasis& basis) {
  const auto fits = [](const Matrix& m, double rows) { return m.cols() == 0 || double(m.rows()) == rows; };
  if (!fits(basis.vectors, s.dx) || !fits(basis.own, s.n) || !fits(basis.other, s.n) || basis.own.cols() != basis.other.cols())
    throw Error(Code::SHAPE, "A basis belongs to other pairs.", {{"rows", s.n}, {"cols", s.dx}});
}

}  // namespace

Anchor::Anchor(const SecondOrder& s, Side side, const AnchorModes& modes, const AnchorBasis& given, double q)
    : eigenvalues(modes.eigenvalues), otherVariance(modes.otherVariance) {
  kept = modes_kept(modes.eigenvalues, q);
  while (kept > 0 && !(eigenvalues[kept - 1] > 0)) --kept;
  leading = leading_modes(modes.eigenvalues, s.n);
  const Index count = std::max(kept, leading);
  own.modes = other.modes = std::size_t(count);
  if (count == 0) return;
  check(s, given);
  const bool enough = (s.gram ? given.own : given.vectors).cols() >= count;
  const AnchorBasis again = enough ? AnchorBasis{} : solved(s, side, eigenvalues, count);
  const AnchorBasis& found = enough ? given : again;
  if (!s.gram) {
    const Eigen::MatrixXf vectors = found.vectors.leftCols(count).cast<float>();
    simd::pack_rows(basis, vectors.data(), std::size_t(count), std::size_t(vectors.rows()));
    return;
  }
  own.values = row_major(found.own, count);
  other.values = row_major(found.other, count);
}

}  // namespace askew
