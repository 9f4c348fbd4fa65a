#include "simd/strided_product.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "support/samples.hpp"

using namespace askew;
using namespace askew::test;

namespace {

std::vector<double> numbers(std::size_t count, std::uint64_t seed, bool whole) {
  Dice dice(seed);
  std::vector<double> out(count);
  for (double& v : out) v = whole ? dice.whole(-9, 9) : dice.normal();
  return out;
}

simd::Strided columns(const std::vector<double>& data, std::size_t rows) { return {data.data(), 1, std::ptrdiff_t(rows)}; }
simd::Strided rows(const std::vector<double>& data, std::size_t cols) { return {data.data(), std::ptrdiff_t(cols), 1}; }

double at(const simd::Strided& a, std::size_t i, std::size_t j) { return a.data[std::ptrdiff_t(i) * a.row + std::ptrdiff_t(j) * a.col]; }

}  // namespace

TEST(StridedProduct, AddsExactProductsOfWholeNumbersAtEveryRemainder) {
  for (const std::size_t depth : {1, 3, 255, 256, 257, 600})
    for (std::size_t m = 1; m <= 9; ++m)
      for (std::size_t n = 1; n <= 9; ++n) {
        const std::vector<double> a = numbers(m * depth, m, true), b = numbers(depth * n, n + 20, true);
        // One column-major and one row-major operand; a row of guards below c.
        const simd::Strided left = columns(a, m), right = rows(b, n);
        std::vector<double> c((m + 1) * n, 0.5);
        simd::multiply_add(c.data(), m + 1, m, n, depth, -2, left, right);
        for (std::size_t j = 0; j < n; ++j) {
          for (std::size_t i = 0; i < m; ++i) {
            double sum = 0;
            for (std::size_t k = 0; k < depth; ++k) sum += at(left, i, k) * at(right, k, j);
            ASSERT_EQ(c[j * (m + 1) + i], 0.5 - 2 * sum) << m << " x " << n << " x " << depth << " at " << i << ", " << j;
          }
          ASSERT_EQ(c[j * (m + 1) + m], 0.5) << "wrote past the column's end";
        }
      }
}

TEST(StridedProduct, ATransposedOperandIsReadByItsOtherIndex) {
  const std::vector<double> a = numbers(5 * 7, 1, true), b = numbers(7 * 6, 2, true);
  std::vector<double> plain(30, 0.0), transposed(30, 0.0);
  simd::multiply_add(plain.data(), 5, 5, 6, 7, 1, rows(a, 7), columns(b, 7));
  simd::multiply_add(transposed.data(), 5, 5, 6, 7, 1, columns(a, 7).transposed(), rows(b, 7).transposed());
  EXPECT_EQ(transposed, plain);
}

TEST(StridedProduct, TheLowerFormIsRightOnAndBelowTheDiagonalAndWritesNothingWrongAbove) {
  for (const std::size_t n : {1, 3, 4, 5, 8, 13}) {
    const std::vector<double> a = numbers(n * 20, n, false);
    std::vector<double> whole(n * n, 0.0), lower = whole;
    simd::multiply_add(whole.data(), n, n, n, 20, 1, columns(a, n), columns(a, n).transposed());
    simd::multiply_add(lower.data(), n, n, n, 20, 1, columns(a, n), columns(a, n).transposed(), true);
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t i = 0; i < n; ++i)
        EXPECT_TRUE(lower[j * n + i] == whole[j * n + i] || (i < j && lower[j * n + i] == 0)) << n << " at " << i << ", " << j;
  }
}

TEST(StridedProduct, SymmetricTimesReadsTheLowerTriangleOnly) {
  for (std::size_t n = 1; n <= 21; ++n) {
    const std::size_t lda = n + 2;
    std::vector<double> a = numbers(lda * n, n, true);
    const std::vector<double> x = numbers(n, n + 50, true);
    std::vector<double> right(n, 0.0), y(n + 1, 7.0);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) right[i] += a[std::min(i, j) * lda + std::max(i, j)] * x[j];
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t i = 0; i < j; ++i) a[j * lda + i] = NAN;
    simd::symmetric_times(a.data(), lda, n, x.data(), y.data());
    for (std::size_t i = 0; i < n; ++i) EXPECT_EQ(y[i], right[i]) << n << " at " << i;
    EXPECT_EQ(y[n], 7.0) << "wrote past the end";
  }
}

