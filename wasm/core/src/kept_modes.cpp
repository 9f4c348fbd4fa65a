#include "askew/kept_modes.hpp"

#include <algorithm>
#include <cmath>

#include "times.hpp"

namespace askew {
namespace {

using Eigen::Index;

constexpr double kFloat32Residual = 0x1p-24;

// Eigenvalues that decide how many modes are kept, and the sum of the others.
struct Leading {
  Vector values;
  double rest;

  // How far n pairs by chance move C v among the directions that are no stronger than v, whose eigenvalue is lambda.
  double moved_by_chance(double lambda, double n) const {
    return std::sqrt(std::max(lambda, 0.0) * (values.cwiseMax(0.0).cwiseMin(lambda).sum() + rest) / n);
  }
};

}  // namespace

KeptModes kept_modes(const SecondOrder& s, Side anchor, double q) {
  AnchorPass pass(borrowed(s), anchor);
  const Index kept = modes_kept(pass.eigenvalues(), q);
  while (pass.step(kept)) {
  }
  const AnchorModes all = pass.modes();
  const AnchorBasis& basis = pass.basis();
  const Matrix& columns = s.gram ? basis.own : basis.vectors;
  return {{all.eigenvalues.head(kept), all.covariance.head(kept), all.otherVariance.head(kept)}, columns.leftCols(std::min(kept, columns.cols()))};
}

bool float32_modes(const SecondOrder& s, const Matrix& mixed, Side anchor, double q, KeptModes& out) {
  const bool image = anchor == Side::image;
  const Matrix &own = image ? s.xx : s.yy, &other = image ? s.yy : s.xx;
  const double scale = own.diagonal().maxCoeff();
  if (!s.comparable() || !(scale > 0) || !std::isfinite(scale)) return false;
  const MatrixOf<float> scaled = (own * (1 / scale)).cast<float>();
  EigensolverOf<float> solver(scaled);
  // The quantile that decides lies between two of these; where most are kept, all are found.
  const Index d = Index(s.dx), most = most_modes(s, anchor), wanted = Index(std::ceil(q * double(d - 1))) + 2;
  Leading leading{(3 * wanted < own.rows() ? solver.leading_values(wanted) : solver.values()) * scale, 0};
  const Index count = std::min(leading.values.size(), most);
  leading.rest = std::max(0.0, own.trace() - leading.values.sum());
  Vector all = Vector::Zero(d);
  all.head(count) = leading.values.head(count).cwiseMax(0.0);
  const Index kept = modes_kept(all, q);
  // A float32 eigenproblem leaves at least this: then the vectors need not be found.
  if (kept == 0 || kFloat32Residual * leading.values[0] > kResidual * leading.moved_by_chance(all[kept - 1], s.n)) return false;

  Matrix v = solver.next_vectors(kept);
  v.colwise().normalize();
  // Coordinates of a Gram matrix are sums of float32 products themselves.
  const Matrix product = s.gram ? Matrix(times<float>(scaled, v) * scale) : times(own, v);
  const Vector lambda = v.cwiseProduct(product).colwise().sum();
  const Vector residual = (product - v * lambda.asDiagonal()).colwise().norm();
  for (Index k = 0; k < kept; ++k)
    if (!(lambda[k] > 0 && residual[k] <= kResidual * leading.moved_by_chance(lambda[k], s.n))) return false;

  if (!s.gram) {
    out = {{lambda, quadratic_forms(v, mixed), quadratic_forms(v, other).cwiseMax(0.0)}, std::move(v)};
    return true;
  }
  // As AnchorPass: (XV)_k = sqrt(n lambda_k) u_k and (YV)_k = Yc Xc' u_k / sqrt(n lambda_k).
  const auto xy = MatrixOf<float>(s.xy.cast<float>());
  const Matrix along = image ? transposed_times(xy, v) : times(xy, v);
  out.modes = {lambda, v.cwiseProduct(along).colwise().sum(), along.colwise().squaredNorm().transpose().cwiseQuotient(lambda)};
  out.basis = v * (s.n * lambda).cwiseSqrt().asDiagonal();
  return true;
}

KeptModes kept_modes_of_part(const SecondOrder& s, const Matrix& mixed, Side anchor, double q, Index least) {
  KeptModes out;
  const bool large = (anchor == Side::image ? s.xx : s.yy).rows() >= least;
  return large && float32_modes(s, mixed, anchor, q, out) ? out : kept_modes(s, anchor, q);
}

}  // namespace askew
