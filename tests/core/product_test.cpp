#include "simd/product.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "support/samples.hpp"

using namespace askew;
using namespace askew::test;

namespace {

constexpr std::size_t kDepths[] = {1, 3, 127, 128, 129, 300};
constexpr float kGuard = 12345.0f;

simd::Panels packed(const Sample& x) {
  simd::Panels p;
  simd::pack_rows(p, x.values.data(), x.rows, x.cols);
  return p;
}

std::size_t up(std::size_t n, std::size_t to) { return (n + to - 1) / to * to; }

// The stated arithmetic, one element at a time.
template <class Sum>
Sum element(const Sample& a, std::size_t i, const Sample& b, std::size_t j, Sum start) {
  for (std::size_t k = 0; k < a.cols; k += simd::kFlush) {
    float part = 0;
    for (std::size_t l = k; l < std::min(a.cols, k + simd::kFlush); ++l) part += a.at(i, l) * b.at(j, l);
    start += static_cast<Sum>(part);
  }
  return start;
}

std::vector<float> tile(const Sample& a, const Sample& b, std::size_t first, std::size_t rows) {
  const simd::Panels pa = packed(a), pb = packed(b);
  const std::size_t ldc = up(b.rows, simd::kLanes);
  std::vector<float> c(up(rows, 4) * ldc, kGuard);
  simd::tile(c.data(), ldc, pa, first, rows, pb);
  return c;
}

Sample small_numbers(std::size_t rows, std::size_t cols, std::uint64_t seed) {
  Dice dice(seed);
  Sample x(rows, cols);
  for (float& v : x.values) v = float(dice.whole(-9, 9));
  return x;
}

// c += a b' by double loops, with a column of guards on the right.
void expect_accumulated(const Sample& a, const Sample& b) {
  const simd::Panels pa = packed(a), pb = packed(b);
  const std::size_t ldc = b.rows + 1;
  std::vector<double> c(a.rows * ldc, 0.5);
  simd::accumulate(c.data(), ldc, pa, pb, false);
  for (std::size_t i = 0; i < a.rows; ++i) {
    for (std::size_t j = 0; j < b.rows; ++j)
      ASSERT_EQ(c[i * ldc + j], element(a, i, b, j, 0.5)) << a.rows << " x " << b.rows << " x " << a.cols << " at " << i << ", " << j;
    ASSERT_EQ(c[i * ldc + b.rows], 0.5) << "wrote past the row's end";
  }
}

}  // namespace

TEST(Product, EveryRemainderOfRowsColumnsAndDepthIsExactOnWholeNumbers) {
  for (const std::size_t depth : kDepths)
    for (std::size_t rows = 1; rows <= 9; ++rows)
      for (std::size_t cols = 1; cols <= 17; ++cols) {
        const Sample a = small_numbers(rows, depth, rows), b = small_numbers(cols, depth, 100 + cols);
        const std::vector<float> c = tile(a, b, 0, rows);
        const std::size_t ldc = up(cols, simd::kLanes);
        for (std::size_t i = 0; i < rows; ++i)
          for (std::size_t j = 0; j < cols; ++j) {
            long sum = 0;
            for (std::size_t k = 0; k < depth; ++k) sum += long(a.at(i, k)) * long(b.at(j, k));
            ASSERT_EQ(c[i * ldc + j], float(sum)) << rows << " x " << cols << " x " << depth << " at " << i << ", " << j;
          }
      }
}

TEST(Product, AccumulationAddsToWhatIsThereAtEveryRemainder) {
  for (const std::size_t depth : kDepths)
    for (std::size_t rows = 1; rows <= 9; ++rows)
      for (std::size_t cols = 1; cols <= 17; ++cols) expect_accumulated(noise(rows, depth, rows), noise(cols, depth, 50 + cols));
}