template <class Scalar>
void expect_narrow_products_exact() {
  const auto cast = [](const std::vector<double>& from) { return std::vector<Scalar>(from.begin(), from.end()); };
  for (std::size_t rows = 1; rows <= 9; ++rows)
    for (std::size_t cols = 1; cols <= 9; ++cols) {
      const std::size_t lda = rows + 1;
      std::vector<Scalar> a = cast(numbers(lda * cols, rows, true));
      const std::vector<Scalar> x = cast(numbers(cols, cols + 20, true)), z = cast(numbers(rows, cols + 40, true));
      std::vector<Scalar> y(rows + 1, Scalar(0.5)), t(cols + 1, Scalar(7));
      for (std::size_t j = 0; j < cols; ++j) a[j * lda + rows] = NAN;
      simd::add_times(a.data(), lda, rows, cols, x.data(), y.data());
      simd::transposed_times(a.data(), lda, rows, cols, z.data(), t.data());
      for (std::size_t i = 0; i < rows; ++i) {
        Scalar sum = Scalar(0.5);
        for (std::size_t j = 0; j < cols; ++j) sum += a[j * lda + i] * x[j];
        ASSERT_EQ(y[i], sum) << rows << " x " << cols << " at " << i;
      }
      for (std::size_t j = 0; j < cols; ++j) {
        Scalar sum = 0;
        for (std::size_t i = 0; i < rows; ++i) sum += a[j * lda + i] * z[i];
        ASSERT_EQ(t[j], sum) << rows << " x " << cols << " at " << j;
      }
      ASSERT_EQ(y[rows], Scalar(0.5)) << "wrote past the rows";
      ASSERT_EQ(t[cols], Scalar(7)) << "wrote past the columns";
    }
}

TEST(StridedProduct, NarrowProductsAreExactForWholeNumbersAtEveryRemainder) {
  expect_narrow_products_exact<double>();
  expect_narrow_products_exact<float>();
}

// Rows are packed some hundred at a time.
TEST(StridedProduct, IsExactForWholeNumbersOverManyRows) {
  for (const std::size_t n : {383, 384, 385, 771}) {
    const std::vector<double> a = numbers(n * 5, n, true);
    std::vector<double> whole(n * n, 0.0), lower = whole;
    simd::multiply_add(whole.data(), n, n, n, 5, 1, columns(a, n), columns(a, n).transposed());
    simd::multiply_add(lower.data(), n, n, n, 5, 1, columns(a, n), columns(a, n).transposed(), true);
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t i = 0; i < n; ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < 5; ++k) sum += a[k * n + i] * a[k * n + j];
        ASSERT_EQ(whole[j * n + i], sum) << n << " at " << i << ", " << j;
        ASSERT_TRUE(lower[j * n + i] == sum || (i < j && lower[j * n + i] == 0)) << n << " at " << i << ", " << j;
      }
  }
}

TEST(StridedProduct, Float32IsExactWhereWholeNumbersAre) {
  const auto narrow = [](const std::vector<double>& from) { return std::vector<float>(from.begin(), from.end()); };
  for (const std::size_t depth : {1, 3, 257})
    for (std::size_t m = 1; m <= 17; ++m)
      for (std::size_t n = 1; n <= 5; ++n) {
        const std::vector<double> a = numbers(m * depth, m, true), b = numbers(depth * n, n + 20, true);
        const std::vector<float> a32 = narrow(a), b32 = narrow(b);
        std::vector<double> c((m + 1) * n, 0.5);
        std::vector<float> c32((m + 1) * n, 0.5f);
        simd::multiply_add(c.data(), m + 1, m, n, depth, -2, columns(a, m), rows(b, n));
        simd::multiply_add(c32.data(), m + 1, m, n, depth, -2, {a32.data(), 1, std::ptrdiff_t(m)}, {b32.data(), std::ptrdiff_t(n), 1});
        ASSERT_EQ(c32, narrow(c)) << m << " x " << n << " x " << depth;
      }
  for (std::size_t n = 1; n <= 21; ++n) {
    const std::vector<double> a = numbers(n * n, n, true), x = numbers(n, n + 9, true);
    std::vector<double> y(n);
    std::vector<float> y32(n), lower(n * n, 0.0f);
    simd::symmetric_times(a.data(), n, n, x.data(), y.data());
    simd::symmetric_times(narrow(a).data(), n, n, narrow(x).data(), y32.data());
    ASSERT_EQ(y32, narrow(y)) << n;
    simd::multiply_add(lower.data(), n, n, n, n, 1, {narrow(a).data(), 1, std::ptrdiff_t(n)}, {narrow(a).data(), std::ptrdiff_t(n), 1}, true);
    std::vector<double> whole(n * n, 0.0);
    simd::multiply_add(whole.data(), n, n, n, n, 1, columns(a, n), rows(a, n));
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t i = j; i < n; ++i) ASSERT_EQ(lower[j * n + i], whole[j * n + i]) << n << " at " << i << ", " << j;
  }
}
