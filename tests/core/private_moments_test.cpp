#include "askew/private_moments.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "askew/gaussian_mechanism.hpp"
#include "support/passes.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

Moments unit_moments(std::size_t n, std::size_t d, std::uint64_t seed) {
  const auto [a, b] = pairs(n, d, d, seed);
  const Sample x = unit(a), y = unit(b);
  return moments(x, y, 0, n, MomentsPass::kSlice, true, Arithmetic::float64);
}

PrivateSettings settings(double n, std::size_t d, double epsilon = 1, double delta = 1e-6, double pairsOfPatient = 1) {
  return {epsilon, delta, n, pairsOfPatient, d, d};
}

// Noise of this standard deviation and no other promise.
PrivateNoise spread(double sigma) {
  PrivateNoise noise;
  noise.spacing = std::ldexp(1.0, -24);
  noise.steps = std::uint32_t(sigma / noise.spacing);
  noise.across = std::uint32_t(std::ceil(noise.steps / std::sqrt(2.0)));
  return noise;
}

SecretKey key(std::uint32_t seed) { return {seed, 7, 7, 7, 7, 7, 7, 7}; }

// Q about zero.
Matrix about_zero(const Matrix& c, const Vector& a, const Vector& b, double n) { return c + a * b.transpose() / n; }

}  // namespace

TEST(PrivateMoments, NoPairOfUnitRowsMovesTheReleasedSumsFurtherThanTheSensitivity) {
  double largest = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Dice dice(seed);
    // z = (x, y), w = (u, v) of unit halves, half of them at the angle where the bound is reached.
    const auto half = [&](double angle) { return Eigen::Vector2d(std::cos(angle), std::sin(angle)); };
    Eigen::Vector4d z, w;
    const double first = 6.2831853 * dice.uniform(), second = 6.2831853 * dice.uniform(), turn = seed % 2 ? std::acos(-0.25) : 6.2831853 * dice.uniform();
    z << half(first), half(second);
    w << half(first + turn), half(second + (seed % 2 ? turn : 6.2831853 * dice.uniform()));
    const double moved = std::sqrt((z * z.transpose() - w * w.transpose()).squaredNorm() + (z - w).squaredNorm());
    EXPECT_LE(moved, std::sqrt(12.5) * (1 + 1e-12));
    largest = std::max(largest, moved);
  }
  EXPECT_NEAR(largest, std::sqrt(12.5), 1e-6);
  EXPECT_GT(kPrivateSensitivity, std::sqrt(12.5) * std::pow(1 + kUnitTolerance, 2));
}

