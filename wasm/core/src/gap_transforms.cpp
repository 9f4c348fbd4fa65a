#include "askew/gap_transforms.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "askew/second_order.hpp"
#include "times.hpp"

namespace askew {
namespace {

constexpr Eigen::Index kLeading = 10;
constexpr double kSmallest = 1e-10;
// Of what is left of sums near 1 where nothing is left.
constexpr double kRounding = 1e-9;

void check(const Moments& m) {
  if (m.dx() != m.dy()) throw Error(Code::SHAPE, "The gap needs images and texts of one width.", {{"imageCols", double(m.dx())}, {"textCols", double(m.dy())}});
}

struct Shrunk {
  Matrix covariance;
  double shrinkage;
};

// fourth: mean |u - m|^4
Shrunk shrunk(const Matrix& c, double n, double fourth) {
  const double d = double(c.rows()), scale = c.trace() / d, square = c.squaredNorm();
  const double around = square / d - scale * scale;
  const double error = std::min((fourth - square) / (n * d), around);
  const double share = error > 0 ? error / around : 0;
  Matrix out = (1 - share) * c;
  out.diagonal().array() += share * scale;
  return {std::move(out), share};
}

Matrix whitening(const Matrix& c) {
  const Eigenmodes modes = eigenmodes(c);
  const double scale = c.trace() / double(c.rows());
  const Vector roots = (modes.values.cwiseMax(kSmallest * modes.values[0]) / scale).cwiseSqrt().cwiseSqrt().cwiseInverse();
  const Matrix half = modes.vectors * roots.asDiagonal();
  return times(half, half.transpose());
}

Matrix contrast_of(const SecondOrder& s) { return s.xx / s.trace(Side::image) - s.yy / s.trace(Side::text); }

bool varied(const SecondOrder& s) { return s.trace(Side::image) > 0 && s.trace(Side::text) > 0; }

}  // namespace

GapAnatomy gap_anatomy(Moments m) {
  check(m);
  const Vector apart = (m.x.sum - m.y.sum) / m.n;
  const SecondOrder s = SecondOrder::from(std::move(m));
  Vector rest = Eigensolver(s.xx + s.yy - s.xy - s.xy.transpose()).values().cwiseMax(0);
  if (!(rest.sum() > kRounding * (s.trace(Side::image) + s.trace(Side::text)))) rest.setZero();
  const double centre = apart.squaredNorm(), meanSquare = centre + rest.sum();
  if (!(meanSquare > 0)) return {0, 0, 0, Vector(0)};
  return {meanSquare, centre / meanSquare, summary(rest).participationRatio, rest.head(std::min(kLeading, rest.size())) / meanSquare};
}

std::optional<GapTransforms> gap_transforms(Moments m) {
  check(m);
  const Vector image = m.x.sum / m.n, text = m.y.sum / m.n;
  const SecondOrder s = SecondOrder::from(std::move(m));
  if (!varied(s)) return {};
  const Shrunk x = shrunk(s.xx, s.n, s.kk / s.n), y = shrunk(s.yy, s.n, s.ll / s.n);
  return GapTransforms{image,
                       text,
                       whitening(x.covariance),
                       whitening(y.covariance),
                       x.shrinkage,
                       y.shrinkage,
                       eigenmodes(contrast_of(s)),
                       ((x.covariance + y.covariance) / 2).ldlt().solve(image - text)};
}

double private_share(const Eigenmodes& contrast, Moments measured) {
  const SecondOrder s = SecondOrder::from(std::move(measured));
  if (!varied(s)) return 0;
  const Eigen::Index positive = (contrast.values.array() > kRounding).count();
  return quadratic_forms(contrast.vectors.leftCols(positive), contrast_of(s)).sum();
}

Matrix private_directions(const Eigenmodes& contrast, double least) {
  const Eigen::Index images = (contrast.values.array() >= least).count(), texts = (contrast.values.array() <= -least).count();
  Matrix out(contrast.vectors.rows(), images + texts);
  out << contrast.vectors.leftCols(images), contrast.vectors.rightCols(texts);
  return out;
}

Matrix without_directions(const Matrix& directions) {
  return Matrix::Identity(directions.rows(), directions.rows()) - times(directions, directions.transpose());
}

std::vector<float> transformed_rows(const Rows& x, const std::vector<double>& norms, const Vector& mean, const Matrix& map) {
  const Eigen::Index rows = Eigen::Index(x.rows), d = Eigen::Index(x.cols);
  if (norms.size() != x.rows || mean.size() != d || (map.size() > 0 && (map.rows() != d || map.cols() != d)))
    throw Error(Code::SHAPE, "Rows, norms, mean and matrix are of different sizes.", {{"rows", double(rows)}, {"cols", double(d)}});
  const auto values = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(x.data, rows, d);
  Matrix centred = values.cast<double>();
  for (Eigen::Index i = 0; i < rows; ++i) centred.row(i) = centred.row(i) / norms[std::size_t(i)] - mean.transpose();
  std::vector<float> out(x.rows * x.cols);
  Eigen::Map<Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(out.data(), rows, d) =
      (map.size() > 0 ? times(centred, map) : centred).cast<float>();
  return out;
}

}  // namespace askew
