#include "askew/planted.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "support/passes.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

constexpr double kQ = 0.1, kEpsilon = 1e-8;

SyntheticSpec wide() {
  SyntheticSpec spec;
  spec.pairs = 4000;
  spec.width = 64;
  spec.shared = 12;
  spec.seed = 5;
  return spec;
}

// Both scores of the rows themselves.
std::pair<double, double> measured(const SyntheticSpec& spec) {
  const SyntheticPairs p = synthetic(spec);
  const Sample x(spec.width, p.images), y(spec.width, p.texts);
  const SecondOrder s = covariance_form(x, y);
  return {spectral_alignment(anchor_modes(s, Side::image), kQ, kEpsilon).value,
          spectral_alignment(anchor_modes(s, Side::text), kQ, kEpsilon).value};
}

SyntheticSpec with(const std::function<void(SyntheticSpec&)>& change) {
  SyntheticSpec spec = wide();
  change(spec);
  return spec;
}

}  // namespace

TEST(Planted, TheScoresAreWhatManyPairsGive) {
  const std::vector<SyntheticSpec> specs{
      wide(),
      with([](auto& s) { s.imageOnly = 4; }),
      with([](auto& s) { s.textOnly = 4; }),
      with([](auto& s) { s.noiseImage = s.noiseText = 1; }),
      with([](auto& s) { s.wrongPairs = 0.5; }),
      with([](auto& s) { s.gap = 0.05; }),
  };
  for (std::size_t k = 0; k < specs.size(); ++k) {
    const Planted p = planted(specs[k], kQ, kEpsilon);
    const auto [forth, back] = measured(specs[k]);
    // 0.05: 4,000 pairs leave about 0.013 a direction; the rest is the rows' scaling, which the covariances do not have.
    EXPECT_NEAR(p.imageToText.value, forth, 0.05) << k;
    EXPECT_NEAR(p.textToImage.value, back, 0.05) << k;
  }
}

TEST(Planted, WithoutNoiseAndPrivateFactorsBothScoresAreOne) {
  const Planted p = planted(with([](auto& s) { s.noiseImage = s.noiseText = 0; }), kQ, 0);
  // 1e-9: rounding in the eigenvectors.
  EXPECT_NEAR(p.imageToText.value, 1, 1e-9);
  EXPECT_NEAR(p.textToImage.value, 1, 1e-9);
}

TEST(Planted, WrongPairsLowerBothScoresByTheirShare) {
  const Planted right = planted(wide(), kQ, 0), half = planted(with([](auto& s) { s.wrongPairs = 0.5; }), kQ, 0);
  // 1e-12: rounding.
  EXPECT_NEAR(half.imageToText.value, right.imageToText.value / 2, 1e-12);
  EXPECT_NEAR(half.textToImage.value, right.textToImage.value / 2, 1e-12);
  EXPECT_EQ(planted(with([](auto& s) { s.wrongPairs = 1; }), kQ, 0).imageToText.value, 0);
}

TEST(Planted, SwappingTheSidesSwapsTheScoresInSign) {
  const double image = planted(with([](auto& s) { s.imageOnly = 4; }), kQ, kEpsilon).imageToText.value -
                       planted(with([](auto& s) { s.imageOnly = 4; }), kQ, kEpsilon).textToImage.value;
  const double text = planted(with([](auto& s) { s.textOnly = 4; }), kQ, kEpsilon).imageToText.value -
                      planted(with([](auto& s) { s.textOnly = 4; }), kQ, kEpsilon).textToImage.value;
  EXPECT_LT(image, -0.3);
  EXPECT_GT(text, 0.3);
}

TEST(Planted, SharesSumToOneAndNameTheirSource) {
  const Planted p = planted(with([](auto& s) { s.textOnly = 4; }), kQ, kEpsilon);
  EXPECT_NEAR(p.image.shared + p.image.own + p.image.noise, 1, 1e-12);
  EXPECT_NEAR(p.text.shared + p.text.own + p.text.noise, 1, 1e-12);
  EXPECT_EQ(p.image.own, 0);
  EXPECT_GT(p.text.own, p.text.shared);
}

TEST(Planted, RefusesWhatTheGeneratorRefuses) {
  const auto refused = [](const std::function<void(SyntheticSpec&)>& change) {
    return refusal([&] { planted(with(change), kQ, kEpsilon); });
  };
  EXPECT_EQ(refused([](auto&) {}), "accepted");
  EXPECT_EQ(refused([](auto& s) { s.pairs = 1; }), "OUT_OF_RANGE");
  EXPECT_EQ(refused([](auto& s) { s.width = 4097; }), "OUT_OF_RANGE");
  EXPECT_EQ(refused([](auto& s) { s.shared = 0, s.noiseImage = s.noiseText = s.gap = 0; }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([] { planted(wide(), 0, kEpsilon); }), "OUT_OF_RANGE");
}
