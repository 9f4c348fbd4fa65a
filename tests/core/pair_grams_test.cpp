#include "askew/pair_grams.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "askew/cka.hpp"
#include "askew/spectral_alignment.hpp"

#include "support/passes.hpp"
#include "support/refusal.hpp"

namespace askew::test {
namespace {

// float64 sums in another order; a small difference of large terms loses some digits.
constexpr double kRounding = 1e-10;
// SVCCA's Gram matrix is float32 in one form and float64 in the other: 1e-7 a product, some times that in a correlation.
constexpr double kProducts = 1e-6;
constexpr double kMmdBound = 1e-2;

PairGrams grams(const Sample& x, const Sample& y) {
  PairGrams out(x.rows, x.cols, y.cols);
  const auto nx = x.norms(), ny = y.norms(), cosines = matched_cosines(x, y);
  for (std::size_t i = 0; i < x.rows; i += 32) {
    const std::size_t last = std::min(x.rows, i + 32);
    out.add(x.view(i, last), y.view(i, last), nx.data() + i, ny.data() + i, cosines.empty() ? nullptr : cosines.data() + i);
  }
  while (out.step()) {
  }
  return out;
}

// The pairs drawn, as often as they were drawn.
Sample drawn(const Sample& x, const std::vector<std::uint32_t>& weights) {
  Sample out(0, x.cols);
  for (std::size_t i = 0; i < weights.size(); ++i)
    for (std::uint32_t k = 0; k < weights[i]; ++k) {
      const Sample row = x.part(i, i + 1);
      out.values.insert(out.values.end(), row.values.begin(), row.values.end());
      ++out.rows;
    }
  return out;
}

void expect_equal(const Quantity& got, const Quantity& want, double tolerance, const char* name) {
  ASSERT_EQ(got.available(), want.available()) << name;
  EXPECT_NEAR(got.value, want.value, tolerance * std::max(std::abs(want.value), 1e-3)) << name;
}

// By Gram matrices, and by the full-width moments of the rows drawn, in float64.
void expect_same_scores(const Sample& x, const Sample& y, double q, double epsilon) {
  const PairGrams all = grams(x, y);
  for (std::uint64_t index = 0; index < 4; ++index) {
    const auto weights = bootstrap_weights(x.rows, 3, index);
    const Quantities got = all.replicate(weights, q, epsilon, kMmdBound);
    const Sample a = drawn(x, weights), b = drawn(y, weights);
    const Quantities want = replicate_scores(moments(a, b, 0, a.rows, 64, true, Arithmetic::float64), q, epsilon, kMmdBound);
    expect_equal(at(got, "imageToText"), at(want, "imageToText"), kRounding, "imageToText");
    expect_equal(at(got, "textToImage"), at(want, "textToImage"), kRounding, "textToImage");
    expect_equal(at(got, "cka"), at(want, "cka"), kRounding, "cka");
    expect_equal(at(got, "ckaDebiased"), at(want, "ckaDebiased"), kRounding, "ckaDebiased");
    expect_equal(at(got, "coral"), at(want, "coral"), kRounding, "coral");
    expect_equal(at(got, "coralNormalised"), at(want, "coralNormalised"), kRounding, "coralNormalised");
    expect_equal(at(got, "mmd"), at(want, "mmd"), 1e-9, "mmd");
    expect_equal(at(got, "svcca"), at(want, "svcca"), kProducts, "svcca");
    // Sums of the same rows in the same order.
    EXPECT_EQ(at(got, "rmg").value, at(want, "rmg").value);
    EXPECT_EQ(at(got, "deltaCosine").value, at(want, "deltaCosine").value);
    EXPECT_EQ(at(got, "centroidEuclidean").value, at(want, "centroidEuclidean").value);
    EXPECT_EQ(at(got, "centroidCosine").value, at(want, "centroidCosine").value);
    EXPECT_EQ(at(got, "alignment").value, at(want, "alignment").value);
  }
}

TEST(PairGrams, ReplicateHasTheScoresOfTheRowsDrawnAtFullWidth) {
  for (const auto& [n, d] : {std::pair{40, 64}, std::pair{90, 96}, std::pair{70, 48}}) {
    const auto [x, y] = pairs(std::size_t(n), std::size_t(d), std::size_t(d), 7);
    expect_same_scores(unit(x), unit(y), 0.1, 1e-8);
    expect_same_scores(unit(x), unit(y), 0.3, 0);
  }
}

TEST(PairGrams, ReplicateHasTheseScoresAlsoFarFromTheOriginAndForAllModes) {
  const auto [x, y] = pairs(50, 80, 80, 11);
  expect_same_scores(shifted(x, 4), shifted(y, -3), 1, 1e-8);
}

TEST(PairGrams, ReplicateOfUnequalWidthsHasWhatNeedsNoCommonSpace) {
  const auto [x, y] = pairs(50, 80, 60, 13);
  expect_same_scores(x, y, 0.1, 1e-8);
}

TEST(PairGrams, OneDrawOfEachPairIsTheSampleItself) {
  const auto [a, b] = pairs(45, 60, 60, 17);
  const Sample x = unit(a), y = unit(b);
  const Quantities got = grams(x, y).replicate(std::vector<std::uint32_t>(45, 1), 0.2, 1e-8, kMmdBound);
  const SecondOrder s = gram_form(x, y);
  // The audit's Gram matrices are float32.
  EXPECT_NEAR(at(got, "imageToText").value, spectral_alignment(anchor_modes(s, Side::image), 0.2, 1e-8).value, 1e-5);
  EXPECT_NEAR(at(got, "cka").value, cka(s).value, 1e-5);
}

TEST(PairGrams, RefusesWhatDoesNotFit) {
  const auto both = pairs(20, 30, 30, 3);
  const Sample &x = both.first, &y = both.second;
  const auto nx = x.norms(), ny = y.norms(), cosines = matched_cosines(x, y);
  EXPECT_EQ(refusal([&] { PairGrams(1, 5, 5); }), "TOO_FEW_ROWS");
  EXPECT_EQ(refusal([&] { PairGrams(20, 0, 5); }), "SHAPE");
  PairGrams some(20, 30, 30);
  EXPECT_EQ(refusal([&] { some.add(x.view(0, 5), y.view(0, 6), nx.data(), ny.data(), cosines.data()); }), "SHAPE");
  EXPECT_EQ(refusal([&] { some.add(x.view(), y.view(), nx.data(), ny.data(), nullptr); }), "SHAPE");
  some.add(x.view(0, 5), y.view(0, 5), nx.data(), ny.data(), cosines.data());
  EXPECT_EQ(refusal([&] { some.add(x.view(), y.view(), nx.data(), ny.data(), cosines.data()); }), "SHAPE");
  EXPECT_EQ(refusal([&] { some.step(); }), "TOO_FEW_ROWS");
  EXPECT_EQ(refusal([&] { some.replicate(std::vector<std::uint32_t>(20, 1), 0.1, 1e-8, 1); }), "INTERNAL");
  const PairGrams all = grams(x, y);
  EXPECT_EQ(refusal([&] { all.replicate(std::vector<std::uint32_t>(19, 1), 0.1, 1e-8, 1); }), "SHAPE");
  EXPECT_EQ(refusal([&] { all.replicate(std::vector<std::uint32_t>(20, 0), 0.1, 1e-8, 1); }), "SHAPE");
}

}  // namespace
}  // namespace askew::test
