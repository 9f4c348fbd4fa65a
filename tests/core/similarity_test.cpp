#include "askew/similarity.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "askew/rows.hpp"
#include "support/definition.hpp"
#include "support/passes.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

// Every row of a against every row of b, strip by strip.
template <class Visit>
void walk(const SimilarityBlock& a, const SimilarityBlock& b, Visit visit) {
  Tile tile(a, b);
  for (std::size_t strip = 0; strip < a.rows(); strip += Tile::kStrip) {
    tile.strip(strip);
    for (std::size_t i = strip; i < std::min(a.rows(), strip + Tile::kStrip); ++i) visit(tile, i);
  }
}

void expect_within_tolerance(const Sample& x, const Sample& y) {
  walk(block(x, 0, x.rows), block(y, 0, y.rows), [&](const Tile& tile, std::size_t i) {
    for (std::size_t j = 0; j < y.rows; ++j)
      ASSERT_NEAR(tile.row(i)[j], test::cosine(x, i, y, j), tile.tolerance())
          << x.rows << " x " << y.rows << " x " << x.cols << " at " << i << ", " << j;
  });
}

}  // namespace

TEST(SimilarityBlock, KnowsItsRows) {
  const Sample x = noise(20, 7, 1);
  const SimilarityBlock b = block(x, 5, 18);
  EXPECT_EQ(b.first(), 5u);
  EXPECT_EQ(b.rows(), 13u);
  EXPECT_EQ(b.cols(), 7u);
  EXPECT_GE(b.bytes(), 13 * 7 * sizeof(float));
  for (std::size_t i = 0; i < 13; ++i) EXPECT_EQ(b.norm(i), x.norms()[5 + i]);
}

TEST(SimilarityBlock, IsEmptyAtFirst) {
  const SimilarityBlock b;
  EXPECT_EQ(b.rows(), 0u);
  EXPECT_EQ(b.cols(), 0u);
  EXPECT_EQ(b.bytes(), 0u);
}

TEST(SimilarityBlock, MayBeFilledAgain) {
  const Sample large = noise(30, 40, 1), small = noise(3, 5, 2);
  SimilarityBlock b = block(large, 0, 30);
  b.assign(8, small.view(), small.norms().data());
  EXPECT_EQ(b.first(), 8u);
  EXPECT_EQ(b.rows(), 3u);
  EXPECT_EQ(b.cols(), 5u);
  walk(b, b, [&](const Tile& tile, std::size_t i) {
    for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(tile.row(i)[j], test::cosine(small, i, small, j), tile.tolerance());
  });
}

TEST(SimilarityBlock, MayHoldChosenRowsInAscendingOrder) {
  const Sample x = noise(4, 5, 3);
  SimilarityBlock b;
  b.assign({2, 3, 7, 11}, x.view(), x.norms().data());
  EXPECT_EQ(b.first(), 2u);
  EXPECT_EQ(b.id(2), 7u);
  EXPECT_EQ(b.ids(), (std::vector<std::int32_t>{2, 3, 7, 11}));
  EXPECT_EQ(b.range(3, 8), (std::pair<std::size_t, std::size_t>(1, 3)));
  EXPECT_EQ(b.range(4, 7), (std::pair<std::size_t, std::size_t>(2, 2)));
  EXPECT_EQ(b.range(0, 100), (std::pair<std::size_t, std::size_t>(0, 4)));
}

TEST(SimilarityBlock, RefusesRowNumbersThatDescendOrAreNotOneARow) {
  const Sample x = noise(3, 5, 4);
  const auto assign = [&](std::vector<std::int32_t> ids) {
    SimilarityBlock b;
    return refusal([&] { b.assign(ids, x.view(), x.norms().data()); });
  };
  EXPECT_EQ(assign({1, 2, 5}), "accepted");
  EXPECT_EQ(assign({1, 5, 2}), "SHAPE");
  EXPECT_EQ(assign({1, 2}), "SHAPE");
  EXPECT_EQ(assign({1, 2, 3, 4}), "SHAPE");
}

