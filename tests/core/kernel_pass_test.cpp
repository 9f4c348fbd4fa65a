#include "askew/kernel_pass.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "askew/mmd.hpp"
#include "askew/neighbours.hpp"
#include "askew/retrieval_pass.hpp"
#include "support/definition.hpp"
#include "support/passes.hpp"
#include "support/refusal.hpp"

namespace askew::test {
namespace {

struct Sides {
  const char* name;
  Sample x, y;
};

Sample cauchy(std::size_t rows, std::size_t cols, std::uint64_t seed) {
  const Sample a = noise(rows, cols, seed), b = noise(rows, cols, seed + 1000);
  Sample x(rows, cols);
  for (std::size_t k = 0; k < x.values.size(); ++k) x.values[k] = a.values[k] / b.values[k];
  return x;
}

Sample nearly_repeated(const Sample& x, std::size_t distinct, std::uint64_t seed) {
  Sample out = noise(x.rows, x.cols, seed, 1e-5);
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t k = 0; k < x.cols; ++k) out.at(i, k) += x.at(i % distinct, k);
  return out;
}

std::vector<Sides> extremes() {
  std::vector<Sides> out;
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    const auto [x, y] = pairs(70, 12, 12, 30 + seed);
    out.push_back({"as it is", x, y});
    for (const double mean : {500.0, 5000.0, 20000.0}) out.push_back({"mean", shifted(x, mean), shifted(y, mean)});
    for (const double scale : {1e-3, 3.0, 1e3, 1e6}) out.push_back({"scale", scaled(x, scale), scaled(y, scale)});
    out.push_back({"Cauchy", cauchy(70, 12, seed), cauchy(70, 12, seed + 50)});
    out.push_back({"near-duplicates, far from 0", shifted(nearly_repeated(x, 20, seed), 3000), shifted(nearly_repeated(y, 20, seed), 3000)});
    out.push_back({"apart", shifted(x, 40), shifted(y, -40)});
  }
  return out;
}

double kernel_sum(const Sample& x, const Sample& y, double sigma, bool itself) {
  double sum = 0;
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t j = 0; j < y.rows; ++j)
      if (!itself || i != j) sum += std::exp(-square_distance(x, i, y, j) / (2 * sigma * sigma));
  return sum;
}

std::vector<double> centre(const Sample& x, const Sample& y) {
  std::vector<double> mean(x.cols, 0.0);
  for (const Sample* s : {&x, &y})
    for (std::size_t i = 0; i < s->rows; ++i)
      for (std::size_t k = 0; k < s->cols; ++k) mean[k] += s->at(i, k) / double(2 * s->rows);
  return mean;
}

TEST(KernelPass, LiesWithinItsBoundAndNearTheDefinitionOnRowsOfAnyKind) {
  for (const auto& [name, x, y] : extremes()) {
    const std::vector<double> sigmas{median_distance(x.view(), y.view()), kMmdSigma};
    for (const bool exact : {false, true}) {
      const KernelPass pass(centre(x, y), sigmas, exact);
      const KernelPass::Sums within = pass.within(x.view()), between = pass.between(x.view(), y.view());
      for (std::size_t s = 0; s < 2; ++s)
        for (const auto& [sums, want] : {std::pair{&within, kernel_sum(x, x, sigmas[s], true)}, std::pair{&between, kernel_sum(x, y, sigmas[s], false)}}) {
          const double off = std::abs(sums->values[s] - want);
          EXPECT_LE(off, sums->bounds[s] + 1e-13 * want) << name << ", sigma " << sigmas[s];
          // Of 4,900 pairs; float32 products are right to 1e-7 each, and their errors differ in sign.
          EXPECT_LE(off, (exact ? 1e-10 : 1e-6) * (want + 1)) << name << ", sigma " << sigmas[s];
          EXPECT_LE(sums->bounds[s], (exact ? 1e-11 : 5e-4) * (want + 1)) << name << ", sigma " << sigmas[s];
        }
    }
  }
}

TEST(KernelPass, PartsAddUpToTheWhole) {
  const auto [x, y] = pairs(50, 9, 9, 4);
  const KernelPass pass(centre(x, y), {2.0}, false);
  const auto between = [&, &x = x, &y = y](std::size_t a, std::size_t b, std::size_t c, std::size_t d) { return pass.between(x.view(a, b), y.view(c, d)).values[0]; };
  EXPECT_NEAR(between(0, 50, 0, 50), between(0, 20, 0, 50) + between(20, 50, 0, 13) + between(20, 50, 13, 50), 1e-4);
  EXPECT_NEAR(pass.within(x.view()).values[0], pass.within(x.view(0, 20)).values[0] + pass.within(x.view(20, 50)).values[0] + 2 * pass.between(x.view(0, 20), x.view(20, 50)).values[0], 1e-4);
}

