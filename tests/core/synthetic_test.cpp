#include "askew/synthetic.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "support/definition.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

SyntheticSpec small() {
  SyntheticSpec spec;
  spec.pairs = 50;
  spec.width = 20;
  spec.seed = 3;
  return spec;
}

// Means over all pairs of matched and of unmatched cosines, texts numbered by image.
double mean_cosine(const Sample& images, const Sample& texts, std::size_t captions, bool matched) {
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < images.rows; ++i)
    for (std::size_t j = 0; j < texts.rows; ++j) {
      if ((j / captions == i) != matched) continue;
      sum += cosine(images, i, texts, j);
      ++count;
    }
  return sum / count;
}

}  // namespace

TEST(Synthetic, RowsAreUnitVectors) {
  SyntheticSpec spec = small();
  spec.captions = 3;
  const SyntheticPairs p = synthetic(spec);
  ASSERT_EQ(p.images.size(), 50u * 20);
  ASSERT_EQ(p.texts.size(), 150u * 20);
  // 1e-6: the rounding of 20 values to float32.
  for (const double norm : Sample(20, p.images).norms()) EXPECT_NEAR(norm, 1, 1e-6);
  for (const double norm : Sample(20, p.texts).norms()) EXPECT_NEAR(norm, 1, 1e-6);
}

TEST(Synthetic, TextsFollowTheirImage) {
  SyntheticSpec spec = small();
  spec.captions = 3;
  const SyntheticPairs p = synthetic(spec);
  const Sample images(20, p.images), texts(20, p.texts);
  // Matched pairs share their factors; the sides' bases are the same.
  EXPECT_GT(mean_cosine(images, texts, 3, true), mean_cosine(images, texts, 3, false) + 0.3);
}

TEST(Synthetic, ImagesAndTextsWithoutSharedFactorsAreUnrelated) {
  SyntheticSpec spec = small();
  spec.shared = 0;
  spec.imageOnly = spec.textOnly = 5;
  const SyntheticPairs p = synthetic(spec);
  const Sample images(20, p.images), texts(20, p.texts);
  EXPECT_NEAR(mean_cosine(images, texts, 1, true), mean_cosine(images, texts, 1, false), 0.2);
}

TEST(Synthetic, WithoutNoiseGapAndPrivateFactorsBothSidesAreTheSame) {
  SyntheticSpec spec = small();
  spec.noiseImage = spec.noiseText = spec.gap = 0;
  const SyntheticPairs p = synthetic(spec);
  EXPECT_EQ(p.images, p.texts);
}

TEST(Synthetic, TheGapSetsTheSidesApart) {
  double before = 2;
  for (const double gap : {0.0, 0.3, 1.0, 3.0}) {
    SyntheticSpec spec = small();
    spec.gap = gap;
    const SyntheticPairs p = synthetic(spec);
    const double matched = mean_cosine(Sample(20, p.images), Sample(20, p.texts), 1, true);
    EXPECT_LT(matched, before) << gap;
    before = matched;
  }
}

TEST(Synthetic, WrongPairsHandTheirTextsRoundAndChangeNothingElse) {
  SyntheticSpec spec = small();
  spec.captions = 2;
  const SyntheticPairs right = synthetic(spec);
  spec.wrongPairs = 0.3;
  const SyntheticPairs wrong = synthetic(spec);
  EXPECT_EQ(right.images, wrong.images);
  std::size_t moved = 0;
  std::vector<std::vector<float>> before, after;
  for (std::size_t i = 0; i < 50; ++i) {
    before.emplace_back(right.texts.begin() + i * 40, right.texts.begin() + (i + 1) * 40);
    after.emplace_back(wrong.texts.begin() + i * 40, wrong.texts.begin() + (i + 1) * 40);
    if (before[i] != after[i]) ++moved;
  }
  EXPECT_EQ(moved, 15u);
  std::sort(before.begin(), before.end());
  std::sort(after.begin(), after.end());
  EXPECT_EQ(before, after);
  // One image alone has nobody to exchange with.
  spec.wrongPairs = 0.02;
  EXPECT_EQ(synthetic(spec).texts, right.texts);
}