TEST(Product, TilesFollowTheStatedArithmeticBitForBit) {
  for (const std::size_t depth : kDepths) {
    const Sample a = noise(9, depth, 1), b = noise(17, depth, 2);
    const std::vector<float> c = tile(a, b, 0, 9);
    for (std::size_t i = 0; i < 9; ++i)
      for (std::size_t j = 0; j < 17; ++j) EXPECT_EQ(c[i * 24 + j], element(a, i, b, j, 0.0f)) << depth << " at " << i << ", " << j;
  }
}

TEST(Product, TheRoundingErrorStaysBelowTheFlushLengthTimesTheUnit) {
  for (const std::size_t depth : kDepths) {
    const Sample a = noise(8, depth, 3), b = noise(8, depth, 4);
    const simd::Panels pa = packed(a), pb = packed(b);
    std::vector<double> c(64, 0.0);
    simd::accumulate(c.data(), 8, pa, pb, false);
    for (std::size_t i = 0; i < 8; ++i)
      for (std::size_t j = 0; j < 8; ++j) {
        double exact = 0, size = 0;
        for (std::size_t k = 0; k < depth; ++k) {
          exact += double(a.at(i, k)) * double(b.at(j, k));
          size += std::abs(double(a.at(i, k)) * double(b.at(j, k)));
        }
        EXPECT_LE(std::abs(c[i * 8 + j] - exact), double(simd::kFlush) * 0x1p-24 * size) << depth;
      }
  }
}

TEST(Product, TilesBeginAtAnyPanelAndPadWithZeros) {
  const Sample a = noise(27, 130, 5), b = noise(5, 130, 6);
  const std::vector<float> whole = tile(a, b, 0, 27);
  for (const std::size_t first : {8, 16, 24}) {
    const std::vector<float> part = tile(a, b, first, 27 - first);
    for (std::size_t i = first; i < 27; ++i)
      for (std::size_t j = 0; j < 8; ++j) EXPECT_EQ(part[(i - first) * 8 + j], whole[i * 8 + j]);
  }
  for (std::size_t i = 0; i < 27; ++i)
    for (std::size_t j = 5; j < 8; ++j) EXPECT_EQ(whole[i * 8 + j], 0.0f) << "columns past the end";
}

TEST(Product, TheUpperFormIsRightOnAndAboveTheDiagonalAndWritesNothingWrongBelow) {
  for (const std::size_t d : {1, 4, 7, 8, 9, 16, 17, 31}) {
    const Sample x = noise(d, 140, d);
    const simd::Panels p = packed(x);
    std::vector<double> c(d * d, 0.0);
    simd::accumulate(c.data(), d, p, p, true);
    for (std::size_t i = 0; i < d; ++i)
      for (std::size_t j = 0; j < d; ++j) {
        const double right = element(x, i, x, j, 0.0);
        EXPECT_TRUE(c[i * d + j] == right || (j < i && c[i * d + j] == 0.0)) << d << " at " << i << ", " << j;
      }
  }
}

TEST(Product, SlicesOfPanelsMakeTheWholeBitForBit) {
  const Sample a = noise(13, 200, 7), b = noise(45, 200, 8);
  const simd::Panels pa = packed(a), pb = packed(b);
  for (const bool upper : {false, true}) {
    const simd::Panels& left = upper ? pb : pa;
    std::vector<double> whole(left.count * 45, 0.0), cut = whole;
    simd::accumulate(whole.data(), 45, left, pb, upper);
    for (std::size_t begin = 0; begin < pb.panels() + 3; begin += 2) simd::accumulate(cut.data(), 45, left, pb, upper, begin, begin + 2);
    EXPECT_EQ(whole, cut);
  }
}