TEST(Tile, CosinesLieWithinTheToleranceAtEveryRemainderOfRowsAndWidth) {
  for (const std::size_t cols : {1, 3, 127, 128, 129, 300})
    for (const std::size_t rows : {1, 7, 9, 63, 64, 65, 130}) expect_within_tolerance(noise(rows, cols, rows), noise(21, cols, cols + 1));
}

TEST(Tile, CosinesLieWithinTheToleranceForNormsFromA1e18thTo1e18) {
  const auto [x, y] = pairs(20, 260, 260, 3);
  for (const double scale : {1e-18, 1e-6, 1e6, 1e18}) expect_within_tolerance(scaled(unit(x), scale), scaled(unit(y), scale));
  expect_within_tolerance(scaled(unit(x), 1e-18), scaled(unit(y), 1e18));
}

TEST(Tile, TheToleranceIsItsFormula) {
  for (const std::size_t cols : {1, 128, 512, 2048}) {
    const Sample x = noise(1, cols, 1);
    const SimilarityBlock b = block(x, 0, 1);
    EXPECT_FLOAT_EQ(Tile(b, b).tolerance(), float((128 + double(cols) / 128 + 8) / 16777216));
  }
}

TEST(Tile, ExactCosinesHaveTheDigitsOfCosine) {
  const Sample x = noise(70, 130, 4), y = noise(19, 130, 5);
  const std::vector<double> nx = x.norms(), ny = y.norms();
  walk(block(x, 0, 70), block(y, 0, 19), [&](Tile& tile, std::size_t i) {
    for (std::size_t j = 0; j < 19; ++j) EXPECT_EQ(tile.exact(i, j), askew::cosine(x.view().row(i), nx[i], y.view().row(j), ny[j], 130));
  });
}

TEST(Tile, AStripFromAColumnOnHasTheDigitsOfTheWholeStrip) {
  const Sample x = noise(70, 130, 4), y = noise(41, 130, 5);
  for (const Precision precision : {Precision::fine, Precision::fast}) {
    const SimilarityBlock a = block(x, 0, 70, precision), b = block(y, 0, 41, precision);
    for (const std::size_t from : {8, 32, 40})
      walk(a, b, [&, part = Tile(a, b)](Tile& whole, std::size_t i) mutable {
        if (i % Tile::kStrip == 0) part.strip(i, from);
        for (std::size_t j = from; j < 41; ++j) EXPECT_EQ(part.row(i)[j], whole.row(i)[j]) << i << ", " << j;
      });
  }
}

TEST(Tile, RowsArePaddedByZerosToAMultipleOf8) {
  const Sample x = noise(3, 10, 6), y = noise(11, 10, 7);
  walk(block(x, 0, 3), block(y, 0, 11), [&](const Tile& tile, std::size_t i) {
    for (std::size_t j = 11; j < 16; ++j) EXPECT_EQ(tile.row(i)[j], 0.0f);
  });
}

TEST(Tile, EqualRowsHaveBitEqualCosinesWhereverTheyStand) {
  const Sample one = noise(1, 150, 8), other = noise(1, 150, 9);
  const Sample x = repeated(one, 0, 67), y = repeated(other, 0, 13);
  const SimilarityBlock a = block(x, 0, 67), b = block(y, 0, 13);
  float first = 0;
  walk(a, b, [&](const Tile& tile, std::size_t i) {
    if (i == 0) first = tile.row(0)[0];
    for (std::size_t j = 0; j < 13; ++j) EXPECT_EQ(std::memcmp(&tile.row(i)[j], &first, sizeof first), 0) << i << ", " << j;
  });
}

TEST(Tile, SidesOfUnequalWidthAreRefused) {
  const Sample x = noise(4, 5, 1), y = noise(4, 6, 2);
  const SimilarityBlock a = block(x, 0, 4), b = block(y, 0, 4);
  EXPECT_EQ(refusal([&] { Tile tile(a, b); }), "SHAPE");
  EXPECT_EQ(refusal([&] { Tile tile(a, a); }), "accepted");
}
