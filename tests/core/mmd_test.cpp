#include "askew/mmd.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "askew/neighbours.hpp"
#include "askew/retrieval_pass.hpp"
#include "support/definition.hpp"
#include "support/passes.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

double kernel_sum(const Sample& x, const Sample& y, double sigma) {
  double sum = 0;
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t j = 0; j < y.rows; ++j) sum += std::exp(-square_distance(x, i, y, j) / (2 * sigma * sigma));
  return sum;
}

KernelSums kernel_sums(const Sample& x, const Sample& y, double sigma) {
  return {kernel_sum(x, x, sigma), kernel_sum(y, y, sigma), kernel_sum(x, y, sigma)};
}

// The paper's MMD: 100 times the mean kernel values, by double loops.
double definition(const Sample& x, const Sample& y) {
  const double n = double(x.rows);
  const KernelSums s = kernel_sums(x, y, kMmdSigma);
  return 100 * (s.xx / (n * n) + s.yy / (n * n) - 2 * s.xy / (n * n));
}

// MMD^2 as a U-statistic: means over i != j within the sides, over all pairs between them.
double unbiased(const Sample& x, const Sample& y, double sigma) {
  const double n = double(x.rows);
  double within = 0;
  for (const Sample* s : {&x, &y})
    for (std::size_t i = 0; i < s->rows; ++i)
      for (std::size_t j = 0; j < s->rows; ++j)
        if (j != i) within += std::exp(-square_distance(*s, i, *s, j) / (2 * sigma * sigma));
  return within / (n * (n - 1)) - 2 * kernel_sum(x, y, sigma) / (n * n);
}

// The rounding of three means near 1, times 100.
constexpr double kRounding = 1e-12;

}  // namespace

TEST(MmdSeries, LiesWithinItsBoundOfTheDefinitionOnUnitRows) {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const auto [x, y] = pairs(60, 12, 12, seed);
    // From sides that coincide to sides that lie apart.
    const Sample ux = unit(shifted(x, double(seed) / 2)), uy = unit(y);
    const SeriesValue v = mmd_series(moments(ux, uy));
    EXPECT_LE(std::abs(v.value - definition(ux, uy)), v.bound + kRounding) << seed;
    EXPECT_LE(v.bound, 1e-5) << seed << ": unit rows never need the tiles";
  }
}

TEST(MmdSeries, LiesWithinItsBoundOffTheUnitSphere) {
  for (const double scale : {0.01, 0.5, 2.0, 4.0}) {
    const auto [x, y] = pairs(50, 12, 12, 7);
    const Sample sx = scaled(x, scale), sy = scaled(shifted(y, 0.3), scale * 0.9);
    const SeriesValue v = mmd_series(moments(sx, sy));
    EXPECT_LE(std::abs(v.value - definition(sx, sy)), v.bound + kRounding) << scale;
  }
}

TEST(MmdSeries, LiesWithinItsBoundWhereLongRowsWeighLess) {
  // Here the error is 1.28 times the Taylor remainder: the spread of the weights must be in the bound.
  const Sample x(1, std::vector<float>{1, 0.1f, 0.2f, -1}), y(1, std::vector<float>{0.1f, 0.1f, 0.2f, 0.2f});
  const SeriesValue v = mmd_series(moments(x, y));
  EXPECT_LE(std::abs(v.value - definition(x, y)), v.bound + kRounding);
}

TEST(MmdSeries, SaysByItsBoundThatLongRowsNeedTheTiles) {
  const auto [x, y] = pairs(50, 12, 12, 8);
  double before = 0;
  for (const double scale : {1.0, 4.0, 16.0}) {
    const double bound = mmd_series(moments(scaled(x, scale), scaled(y, scale))).bound;
    EXPECT_GT(bound, before) << scale;
    before = bound;
  }
  for (const double scale : {16.0, 1e3, 1e18}) EXPECT_FALSE(mmd_series(moments(scaled(x, scale), scaled(y, scale))).bound <= 1e-5) << scale;
}

TEST(MmdSeries, IsZeroForIdenticalSidesAndTheSameBothWays) {
  const auto [x, y] = pairs(50, 12, 12, 9);
  const Sample ux = unit(x), uy = unit(y);
  EXPECT_NEAR(mmd_series(moments(ux, ux)).value, 0, kRounding);
  EXPECT_NEAR(mmd_series(moments(ux, uy)).value, mmd_series(moments(uy, ux)).value, kRounding);
}

TEST(MmdSeries, DoesNotChangeUnderACommonRotation) {
  const auto [x, y] = pairs(50, 12, 12, 10);
  const Matrix q = orthogonal(12, 5);
  const Sample ux = unit(x), uy = unit(shifted(y, 1));
  // Rotated rows are rounded to float32.
  EXPECT_NEAR(mmd_series(moments(rotated(ux, q), rotated(uy, q))).value, mmd_series(moments(ux, uy)).value, 1e-6);
}

TEST(MmdSeries, NeedsProductsAndOneWidth) {
  const auto [x, y] = pairs(20, 5, 6, 11);
  const auto series = [](const Moments& m) { return refusal([&] { mmd_series(m); }); };
  EXPECT_EQ(series(moments(x, y)), "SHAPE");
  EXPECT_EQ(series(moments(x, x, 0, 20, 256, false)), "SHAPE");
  EXPECT_EQ(series(moments(x, x)), "accepted");
}

