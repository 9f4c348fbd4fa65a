#include "askew/coral.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/definition.hpp"
#include "support/expect.hpp"
#include "support/passes.hpp"

using namespace askew;
using namespace askew::test;

namespace {

double definition(const Sample& x, const Sample& y) {
  const Matrix cx = centred(x), cy = centred(y);
  Matrix gap = product(transposed(cx), cx) - product(transposed(cy), cy);
  gap /= double(x.rows - 1);
  return frobenius(gap);
}

}  // namespace

TEST(Coral, IsTheDistanceOfTheUnbiasedCovariances) {
  const auto [wx, wy] = whole_pairs(60, 7, 7, 1);
  expect_value(coral(covariance_form(wx, wy)), definition(wx, wy), 1e-12 * definition(wx, wy));
  const auto [x, y] = pairs(200, 12, 12, 2);
  // Float32 products: 1e-6 of the value.
  expect_value(coral(covariance_form(x, y)), definition(x, y), 1e-6 * definition(x, y));
}

TEST(Coral, IsTheSameInGramAndCovarianceForm) {
  const auto [x, y] = whole_pairs(12, 20, 20, 3);
  expect_value(coral(gram_form(x, y)), definition(x, y), 1e-11 * definition(x, y));
  expect_value(coral_normalised(gram_form(x, y)), coral_normalised(covariance_form(x, y)).value, 1e-9);
}

TEST(Coral, NormalisedIsTheSquareOverFourSquaredWidths) {
  const auto [x, y] = whole_pairs(30, 7, 7, 4);
  const double value = definition(x, y);
  expect_value(coral_normalised(covariance_form(x, y)), value * value / (4 * 49), 1e-12 * value * value);
}

TEST(Coral, IsZeroForIdenticalSides) {
  const Sample x = pairs(30, 9, 9, 5).first;
  EXPECT_EQ(coral(covariance_form(x, x)).value, 0);
  EXPECT_EQ(coral(gram_form(x.part(0, 6), x.part(0, 6))).value, 0);
  EXPECT_EQ(coral_normalised(covariance_form(x, x)).value, 0);
}

TEST(Coral, DoesNotChangeWithTheOrderOfTheSidesOrTheirMeans) {
  const auto [x, y] = pairs(80, 8, 8, 6);
  const double value = coral(covariance_form(x, y)).value;
  expect_value(coral(covariance_form(y, x)), value, 1e-12 * value);
  expect_value(coral(covariance_form(shifted(x, 2), shifted(y, -5))), value, 1e-5 * value);
}

TEST(Coral, DoesNotChangeUnderACommonRotationAndGrowsWithTheSquareOfACommonScale) {
  const auto [x, y] = pairs(80, 8, 8, 7);
  const Matrix q = orthogonal(8, 3);
  const double value = coral(covariance_form(x, y)).value;
  expect_value(coral(covariance_form(rotated(x, q), rotated(y, q))), value, 1e-6 * value);
  expect_value(coral(covariance_form(scaled(x, 8), scaled(y, 8))), 64 * value, 1e-12 * 64 * value);
}

TEST(Coral, SeesAScaleOfOneSide) {
  const Sample x = noise(50, 5, 8);
  const SecondOrder s = covariance_form(x, scaled(x, 2));
  const double variance = std::sqrt(s.norm_square(Side::image)) * 50.0 / 49;
  expect_value(coral(s), 3 * variance, 1e-12 * variance);
}

TEST(Coral, IsUnavailableForUnequalWidthsInBothForms) {
  const auto [x, y] = pairs(6, 8, 9, 9);
  for (const SecondOrder& s : {covariance_form(x, y), gram_form(x, y)})
    for (const Quantity& q : {coral(s), coral_normalised(s)}) {
      EXPECT_FALSE(q.available());
      EXPECT_NE(q.reason.find("one width"), std::string::npos);
    }
}
