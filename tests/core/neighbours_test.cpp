#include "askew/neighbours.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "support/definition.hpp"
#include "support/passes.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

struct Whole {
  NeighbourLists lists;
  double uniformity = 0;
  std::array<double, 2> kernel{};
};

// Every block against itself and all later ones, parts merged in the order of `ascending`.
Whole run(const Sample& x, std::size_t k, const std::vector<double>& sigmas, std::size_t size, bool ascending = true) {
  Whole out{NeighbourLists(0, x.rows, k), 0, {}};
  std::vector<NeighbourLists> parts;
  NeighbourPass pass(x.rows, k, sigmas);
  for (std::size_t begin = 0; begin < x.rows; begin += size) {
    const SimilarityBlock rows = block(x, begin, std::min(x.rows, begin + size));
    pass.begin(rows);
    for (std::size_t other = begin; other < x.rows; other += size) pass.add(rows, block(x, other, std::min(x.rows, other + size)));
    parts.push_back(pass.lists());
    out.uniformity += pass.uniformity();
    for (std::size_t s = 0; s < 2; ++s) out.kernel[s] += pass.kernel()[s];
  }
  if (!ascending) std::reverse(parts.begin(), parts.end());
  for (const NeighbourLists& part : parts) out.lists.merge(part);
  return out;
}

// The k nearest of row i by a given cosine of two rows, ties by row number.
template <class Cosine>
std::vector<std::int32_t> nearest(std::size_t rows, std::size_t i, std::size_t k, Cosine cosine) {
  std::vector<std::int32_t> order;
  for (std::size_t j = 0; j < rows; ++j)
    if (j != i) order.push_back(std::int32_t(j));
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return cosine(i, std::size_t(a)) > cosine(i, std::size_t(b)); });
  order.resize(k);
  return order;
}

std::vector<std::int32_t> row(const NeighbourLists& lists, std::size_t i) {
  const auto begin = lists.rows.begin() + std::ptrdiff_t((i - lists.first) * lists.k);
  return {begin, begin + std::ptrdiff_t(lists.k)};
}

// Rows of +1 and -1: all norms are equal, products whole, so that equal cosines are equal in float32 as well.
Sample signs(std::size_t rows, std::size_t cols, std::uint64_t seed) {
  Dice dice(seed);
  Sample x(rows, cols);
  for (float& v : x.values) v = dice.whole(0, 1) ? 1.0f : -1.0f;
  return x;
}

double kernel(const Sample& x, double sigma) {
  double sum = 0;
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t j = 0; j < x.rows; ++j)
      if (j != i) sum += std::exp(-square_distance(x, i, x, j) / (2 * sigma * sigma));
  return sum;
}

int total(const NeighbourLists& a, const NeighbourLists& b) {
  int sum = 0;
  for (const std::int32_t common : common_neighbours(a, b)) sum += common;
  return sum;
}

}  // namespace

TEST(Neighbours, AreTheKRowsOfHighestCosine) {
  const Sample x = noise(90, 30, 1);
  const auto cosines = [&](std::size_t i, std::size_t j) { return test::cosine(x, i, x, j); };
  const NeighbourLists lists = run(x, 5, {}, 512).lists;
  for (std::size_t i = 0; i < 90; ++i) EXPECT_EQ(row(lists, i), nearest(90, i, 5, cosines)) << i;
}

TEST(Neighbours, ExactTiesGoByRowNumber) {
  const Sample x = signs(70, 6, 2);
  const auto cosines = [&](std::size_t i, std::size_t j) { return dot(x, i, x, j); };
  for (const std::size_t size : {70, 64, 13, 1}) {
    const NeighbourLists lists = run(x, 8, {}, size).lists;
    for (std::size_t i = 0; i < 70; ++i) EXPECT_EQ(row(lists, i), nearest(70, i, 8, cosines)) << size << ": " << i;
  }
}

