#include "askew/private_moments.hpp"

#include <gtest/gtest.h>

#include <cmath>

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

std::vector<std::uint32_t> words(std::size_t count, std::uint64_t seed) {
  Dice dice(seed);
  std::vector<std::uint32_t> out(count);
  for (auto& w : out) w = std::uint32_t(dice.uniform() * 4294967296.0);
  return out;
}

// delta that the Gaussian mechanism really has at epsilon (Balle and Wang 2018, theorem 8).
double delta_of(double sensitivity, double sigma, double epsilon) {
  const auto phi = [](double t) { return 0.5 * std::erfc(-t / std::sqrt(2.0)); };
  const double a = sensitivity / (2 * sigma), b = epsilon * sigma / sensitivity;
  return phi(a - b) - std::exp(epsilon) * phi(-a - b);
}

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

TEST(PrivateMoments, SigmaIsEnoughForItsEpsilonAndDelta) {
  for (const double epsilon : {0.1, 0.5, 1.0, 3.0, 10.0})
    for (const double delta : {1e-9, 1e-6, 1e-3}) {
      const double sigma = private_sigma(epsilon, delta);
      EXPECT_LE(delta_of(kPrivateSensitivity, sigma, epsilon), delta) << epsilon << " " << delta;
      // And not wasteful: a third of it would not do.
      EXPECT_GT(delta_of(kPrivateSensitivity, sigma / 3, epsilon), delta) << epsilon << " " << delta;
    }
}

TEST(PrivateMoments, WithoutNoiseAreTheMomentsOfUnitRows) {
  const Moments m = unit_moments(200, 9, 3), out = private_moments(m, 0, words(private_words(9, 9), 1));
  const std::vector<double> a = m.flat(), b = out.flat();
  ASSERT_EQ(a.size(), b.size());
  // Lengths of float32 rows are 1 within 1e-7, and the sums take them as 1.
  for (std::size_t k = 0; k < a.size(); ++k) EXPECT_NEAR(a[k], b[k], 200 * 1e-6) << k;
}

TEST(PrivateMoments, NoiseHasTheStatedSpread) {
  const std::size_t d = 12;
  const Moments m = unit_moments(100, d, 4);
  const double sigma = 2.5;
  double sums = 0, diagonal = 0, off = 0, across = 0, mean = 0;
  const int draws = 200;
  for (int draw = 0; draw < draws; ++draw) {
    const Moments out = private_moments(m, sigma, words(private_words(d, d), 100 + std::uint64_t(draw)));
    const auto about_zero = [](const Moments& a) { return Matrix(a.mxx + a.x.sum * a.x.sum.transpose() / a.n); };
    const Matrix q = about_zero(out) - about_zero(m);
    const Matrix c = out.mxy + out.x.sum * out.y.sum.transpose() / out.n - m.mxy - m.x.sum * m.y.sum.transpose() / m.n;
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
  const auto enough = words(private_words(5, 5), 1);
  EXPECT_EQ(refusal([&] { private_moments(m, 1, enough); }), "accepted");
  EXPECT_EQ(refusal([&] { private_moments(m, -1, enough); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([&] { private_moments(m, 1, {1, 2, 3}); }), "SHAPE");
  const auto both = pairs(50, 5, 5, 6);
  const Sample &x = both.first, &y = both.second;
  EXPECT_EQ(refusal([&] { private_moments(moments(x, y), 1, enough); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([&] { private_moments(Moments(5, 5, false), 1, enough); }), "SHAPE");
  EXPECT_EQ(refusal([&] { private_moments(Moments(5, 6, true), 1, enough); }), "SHAPE");
  EXPECT_EQ(refusal([] { private_sigma(0, 1e-6); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([] { private_sigma(1, 1); }), "OUT_OF_RANGE");
}
