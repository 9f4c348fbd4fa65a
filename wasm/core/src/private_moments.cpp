#include "askew/private_moments.hpp"

#include <cmath>

#include "askew/gaussian_mechanism.hpp"

namespace askew {
namespace {

constexpr int kStepBits = 26;  // steps lie between 2^26 and 2^28

void check(const Moments& m) {
  if (!m.products || m.dx() != m.dy())
    throw Error(Code::SHAPE, "Noise needs moments with products, and one width.", {{"imageCols", double(m.dx())}, {"textCols", double(m.dy())}});
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

PrivateNoise private_noise(const PrivateSettings& s) {
  const double mu = gaussian_mu(s.epsilon, s.delta);
  if (!(s.n >= 1 && s.n == std::floor(s.n) && s.n < 9007199254740992.0)) throw Error(Code::OUT_OF_RANGE, "n must be a whole number, 1 or more.", {{"n", s.n}});
  if (!(s.delta < 1 / s.n)) throw Error(Code::OUT_OF_RANGE, "delta must be below 1 / n.", {{"delta", s.delta}, {"n", s.n}});
  if (!(s.pairsOfPatient >= 1 && s.pairsOfPatient <= s.n && s.pairsOfPatient == std::floor(s.pairsOfPatient)))
    throw Error(Code::OUT_OF_RANGE, "The pairs of one patient must be a whole number from 1 to n.", {{"pairsOfPatient", s.pairsOfPatient}, {"n", s.n}});
  const double width = double(s.dx + s.dy);
  PrivateNoise noise;
  noise.sensitivity = s.pairsOfPatient * kPrivateSensitivity + s.n * (512 + s.n / 128) * std::ldexp(1.0, -49);
  noise.spacing = std::ldexp(1.0, std::ilogb(noise.sensitivity / mu) - kStepBits);
  if (!(s.n / noise.spacing < std::ldexp(1.0, 52)))
    throw Error(Code::OUT_OF_RANGE, "epsilon is too large for sums of so many pairs.", {{"epsilon", s.epsilon}, {"n", s.n}});
  noise.sensitivity += noise.spacing * std::sqrt(width * (width + 1));
  // One more step than needed: the divisions are rounded.
  noise.steps = std::uint32_t(std::ceil(noise.sensitivity / mu / noise.spacing)) + 1;
  noise.across = std::uint32_t(std::ceil(noise.steps / std::sqrt(2.0)));
  return noise;
}

Moments private_moments(const Moments& m, const PrivateNoise& noise, const SecretKey& key) {
  check(m);
  RoundedNormals normals(key);
  const auto drawn = [&](double exact, std::uint32_t steps) {
    return noise.spacing * (std::nearbyint(exact / noise.spacing) + double(normals.next(steps)));
  };
  const Eigen::Index d = Eigen::Index(m.dx());
  const double n = m.n;
  // Nothing but what is drawn below: a field that moments gain is not released by itself.
  Moments out(m.dx(), m.dy(), true);
  out.n = n;
  out.x.sum = m.x.sum;
  out.y.sum = m.y.sum;
  out.mxx = m.mxx;
  out.myy = m.myy;
  out.mxy = m.mxy;
  for (Vector* s : {&out.x.sum, &out.y.sum})
    for (double& v : *s) v = drawn(v, noise.steps);
  // Q about zero, and what is drawn of it about the drawn means.
  for (auto [side, drawnSide] : {std::pair{&m.x, &out.x}, std::pair{&m.y, &out.y}}) {
    Matrix& c = side == &m.x ? out.mxx : out.myy;
    for (Eigen::Index j = 0; j < d; ++j)
      for (Eigen::Index i = j; i < d; ++i) {
        const double q = drawn(c(i, j) + side->sum(i) * side->sum(j) / n, i == j ? noise.steps : noise.across);
        c(i, j) = c(j, i) = q - drawnSide->sum(i) * drawnSide->sum(j) / n;
      }
  }
  double matched = 0;
  for (Eigen::Index j = 0; j < d; ++j)
    for (Eigen::Index i = 0; i < d; ++i) {
      const double q = drawn(out.mxy(i, j) + m.x.sum(i) * m.y.sum(j) / n, noise.across);
      if (i == j) matched += q;
      out.mxy(i, j) = q - out.x.sum(i) * out.y.sum(j) / n;
    }
  unit_rows(out.x, n);
  unit_rows(out.y, n);
  out.cross = n;
  out.cosine = matched;
  return out;
}

}  // namespace askew