TEST(KernelPass, TakesRowsAtTheCentreAndRefusesOtherWidths) {
  const Sample x = repeated(noise(1, 4, 1), 0, 3);
  const std::vector<double> at(x.values.begin(), x.values.begin() + 4);
  EXPECT_EQ(KernelPass(at, {1.0}, false).within(x.view()).values[0], 6);
  EXPECT_EQ(refusal([&] { KernelPass({0, 0, 0}, {1.0}, false).within(x.view()); }), "SHAPE");
  EXPECT_EQ(refusal([&] { KernelPass(at, {0.0}, false); }), "OUT_OF_RANGE");
}

// The sums of float32 cosines: their bound holds, and says where they are of no use.
TEST(KernelPass, TakesRowsAtTheCentreWhereEveryDistanceIsExact) {
  Sample x = noise(9, 5, 3);
  for (std::size_t k = 0; k < 5; ++k) x.at(4, k) = 0;
  const KernelPass pass(std::vector<double>(5, 0.0), {1.5}, true);
  EXPECT_NEAR(pass.within(x.view()).values[0], kernel_sum(x, x, 1.5, true), 1e-9);
  EXPECT_NEAR(pass.between(x.view(), x.view()).values[0], kernel_sum(x, x, 1.5, false), 1e-9);
  const Sample still = repeated(x, 4, 6);
  EXPECT_NEAR(pass.between(still.view(), still.view()).values[0], 36, 1e-9);
}

TEST(MmdFromPasses, TheBoundOfTheTilesHoldsOnRowsOfAnyKind) {
  for (const auto& [name, x, y] : extremes()) {
    const double n = double(x.rows);
    const auto within = [&](const Sample& side) {
      NeighbourPass pass(side.rows, 1, {kMmdSigma});
      const SimilarityBlock rows = block(side, 0, side.rows);
      pass.begin(rows);
      pass.add(rows, rows);
      return pass.kernel()[0] + n;
    };
    std::vector<std::int32_t> start(x.rows + 1);
    for (std::size_t i = 0; i <= x.rows; ++i) start[i] = std::int32_t(i);
    RetrievalPass between(start, matched_cosines(x, y), {kMmdSigma});
    between.add(block(x, 0, x.rows), block(y, 0, y.rows));
    const KernelSums sums{within(x), within(y), between.kernel()[0]};
    const KernelSums want{kernel_sum(x, x, kMmdSigma, false), kernel_sum(y, y, kMmdSigma, false), kernel_sum(x, y, kMmdSigma, false)};
    double longest[2] = {0, 0};
    for (int s = 0; s < 2; ++s)
      for (const double norm : (s == 0 ? x : y).norms()) longest[s] = std::max(longest[s], norm);
    EXPECT_LE(std::abs(mmd_biased(sums, n) - mmd_biased(want, n)), mmd_biased_bound(sums, n, longest[0], longest[1], fine_tolerance(12)) + 1e-10) << name;
  }
}

TEST(MmdSeries, LiesWithinItsBoundRoundingIncludedWhereAllRowsAreAlike) {
  for (const double mean : {5.0, 100.0, 3000.0}) {
    const auto [x, y] = pairs(60, 12, 12, 8);
    const Sample ux = unit(shifted(x, mean)), uy = unit(shifted(y, mean));
    const KernelSums want{kernel_sum(ux, ux, kMmdSigma, false), kernel_sum(uy, uy, kMmdSigma, false), kernel_sum(ux, uy, kMmdSigma, false)};
    const SeriesValue v = mmd_series(moments(ux, uy));
    EXPECT_LE(std::abs(v.value - mmd_biased(want, 60)), v.bound) << mean;
    EXPECT_LE(v.bound, 1e-5);
  }
}

TEST(MedianDistance, IsThatOfTheDifferencesFarFromZeroAndOnHeavyTails) {
  for (const auto& [name, x, y] : extremes()) {
    const double want = median_of_distances(x, y);
    EXPECT_NEAR(median_distance(x.view(), y.view()), want, 1e-7 * want) << name;
  }
}

}  // namespace
}  // namespace askew::test