TEST(MmdFromSums, IsTheBiasedAndTheUnbiasedDefinition) {
  const auto [x, y] = pairs(30, 8, 8, 12);
  for (const double sigma : {10.0, 2.0}) {
    const KernelSums s = kernel_sums(x, y, sigma);
    EXPECT_NEAR(mmd_unbiased(s, 30), unbiased(x, y, sigma), 1e-13) << sigma;
  }
  EXPECT_NEAR(mmd_biased(kernel_sums(x, y, 10), 30), definition(x, y), kRounding);
}

TEST(MmdFromSums, TheUnbiasedFormIsNegativeForIdenticalSidesAndSmallForOneDistribution) {
  const Sample x = noise(60, 6, 13), y = noise(60, 6, 14);
  EXPECT_LT(mmd_unbiased(kernel_sums(x, x, 3), 60), 0);
  // Standard deviation about 1 / n times the kernels' spread.
  EXPECT_NEAR(mmd_unbiased(kernel_sums(x, y, 3), 60), 0, 0.01);
  EXPECT_GT(mmd_unbiased(kernel_sums(x, shifted(y, 1), 3), 60), 0.1);
}

TEST(MmdFromSums, TheBiasedFormIsZeroForIdenticalSides) {
  const Sample x = noise(20, 6, 15);
  EXPECT_EQ(mmd_biased(kernel_sums(x, x, 10), 20), 0);
}

TEST(MmdFromPasses, IsTheDefinitionForRowsOfAnyLength) {
  for (const double scale : {1.0, 4.0, 30.0}) {
    const auto [x, y] = pairs(70, 12, 12, 22);
    const Sample sx = scaled(x, scale), sy = scaled(y, scale);
    for (const double sigma : {kMmdSigma, median_of_distances(sx, sy)}) {
      const double n = 70;
      const auto within = [&](const Sample& side) {
        NeighbourPass pass(70, 1, {sigma});
        const SimilarityBlock rows = block(side, 0, 70);
        pass.begin(rows);
        pass.add(rows, rows);
        return pass.kernel()[0] + n;
      };
      std::vector<std::int32_t> start(71);
      for (std::size_t i = 0; i <= 70; ++i) start[i] = std::int32_t(i);
      RetrievalPass between(start, matched_cosines(sx, sy), {sigma});
      between.add(block(sx, 0, 70), block(sy, 0, 70));
      const KernelSums s{within(sx), within(sy), between.kernel()[0]};
      // 1e-6 of values up to 1, relative above, as promised for the paper's scale; 1e-6 of the kernel's range else.
      if (sigma == kMmdSigma) {
        EXPECT_NEAR(mmd_biased(s, n), definition(sx, sy), 1e-6 * std::max(1.0, definition(sx, sy))) << scale;
      }
      EXPECT_NEAR(mmd_unbiased(s, n), unbiased(sx, sy, sigma), 1e-6) << scale << ", sigma " << sigma;
    }
  }
}

TEST(MedianDistance, IsTheMedianOfAllDistancesOfThePooledRows) {
  // 7 + 6 rows have 78 distances, 8 + 7 have 105: an even and an odd number.
  for (const auto& [nx, ny] : {std::pair{7, 6}, std::pair{8, 7}, std::pair{2, 1}, std::pair{1, 1}, std::pair{70, 64}}) {
    const Sample x = noise(std::size_t(nx), 9, 16), y = shifted(noise(std::size_t(ny), 9, 17), 1);
    double norm = 0;
    for (const Sample* s : {&x, &y})
      for (const double n : s->norms()) norm = std::max(norm, n);
    const double m = median_distance(x.view(), y.view());
    EXPECT_NEAR(m, median_of_distances(x, y), 1e-12 * norm) << nx << " + " << ny;
  }
}

TEST(MedianDistance, GrowsWithTheScaleAndNotWithACommonRotation) {
  const Sample x = noise(12, 9, 18), y = noise(12, 9, 19);
  const double m = median_distance(x.view(), y.view());
  EXPECT_NEAR(median_distance(scaled(x, 4).view(), scaled(y, 4).view()), 4 * m, 1e-12 * m);
  const Matrix q = orthogonal(9, 6);
  // Rotated rows are rounded to float32.
  EXPECT_NEAR(median_distance(rotated(x, q).view(), rotated(y, q).view()), m, 1e-6 * m);
}

TEST(MedianDistance, IsZeroWhereMoreThanHalfOfTheDistancesAre) {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const Sample x = repeated(noise(1, 19, seed), 0, 8);
    EXPECT_EQ(median_distance(x.view(), x.view()), 0) << seed;
  }
}

TEST(MedianDistance, NeedsOneWidthAndTwoRows) {
  const Sample x = noise(2, 3, 20), y = noise(2, 4, 21);
  EXPECT_EQ(refusal([&] { median_distance(x.view(), y.view()); }), "SHAPE");
  EXPECT_EQ(refusal([&] { median_distance(x.view(0, 1), x.view(0, 0)); }), "TOO_FEW_ROWS");
  EXPECT_EQ(refusal([&] { median_distance(x.view(0, 1), x.view(0, 1)); }), "accepted");
}

TEST(MmdSeries, HasAnInfiniteBoundWhereItsSumsOverflow) {
  const Sample x = scaled(noise(8, 4, 22), 1e12), y = scaled(noise(8, 4, 23), 1e12);
  const SeriesValue v = mmd_series(moments(x, y));
  EXPECT_EQ(v.value, 0);
  EXPECT_TRUE(std::isinf(v.bound));
}