TEST(Synthetic, DuplicatesShareTheTextsOfAnEarlierImageAndLookLikeIt) {
  SyntheticSpec spec = small();
  spec.captions = 2;
  spec.duplicates = 0.4;
  spec.noiseImage = 0.1;
  const SyntheticPairs p = synthetic(spec);
  const Sample images(20, p.images);
  std::size_t repeats = 0;
  for (std::size_t i = 0; i < 50; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (!std::equal(p.texts.begin() + i * 40, p.texts.begin() + (i + 1) * 40, p.texts.begin() + j * 40)) continue;
      ++repeats;
      EXPECT_NE(std::vector<float>(p.images.begin() + i * 20, p.images.begin() + (i + 1) * 20),
                std::vector<float>(p.images.begin() + j * 20, p.images.begin() + (j + 1) * 20));
      // 0.8: two noises of a tenth of the strongest factor's scale on either row.
      EXPECT_GT(cosine(images, i, images, j), 0.8) << i << " " << j;
      break;
    }
  EXPECT_EQ(repeats, 20u);
}

TEST(Synthetic, TheSameSeedGivesTheSameDigitsAndAnotherSeedOthers) {
  SyntheticSpec spec = small();
  const auto a = synthetic(spec).images, b = synthetic(spec).images;
  EXPECT_EQ(a, b);
  spec.seed = 4;
  EXPECT_NE(a, synthetic(spec).images);
}

TEST(Synthetic, RefusesWhatIsOutOfRange) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto with = [](const std::function<void(SyntheticSpec&)>& change) {
    SyntheticSpec spec = small();
    spec.pairs = 2;
    change(spec);
    return refusal([&] { synthetic(spec); });
  };
  EXPECT_EQ(with([](auto& s) { s.pairs = 1; }), "OUT_OF_RANGE");
  EXPECT_EQ(with([](auto& s) { s.pairs = 2; }), "accepted");
  EXPECT_EQ(with([](auto& s) { s.width = 1; }), "OUT_OF_RANGE");
  EXPECT_EQ(with([](auto& s) { s.width = 2; }), "accepted");
  EXPECT_EQ(with([](auto& s) { s.captions = 0; }), "OUT_OF_RANGE");
  EXPECT_EQ(with([](auto& s) { s.captions = 101; }), "OUT_OF_RANGE");
  EXPECT_EQ(with([](auto& s) { s.captions = 100; }), "accepted");
  for (const double bad : {0.0, -1.0, nan}) EXPECT_EQ(with([&](auto& s) { s.privateStrength = bad; }), "OUT_OF_RANGE") << bad;
  for (const double bad : {-1e-9, nan}) {
    EXPECT_EQ(with([&](auto& s) { s.noiseImage = bad; }), "OUT_OF_RANGE") << bad;
    EXPECT_EQ(with([&](auto& s) { s.noiseText = bad; }), "OUT_OF_RANGE") << bad;
    EXPECT_EQ(with([&](auto& s) { s.gap = bad; }), "OUT_OF_RANGE") << bad;
  }
  for (const double bad : {-0.01, 1.01, nan}) {
    EXPECT_EQ(with([&](auto& s) { s.wrongPairs = bad; }), "OUT_OF_RANGE") << bad;
    EXPECT_EQ(with([&](auto& s) { s.duplicates = bad; }), "OUT_OF_RANGE") << bad;
  }
  EXPECT_EQ(with([](auto& s) { s.wrongPairs = 1; }), "accepted");
  EXPECT_EQ(with([](auto& s) { s.duplicates = 1; }), "OUT_OF_RANGE");
  EXPECT_EQ(with([](auto& s) { s.duplicates = 0.999; }), "accepted");
  EXPECT_EQ(with([](auto& s) { s.shared = 4097; }), "OUT_OF_RANGE");
}

TEST(Synthetic, ScalesThatLeaveARowWithoutALengthAreRefused) {
  SyntheticSpec nothing;
  nothing.shared = 0;
  nothing.noiseImage = nothing.noiseText = nothing.gap = 0;
  EXPECT_EQ(askew::test::refusal([&] { synthetic(nothing); }), "OUT_OF_RANGE");
  SyntheticSpec endless;
  endless.gap = 1e308;
  EXPECT_EQ(askew::test::refusal([&] { synthetic(endless); }), "OUT_OF_RANGE");
  SyntheticSpec wrapped;
  wrapped.imageOnly = ~std::size_t{0};
  EXPECT_EQ(askew::test::refusal([&] { synthetic(wrapped); }), "OUT_OF_RANGE");
}
