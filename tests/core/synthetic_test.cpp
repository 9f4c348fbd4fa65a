#include "askew/synthetic.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "askew/error.hpp"

using namespace askew;

TEST(Synthetic, RowsAreUnitVectorsAndTextsFollowTheirImage) {
  SyntheticSpec spec;
  spec.pairs = 50;
  spec.width = 20;
  spec.captions = 3;
  const SyntheticPairs p = synthetic(spec);
  ASSERT_EQ(p.images.size(), 50u * 20);
  ASSERT_EQ(p.texts.size(), 150u * 20);
  for (std::size_t i = 0; i < 50; ++i) {
    double norm = 0;
    for (std::size_t k = 0; k < 20; ++k) norm += std::pow(p.images[i * 20 + k], 2);
    EXPECT_NEAR(norm, 1, 1e-6);  // 20 float32 squares
  }
}

TEST(Synthetic, TheSameSeedGivesTheSameDigitsAndAnotherSeedOthers) {
  SyntheticSpec spec;
  spec.pairs = 10;
  const auto a = synthetic(spec).images, b = synthetic(spec).images;
  EXPECT_EQ(a, b);
  spec.seed = 1;
  EXPECT_NE(a, synthetic(spec).images);
}

TEST(Synthetic, RefusesWhatIsOutOfRange) {
  SyntheticSpec spec;
  spec.pairs = 1;
  try {
    synthetic(spec);
    FAIL() << "accepted one pair";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), Code::OUT_OF_RANGE);
  }
}
