#include "askew/modality_gap.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "askew/rows.hpp"
#include "support/definition.hpp"
#include "support/expect.hpp"
#include "support/passes.hpp"

using namespace askew;
using namespace askew::test;

namespace {

// Float64 sums in another order.
constexpr double kSums = 1e-12;

double mean_distance(const Sample& x) {
  double sum = 0;
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t j = 0; j < x.rows; ++j)
      if (j != i) sum += 1 - test::cosine(x, i, x, j);
  return sum / double(x.rows * (x.rows - 1));
}

double mean_matched(const Sample& x, const Sample& y) {
  double sum = 0;
  for (std::size_t i = 0; i < x.rows; ++i) sum += test::cosine(x, i, y, i);
  return sum / double(x.rows);
}

double mean_unmatched(const Sample& x, const Sample& y) {
  double sum = 0;
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t j = 0; j < x.rows; ++j)
      if (j != i) sum += test::cosine(x, i, y, j);
  return sum / double(x.rows * (x.rows - 1));
}

// What the paper's code does: similarities of images, distances of texts, both over i > j, and image pairs whose
// similarity is exactly 1 are left out.
double reference(const Sample& x, const Sample& y, double& dropped) {
  const double n = double(x.rows);
  double similarities = 0, distances = 0;
  dropped = 0;
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const double s = test::cosine(x, i, x, j);
      if (s == 1) ++dropped;
      else similarities += s;
      distances += 1 - test::cosine(y, i, y, j);
    }
  const double xy = 1 - mean_matched(x, y);
  return xy / ((similarities + distances) / (2 * n * (n - 1)) + xy);
}

void expect_value(const Quantity& q, double value) { test::expect_value(q, value, kSums); }

}  // namespace

TEST(Rmg, IsItsDefinitionByDoubleLoops) {
  const auto [x, y] = pairs(40, 9, 9, 1);
  const double xy = 1 - mean_matched(x, y);
  expect_value(rmg(moments(x, y)), xy / (xy + (mean_distance(x) + mean_distance(y)) / 2));
}

TEST(Rmg, DoesNotChangeWithTheOrderOfTheSides) {
  const auto [x, y] = pairs(40, 9, 9, 2);
  expect_value(rmg(moments(y, x)), rmg(moments(x, y)).value);
}

TEST(Rmg, IsZeroForIdenticalSidesAndGrowsWithTheGap) {
  const Sample x = pairs(40, 9, 9, 3).first;
  expect_value(rmg(moments(x, x)), 0);
  double before = 0;
  for (const double gap : {0.5, 1.0, 4.0, 16.0}) {
    const double value = rmg(moments(shifted(x, gap), shifted(x, -gap))).value;
    EXPECT_GT(value, before) << gap;
    EXPECT_LE(value, 1) << gap;
    before = value;
  }
  EXPECT_GT(before, 0.98);
}

TEST(Rmg, IsUnavailableWhereAllRowsOfBothSidesAreTheSame) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Sample x = repeated(noise(1, 13, seed), 0, 5 + seed);
    EXPECT_FALSE(rmg(moments(x, x)).available()) << seed << ": " << rmg(moments(x, x)).value;
  }
}

TEST(RmgReference, IsWhatThePapersLoopsGive) {
  const auto [x, y] = pairs(40, 9, 9, 4);
  double dropped = 0;
  const double value = reference(x, y, dropped);
  EXPECT_EQ(dropped, 0);
  expect_value(rmg_reference(moments(x, y), dropped), value);
}

TEST(RmgReference, LeavesOutImagePairsWhoseSimilarityIsExactlyOne) {
  auto [x, y] = whole_pairs(30, 4, 4, 5);
  // Rows 0, 7 and 21 along an axis: their unit rows' products are exactly 1.
  for (const std::size_t i : {0, 7, 21})
    for (std::size_t k = 0; k < 4; ++k) x.at(i, k) = k == 2 ? 5.0f : 0.0f;
  ASSERT_TRUE(self_is_one(x.view().row(7), 4));
  double dropped = 0;
  const double value = reference(x, y, dropped);
  EXPECT_GE(dropped, 3);
  expect_value(rmg_reference(moments(x, y), dropped), value);
  EXPECT_GT(std::abs(rmg_reference(moments(x, y), 0).value - value), 1e-6) << "they count";
}

TEST(RmgReference, ChangesWithTheOrderOfTheSides) {
  const auto [x, y] = pairs(40, 9, 9, 6);
  EXPECT_GT(std::abs(rmg_reference(moments(x, y), 0).value - rmg_reference(moments(y, x), 0).value), 1e-3);
}

TEST(DeltaCosine, IsTheMatchedMeanMinusTheUnmatchedMean) {
  const auto [x, y] = pairs(40, 9, 9, 7);
  expect_value(delta_cosine(moments(x, y)), mean_matched(x, y) - mean_unmatched(x, y));
}

TEST(DeltaCosine, IsNearZeroForShuffledPairsAndNegativeForOppositeOnes) {
  const Sample x = noise(200, 20, 8);
  // 200 matched cosines of standard deviation 1 / sqrt(20): a standard error of 0.016.
  EXPECT_NEAR(delta_cosine(moments(x, noise(200, 20, 9))).value, 0, 0.06);
  EXPECT_LT(delta_cosine(moments(x, scaled(x, -1))).value, -0.9);
}