TEST(PrivateMoments, TheNoiseKeepsItsPromiseForOnePairAndForAPatient) {
  for (const double epsilon : {0.1, 0.5, 1.0, 3.0, 10.0})
    for (const double delta : {1e-9, 1e-6})
      for (const double k : {1.0, 2.0, 10.0}) {
        const PrivateNoise noise = private_noise(settings(10'000, 512, epsilon, delta, k));
        EXPECT_LE(gaussian_delta(epsilon, noise.mu()), delta) << epsilon << " " << delta << " " << k;
        // All but the rounding is what k pairs can move; and the noise is within a thousandth of the least that is enough.
        EXPECT_GE(noise.sensitivity, k * std::sqrt(12.5) + noise.spacing * std::sqrt(1024.0 * 1025));
        EXPECT_LT(noise.sigma(), 1.001 * k * std::sqrt(12.5) / gaussian_mu(epsilon, delta));
        // The entries off the diagonal count twice, so half the variance is theirs, never less.
        EXPECT_GE(2.0 * noise.across * noise.across, double(noise.steps) * noise.steps);
      }
  EXPECT_NEAR(private_noise(settings(10'000, 512)).sigma(), std::sqrt(12.5) / 0.23670438066343572, 0.01);
}

TEST(PrivateMoments, LieOnTheGridSoThatNoDigitBelowItSaysAnything) {
  const std::size_t n = 200, d = 7;
  const PrivateNoise noise = private_noise(settings(n, d));
  int exponent = 0;
  EXPECT_EQ(std::frexp(noise.spacing, &exponent), 0.5);
  EXPECT_GE(noise.steps, 1u << 26);
  EXPECT_LE(noise.steps, 1u << 28);
  const Moments out = private_moments(unit_moments(n, d, 8), noise, key(1));
  for (const Vector* s : {&out.x.sum, &out.y.sum})
    for (const double v : *s) EXPECT_EQ(v / noise.spacing, std::nearbyint(v / noise.spacing));
  EXPECT_EQ(out.cosine / noise.spacing, std::nearbyint(out.cosine / noise.spacing));
}

TEST(PrivateMoments, OfTheSamePairsAddedUpInAnotherOrderAreTheSameToTheLastBit) {
  // Float64 sums differ in their last bits, and those must not leave.
  const std::size_t n = 300, d = 6;
  const auto [a, b] = pairs(n, d, d, 21);
  const Sample x = unit(a), y = unit(b);
  const Moments forward = moments(x, y, 0, n, 256, true, Arithmetic::float64);
  Moments backward = moments(x, y, 150, n, 7, true, Arithmetic::float64);
  backward.merge(moments(x, y, 0, 150, 11, true, Arithmetic::float64));
  ASSERT_NE(forward.flat(), backward.flat());
  const PrivateNoise noise = private_noise(settings(n, d));
  std::vector<double> one = private_moments(forward, noise, key(3)).flat(), other = private_moments(backward, noise, key(3)).flat();
  EXPECT_EQ(one, other);
}

TEST(PrivateMoments, WithoutNoiseAreTheMomentsOfUnitRows) {
  const Moments m = unit_moments(200, 9, 3), out = private_moments(m, spread(0), key(1));
  const std::vector<double> a = m.flat(), b = out.flat();
  ASSERT_EQ(a.size(), b.size());
  // Lengths of float32 rows are 1 within 1e-7, and the sums take them as 1.
  for (std::size_t k = 0; k < a.size(); ++k) EXPECT_NEAR(a[k], b[k], 200 * 1e-6) << k;
}

TEST(PrivateMoments, HoldNothingBesideWhatWasDrawn) {
  Moments exact = unit_moments(200, 6, 3);
  exact.spread.emplace(6, 6);
  exact.spread->kk = 12345;
  const Moments once = private_moments(exact, spread(2), key(1));
  EXPECT_FALSE(once.spread.has_value());
  // All that the noise does not touch is the number of pairs, or a constant of unit rows.
  Moments other = unit_moments(200, 6, 4);
  const Moments differs = private_moments(other, spread(2), key(2));
  EXPECT_EQ(once.cross, differs.cross);
  EXPECT_EQ(once.x.square, differs.x.square);
  EXPECT_EQ(once.x.fourth, differs.x.fourth);
  EXPECT_EQ(once.x.maxNorm, differs.x.maxNorm);
}

TEST(PrivateMoments, NoiseHasTheStatedSpread) {
  const std::size_t d = 12;
  const Moments m = unit_moments(100, d, 4);
  const double sigma = 2.5;
  double sums = 0, diagonal = 0, off = 0, across = 0, mean = 0;
  const int draws = 200;
  for (int draw = 0; draw < draws; ++draw) {
    const Moments out = private_moments(m, spread(sigma), key(100 + std::uint32_t(draw)));
    const Matrix q = about_zero(out.mxx, out.x.sum, out.x.sum, out.n) - about_zero(m.mxx, m.x.sum, m.x.sum, m.n);
    const Matrix c = about_zero(out.mxy, out.x.sum, out.y.sum, out.n) - about_zero(m.mxy, m.x.sum, m.y.sum, m.n);
    EXPECT_EQ(out.mxx, Matrix(out.mxx.transpose()));
    sums += (out.x.sum - m.x.sum).squaredNorm() / double(d);
    mean += (out.x.sum - m.x.sum).mean();
    diagonal += q.diagonal().squaredNorm() / double(d);
    off += (q.squaredNorm() - q.diagonal().squaredNorm()) / double(d * (d - 1));
    across += c.squaredNorm() / double(d * d);
  }
  // 200 x 12 draws: a variance is known to 2.9 %; five of these.
  EXPECT_NEAR(sums / draws, sigma * sigma, 0.15 * sigma * sigma);
  EXPECT_NEAR(diagonal / draws, sigma * sigma, 0.15 * sigma * sigma);
  EXPECT_NEAR(off / draws, sigma * sigma / 2, 0.15 * sigma * sigma / 2);
  EXPECT_NEAR(across / draws, sigma * sigma / 2, 0.15 * sigma * sigma / 2);
  EXPECT_NEAR(mean / draws, 0, 5 * sigma / std::sqrt(double(draws) * double(d)));
}

TEST(PrivateMoments, RefuseWhatTheyAreNotCalibratedFor) {
  const Moments m = unit_moments(50, 5, 5);
  EXPECT_EQ(refusal([&] { private_moments(m, spread(1), key(1)); }), "accepted");
  const auto both = pairs(50, 5, 5, 6);
  const Sample &x = both.first, &y = both.second;
  EXPECT_EQ(refusal([&] { private_moments(moments(x, y), spread(1), key(1)); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([&] { private_moments(Moments(5, 5, false), spread(1), key(1)); }), "SHAPE");
  EXPECT_EQ(refusal([&] { private_moments(Moments(5, 6, true), spread(1), key(1)); }), "SHAPE");
}

TEST(PrivateMoments, RefuseAPromiseThatIsNone) {
  const auto refused = [](const PrivateSettings& s) { return refusal([&] { private_noise(s); }); };
  EXPECT_EQ(refused(settings(50, 5)), "accepted");
  EXPECT_EQ(refused(settings(50, 5, 0)), "OUT_OF_RANGE");
  EXPECT_EQ(refused(settings(50, 5, 1, 1)), "OUT_OF_RANGE");
  // A delta of 1 / n allows one pair of the n to be given away whole.
  EXPECT_EQ(refused(settings(50, 5, 1, 0.02)), "OUT_OF_RANGE");
  EXPECT_EQ(refused(settings(50, 5, 1, 0.0199)), "accepted");
  EXPECT_EQ(refused(settings(0, 5)), "OUT_OF_RANGE");
  for (const double k : {0.0, 1.5, 51.0}) EXPECT_EQ(refused(settings(50, 5, 1, 1e-6, k)), "OUT_OF_RANGE") << k;
  EXPECT_EQ(refused(settings(50, 5, 1, 1e-6, 50)), "accepted");
  // Too little noise for float64 to hold the sums on its grid.
  EXPECT_EQ(refused(settings(1e9, 5, 1e6, 1e-12)), "OUT_OF_RANGE");
}
