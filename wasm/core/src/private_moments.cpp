#include "askew/private_moments.hpp"

#include <cmath>

namespace askew {
namespace {

constexpr double kTwoPi = 6.283185307179586;

// Box and Muller, two numbers from four words.
class Normals {
 public:
  explicit Normals(const std::vector<std::uint32_t>& words) : words_(words) {}
  double next() {
    if (spare_) {
      spare_ = false;
      return second_;
    }
    const double radius = std::sqrt(-2 * std::log(uniform())), angle = kTwoPi * uniform();
    second_ = radius * std::sin(angle);
    spare_ = true;
    return radius * std::cos(angle);
  }

 private:
  // (0, 1), 53 bits.
  double uniform() {
    const double high = words_[at_] >> 5, low = words_[at_ + 1] >> 6;
    at_ += 2;
    return (high * 67108864.0 + low + 0.5) / 9007199254740992.0;
  }
  const std::vector<std::uint32_t>& words_;
  std::size_t at_ = 0;
  double second_ = 0;
  bool spare_ = false;
};

void check(const Moments& m, double sigma, std::size_t words) {
  if (!m.products || m.dx() != m.dy())
    throw Error(Code::SHAPE, "Noise needs moments with products, and one width.", {{"imageCols", double(m.dx())}, {"textCols", double(m.dy())}});
  if (!(sigma >= 0 && std::isfinite(sigma))) throw Error(Code::OUT_OF_RANGE, "sigma must be 0 or more.", {{"sigma", sigma}});
  if (words < private_words(m.dx(), m.dy()))
    throw Error(Code::SHAPE, "There are too few random words.", {{"words", double(words)}, {"needed", double(private_words(m.dx(), m.dy()))}});
  for (const SideSums* s : {&m.x, &m.y})
    if (!(std::abs(s->minNorm - 1) <= kUnitTolerance && std::abs(s->maxNorm - 1) <= kUnitTolerance))
      throw Error(Code::OUT_OF_RANGE, "The noise is calibrated for rows of length 1.", {{"shortest", s->minNorm}, {"longest", s->maxNorm}});
}

// All that sums of unit rows determine from their sum.
void unit_rows(SideSums& s, double n) {
  const double w = std::exp(-1 / (2 * kMmdSigma * kMmdSigma));
  s.unit = s.own = s.other = s.sum;
  s.weighted = w * s.sum;
  s.square = s.fourth = n;
  s.weight = w * n;
  s.minNorm = s.maxNorm = 1;
}

}  // namespace

double private_sigma(double epsilon, double delta) {
  if (!(epsilon > 0 && std::isfinite(epsilon))) throw Error(Code::OUT_OF_RANGE, "epsilon must be above 0.", {{"epsilon", epsilon}});
  if (!(delta > 0 && delta < 1)) throw Error(Code::OUT_OF_RANGE, "delta must lie between 0 and 1.", {{"delta", delta}});
  const double tail = std::log(1 / delta);
  // sqrt(tail + epsilon) - sqrt(tail), without cancellation.
  const double root = epsilon / (std::sqrt(tail + epsilon) + std::sqrt(tail));
  return kPrivateSensitivity / (std::sqrt(2.0) * root);
}

std::size_t private_words(std::size_t dx, std::size_t dy) {
  const std::size_t width = dx + dy, numbers = width + width * (width + 1) / 2;
  return 4 * ((numbers + 1) / 2);
}

Moments private_moments(const Moments& m, double sigma, const std::vector<std::uint32_t>& words) {
  check(m, sigma, words.size());
  Normals normals(words);
  const Eigen::Index d = Eigen::Index(m.dx());
  const double n = m.n, across = sigma / std::sqrt(2.0);
  Moments out = m;
  for (Vector* s : {&out.x.sum, &out.y.sum})
    for (double& v : *s) v += sigma * normals.next();
  // Q of the true rows about zero, noise added, and centred by the noisy means.
  const auto centre = [n](Matrix& c, const Vector& a, const Vector& b, const Vector& u, const Vector& v) {
    c += (a * b.transpose() - u * v.transpose()) / n;
  };
  centre(out.mxx, m.x.sum, m.x.sum, out.x.sum, out.x.sum);
  centre(out.myy, m.y.sum, m.y.sum, out.y.sum, out.y.sum);
  centre(out.mxy, m.x.sum, m.y.sum, out.x.sum, out.y.sum);
  for (Matrix* c : {&out.mxx, &out.myy})
    for (Eigen::Index j = 0; j < d; ++j)
      for (Eigen::Index i = j; i < d; ++i) {
        (*c)(i, j) += (i == j ? sigma : across) * normals.next();
        (*c)(j, i) = (*c)(i, j);
      }
  for (double& v : out.mxy.reshaped()) v += across * normals.next();
  unit_rows(out.x, n);
  unit_rows(out.y, n);
  out.cross = n;
  out.cosine = out.mxy.trace() + out.x.sum.dot(out.y.sum) / n;
  return out;
}

}  // namespace askew
