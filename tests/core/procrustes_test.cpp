#include "askew/procrustes.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/definition.hpp"
#include "support/expect.hpp"
#include "support/passes.hpp"

using namespace askew;
using namespace askew::test;

namespace {

// Whole numbers leave float64 sums alone; other data go through float32 products.
constexpr double kExact = 1e-10, kFloat = 1e-6;

double nuclear(const Matrix& m) {
  double sum = 0;
  for (const double value : eigenpairs(product(transposed(m), m)).values) sum += std::sqrt(std::max(value, 0.0));
  return sum;
}

// From the rows themselves: 2 - 2 |A'B|_*.
double definition(const Sample& x, const Sample& y) {
  const Matrix cx = centred(x), cy = centred(y);
  return 2 - 2 * nuclear(product(transposed(cx), cy)) / (frobenius(cx) * frobenius(cy));
}

// |A Q - B|_F^2 of one orthogonal Q.
double distance_turned(const Sample& x, const Sample& y, const Matrix& q) {
  const Matrix a = centred(x), b = centred(y);
  return std::pow(frobenius(product(a, q) / frobenius(a) - b / frobenius(b)), 2);
}

}  // namespace

TEST(Procrustes, IsTheDefinitionInBothForms) {
  const auto [wx, wy] = whole_pairs(60, 7, 7, 1);
  expect_value(procrustes(covariance_form(wx, wy)), definition(wx, wy), kExact);
  const auto [fx, fy] = whole_pairs(12, 20, 20, 3);
  // The definition's 9 singular values of 0 are right to 1e-8 of the largest.
  expect_value(procrustes(gram_form(fx, fy)), definition(fx, fy), 1e-7);
  const auto [x, y] = pairs(200, 12, 12, 2);
  expect_value(procrustes(covariance_form(x, y)), definition(x, y), kFloat);
}

TEST(Procrustes, IsTheSameInGramAndCovarianceForm) {
  const auto [x, y] = whole_pairs(12, 20, 20, 3);
  expect_value(procrustes(gram_form(x, y)), procrustes(covariance_form(x, y)).value, kExact);
}

TEST(Procrustes, NoTurnOfASideBringsItCloser) {
  const auto [x, y] = whole_pairs(40, 6, 6, 5);
  const double least = procrustes(covariance_form(x, y)).value;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) EXPECT_GE(distance_turned(x, y, orthogonal(6, seed)), least - kExact) << seed;
}

TEST(Procrustes, IsZeroForASideTurnedMovedAndScaled) {
  const Sample x = noise(60, 8, 4);
  expect_value(procrustes(covariance_form(x, x)), 0, kFloat);
  expect_value(procrustes(covariance_form(x, scaled(shifted(rotated(x, orthogonal(8, 2)), 3), 5))), 0, 1e-5);
  const Sample few = noise(6, 8, 4);
  expect_value(procrustes(gram_form(few, scaled(rotated(few, orthogonal(8, 2)), 5))), 0, kFloat);
}

TEST(Procrustes, DoesNotChangeWithTheOrderOfTheSidesTheirMeansRotationsAndScales) {
  const auto [x, y] = pairs(80, 8, 8, 6);
  const double value = procrustes(covariance_form(x, y)).value;
  expect_value(procrustes(covariance_form(y, x)), value, kFloat);
  expect_value(procrustes(covariance_form(shifted(x, 2), scaled(y, 8))), value, 1e-5);
  expect_value(procrustes(covariance_form(rotated(x, orthogonal(8, 1)), rotated(y, orthogonal(8, 2)))), value, 1e-5);
}

TEST(Procrustes, OfUnequalWidthsAddsColumnsOfZero) {
  const auto [x, y] = whole_pairs(40, 5, 7, 7);
  Sample wide(40, 7);
  for (std::size_t i = 0; i < 40; ++i)
    for (std::size_t k = 0; k < 5; ++k) wide.at(i, k) = x.at(i, k);
  const double value = procrustes(covariance_form(x, y)).value;
  expect_value(procrustes(covariance_form(wide, y)), value, 1e-7);
  expect_value(procrustes(covariance_form(y, x)), value, kExact);
  EXPECT_NEAR(value, definition(x, y), kExact);
}

TEST(Procrustes, IsTwoForSidesWithoutAnyCommonDirection) {
  // Columns that are orthogonal over the pairs, whatever the side.
  const Sample x(1, {1, 1, -1, -1}), y(1, {1, -1, 1, -1});
  EXPECT_EQ(procrustes(covariance_form(x, y)).value, 2);
}

TEST(Procrustes, OfFarFewerPairsThanColumnsIsTheSameInBothForms) {
  // Most singular values are 0, or nearly so.
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto [x, y] = pairs(9, 40, 50, seed);
    expect_value(procrustes(covariance_form(x, y)), procrustes(gram_form(x, y)).value, kFloat);
    const auto [wx, wy] = whole_pairs(8, 40, 40, seed);
    expect_value(procrustes(covariance_form(wx, wy)), procrustes(gram_form(wx, wy)).value, kExact);
  }
}

TEST(Procrustes, LiesBetweenZeroAndTwo) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto [x, y] = pairs(20, 6, 6, seed);
    for (const SecondOrder& s : {covariance_form(x, y), gram_form(x.part(0, 5), y.part(0, 5))}) {
      EXPECT_GE(procrustes(s).value, 0);
      EXPECT_LE(procrustes(s).value, 2);
    }
  }
}

TEST(Procrustes, IsUnavailableWithoutVarianceAndWithoutProducts) {
  const Sample x = noise(10, 4, 1), still = repeated(x, 0, 10);
  EXPECT_EQ(procrustes(covariance_form(x, still)).reason, "one side has no variance");
  EXPECT_EQ(procrustes(gram_form(still.part(0, 3), x.part(0, 3))).reason, "one side has no variance");
}
