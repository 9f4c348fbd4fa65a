#include "askew/rotation_range.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "support/passes.hpp"
#include "support/refusal.hpp"

namespace askew::test {
namespace {

using Eigen::Index;

struct Anchored {
  AnchorModes modes;
  AnchorBasis basis;
};

Anchored anchored(const SecondOrder& s, Side side) {
  AnchorPass pass(s, side);
  while (pass.step(Index(s.dx))) {
  }
  return {pass.modes(), pass.basis()};
}

RotationRange range(const SecondOrder& s, Side side, double q, double epsilon) {
  const Anchored a = anchored(s, side);
  return rotation_range(s, side, a.modes, a.basis, q, epsilon, s.n);
}

// SAS of given directions (columns of v, the first `kept` of them), from the covariances themselves.
double score(const SecondOrder& s, Side side, const Matrix& v, Index kept, double epsilon) {
  const Matrix &own = side == Side::image ? s.xx : s.yy, &other = side == Side::image ? s.yy : s.xx;
  double sum = 0, total = 0;
  for (Index k = 0; k < kept; ++k) {
    const Vector w = v.col(k);
    const double lambda = w.dot(own * w), root = std::sqrt(lambda * w.dot(other * w) + epsilon);
    sum += root > 0 ? lambda * std::min(1.0, std::abs(w.dot(s.xy * w)) / root) : 0;
    total += lambda;
  }
  return total > 0 ? std::clamp(sum / total, 0.0, 1.0) : 0;
}

// The definition: whole vectors are turned, and every score is formed from the covariances.
RotationRange by_definition(const SecondOrder& s, Side side, double q, double epsilon) {
  const Anchored a = anchored(s, side);
  const Matrix& v = a.basis.vectors;
  const Vector& lambda = a.modes.eigenvalues;
  const Index kept = modes_kept(lambda, q);
  const double at = score(s, side, v, kept, epsilon);
  RotationRange out;
  for (std::size_t z = 1; z <= 2; ++z) {
    double falls = 0, rises = 0;
    for (Index j = 0; j < kept; ++j)
      for (Index l = j + 1; l < v.cols(); ++l) {
        const double most = std::min(double(z) * std::sqrt(lambda[j] * lambda[l] / s.n) / std::abs(lambda[j] - lambda[l]), std::numbers::pi / 2);
        double fall = 0, rise = 0;
        for (int k = 0; k < 17; ++k) {
          const double angle = -most + 2 * most * k / 16;
          Matrix turned = v;
          turned.col(j) = std::cos(angle) * v.col(j) + std::sin(angle) * v.col(l);
          turned.col(l) = -std::sin(angle) * v.col(j) + std::cos(angle) * v.col(l);
          const double now = score(s, side, turned, kept, epsilon);
          fall = std::max(fall, at - now);
          rise = std::max(rise, now - at);
        }
        falls += fall * fall;
        rises += rise * rise;
      }
    out.fall[z - 1] = std::sqrt(falls);
    out.rise[z - 1] = std::sqrt(rises);
  }
  return out;
}

// Sums of some hundred squares of differences of scores, each right to about 1e-15: the root to about 1e-8 where they cancel, and 1e-10 here.
void expect_equal(const RotationRange& got, const RotationRange& want, double tolerance) {
  for (std::size_t z = 0; z < 2; ++z) {
    EXPECT_NEAR(got.fall[z], want.fall[z], tolerance);
    EXPECT_NEAR(got.rise[z], want.rise[z], tolerance);
  }
}

TEST(RotationRange, IsThatOfWholeVectorsTurnedPairByPair) {
  const auto [x, y] = pairs(150, 12, 12, 3);
  const SecondOrder s = covariance_form(x, y);
  for (const Side side : {Side::image, Side::text})
    for (const double q : {0.1, 0.4, 1.0}) {
      const RotationRange want = by_definition(s, side, q, 1e-8);
      EXPECT_GT(want.fall[1], 1e-4);
      expect_equal(range(s, side, q, 1e-8), want, 1e-9);
    }
}

TEST(RotationRange, IsTheSameInBothForms) {
  // The Gram matrices are float32 products: 1e-7 of an entry, more along weak directions.
  const auto [x, y] = pairs(40, 60, 60, 5);
  for (const Side side : {Side::image, Side::text}) expect_equal(range(gram_form(x, y), side, 0.1, 1e-8), range(covariance_form(x, y), side, 0.1, 1e-8), 1e-4);
}

TEST(RotationRange, DoesNotChangeWhereBothSidesAreScaledOrTurned) {
  const auto [x, y] = pairs(200, 10, 10, 7);
  const Matrix turn = orthogonal(10, 4);
  const SecondOrder s = covariance_form(x, y);
  for (const Side side : {Side::image, Side::text}) {
    const RotationRange want = range(s, side, 0.3, 0);
    // Rows are float32 after the change: 1e-7 of each value.
    expect_equal(range(covariance_form(scaled(x, 4), scaled(y, 0.5)), side, 0.3, 0), want, 1e-5);
    expect_equal(range(covariance_form(rotated(x, turn), rotated(y, turn)), side, 0.3, 0), want, 1e-4);
  }
}

TEST(RotationRange, GrowsWithTheAngleAndShrinksWithThePairs) {
  const auto [x, y] = pairs(200, 10, 10, 9);
  SecondOrder s = covariance_form(x, y);
  const RotationRange few = range(s, Side::image, 0.3, 0);
  EXPECT_GE(few.fall[1], few.fall[0]);
  EXPECT_GE(few.rise[1], few.rise[0]);
  s.n = 1e12;
  const RotationRange many = range(s, Side::image, 0.3, 0);
  EXPECT_LT(many.fall[1], 1e-3 * few.fall[1]);
}

// Two directions of one variance; the other side goes along one of them alone.
SecondOrder tied(double gap) {
  SecondOrder s;
  s.n = 1e8;
  s.dx = s.dy = 4;
  s.xx = Vector{{2 + gap, 2, 0.1, 0.01}}.asDiagonal();
  s.yy = Matrix::Identity(4, 4);
  s.xy = Matrix::Zero(4, 4);
  s.xy(0, 0) = 1.2;
  return s;
}

TEST(RotationRange, OfATieAtTheCutReachesWhateverTheTiedDirectionsHold) {
  // Kept: the first alone, rho = 1.2 / sqrt(2 + gap); turned by 90 degrees the second, rho = 0.
  const double gap = 1e-12, rho = 1.2 / std::sqrt(2 + gap);
  EXPECT_NEAR(range(tied(gap), Side::image, 0.1, 0).fall[0], rho, 1e-6);
  // Ten times as far apart as their sampling error, hardly.
  EXPECT_LT(range(tied(0.1), Side::image, 0.1, 0).fall[1], 0.01);
}

TEST(RotationRange, OfOneDimensionOrOfNoVarianceIsNone) {
  const auto [x, y] = pairs(50, 1, 1, 3);
  expect_equal(range(covariance_form(x, y), Side::image, 0.5, 1e-8), {}, 0);
  SecondOrder none = tied(0.5);
  none.xx.setZero();
  none.xy.setZero();
  expect_equal(range(none, Side::image, 1, 1e-8), {}, 0);
}

TEST(RotationRange, RefusesWhatDoesNotFit) {
  const auto [x, y] = pairs(50, 6, 6, 3);
  const SecondOrder s = covariance_form(x, y);
  const Anchored a = anchored(s, Side::image);
  EXPECT_EQ(refusal([&] { rotation_range(s, Side::image, a.modes, a.basis, 0, 1e-8, s.n); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([&] { rotation_range(s, Side::image, a.modes, a.basis, 0.5, -1, s.n); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([&] { rotation_range(s, Side::image, a.modes, {}, 0.5, 0, s.n); }), "SHAPE");
  const auto [wide, narrow] = pairs(50, 6, 5, 3);
  EXPECT_EQ(refusal([&, w = covariance_form(wide, narrow)] { rotation_range(w, Side::image, a.modes, a.basis, 0.5, 0, w.n); }), "SHAPE");
}

}  // namespace
}  // namespace askew::test
