#include "askew/spectral_alignment.hpp"

#include <algorithm>
#include <cmath>

namespace askew {

AnchorModes anchor_modes(const SecondOrder& s, Side anchor) {
  if (!s.comparable())
    throw Error(Code::SHAPE, "SAS needs images and texts of one width.", {{"imageCols", s.dx}, {"textCols", s.dy}});
  const bool image = anchor == Side::image;
  const Eigenmodes e = eigenmodes(image ? s.xx : s.yy);
  const Eigen::Index d = static_cast<Eigen::Index>(s.dx), count = e.values.size();
  AnchorModes modes{Vector::Zero(d), Vector::Zero(d), Vector::Zero(d)};
  const Eigen::Index kept = std::min(count, d);
  modes.eigenvalues.head(kept) = e.values.head(kept).cwiseMax(0.0);
  if (!s.gram) {
    const Matrix cv = s.xy * e.vectors, ov = (image ? s.yy : s.xx) * e.vectors;
    modes.covariance = e.vectors.cwiseProduct(cv).colwise().sum();
    modes.otherVariance = e.vectors.cwiseProduct(ov).colwise().sum().cwiseMax(0.0);
    return modes;
  }
  // (XV)_k = sqrt(n lambda_k) u_k and (YV)_k = Yc Xc' u_k / sqrt(n lambda_k); beyond the rank both are rounding noise.
  const Matrix other = image ? Matrix(s.xy.transpose() * e.vectors) : Matrix(s.xy * e.vectors);
  const double floor = 1e-12 * std::max(e.values[0], 0.0);
  for (Eigen::Index k = 0; k < kept; ++k) {
    if (!(e.values[k] > floor)) {
      modes.eigenvalues[k] = 0;
      continue;
    }
    modes.covariance[k] = e.vectors.col(k).dot(other.col(k));
    modes.otherVariance[k] = other.col(k).squaredNorm() / e.values[k];
  }
  return modes;
}

Vector abs_correlation(const AnchorModes& modes, double epsilon) {
  Vector rho(modes.eigenvalues.size());
  for (Eigen::Index k = 0; k < rho.size(); ++k) {
    const double root = std::sqrt(modes.eigenvalues[k] * modes.otherVariance[k] + epsilon);
    rho[k] = root > 0 ? std::min(1.0, std::abs(modes.covariance[k]) / root) : 0.0;
  }
  return rho;
}

namespace {

// R-7 quantile of descending values, with the interpolation of the paper's library.
double quantile(const Vector& descending, double p) {
  const Eigen::Index last = descending.size() - 1;
  const double position = p * double(last);
  const Eigen::Index below = std::min(last, static_cast<Eigen::Index>(std::floor(position)));
  const Eigen::Index above = std::min(last, below + 1);
  const double weight = position - double(below), lo = descending[last - below], hi = descending[last - above];
  return weight < 0.5 ? lo + weight * (hi - lo) : hi - (hi - lo) * (1 - weight);
}

}  // namespace

Score spectral_alignment(const AnchorModes& modes, double q, double epsilon) {
  if (!(q > 0 && q <= 1))
    throw Error(Code::OUT_OF_RANGE, "The kept share q must be in (0, 1].", {{"q", q}});
  if (!(epsilon >= 0)) throw Error(Code::OUT_OF_RANGE, "epsilon must be 0 or more.", {{"epsilon", epsilon}});
  const Vector rho = abs_correlation(modes, epsilon);
  const double threshold = quantile(modes.eigenvalues, 1 - q);
  double weighted = 0, total = 0, kept = 0;
  for (Eigen::Index k = 0; k < rho.size(); ++k) {
    if (!(modes.eigenvalues[k] >= threshold)) continue;
    weighted += modes.eigenvalues[k] * rho[k];
    total += modes.eigenvalues[k];
    ++kept;
  }
  return {total > 0 ? std::clamp(weighted / total, 0.0, 1.0) : 0.0, kept};
}

}  // namespace askew