TEST(Neighbours, DoNotDependOnTheBlocksNorOnTheOrderOfMerging) {
  const Sample x = noise(130, 20, 3);
  const NeighbourLists whole = run(x, 10, {}, 130).lists;
  for (const std::size_t size : {1, 7, 64, 65, 128})
    for (const bool ascending : {true, false}) {
      const NeighbourLists cut = run(x, 10, {}, size, ascending).lists;
      EXPECT_EQ(cut.rows, whole.rows) << size;
      EXPECT_EQ(cut.cosines, whole.cosines) << size;
    }
}

TEST(Neighbours, ARowIsNotItsOwnNeighbourButItsCopiesAre) {
  Sample x = noise(20, 9, 4);
  for (std::size_t k = 0; k < 9; ++k) x.at(3, k) = x.at(17, k) = x.at(11, k);
  const NeighbourLists lists = run(x, 2, {}, 8).lists;
  EXPECT_EQ(row(lists, 3), (std::vector<std::int32_t>{11, 17}));
  EXPECT_EQ(row(lists, 11), (std::vector<std::int32_t>{3, 17}));
  EXPECT_EQ(row(lists, 17), (std::vector<std::int32_t>{3, 11}));
}

TEST(Neighbours, MayBeAllOtherRows) {
  const Sample x = noise(9, 4, 5);
  const NeighbourLists lists = run(x, 8, {}, 4).lists;
  for (std::size_t i = 0; i < 9; ++i) {
    const auto list = row(lists, i);
    std::set<std::int32_t> others(list.begin(), list.end());
    EXPECT_EQ(others.size(), 8u);
    EXPECT_EQ(others.count(std::int32_t(i)), 0u);
    EXPECT_EQ(others.count(-1), 0u);
  }
}

TEST(Neighbours, CosinesDescendAndAreThoseOfTheRows) {
  const Sample x = noise(30, 12, 6);
  const NeighbourLists lists = run(x, 6, {}, 16).lists;
  for (std::size_t i = 0; i < 30; ++i)
    for (std::size_t k = 0; k < 6; ++k) {
      const double c = lists.cosines[i * 6 + k];
      EXPECT_NEAR(c, test::cosine(x, i, x, std::size_t(lists.rows[i * 6 + k])), 1e-15);
      if (k > 0) {
        EXPECT_GE(lists.cosines[i * 6 + k - 1], c);
      }
    }
}

// Cosines that differ by less than float32 tells: a large mean, and near-duplicates.
TEST(Neighbours, AreThoseOfFloat64CosinesHoweverCloseTheseAre) {
  std::vector<Sample> sides;
  for (const double mean : {50.0, 500.0, 5000.0}) sides.push_back(shifted(noise(150, 12, 41), mean));
  Sample near(150, 12);
  const Sample own = noise(30, 12, 42), jitter = noise(150, 12, 43, 1e-5);
  for (std::size_t i = 0; i < 150; ++i)
    for (std::size_t k = 0; k < 12; ++k) near.at(i, k) = own.at(i % 30, k) + jitter.at(i, k);
  sides.push_back(near);
  for (std::size_t side = 0; side < sides.size(); ++side)
    for (const Precision precision : {Precision::fine, Precision::fast}) {
      const Sample& x = sides[side];
      NeighbourPass pass(x.rows, 7, {});
      const SimilarityBlock rows = block(x, 0, x.rows, precision);
      pass.begin(rows);
      pass.add(rows, rows);
      for (std::size_t i = 0; i < x.rows; ++i) {
        std::vector<std::pair<double, std::int32_t>> all;
        for (std::size_t j = 0; j < x.rows; ++j)
          if (j != i) all.push_back({-askew::cosine(x.view().row(i), x.norms()[i], x.view().row(j), x.norms()[j], x.cols), std::int32_t(j)});
        std::sort(all.begin(), all.end());
        for (std::size_t k = 0; k < 7; ++k) ASSERT_EQ(pass.lists().rows[i * 7 + k], all[k].second) << side << ", row " << i << ", place " << k;
      }
    }
}