TEST(Alignment, IsTheMeanSquaredDistanceOfMatchedUnitRows) {
  const auto [x, y] = pairs(40, 9, 9, 10);
  const std::vector<double> nx = x.norms(), ny = y.norms();
  double sum = 0;
  for (std::size_t i = 0; i < 40; ++i)
    for (std::size_t k = 0; k < 9; ++k) sum += std::pow(x.at(i, k) / nx[i] - y.at(i, k) / ny[i], 2);
  expect_value(alignment(moments(x, y)), sum / 40);
}

TEST(Alignment, IsZeroForIdenticalAndFourForOppositeSides) {
  const Sample x = noise(30, 9, 11);
  expect_value(alignment(moments(x, x)), 0);
  expect_value(alignment(moments(x, scaled(x, -1))), 4);
}

TEST(Alignment, IsNeverNegative) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Sample x = noise(30, 9, seed);
    EXPECT_GE(alignment(moments(x, x)).value, 0) << seed;
    EXPECT_GE(centroid_cosine(moments(x, x)).value, 0) << seed;
    EXPECT_GE(rmg(moments(x, x)).value, 0) << seed;
  }
}

TEST(Cosines, DoNotChangeWithTheLengthOfAnyRow) {
  const auto [x, y] = pairs(30, 9, 9, 12);
  Sample longer = x;
  for (std::size_t i = 0; i < 30; ++i)
    for (std::size_t k = 0; k < 9; ++k) longer.at(i, k) *= float(1 << (i % 7));
  const Moments a = moments(x, y), b = moments(longer, y);
  expect_value(rmg(b), rmg(a).value);
  expect_value(rmg_reference(b, 0), rmg_reference(a, 0).value);
  expect_value(delta_cosine(b), delta_cosine(a).value);
  expect_value(alignment(b), alignment(a).value);
}

TEST(Cosines, DoNotChangeUnderACommonRotation) {
  const auto [x, y] = pairs(30, 9, 9, 13);
  const Matrix q = orthogonal(9, 4);
  const Moments a = moments(x, y), b = moments(rotated(x, q), rotated(y, q));
  // The rotated rows are rounded to float32.
  expect_value(rmg(b), rmg(a).value, 1e-7);
  expect_value(delta_cosine(b), delta_cosine(a).value, 1e-7);
  expect_value(centroid_euclidean(b), centroid_euclidean(a).value, 1e-6);
  expect_value(centroid_cosine(b), centroid_cosine(a).value, 1e-7);
}

TEST(Centroids, AreAsFarApartAsTheirMeans) {
  Sample x(3, std::vector<float>{1, 0, 0, 3, 0, 0}), y(3, std::vector<float>{0, 1, 0, 0, 2, 0});
  // Means (2, 0, 0) and (0, 1.5, 0).
  expect_value(centroid_euclidean(moments(x, y)), 2.5);
  expect_value(centroid_cosine(moments(x, y)), 1);
}

TEST(Centroids, AreTheirDefinitions) {
  const auto [x, y] = pairs(40, 9, 9, 14);
  double xx = 0, yy = 0, xy = 0, apart = 0;
  for (std::size_t k = 0; k < 9; ++k) {
    double a = 0, b = 0;
    for (std::size_t i = 0; i < 40; ++i) a += x.at(i, k) / 40.0, b += y.at(i, k) / 40.0;
    xx += a * a, yy += b * b, xy += a * b, apart += (a - b) * (a - b);
  }
  expect_value(centroid_euclidean(moments(x, y)), std::sqrt(apart));
  expect_value(centroid_cosine(moments(x, y)), 1 - xy / std::sqrt(xx * yy));
}

TEST(Centroids, HaveNoDirectionWhereAMeanIsZero) {
  const Sample x(2, std::vector<float>{1, 2, -1, -2}), y(2, std::vector<float>{1, 2, 3, 4});
  EXPECT_FALSE(centroid_cosine(moments(x, y)).available());
  expect_value(centroid_euclidean(moments(x, y)), std::sqrt(13.0));
}

TEST(ModalityGap, IsUnavailableForUnequalWidthsThroughout) {
  const auto [x, y] = pairs(20, 5, 6, 15);
  const Moments m = moments(x, y);
  for (const Quantity& q : {rmg(m), rmg_reference(m, 0), delta_cosine(m), alignment(m), centroid_euclidean(m), centroid_cosine(m)}) {
    EXPECT_FALSE(q.available());
    EXPECT_NE(q.reason.find("one width"), std::string::npos);
  }
}

TEST(ModalityGap, NeedsNoProducts) {
  const auto [x, y] = pairs(20, 6, 6, 16);
  const Moments with = moments(x, y), without = moments(x, y, 0, 20, 256, false);
  EXPECT_EQ(rmg(without).value, rmg(with).value);
  EXPECT_EQ(centroid_cosine(without).value, centroid_cosine(with).value);
}
