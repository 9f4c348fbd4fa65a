#include "askew/planted.hpp"

#include "askew/error.hpp"
#include "latent.hpp"

namespace askew {
namespace {

using Factors = Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

template <class Scale>
Matrix covariance(const SyntheticSpec& s, const std::vector<double>& rows, std::size_t count, Scale scale) {
  const auto d = Eigen::Index(s.width);
  Matrix c = Matrix::Zero(d, d);
  const Factors f(rows.data(), Eigen::Index(count), d);
  for (std::size_t k = 0; k < count; ++k) {
    const Vector v = scale(s, k) * f.row(Eigen::Index(k)).transpose();
    c.noalias() += v * v.transpose();
  }
  return c;
}

double square(const std::vector<double>& mean) {
  double sum = 0;
  for (const double v : mean) sum += v * v;
  return sum;
}

PlantedShares shares(double shared, double own, double noise) {
  const double total = shared + own + noise;
  if (!(total > 0)) return {0, 0, 0};
  return {shared / total, own / total, noise / total};
}

}  // namespace

Planted planted(const SyntheticSpec& s, double q, double epsilon) {
  check(s);
  if (s.width > 4096) throw Error(Code::OUT_OF_RANGE, "The planted scores are known up to a width of 4096.", {{"value", double(s.width)}});
  Normal normal(s.seed);
  const Latent l = latent(s, normal);
  const Matrix common = covariance(s, l.shared, s.shared, shared_scale);
  const Matrix image = covariance(s, l.image, s.imageOnly, private_scale), text = covariance(s, l.text, s.textOnly, private_scale);
  const auto d = Eigen::Index(s.width);
  const double noiseX = s.noiseImage * s.noiseImage, noiseY = s.noiseText * s.noiseText;
  const Matrix eye = Matrix::Identity(d, d) / double(d);

  SecondOrder population;
  population.n = double(s.pairs);
  population.dx = population.dy = double(s.width);
  population.xx = common + image + noiseX * eye;
  population.yy = common + text + noiseY * eye;
  population.xy = (1 - double(wrong_count(s)) / double(s.pairs)) * common;
  const double lengthX = population.xx.trace() + square(l.imageMean), lengthY = population.yy.trace() + square(l.textMean);
  if (!(lengthX > 0 && lengthY > 0 && std::isfinite(lengthX) && std::isfinite(lengthY)))
    throw Error(Code::OUT_OF_RANGE, "With these scales a row has no length.", {{"images", lengthX}, {"texts", lengthY}});
  population.xx /= lengthX;
  population.yy /= lengthY;
  population.xy /= std::sqrt(lengthX) * std::sqrt(lengthY);
  return {shares(common.trace(), image.trace(), noiseX), shares(common.trace(), text.trace(), noiseY),
          spectral_alignment(anchor_modes(population, Side::image), q, epsilon),
          spectral_alignment(anchor_modes(population, Side::text), q, epsilon)};
}

}  // namespace askew