TEST(Product, EqualItemsGiveBitEqualProductsWhereverTheyStand) {
  for (const std::size_t depth : kDepths) {
    const Sample one = noise(1, depth, 11), other = noise(1, depth, 12);
    Sample a = noise(19, depth, 13), b = noise(21, depth, 14);
    for (std::size_t i = 0; i < 19; i += 2) std::copy(one.values.begin(), one.values.end(), &a.at(i, 0));
    for (std::size_t j = 0; j < 21; j += 3) std::copy(other.values.begin(), other.values.end(), &b.at(j, 0));
    const std::vector<float> ab = tile(a, b, 0, 19), ba = tile(b, a, 0, 21);
    for (std::size_t i = 0; i < 19; i += 2)
      for (std::size_t j = 0; j < 21; j += 3) {
        EXPECT_EQ(std::memcmp(&ab[i * 24 + j], &ab[0], sizeof(float)), 0) << i << ", " << j;
        EXPECT_EQ(std::memcmp(&ba[j * 24 + i], &ab[0], sizeof(float)), 0) << "sides exchanged " << i << ", " << j;
      }
  }
}

TEST(Product, DenormalValuesAreNotFlushedToZero) {
  Sample a(9, 3), b(9, 3);
  for (std::size_t i = 0; i < 9; ++i)
    for (std::size_t k = 0; k < 3; ++k) {
      a.at(i, k) = std::numeric_limits<float>::denorm_min() * float(1 + i + 3 * k);
      b.at(i, k) = float(1 + i);
    }
  const std::vector<float> c = tile(a, b, 0, 9);
  for (std::size_t i = 0; i < 9; ++i)
    for (std::size_t j = 0; j < 9; ++j) {
      EXPECT_GT(c[i * 16 + j], 0.0f);
      EXPECT_EQ(c[i * 16 + j], element(a, i, b, j, 0.0f));
    }
}

TEST(Product, RowsOfNorm1e18AreMultipliedWithoutOverflow) {
  const std::size_t depth = 300;
  const Sample a = scaled(unit(noise(9, depth, 21)), 1e18), b = scaled(unit(noise(9, depth, 22)), 1e18);
  expect_accumulated(a, b);
  for (const float v : tile(a, a, 0, 9)) EXPECT_TRUE(std::isfinite(v));
  const std::vector<float> self = tile(a, a, 0, 9);
  // 1e-5: 300 float32 terms and the rounding of the rows to float32.
  for (std::size_t i = 0; i < 9; ++i) EXPECT_NEAR(self[i * 16 + i] / 1e36, 1, 1e-5);
}

TEST(Product, PackedColumnsAreTheShiftedColumnsAndZeroPastTheEnd) {
  for (const std::size_t cols : {1, 7, 8, 9, 17}) {
    const Sample x = noise(5, cols, cols), shift = noise(1, cols, 99);
    simd::Panels p;
    simd::pack_columns(p, x.values.data(), 5, cols, shift.values.data());
    EXPECT_EQ(p.count, cols);
    EXPECT_EQ(p.depth, 5u);
    for (std::size_t c = 0; c < p.panels() * simd::kLanes; ++c)
      for (std::size_t r = 0; r < 5; ++r) EXPECT_EQ(p.at(c, r), c < cols ? x.at(r, c) - shift.at(0, c) : 0.0f);
  }
}

TEST(Product, PackedRowsAreTheRowsAndZeroPastTheEnd) {
  for (const std::size_t rows : {1, 7, 8, 9, 17}) {
    const Sample x = noise(rows, 6, rows);
    const simd::Panels p = packed(x);
    EXPECT_EQ(p.count, rows);
    EXPECT_EQ(p.depth, 6u);
    for (std::size_t i = 0; i < p.panels() * simd::kLanes; ++i)
      for (std::size_t k = 0; k < 6; ++k) EXPECT_EQ(p.at(i, k), i < rows ? x.at(i, k) : 0.0f);
  }
}

TEST(Product, PanelsMayBePackedAgainWithAnotherShape) {
  simd::Panels p;
  const Sample large = noise(20, 30, 1), small = noise(3, 4, 2);
  simd::pack_rows(p, large.values.data(), 20, 30);
  simd::pack_rows(p, small.values.data(), 3, 4);
  for (std::size_t i = 0; i < simd::kLanes; ++i)
    for (std::size_t k = 0; k < 4; ++k) EXPECT_EQ(p.at(i, k), i < 3 ? small.at(i, k) : 0.0f);
}
