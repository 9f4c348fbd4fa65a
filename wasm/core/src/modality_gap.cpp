#include "askew/modality_gap.hpp"

#include <algorithm>
#include <cmath>

namespace askew {
namespace {

// Mean distances below this are the rounding of equal rows.
constexpr double kRounding = 1e-12;

bool comparable(const Moments& m) { return m.dx() == m.dy(); }

Quantity widths() { return Quantity::unavailable("cosines need images and texts of one width"); }

// Sum over i != j of the cosines within one side.
double off_diagonal(const Moments& m, const SideSums& s) { return s.unit.squaredNorm() - m.n; }

}  // namespace

Quantity rmg(const Moments& m) {
  if (!comparable(m)) return widths();
  const double pairs = m.n * (m.n - 1), xy = std::max(1 - m.cosine / m.n, 0.0);
  const double within = 1 - (off_diagonal(m, m.x) + off_diagonal(m, m.y)) / (2 * pairs);
  if (!(xy + within > kRounding)) return Quantity::unavailable("all rows of both sides are the same");
  return {xy / (xy + within), {}};
}

Quantity rmg_reference(const Moments& m, double dropped) {
  if (!comparable(m)) return widths();
  const double pairs = m.n * (m.n - 1), xy = 1 - m.cosine / m.n;
  const double similarities = off_diagonal(m, m.x) / 2 - dropped, distances = (pairs - off_diagonal(m, m.y)) / 2;
  const double denominator = (similarities + distances) / (2 * pairs) + xy;
  if (denominator == 0) return Quantity::unavailable("the paper's code divides by zero here");
  return {xy / denominator, {}};
}

Quantity delta_cosine(const Moments& m) {
  if (!comparable(m)) return widths();
  return {m.cosine / m.n - (m.x.unit.dot(m.y.unit) - m.cosine) / (m.n * (m.n - 1)), {}};
}

Quantity alignment(const Moments& m) {
  if (!comparable(m)) return widths();
  return {std::clamp(2 - 2 * m.cosine / m.n, 0.0, 4.0), {}};
}

Quantity centroid_euclidean(const Moments& m) {
  if (!comparable(m)) return widths();
  return {(m.x.sum - m.y.sum).norm() / m.n, {}};
}

Quantity centroid_cosine(const Moments& m) {
  if (!comparable(m)) return widths();
  const double norms = m.x.sum.norm() * m.y.sum.norm();
  if (!(norms > 0)) return Quantity::unavailable("a mean is zero and has no direction");
  return {std::max(1 - m.x.sum.dot(m.y.sum) / norms, 0.0), {}};
}

}  // namespace askew
