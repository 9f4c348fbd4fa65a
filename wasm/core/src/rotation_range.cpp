#include "askew/rotation_range.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "times.hpp"

namespace askew {
namespace {

using Eigen::Index;

// Angles to either side of 0.
constexpr int kAngles = 8;

// A and B of the kept modes (rows) with all modes (columns).
struct Blocks {
  Matrix a, b;
};

Blocks blocks_of(const SecondOrder& s, Side anchor, const AnchorBasis& basis, Index kept) {
  if (s.gram) {
    const Matrix own = basis.own.leftCols(kept), other = basis.other.leftCols(kept);
    const Matrix a = transposed_times(own, basis.other) + transposed_times(other, basis.own);
    return {a / (2 * s.n), transposed_times(other, basis.other) / s.n};
  }
  const Matrix v = basis.vectors.leftCols(kept);
  const Matrix both = times(s.xy, v) + times(view(s.xy).transposed(), s.xy.cols(), v);
  const Matrix other = times(anchor == Side::image ? s.yy : s.xx, v);
  return {transposed_times(both, basis.vectors) / 2, transposed_times(other, basis.vectors)};
}

// lambda |rho| of one direction.
double part(double lambda, double covariance, double variance, double epsilon) {
  const double root = std::sqrt(lambda * std::max(variance, 0.0) + epsilon);
  return root > 0 ? lambda * std::min(std::abs(covariance) / root, 1.0) : 0;
}

struct Pair {
  double lj, ll, ajj, ajl, all, bjj, bjl, bll;
};

}  // namespace

RotationRange rotation_range(const SecondOrder& s, Side anchor, const AnchorModes& modes, const AnchorBasis& basis, double q, double epsilon,
                             double pairs) {
  if (!s.comparable())
    throw Error(Code::SHAPE, "SAS needs images and texts of one width.", {{"imageCols", s.dx}, {"textCols", s.dy}});
  if (!(epsilon >= 0)) throw Error(Code::OUT_OF_RANGE, "epsilon must be 0 or more.", {{"epsilon", epsilon}});
  if (!(pairs > 0)) throw Error(Code::OUT_OF_RANGE, "A range needs pairs.", {{"pairs", pairs}});
  const Vector& lambda = modes.eigenvalues;
  const Index kept = modes_kept(lambda, q), rank = (lambda.array() > 0).count(), first = std::min(kept, rank);
  RotationRange out;
  if (first == 0) return out;
  const Index columns = s.gram ? basis.own.cols() : basis.vectors.cols(), rows = s.gram ? basis.own.rows() : basis.vectors.rows();
  if (columns < rank || rows != (s.gram ? Index(s.n) : Index(s.dx)) || modes.covariance.size() != lambda.size() ||
      modes.otherVariance.size() != lambda.size() || (s.gram && (basis.other.cols() != columns || basis.other.rows() != rows)))
    throw Error(Code::SHAPE, "The basis is not that of all modes.", {{"columns", double(columns)}, {"modes", double(rank)}});
  const Blocks blocks = blocks_of(s, anchor, basis, first);
  Vector parts(rank);
  for (Index k = 0; k < rank; ++k) parts[k] = part(lambda[k], modes.covariance[k], modes.otherVariance[k], epsilon);
  const double total = lambda.head(first).sum(), weighted = parts.head(first).sum(), score = std::clamp(weighted / total, 0.0, 1.0);
  if (!std::isfinite(score)) throw Error(Code::NOT_FINITE, "The modes hold values that are no numbers.");

  const auto turned = [&](const Pair& p, bool both, double angle, double rest, double restTotal) {
    const double c = std::cos(angle), sn = std::sin(angle), cc = c * c, ss = sn * sn, cs = 2 * c * sn;
    const double l = cc * p.lj + ss * p.ll;
    double sum = rest + part(l, cc * p.ajj + cs * p.ajl + ss * p.all, cc * p.bjj + cs * p.bjl + ss * p.bll, epsilon);
    double all = restTotal + l;
    if (both) {
      const double m = ss * p.lj + cc * p.ll;
      sum += part(m, ss * p.ajj - cs * p.ajl + cc * p.all, ss * p.bjj - cs * p.bjl + cc * p.bll, epsilon);
      all += m;
    }
    return all > 0 ? std::clamp(sum / all, 0.0, 1.0) : 0.0;
  };

  for (Index j = 0; j < first; ++j)
    for (Index l = j + 1; l < rank; ++l) {
      const bool both = l < kept;
      const double gap = std::abs(lambda[j] - lambda[l]);
      const double tau = gap > 0 ? std::sqrt(lambda[j] * lambda[l] / pairs) / gap : std::numeric_limits<double>::infinity();
      const Pair p{lambda[j],        lambda[l],       modes.covariance[j], blocks.a(j, l), modes.covariance[l], modes.otherVariance[j],
                   blocks.b(j, l), modes.otherVariance[l]};
      const double rest = weighted - parts[j] - (both ? parts[l] : 0), restTotal = total - lambda[j] - (both ? lambda[l] : 0);
      for (int z = 1; z <= 2; ++z) {
        const double most = std::min(z * tau, std::numbers::pi / 2);
        double fall = 0, rise = 0;
        for (int k = -kAngles; k <= kAngles; ++k) {
          if (k == 0) continue;
          const double change = turned(p, both, most * k / kAngles, rest, restTotal) - score;
          fall = std::max(fall, -change);
          rise = std::max(rise, change);
        }
        out.fall[std::size_t(z - 1)] += fall * fall;
        out.rise[std::size_t(z - 1)] += rise * rise;
      }
    }
  for (auto* values : {&out.fall, &out.rise})
    for (double& value : *values) value = std::sqrt(value);
  return out;
}

}  // namespace askew
