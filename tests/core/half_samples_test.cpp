#include "askew/half_samples.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "askew/pair_grams.hpp"
#include "askew/spectral_alignment.hpp"
#include "support/passes.hpp"
#include "support/refusal.hpp"
#include "times.hpp"

namespace askew::test {
namespace {

using Eigen::Index;

TEST(DealtBlocks, AreOfEqualSizeAndFollowFromTheSeed) {
  for (const std::size_t n : {32u, 100u, 1000u}) {
    const auto block = dealt_blocks(n, 5);
    ASSERT_EQ(block.size(), n);
    std::vector<std::size_t> sizes(kHalfBlocks);
    for (const std::uint32_t b : block) ++sizes.at(b);
    const auto [least, most] = std::minmax_element(sizes.begin(), sizes.end());
    EXPECT_LE(*most - *least, 1u);
  }
  EXPECT_EQ(dealt_blocks(100, 1), dealt_blocks(100, 1));
  EXPECT_NE(dealt_blocks(100, 1), dealt_blocks(100, 2));
  const auto eight = dealt_blocks(100, 1, 8);
  EXPECT_EQ(*std::max_element(eight.begin(), eight.end()), 7u);
  EXPECT_EQ(refusal([] { dealt_blocks(31, 1); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([] { dealt_blocks(31, 1, 0); }), "OUT_OF_RANGE");
}

TEST(HalfSample, TakesSixteenBlocksAndHasItsComplement) {
  for (std::size_t h = 0; h < kHalfSamples; ++h) {
    const auto weights = half_sample(h);
    ASSERT_EQ(weights.size(), kHalfBlocks);
    EXPECT_EQ(std::count(weights.begin(), weights.end(), 1u), 16);
    const auto other = half_sample((h + 31) % 62);
    for (std::size_t b = 0; b < kHalfBlocks; ++b) EXPECT_EQ(weights[b] + other[b], 1u);
  }
  EXPECT_EQ(refusal([] { half_sample(62); }), "OUT_OF_RANGE");
}

TEST(HalfSample, IsBalancedOverEveryTwoBlocks) {
  for (std::size_t a = 0; a < kHalfBlocks; ++a)
    for (std::size_t b = 0; b < a; ++b) {
      std::size_t together = 0;
      for (std::size_t h = 0; h < kHalfSamples; ++h) together += half_sample(h)[a] == half_sample(h)[b] ? 1 : 0;
      EXPECT_EQ(together, 30u);
    }
}

TEST(HalfSample, GivesAMeanItsStandardErrorExactly) {
  // Of block means m_b: mean square of (half - whole) = sum (m_b - m)^2 / (31 * 32), the squared standard error of m, times 31/31.
  Dice dice(3);
  std::vector<double> m(kHalfBlocks);
  double whole = 0, square = 0, found = 0;
  for (double& one : m) whole += (one = dice.normal()) / 32;
  for (const double one : m) square += (one - whole) * (one - whole);
  for (std::size_t h = 0; h < kHalfSamples; ++h) {
    const auto weights = half_sample(h);
    double half = 0;
    for (std::size_t b = 0; b < kHalfBlocks; ++b) half += weights[b] * m[b] / 16;
    found += (half - whole) * (half - whole) / 62;
  }
  EXPECT_NEAR(found, square / (31 * 32), 1e-14);
}

Sample chosen(const Sample& x, const std::vector<std::uint32_t>& weights) {
  Sample out(0, x.cols);
  for (std::size_t i = 0; i < weights.size(); ++i)
    if (weights[i] > 0) {
      const Sample row = x.part(i, i + 1);
      out.values.insert(out.values.end(), row.values.begin(), row.values.end());
      ++out.rows;
    }
  return out;
}

std::vector<std::uint32_t> pair_weights(std::size_t n, std::size_t half) {
  const auto block = dealt_blocks(n, 7), weights = half_sample(half);
  std::vector<std::uint32_t> out;
  for (const std::uint32_t b : block) out.push_back(weights[b]);
  return out;
}

Moments exact(const Sample& x, const Sample& y) { return moments(x, y, 0, x.rows, 64, true, Arithmetic::float64); }

// The definition, row by row: directions and signs of (x, y), scored on (a, b).
double cross_by_rows(const Sample& x, const Sample& y, const Sample& a, const Sample& b, double q, double epsilon) {
  const SecondOrder s = SecondOrder::from(exact(x, y));
  AnchorPass pass(s, Side::image);
  while (pass.step(Index(s.dx))) {
  }
  const Index kept = modes_kept(pass.eigenvalues(), q);
  double sum = 0, total = 0;
  for (Index k = 0; k < kept; ++k) {
    const Vector v = pass.basis().vectors.col(k);
    std::vector<double> p(a.rows), r(a.rows);
    double mp = 0, mr = 0, pp = 0, rr = 0, pr = 0;
    for (std::size_t i = 0; i < a.rows; ++i) {
      for (std::size_t c = 0; c < a.cols; ++c) {
        p[i] += double(a.at(i, c)) * v[Index(c)];
        r[i] += double(b.at(i, c)) * v[Index(c)];
      }
      mp += p[i] / double(a.rows);
      mr += r[i] / double(a.rows);
    }
    for (std::size_t i = 0; i < a.rows; ++i) {
      pp += (p[i] - mp) * (p[i] - mp) / double(a.rows);
      rr += (r[i] - mr) * (r[i] - mr) / double(a.rows);
      pr += (p[i] - mp) * (r[i] - mr) / double(a.rows);
    }
    sum += pp * (pass.modes().covariance[k] < 0 ? -1 : 1) * pr / std::sqrt(pp * rr + epsilon);
    total += pp;
  }
  return sum / total;
}

TEST(HalfScores, AreThoseOfEachHalfAndOfItsDirectionsInTheOther) {
  const auto [x, y] = pairs(200, 12, 12, 5);
  const auto weights = pair_weights(200, 4), rest = pair_weights(200, 35);
  const Sample a = chosen(x, weights), b = chosen(y, weights), c = chosen(x, rest), d = chosen(y, rest);
  const auto got = half_scores(exact(a, b), exact(c, d), 0.3, 1e-8, 1e9);
  EXPECT_EQ(at(got[0], "imageToText").value, at(replicate_scores(exact(a, b), 0.3, 1e-8, 1e9), "imageToText").value);
  EXPECT_EQ(at(got[1], "cka").value, at(replicate_scores(exact(c, d), 0.3, 1e-8, 1e9), "cka").value);
  EXPECT_NEAR(at(got[0], "crossImageToText").value, cross_by_rows(a, b, c, d, 0.3, 1e-8), 1e-9);
  EXPECT_NEAR(at(got[1], "crossImageToText").value, cross_by_rows(c, d, a, b, 0.3, 1e-8), 1e-9);
  EXPECT_NEAR(at(got[0], "crossTextToImage").value, cross_by_rows(b, a, d, c, 0.3, 1e-8), 1e-9);
}

// Directions from a float32 eigenproblem; standard errors of these scores are above 0.005, a thousandth of it is let pass.
TEST(HalfScores, OfWideRowsAreThoseOfFloat64) {
  constexpr std::size_t n = 560, d = kLeastFloat32;
  const auto [x, y] = pairs(n, d, d, 9);
  const auto weights = pair_weights(n, 4), rest = pair_weights(n, 35);
  const Sample a = chosen(x, weights), b = chosen(y, weights), c = chosen(x, rest), e = chosen(y, rest);
  const Moments first = exact(a, b), second = exact(c, e);
  KeptModes fast;
  const SecondOrder s = SecondOrder::from(first);
  ASSERT_TRUE(float32_modes(s, symmetric_part(s.xy), Side::image, 0.1, fast));
  const auto nx = x.norms(), ny = y.norms(), cosines = matched_cosines(x, y);
  PairGrams grams(n, d, d);
  grams.add(x.view(), y.view(), nx.data(), ny.data(), cosines.data());
  while (grams.step()) {
  }
  const Quantities want = replicate_scores(first, 0.1, 1e-8, 1e9);
  const auto merged = half_scores(first, second, 0.1, 1e-8, 1e9, Arithmetic::float64);
  for (const char* name : {"imageToText", "textToImage"}) EXPECT_EQ(at(merged[0], name).value, at(want, name).value) << name;
  for (const auto& got : {half_scores(first, second, 0.1, 1e-8, 1e9), grams.halves(weights, 0.1, 1e-8, 1e9)}) {
    for (const char* name : {"imageToText", "textToImage"}) EXPECT_NEAR(at(got[0], name).value, at(want, name).value, 5e-6) << name;
    EXPECT_NE(at(got[0], "imageToText").value, at(want, "imageToText").value);
    EXPECT_NEAR(at(got[0], "crossImageToText").value, cross_by_rows(a, b, c, e, 0.1, 1e-8), 5e-6);
    EXPECT_NEAR(at(got[1], "crossImageToText").value, cross_by_rows(c, e, a, b, 0.1, 1e-8), 5e-6);
    EXPECT_NEAR(at(got[0], "crossTextToImage").value, cross_by_rows(b, a, e, c, 0.1, 1e-8), 5e-6);
  }
}

// Sums of blocks are float32, and so is all less a half: about 1e-7 of a score.
TEST(BlockHalves, AreTheHalvesThatTheBlocksMake) {
  constexpr std::size_t n = 320, d = 24;
  const auto [x, y] = pairs(n, d, d, 11);
  MomentBlocks blocks;
  for (std::size_t b = 0; b < kHalfBlocks; ++b) blocks.add(moments(x, y, b * n / kHalfBlocks, (b + 1) * n / kHalfBlocks));
  const BlockHalves halves(blocks.shift(), blocks.packed(std::vector<std::uint32_t>(kHalfBlocks, 1)).products);
  for (const std::size_t h : {0u, 30u}) {
    const auto weights = half_sample(h), rest = half_sample(h + 31);
    const auto got = halves.scores(blocks.packed(weights), blocks.sums(rest), 0.3, 1e-8, 1e9);
    const auto want = half_scores(blocks.replicate(weights), blocks.replicate(rest), 0.3, 1e-8, 1e9);
    for (std::size_t k = 0; k < 2; ++k)
      for (const auto& [name, one] : want[k]) EXPECT_NEAR(at(got[k], name).value, one.value, 2e-6 * std::max(1.0, std::abs(one.value))) << name;
    EXPECT_EQ(at(got[0], "imageToText").value, at(want[0], "imageToText").value);
    EXPECT_GT(std::abs(at(got[0], "imageToText").value - at(got[1], "imageToText").value), 1e-4);
  }
  PackedMoments few = blocks.packed(half_sample(0));
  few.products.pop_back();
  EXPECT_EQ(refusal([&] { halves.scores(few, blocks.sums(half_sample(31)), 0.3, 1e-8, 1e9); }), "SHAPE");
  EXPECT_EQ(refusal([&] { blocks.shift().unpacked(few); }), "SHAPE");
}

TEST(HalfScores, OfIndependentSidesAreAboutZeroOverAllHalves) {
  const Sample x = noise(400, 20, 3), y = noise(400, 20, 4);
  double sum = 0, plain = 0;
  for (std::size_t h = 0; h < 31; ++h) {
    const auto weights = pair_weights(400, h), rest = pair_weights(400, h + 31);
    for (const Quantities& one : half_scores(exact(chosen(x, weights), chosen(y, weights)), exact(chosen(x, rest), chosen(y, rest)), 0.5, 0, 1e9)) {
      sum += at(one, "crossImageToText").value / 62;
      plain += at(one, "imageToText").value / 62;
    }
  }
  // Chance lifts |rho| to sqrt(2 / (200 pi)) = 0.056; half of that is far from it, and some standard errors from 0.
  EXPECT_GT(plain, 0.04);
  EXPECT_LT(std::abs(sum), 0.028);
}

TEST(HalfScores, ByGramMatricesAreThoseOfTheMoments) {
  const auto [x, y] = pairs(90, 70, 70, 7);
  const auto nx = x.norms(), ny = y.norms(), cosines = matched_cosines(x, y);
  PairGrams grams(90, 70, 70);
  grams.add(x.view(), y.view(), nx.data(), ny.data(), cosines.data());
  while (grams.step()) {
  }
  for (const std::size_t h : {0u, 17u}) {
    const auto weights = pair_weights(90, h), rest = pair_weights(90, h + 31);
    const auto got = grams.halves(weights, 0.2, 1e-8, 1e9);
    const auto want = half_scores(exact(chosen(x, weights), chosen(y, weights)), exact(chosen(x, rest), chosen(y, rest)), 0.2, 1e-8, 1e9);
    for (std::size_t k = 0; k < 2; ++k) {
      // float64 sums in another order.
      EXPECT_NEAR(at(got[k], "imageToText").value, at(want[k], "imageToText").value, 1e-10);
      EXPECT_NEAR(at(got[k], "cka").value, at(want[k], "cka").value, 1e-10);
      EXPECT_NEAR(at(got[k], "crossImageToText").value, at(want[k], "crossImageToText").value, 1e-9);
      EXPECT_NEAR(at(got[k], "crossTextToImage").value, at(want[k], "crossTextToImage").value, 1e-9);
    }
  }
  EXPECT_EQ(refusal([&] { grams.halves(std::vector<std::uint32_t>(90, 1), 0.1, 1e-8, 1); }), "SHAPE");
  EXPECT_EQ(refusal([&] { grams.halves(std::vector<std::uint32_t>(90, 2), 0.1, 1e-8, 1); }), "SHAPE");
}

// Products in float32, kept in float32: about 1e-7 of a score, whose standard error is above 0.005.
TEST(HalfScores, ByGramMatricesInFloat32AreThoseInFloat64) {
  // Whole strips of columns, and a rest that is no whole panel.
  constexpr std::size_t n = 141, d = 90;
  const auto [x, y] = pairs(n, d, d, 7);
  const auto nx = x.norms(), ny = y.norms(), cosines = matched_cosines(x, y);
  std::vector<std::array<Quantities, 2>> got;
  for (const Arithmetic arithmetic : {Arithmetic::float32, Arithmetic::float64}) {
    PairGrams grams(n, d, d, arithmetic);
    grams.add(x.view(), y.view(), nx.data(), ny.data(), cosines.data());
    while (grams.step()) {
    }
    got.push_back(grams.halves(pair_weights(n, 4), 0.2, 1e-8, 1e9));
  }
  double most = 0;
  for (std::size_t k = 0; k < 2; ++k)
    for (const auto& [name, want] : got[1][k]) {
      EXPECT_NEAR(at(got[0][k], name).value, want.value, 5e-6 * std::max(1.0, std::abs(want.value))) << name;
      most = std::max(most, std::abs(at(got[0][k], name).value - want.value));
    }
  EXPECT_GT(most, 0);
}

TEST(HalfScores, OfUnequalWidthsSayWhatIsMissing) {
  const auto [x, y] = pairs(80, 8, 6, 5);
  const auto got = half_scores(exact(x.part(0, 40), y.part(0, 40)), exact(x.part(40, 80), y.part(40, 80)), 0.2, 1e-8, 1);
  EXPECT_FALSE(at(got[0], "crossImageToText").available());
  EXPECT_TRUE(at(got[0], "cka").available());
}

}  // namespace
}  // namespace askew::test