TEST(NeighbourSample, ChosenRowsHaveTheNeighboursAndSumsOfAllRows) {
  const Sample x = noise(70, 12, 15);
  const std::vector<std::int32_t> ids{0, 5, 33, 34, 69};
  Sample some(5, 12);
  for (std::size_t i = 0; i < 5; ++i) std::copy_n(&x.values[std::size_t(ids[i]) * 12], 12, &some.at(i, 0));
  SimilarityBlock rows;
  rows.assign(ids, some.view(), some.norms().data());
  const NeighbourLists all = run(x, 6, {}, 70).lists;
  for (const std::size_t size : {70, 16}) {
    NeighbourPass pass(70, 6, {3});
    pass.begin_sample(rows);
    for (std::size_t begin = 0; begin < 70; begin += size) pass.add(rows, block(x, begin, std::min<std::size_t>(70, begin + size)));
    ASSERT_EQ(pass.lists().count(), 5u);
    ASSERT_EQ(pass.row_uniformity().size(), 5u);
    double potential = 0, kernelSum = 0;
    for (std::size_t i = 0; i < 5; ++i) {
      EXPECT_EQ(row(pass.lists(), i), row(all, std::size_t(ids[i]))) << i;
      double own = 0;
      for (std::size_t j = 0; j < 70; ++j) {
        if (j == std::size_t(ids[i])) continue;
        own += std::exp(-4 + 4 * test::cosine(x, std::size_t(ids[i]), x, j));
        kernelSum += std::exp(-square_distance(x, std::size_t(ids[i]), x, j) / 18);
      }
      // Float32 cosines and exponentials.
      EXPECT_NEAR(pass.row_uniformity()[i], own, 2e-6 * own) << i;
      potential += own;
    }
    EXPECT_NEAR(pass.uniformity(), potential, 2e-6 * potential);
    EXPECT_NEAR(pass.kernel()[0], kernelSum, 2e-6 * kernelSum);
  }
}

TEST(NeighbourPass, BlocksBegunAgainOrInAnotherOrderGiveTheSameLists) {
  const Sample x = noise(90, 12, 5);
  const Whole whole = run(x, 4, {}, 90);
  std::vector<SimilarityBlock> blocks;
  for (std::size_t begin = 0; begin < 90; begin += 16) blocks.push_back(block(x, begin, std::min<std::size_t>(90, begin + 16)));
  NeighbourPass pass(90, 4, {});
  NeighbourLists all(0, 90, 4);
  std::size_t last = blocks.size();
  for (const std::size_t own : {0, 0, 3, 1, 1, 5, 4, 2}) {
    const bool again = std::exchange(last, own) == own;
    pass.begin(blocks[own]);
    for (std::size_t other = own; other < blocks.size(); ++other) pass.add(blocks[own], blocks[other]);
    if (!again) all.merge(pass.lists());
  }
  EXPECT_EQ(all.rows, whole.lists.rows);
  EXPECT_EQ(all.cosines, whole.lists.cosines);
}

TEST(NeighbourPass, NeedsFewerNeighboursThanRowsAndAtMostTwoScales) {
  const auto make = [](std::size_t n, std::size_t k, std::vector<double> sigmas) { return refusal([&] { NeighbourPass(n, k, sigmas); }); };
  EXPECT_EQ(make(5, 0, {}), "OUT_OF_RANGE");
  EXPECT_EQ(make(5, 5, {}), "OUT_OF_RANGE");
  EXPECT_EQ(make(1, 1, {}), "OUT_OF_RANGE");
  EXPECT_EQ(make(5, 4, {1, 2}), "accepted");
  EXPECT_EQ(make(5, 4, {1, 2, 3}), "OUT_OF_RANGE");
}

