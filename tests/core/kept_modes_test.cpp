#include "askew/kept_modes.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/passes.hpp"
#include "times.hpp"

namespace askew::test {
namespace {

using Eigen::Index;

// The sides share a signal of each column's strength; columns are turned so that no column is a direction by itself.
std::pair<Sample, Sample> graded(std::size_t rows, std::size_t cols, double power, std::uint64_t seed) {
  Dice dice(seed);
  Sample x(rows, cols), y(rows, cols);
  Vector axis = Vector::Zero(Index(cols)), a = axis, b = axis;
  for (double& v : axis) v = dice.normal();
  axis.normalize();
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t k = 0; k < cols; ++k) {
      const double strength = std::pow(double(k + 1), -power), signal = dice.normal();
      a[Index(k)] = strength * (signal + dice.normal());
      b[Index(k)] = strength * (signal + dice.normal());
    }
    a -= 2 * axis.dot(a) * axis;
    b -= 2 * axis.dot(b) * axis;
    for (std::size_t k = 0; k < cols; ++k) {
      x.at(i, k) = float(a[Index(k)]);
      y.at(i, k) = float(b[Index(k)]);
    }
  }
  return {x, y};
}

double score(const KeptModes& kept) { return leading_alignment(kept.modes, kept.count(), 1e-12).value; }

TEST(KeptModes, AreTheFirstOfAllModes) {
  const auto [x, y] = graded(90, 24, 0.5, 1);
  const SecondOrder s = covariance_form(x, y);
  const AnchorModes all = anchor_modes(s, Side::text);
  const KeptModes kept = kept_modes(s, Side::text, 0.25);
  ASSERT_EQ(kept.count(), modes_kept(all.eigenvalues, 0.25));
  EXPECT_EQ(kept.modes.covariance, all.covariance.head(kept.count()));
  EXPECT_EQ(score(kept), spectral_alignment(all, 0.25, 1e-12).value);
}

// A standard error of these scores is above 0.005; a thousandth of it.
TEST(KeptModes, FromFloat32AreThoseOfFloat64) {
  for (const double power : {0.0, 0.5, 1.0})
    for (const bool gram : {false, true})
      for (const Side anchor : {Side::image, Side::text})
        for (const double q : {0.1, 1.0}) {
          const auto [x, y] = gram ? graded(60, 96, power, 2) : graded(300, 70, power, 3);
          const SecondOrder s = gram ? gram_form(x, y) : covariance_form(x, y);
          const KeptModes exact = kept_modes(s, anchor, q);
          KeptModes fast;
          if (!float32_modes(s, symmetric_part(s.xy), anchor, q, fast)) {
            // All modes of fewer pairs than columns: the last has no variance.
            EXPECT_TRUE(gram && q == 1) << power;
            continue;
          }
          ASSERT_EQ(fast.count(), exact.count());
          EXPECT_NEAR(score(fast), score(exact), 5e-6) << power << (gram ? ", Gram" : "") << ", q " << q;
          // Coordinates of the Gram form, directions of the other; either sign.
          ASSERT_EQ(fast.basis.cols(), exact.basis.cols());
          for (Index k = 0; k < std::min<Index>(3, fast.count()); ++k)
            EXPECT_NEAR(std::abs(fast.basis.col(k).normalized().dot(exact.basis.col(k).normalized())), 1, 1e-6);
        }
}

TEST(KeptModes, WhatFloat32CannotResolveIsFoundInFloat64) {
  // The least of the kept modes has a variance of 3e-9 of the first's; 8 rows, each five times, have fewer directions than are kept.
  const auto steep = graded(300, 70, 5, 4);
  auto low = graded(8, 100, 0, 5);
  for (Sample* side : {&low.first, &low.second}) {
    const std::vector<float> rows = side->values;
    for (int copy = 1; copy < 5; ++copy) side->values.insert(side->values.end(), rows.begin(), rows.end());
    side->rows *= 5;
  }
  for (const SecondOrder& s : {covariance_form(steep.first, steep.second), covariance_form(low.first, low.second)}) {
    KeptModes none;
    EXPECT_FALSE(float32_modes(s, symmetric_part(s.xy), Side::image, 0.1, none));
    const KeptModes exact = kept_modes(s, Side::image, 0.1), found = kept_modes_of_part(s, symmetric_part(s.xy), Side::image, 0.1, 1);
    EXPECT_EQ(found.modes.eigenvalues, exact.modes.eigenvalues);
    EXPECT_EQ(found.basis, exact.basis);
    EXPECT_EQ(score(found), score(exact));
  }
  const Sample one(20, 4);
  const SecondOrder constant = covariance_form(one, one);
  EXPECT_EQ(kept_modes_of_part(constant, symmetric_part(constant.xy), Side::image, 0.5, 1).count(), 0);
}

TEST(KeptModes, OfSmallEigenproblemsAreFloat64) {
  const auto [x, y] = graded(300, 40, 0.5, 8);
  const SecondOrder s = covariance_form(x, y);
  KeptModes fast;
  ASSERT_TRUE(float32_modes(s, symmetric_part(s.xy), Side::text, 0.1, fast));
  EXPECT_EQ(kept_modes_of_part(s, symmetric_part(s.xy), Side::text, 0.1).basis, kept_modes(s, Side::text, 0.1).basis);
  EXPECT_EQ(kept_modes_of_part(s, symmetric_part(s.xy), Side::text, 0.1, 40).basis, fast.basis);
  EXPECT_NE(kept_modes(s, Side::text, 0.1).basis, fast.basis);
}

// Scaling both sides scales what is found: float32 has no range to leave.
TEST(KeptModes, FromFloat32DoNotDependOnTheScale) {
  const auto [x, y] = graded(300, 40, 0.5, 6);
  KeptModes kept;
  const SecondOrder plain = covariance_form(x, y);
  ASSERT_TRUE(float32_modes(plain, symmetric_part(plain.xy), Side::image, 0.2, kept));
  for (const double factor : {0x1p-40, 0x1p40}) {
    const SecondOrder s = covariance_form(scaled(x, factor), scaled(y, factor));
    KeptModes fast;
    ASSERT_TRUE(float32_modes(s, symmetric_part(s.xy), Side::image, 0.2, fast));
    EXPECT_EQ(fast.basis, kept.basis);
    EXPECT_EQ(fast.modes.eigenvalues, kept.modes.eigenvalues * (factor * factor));
  }
}

TEST(QuadraticForms, AreThoseOfTheWholeProduct) {
  Dice dice(7);
  for (const Index d : {1, 5, 127, 128, 129, 260}) {
    Matrix c(d, d), v(d, 3);
    for (double& value : c.reshaped()) value = dice.whole(-9, 9);
    for (double& value : v.reshaped()) value = dice.whole(-9, 9);
    EXPECT_EQ(quadratic_forms(v, symmetric_part(c)), Vector((v.transpose() * c * v).diagonal())) << d;
  }
}

}  // namespace
}  // namespace askew::test
