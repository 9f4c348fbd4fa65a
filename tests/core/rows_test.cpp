#include "askew/rows.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "support/refusal.hpp"
#include "support/samples.hpp"

using namespace askew;
using namespace askew::test;

namespace {

std::uint64_t fingerprint(const std::vector<float>& row) {
  const RowFacts f = row_facts(row.data(), row.size());
  return std::uint64_t(f.high) << 32 | f.low;
}

}  // namespace

TEST(RowFacts, TheNormIsTheRootOfTheSumOfSquaresAtEveryWidth) {
  for (const std::size_t cols : {1, 2, 7, 8, 9, 15, 16, 17, 127, 128, 129, 255, 256, 257, 1000, 1024, 2049}) {
    const Sample x = noise(1, cols, cols);
    // 2e-15: some ten float64 roundings on each side, whatever the order of summation.
    EXPECT_NEAR(row_facts(x.values.data(), cols).norm / x.norms()[0], 1, 2e-15) << cols;
  }
}

TEST(RowFacts, TheNormIsExactWhereTheSquaresAre) {
  const std::vector<float> row{3, 4, 12, 84};
  EXPECT_EQ(row_facts(row.data(), 4).norm, 85);
  EXPECT_EQ(row_facts(row.data(), 2).norm, 5);
}

TEST(RowFacts, TheNormNeitherOverflowsNorVanishesForAnyFiniteRow) {
  const float largest = std::numeric_limits<float>::max(), smallest = std::numeric_limits<float>::denorm_min();
  EXPECT_EQ(row_facts(std::vector<float>(9, largest).data(), 9).norm, 3 * double(largest));
  EXPECT_EQ(row_facts(std::vector<float>(9, smallest).data(), 9).norm, 3 * double(smallest));
  EXPECT_EQ(row_facts(std::vector<float>(9, 0.0f).data(), 9).norm, 0);
}

TEST(RowFacts, TheNormIsNotFiniteWhereAValueIsNotAtAnyPlace) {
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()})
    for (std::size_t at = 0; at < 19; ++at) {
      std::vector<float> row(19, 0.5f);
      row[at] = bad;
      EXPECT_FALSE(std::isfinite(row_facts(row.data(), 19).norm)) << bad << " at " << at;
    }
}

TEST(RowFacts, EqualRowsHaveEqualFingerprintsAndAnyOtherRowAnother) {
  const std::vector<float> row(noise(1, 12, 1).values);
  EXPECT_EQ(fingerprint(row), fingerprint(std::vector<float>(row)));
  std::set<std::uint64_t> seen{fingerprint(row)};
  for (std::size_t k = 0; k < row.size(); ++k) {
    std::vector<float> nudged = row;
    nudged[k] = std::nextafter(nudged[k], 10.0f);
    EXPECT_TRUE(seen.insert(fingerprint(nudged)).second) << k;
    std::vector<float> negated = row;
    negated[k] = -negated[k];
    EXPECT_TRUE(seen.insert(fingerprint(negated)).second) << k;
  }
  std::vector<float> swapped = row;
  std::swap(swapped[3], swapped[4]);
  EXPECT_TRUE(seen.insert(fingerprint(swapped)).second);
}

TEST(RowFacts, MinusZeroCountsAsZeroInTheFingerprint) {
  EXPECT_EQ(fingerprint({1, -0.0f, 2}), fingerprint({1, 0.0f, 2}));
}

TEST(RowFacts, TheWidthEntersTheFingerprint) {
  EXPECT_NE(fingerprint({1, 0}), fingerprint({1, 0, 0}));
}

TEST(SelfIsOne, SaysWhetherTheUnitRowsSumOfSquaresRoundsToOne) {
  int ones = 0, others = 0;
  for (int seed = 0; seed < 200; ++seed) {
    const Sample x = noise(1, 20, std::uint64_t(seed));
    const double norm = row_facts(x.values.data(), 20).norm;
    double self = 0;
    for (const float v : x.values) self += v / norm * (v / norm);
    const bool one = 1.0 - (1.0 - self) == 1.0;
    EXPECT_EQ(self_is_one(x.values.data(), 20), one) << seed;
    ++(one ? ones : others);
  }
  EXPECT_GT(ones, 20);
  EXPECT_GT(others, 20);
}

TEST(RowClasses, EqualFingerprintsGetEqualNumbersInOrderOfFirstAppearance) {
  const RowClasses c = row_classes({7, 8, 7, 7, 9, 8}, {1, 1, 1, 2, 1, 1});
  EXPECT_EQ(c.of, (std::vector<std::int32_t>{0, 1, 0, 2, 3, 1}));
  EXPECT_EQ(c.sizes, (std::vector<std::int32_t>{2, 2, 1, 1}));
  EXPECT_EQ(c.firsts, (std::vector<std::int32_t>{0, 1, 3, 4}));
  EXPECT_TRUE(row_classes({}, {}).of.empty());
}

TEST(RowClasses, FingerprintsHaveTwoHalvesEach) {
  EXPECT_EQ(refusal([] { row_classes({1, 2}, {1}); }), "SHAPE");
}

TEST(Cosine, IsTheProductOverTheNormsForEveryRemainderOfColumns) {
  for (std::size_t cols = 1; cols <= 41; ++cols) {
    const Sample x = noise(2, cols, 5);
    const std::vector<double> n = x.norms();
    double dot = 0;
    for (std::size_t k = 0; k < cols; ++k) dot += double(x.at(0, k)) * double(x.at(1, k));
    // Two orders of summation of at most 41 exact products.
    EXPECT_NEAR(cosine(x.view().row(0), n[0], x.view().row(1), n[1], cols), dot / (n[0] * n[1]), 41 * 0x1p-53);
  }
}

TEST(Cosine, DoesNotDependOnWhichSideIsWhich) {
  const Sample x = noise(2, 77, 6);
  const std::vector<double> n = x.norms();
  EXPECT_EQ(cosine(x.view().row(0), n[0], x.view().row(1), n[1], 77), cosine(x.view().row(1), n[1], x.view().row(0), n[0], 77));
}

TEST(Cosine, EqualRowsGiveEqualDigitsWhereverTheyLie) {
  const Sample x = noise(3, 41, 7);
  std::vector<float> moved{9, 9, 9};
  moved.insert(moved.end(), x.values.begin(), x.values.begin() + 41);
  const std::vector<double> n = x.norms();
  EXPECT_EQ(cosine(x.view().row(0), n[0], x.view().row(1), n[1], 41), cosine(moved.data() + 3, n[0], x.view().row(1), n[1], 41));
}

TEST(Cosine, OfAWideRowHasTheSameDigitsForEveryRemainderOfColumns) {
  WideRow wide;
  for (std::size_t cols = 41; cols >= 1; --cols) {
    const Sample x = noise(2, cols, 5);
    const std::vector<double> n = x.norms();
    wide.assign(x.view().row(0), n[0], cols);
    EXPECT_EQ(wide.cosine(x.view().row(1), n[1]), cosine(x.view().row(0), n[0], x.view().row(1), n[1], cols));
  }
}

TEST(Cosine, IsExactOnWholeDirections) {
  const std::vector<float> a{3, 4, 0}, b{0, 0, 2}, c{6, 8, 0}, d{-3, -4, 0};
  EXPECT_EQ(cosine(a.data(), 5, b.data(), 2, 3), 0);
  EXPECT_EQ(cosine(a.data(), 5, c.data(), 10, 3), 1);
  EXPECT_EQ(cosine(a.data(), 5, d.data(), 5, 3), -1);
}