TEST(NeighbourPass, RefusesEarlierBlocksRowsPastTheEndAndOtherWidths) {
  const Sample x = noise(20, 5, 7), wide = noise(20, 6, 8);
  NeighbourPass pass(16, 3, {});
  const SimilarityBlock rows = block(x, 8, 16);
  pass.begin(rows);
  EXPECT_EQ(refusal([&] { pass.add(rows, block(x, 0, 8)); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([&] { pass.add(rows, block(x, 16, 20)); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([&] { pass.add(rows, block(wide, 8, 16)); }), "SHAPE");
  EXPECT_EQ(refusal([&] { pass.add(rows, block(x, 8, 16)); }), "accepted");
}

TEST(NeighbourLists, BeginEmptyAndFillInOrder) {
  NeighbourLists lists(4, 2, 3);
  EXPECT_EQ(lists.count(), 2u);
  EXPECT_EQ(lists.bar(4), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(row(lists, 5), (std::vector<std::int32_t>{-1, -1, -1}));
  lists.insert(5, 0.5f, 9);
  lists.insert(5, 0.7f, 12);
  lists.insert(5, 0.5f, 3);
  EXPECT_EQ(row(lists, 5), (std::vector<std::int32_t>{12, 3, 9}));
  EXPECT_EQ(lists.bar(5), 0.5f);
  lists.insert(5, 0.5f, 11);
  EXPECT_EQ(row(lists, 5), (std::vector<std::int32_t>{12, 3, 9})) << "the later row of a tie stays out";
  lists.insert(5, 0.5f, 1);
  EXPECT_EQ(row(lists, 5), (std::vector<std::int32_t>{12, 1, 3})) << "the earlier row of a tie comes in";
  EXPECT_EQ(row(lists, 4), (std::vector<std::int32_t>{-1, -1, -1}));
}

TEST(NeighbourLists, OfOtherRowsOrLengthAreNotMerged) {
  NeighbourLists whole(2, 4, 3);
  EXPECT_EQ(refusal([&] { whole.merge(NeighbourLists(2, 4, 3)); }), "accepted");
  EXPECT_EQ(refusal([&] { whole.merge(NeighbourLists(3, 3, 3)); }), "accepted");
  EXPECT_EQ(refusal([&] { whole.merge(NeighbourLists(1, 2, 3)); }), "SHAPE");
  EXPECT_EQ(refusal([&] { whole.merge(NeighbourLists(3, 4, 3)); }), "SHAPE");
  EXPECT_EQ(refusal([&] { whole.merge(NeighbourLists(2, 4, 2)); }), "SHAPE");
  EXPECT_EQ(refusal([] { NeighbourLists(0, 3, 0); }), "OUT_OF_RANGE");
}

TEST(CommonNeighbours, CountsWhatTwoListsShareRowByRow) {
  const Sample x = noise(40, 9, 9), y = noise(40, 9, 10);
  const NeighbourLists a = run(x, 5, {}, 40).lists, b = run(y, 5, {}, 40).lists;
  int common = 0;
  for (std::size_t i = 0; i < 40; ++i)
    for (const std::int32_t p : row(a, i))
      for (const std::int32_t q : row(b, i)) common += p == q;
  EXPECT_EQ(total(a, b), common);
  EXPECT_EQ(total(b, a), common);
  EXPECT_EQ(common_neighbours(a, a), std::vector<std::int32_t>(40, 5));
}

TEST(CommonNeighbours, AreAllForRotatedAndScaledCopies) {
  const Sample x = noise(40, 9, 11);
  EXPECT_EQ(total(run(x, 5, {}, 40).lists, run(scaled(rotated(x, orthogonal(9, 1)), 3), 5, {}, 40).lists), 200);
}

TEST(CommonNeighbours, UnusedEntriesAreNotCommon) {
  NeighbourLists a(0, 1, 3), b(0, 1, 3);
  EXPECT_EQ(total(a, b), 0);
  a.insert(0, 0.5f, 2);
  b.insert(0, 0.1f, 2);
  EXPECT_EQ(total(a, b), 1);
}

TEST(CommonNeighbours, NeedsListsOfTheSameRows) {
  EXPECT_EQ(refusal([] { common_neighbours(NeighbourLists(0, 4, 3), NeighbourLists(0, 4, 2)); }), "SHAPE");
  EXPECT_EQ(refusal([] { common_neighbours(NeighbourLists(0, 4, 3), NeighbourLists(0, 5, 3)); }), "SHAPE");
  EXPECT_EQ(refusal([] { common_neighbours(NeighbourLists(0, 4, 3), NeighbourLists(1, 4, 3)); }), "SHAPE");
}

TEST(Uniformity, IsTheLogOfTheMeanGaussianPotentialOfUnitRows) {
  const Sample x = noise(70, 12, 12), u = unit(x);
  double sum = 0;
  for (std::size_t i = 0; i < 70; ++i)
    for (std::size_t j = 0; j < 70; ++j)
      if (j != i) sum += std::exp(-2 * square_distance(u, i, u, j));
  for (const std::size_t size : {70, 13}) {
    const Whole whole = run(x, 1, {}, size);
    // Float32 cosines and exponentials: below 1e-6 of the sum.
    EXPECT_NEAR(whole.uniformity, sum, 1e-6 * sum) << size;
    EXPECT_NEAR(uniformity(whole.uniformity, 70), std::log(sum / (70 * 69)), 1e-6) << size;
  }
}

TEST(Uniformity, IsZeroForEqualRowsAndLowerTheWiderTheySpread) {
  const Sample x = noise(40, 12, 13);
  EXPECT_NEAR(uniformity(run(repeated(x, 0, 40), 1, {}, 16).uniformity, 40), 0, 1e-6);
  const double narrow = uniformity(run(shifted(x, 4), 1, {}, 16).uniformity, 40), wide = uniformity(run(x, 1, {}, 16).uniformity, 40);
  EXPECT_LT(wide, narrow);
  EXPECT_LT(narrow, 0);
}

TEST(NeighbourKernel, IsTheSumOverOrderedPairsOfDistinctRows) {
  const Sample x = noise(70, 12, 14);
  const double sigma = 10, other = 3;
  for (const std::size_t size : {70, 64, 11}) {
    const Whole whole = run(x, 1, {sigma, other}, size);
    EXPECT_NEAR(whole.kernel[0], kernel(x, sigma), 1e-7 * kernel(x, sigma)) << "float64 exponentials of float32 cosines, " << size;
    EXPECT_NEAR(whole.kernel[1], kernel(x, other), 1e-6 * kernel(x, other)) << "float32 exponentials, " << size;
  }
}

TEST(NeighbourLists, PartsWhoseEntriesAreNotKARowAreRefused) {
  NeighbourLists whole(0, 4, 2);
  NeighbourLists part(3, 1, 2);
  EXPECT_EQ(refusal([&] { whole.merge(part); }), "accepted");
  part.rows.push_back(1);
  part.cosines.push_back(0.5f);
  EXPECT_EQ(refusal([&] { whole.merge(part); }), "SHAPE");
  NeighbourLists beyond(0, 1, 2);
  beyond.first = ~std::size_t{0};
  EXPECT_EQ(refusal([&] { whole.merge(beyond); }), "SHAPE");
}

TEST(NeighbourPass, TakesOnlyBlocksThatItHasBegunWith) {
  const std::vector<float> values{1, 0, 0, 1, 1, 1, -1, 1};
  const std::vector<double> norms{1, 1, std::sqrt(2.0), std::sqrt(2.0)};
  SimilarityBlock first, later;
  first.assign(0, {values.data(), 2, 2}, norms.data());
  later.assign(2, {values.data() + 4, 2, 2}, norms.data() + 2);
  NeighbourPass pass(4, 1, {});
  EXPECT_EQ(refusal([&] { pass.add(first, first); }), "OUT_OF_RANGE");
  pass.begin(later);
  EXPECT_EQ(refusal([&] { pass.add(first, later); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([&] { pass.add(later, later); }), "accepted");
  NeighbourPass small(3, 1, {});
  EXPECT_EQ(refusal([&] { small.begin(later); }), "OUT_OF_RANGE");
}

TEST(SimilarityBlock, RowNumbersAreFromZeroToTwoToThe31) {
  const std::vector<float> values{1, 0, 0, 1};
  const std::vector<double> norms{1, 1};
  SimilarityBlock block;
  EXPECT_EQ(refusal([&] { block.assign(std::vector<std::int32_t>{-1, 0}, {values.data(), 2, 2}, norms.data()); }), "SHAPE");
  EXPECT_EQ(refusal([&] { block.assign(std::size_t{2147483646}, {values.data(), 2, 2}, norms.data()); }), "OUT_OF_RANGE");
}
