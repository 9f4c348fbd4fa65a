#include "askew/bootstrap.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "askew/cka.hpp"
#include "askew/spectral_alignment.hpp"
#include "support/passes.hpp"
#include "support/refusal.hpp"

namespace askew::test {
namespace {

TEST(BootstrapWeights, SumToTheUnitsAndFollowFromSeedAndIndex) {
  for (const std::size_t n : {1u, 10u, 1000u}) {
    const auto w = bootstrap_weights(n, 5, 6);
    EXPECT_EQ(std::accumulate(w.begin(), w.end(), 0u), n);
  }
  EXPECT_EQ(bootstrap_weights(40, 1, 2), bootstrap_weights(40, 1, 2));
  EXPECT_NE(bootstrap_weights(40, 1, 2), bootstrap_weights(40, 1, 3));
  EXPECT_NE(bootstrap_weights(40, 1, 2), bootstrap_weights(40, 2, 2));
}

TEST(BootstrapWeights, AreMultinomial) {
  // 20 units, 2,000 replicates: each weight has mean 1 and variance 0.95.
  double sum = 0, square = 0;
  for (std::uint64_t r = 0; r < 2000; ++r) {
    const double w = bootstrap_weights(20, 1, r)[7];
    sum += w;
    square += w * w;
  }
  EXPECT_NEAR(sum / 2000, 1, 0.1);
  EXPECT_NEAR(square / 2000 - std::pow(sum / 2000, 2), 0.95, 0.15);
}

// The rows of the blocks drawn, as often as they were drawn.
Sample drawn(const Sample& x, const std::vector<std::uint32_t>& weights, std::size_t rows) {
  Sample out(0, x.cols);
  for (std::size_t b = 0; b < weights.size(); ++b)
    for (std::uint32_t k = 0; k < weights[b]; ++k) {
      out.values.insert(out.values.end(), x.values.begin() + std::ptrdiff_t(b * rows * x.cols), x.values.begin() + std::ptrdiff_t((b + 1) * rows * x.cols));
      out.rows += rows;
    }
  return out;
}

TEST(MomentBlocks, ReplicateIsTheMomentsOfTheRowsDrawn) {
  const std::size_t blocks = 8, rows = 30;
  const auto [x, y] = pairs(blocks * rows, 10, 7, 3);
  MomentBlocks kept;
  for (std::size_t b = 0; b < blocks; ++b) kept.add(moments(x, y, b * rows, (b + 1) * rows));
  const auto weights = bootstrap_weights(blocks, 2, 1);
  const Moments got = kept.replicate(weights);
  const Moments want = moments(drawn(x, weights, rows), drawn(y, weights, rows));
  EXPECT_EQ(got.n, want.n);
  EXPECT_NEAR(got.cosine, want.cosine, 1e-12 * got.n);
  EXPECT_NEAR(got.x.square, want.x.square, 1e-9 * want.x.square);
  EXPECT_EQ(got.x.maxNorm, want.x.maxNorm);
  EXPECT_EQ(got.y.minNorm, want.y.minNorm);
  for (const auto& [a, b] : {std::pair{&got.mxx, &want.mxx}, std::pair{&got.myy, &want.myy}, std::pair{&got.mxy, &want.mxy}})
    EXPECT_LT((*a - *b).cwiseAbs().maxCoeff(), 1e-5 * b->cwiseAbs().maxCoeff());
}

TEST(MomentBlocks, RefusesWhatDoesNotFit) {
  const auto both = pairs(40, 5, 5, 3);
  const Sample &x = both.first, &y = both.second;
  MomentBlocks blocks;
  EXPECT_EQ(refusal([&] { blocks.replicate({}); }), "SHAPE");
  blocks.add(moments(x, y));
  EXPECT_EQ(refusal([&] { blocks.replicate({1, 1}); }), "SHAPE");
  EXPECT_EQ(refusal([&] { blocks.add(moments(x, y, 0, 40, 40, false)); }), "SHAPE");
  const auto unequal = pairs(40, 6, 5, 3);
  const Sample &wide = unequal.first, &narrow = unequal.second;
  EXPECT_EQ(refusal([&] { blocks.add(moments(wide, narrow)); }), "SHAPE");
}

TEST(ReplicateScores, AreThoseOfTheAuditsFunctions) {
  const auto [x, y] = pairs(300, 20, 20, 5);
  const Sample a = unit(x), b = unit(y);
  const Moments m = moments(a, b);
  const SecondOrder s = SecondOrder::from(m);
  const Quantities r = replicate_scores(m, 0.2, 1e-8, 1e-2);
  EXPECT_EQ(at(r, "imageToText").value, spectral_alignment(anchor_modes(s, Side::image), 0.2, 1e-8).value);
  EXPECT_EQ(at(r, "textToImage").value, spectral_alignment(anchor_modes(s, Side::text), 0.2, 1e-8).value);
  EXPECT_EQ(at(r, "cka").value, cka(s).value);
  EXPECT_TRUE(at(r, "mmd").available());
  EXPECT_FALSE(at(replicate_scores(m, 0.2, 1e-8, 0), "mmd").available());
}

TEST(ReplicateScores, OfUnequalWidthsSayWhatIsMissing) {
  const auto [x, y] = pairs(60, 8, 6, 5);
  const Quantities r = replicate_scores(moments(x, y), 0.2, 1e-8, 1e-2);
  EXPECT_FALSE(at(r, "imageToText").available());
  EXPECT_FALSE(at(r, "rmg").available());
  EXPECT_TRUE(at(r, "cka").available());
  EXPECT_TRUE(at(r, "svcca").available());
}

}  // namespace
}  // namespace askew::test
