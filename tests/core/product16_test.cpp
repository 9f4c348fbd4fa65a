#include "simd/product16.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "askew/neighbours.hpp"
#include "askew/retrieval_pass.hpp"
#include "support/definition.hpp"
#include "support/passes.hpp"

using namespace askew;
using namespace askew::test;

namespace {

// Largest error of the tile's cosines, as a share of what the tile promises.
double worst(const Sample& x, const Sample& y) {
  const SimilarityBlock a = block(x, 0, x.rows, Precision::fast), b = block(y, 0, y.rows, Precision::fast);
  Tile tile(a, b);
  double most = 0;
  for (std::size_t strip = 0; strip < x.rows; strip += Tile::kStrip) {
    tile.strip(strip);
    for (std::size_t i = strip; i < std::min(x.rows, strip + Tile::kStrip); ++i)
      for (std::size_t j = 0; j < y.rows; ++j)
        most = std::max(most, std::abs(double(tile.row(i)[j]) - tile.exact(i, j)) / double(tile.tolerance()));
  }
  return most;
}

Sample with(Sample x, float factor, float peak) {
  for (std::size_t i = 0; i < x.rows; ++i) {
    for (std::size_t k = 0; k < x.cols; ++k) x.at(i, k) *= factor;
    x.at(i, i % x.cols) = peak * factor;
  }
  return x;
}

}  // namespace

TEST(FastTile, CosinesAreWithinTheToleranceForEveryRemainderOfRowsAndColumns) {
  for (const std::size_t cols : {1, 2, 3, 7, 8, 9, 63, 64, 65, 130, 4095})
    for (const std::size_t rows : {1, 3, 4, 5, 8, 9})
      EXPECT_LE(worst(noise(rows, cols, rows + cols), noise(17 - rows, cols, cols)), 1) << rows << " rows, " << cols << " columns";
}

TEST(FastTile, CosinesAreWithinTheToleranceWhereOneValueTowersAndWhereRowsAreVeryLongOrShort) {
  for (const float factor : {1e-15f, 1.0f, 1e15f})
    for (const float peak : {0.0f, 1.0f, 1000.0f})
      EXPECT_LE(worst(with(noise(9, 130, 1), factor, peak), with(noise(11, 130, 2), factor, peak)), 1) << factor << ", " << peak;
  EXPECT_LE(worst(with(noise(9, 3, 1), 1e-40f, 1e30f), noise(5, 3, 2)), 1);
}

TEST(FastTile, SumsDoNotOverflowWhereEveryValueIsTheLargest) {
  const Sample x(300, std::vector<float>(300 * 9, 0.5f));
  EXPECT_LE(worst(x, x), 1);
}

TEST(FastTile, EqualRowsHaveEqualCosinesWhereverTheyStand) {
  const Sample x = noise(40, 130, 3), y = repeated(noise(1, 130, 4), 0, 21);
  const SimilarityBlock a = block(x, 0, 40, Precision::fast), b = block(y, 0, 21, Precision::fast);
  Tile tile(a, b);
  tile.strip(0);
  for (std::size_t i = 0; i < 40; ++i)
    for (std::size_t j = 1; j < 21; ++j) ASSERT_EQ(tile.row(i)[j], tile.row(i)[0]);
}

TEST(FastTile, PromisesAboutOneTenThousandth) {
  const Sample x = noise(64, 512, 5);
  const SimilarityBlock a = block(x, 0, 64, Precision::fast);
  EXPECT_LT(Tile(a, a).tolerance(), 2e-4);
}

TEST(FastTile, RetrievalCountsAreThoseOfFloat32) {
  const auto [x, y] = pairs(200, 65, 65, 7);
  std::vector<std::int32_t> start(201);
  for (std::size_t i = 0; i <= 200; ++i) start[i] = std::int32_t(i);
  RetrievalPass fast(start, matched_cosines(x, y), {}), fine(start, matched_cosines(x, y), {});
  fast.add(block(x, 0, 200, Precision::fast), block(y, 0, 200, Precision::fast));
  fine.add(block(x, 0, 200, Precision::fine), block(y, 0, 200, Precision::fine));
  EXPECT_EQ(fast.counts().aboveImageToText, fine.counts().aboveImageToText);
  EXPECT_EQ(fast.counts().tiedImageToText, fine.counts().tiedImageToText);
  EXPECT_EQ(fast.counts().aboveTextToImage, fine.counts().aboveTextToImage);
  EXPECT_EQ(fast.counts().tiedTextToImage, fine.counts().tiedTextToImage);
}

TEST(FastTile, NeighboursAreThoseOfFloat32AlsoWhereBlocksFollowEachOther) {
  Sample x = noise(150, 33, 8);
  // Ties and near ties.
  for (std::size_t k = 0; k < 33; ++k) x.at(70, k) = x.at(3, k), x.at(140, k) = x.at(3, k) + (k == 0 ? 1e-6f : 0);
  const auto lists = [&](Precision precision) {
    NeighbourPass pass(150, 5, {});
    NeighbourLists all(0, 150, 5);
    for (std::size_t begin = 0; begin < 150; begin += 50) {
      const SimilarityBlock own = block(x, begin, begin + 50, precision);
      pass.begin(own);
      for (std::size_t other = begin; other < 150; other += 50) pass.add(own, block(x, other, other + 50, precision));
      all.merge(pass.lists());
    }
    return all;
  };
  EXPECT_EQ(lists(Precision::fast).rows, lists(Precision::fine).rows);
  EXPECT_EQ(lists(Precision::fast).cosines, lists(Precision::fine).cosines);
}

TEST(FastTile, BlocksOfTwoPrecisionsAreRefused) {
  const Sample x = noise(4, 3, 1);
  EXPECT_THROW(Tile(block(x, 0, 4, Precision::fast), block(x, 0, 4, Precision::fine)), Error);
}
