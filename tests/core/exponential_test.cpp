#include "simd/exponential.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "support/samples.hpp"

using namespace askew;
using namespace askew::test;

namespace {

// Terms in float64 or in float32: offset and factor are Numbers.
template <class Number>
struct Terms {
  std::vector<float> t;
  std::vector<Number> offset, factor;
  Number start = 0, slope = 1;

  explicit Terms(std::size_t count) : t(count), offset(count, Number(0)), factor(count, Number(1)) {}
  double sum() const { return simd::exponential_sum(t.data(), offset.data(), factor.data(), start, slope, t.size()); }
  // Exponents are rounded as the terms' type rounds them.
  double definition() const {
    double s = 0;
    for (std::size_t j = 0; j < t.size(); ++j)
      s += std::exp(double(Number(Number(start + offset[j]) + Number(slope * factor[j]) * Number(t[j]))));
    return s;
  }
};

template <class Number>
Terms<Number> random(std::size_t count) {
  Dice dice(count + 1);
  Terms<Number> terms(count);
  terms.start = Number(-2.5);
  terms.slope = Number(1.7);
  for (std::size_t j = 0; j < count; ++j) {
    terms.t[j] = float(2 * dice.uniform() - 1);
    terms.offset[j] = Number(-dice.uniform());
    terms.factor[j] = Number(0.5 + dice.uniform());
  }
  return terms;
}

// Relative error of one term, and the exponent below which terms vanish.
template <class Number>
constexpr double kError = sizeof(Number) == 8 ? 1e-14 : 3e-7;
template <class Number>
constexpr double kFloor = sizeof(Number) == 8 ? -700 : -80;

template <class Number>
class ExponentialSum : public testing::Test {};
using Numbers = testing::Types<double, float>;
TYPED_TEST_SUITE(ExponentialSum, Numbers);

}  // namespace

TYPED_TEST(ExponentialSum, IsTheSumOfExponentialsForEveryRemainder) {
  for (const std::size_t count : {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33, 63, 64, 65, 100}) {
    const Terms<TypeParam> terms = random<TypeParam>(count);
    // All terms are positive, so the sum's relative error is at most that of a term and of a few additions.
    EXPECT_NEAR(terms.sum(), terms.definition(), 2 * kError<TypeParam> * terms.definition()) << count;
  }
}

TYPED_TEST(ExponentialSum, EachTermIsRightOverItsWholeRange) {
  for (double x = kFloor<TypeParam> + 0.1; x <= 0; x += 0.37)
    for (const std::size_t count : {1, 2, 4, 5}) {
      Terms<TypeParam> terms(count);
      terms.start = TypeParam(x);
      EXPECT_NEAR(terms.sum() / terms.definition(), 1, kError<TypeParam>) << x;
    }
}

TYPED_TEST(ExponentialSum, OfZeroIsOne) {
  EXPECT_EQ(Terms<TypeParam>(1).sum(), 1.0);
  EXPECT_EQ(Terms<TypeParam>(4).sum(), 4.0);
}

TYPED_TEST(ExponentialSum, TermsFarBelowZeroVanish) {
  for (const double x : {kFloor<TypeParam> - 1, -1e5, -1e30}) {
    Terms<TypeParam> terms(5);
    terms.start = TypeParam(x);
    EXPECT_GE(terms.sum(), 0) << x;
    EXPECT_LT(terms.sum(), 10 * std::exp(kFloor<TypeParam>)) << x;
  }
}

TYPED_TEST(ExponentialSum, MinusInfinityTakesATermOut) {
  for (std::size_t out = 0; out < 7; ++out) {
    Terms<TypeParam> terms(7);
    terms.start = -1;
    terms.t[out] = -std::numeric_limits<float>::infinity();
    EXPECT_NEAR(terms.sum(), 6 * std::exp(-1.0), 6 * kError<TypeParam>) << out;
  }
}

TYPED_TEST(ExponentialSum, ExponentsThatRoundingLiftsAboveZeroStayNearOne) {
  Terms<TypeParam> terms(5);
  terms.start = TypeParam(1e-6);
  EXPECT_NEAR(terms.sum(), 5, 1e-5);
}

TEST(PotentialSum, IsTheSumOverCosinesForEveryRemainder) {
  Dice dice(3);
  for (const std::size_t count : {0, 1, 2, 3, 4, 5, 7, 8, 31, 32, 33, 64, 65, 1000}) {
    std::vector<float> cosines(count);
    double sum = 0;
    for (float& c : cosines) sum += std::exp(4 * (double(c = float(2 * dice.uniform() - 1)) - 1));
    EXPECT_NEAR(simd::potential_sum(cosines.data(), count), sum, (count == 1000 ? 1e-7 : 1.2e-6) * sum) << count;
  }
}

TEST(PotentialSum, EachTermIsRightOverItsWholeRangeAndAtMostOne) {
  for (float c = -1.0005f; c <= 1; c += 1e-3f) EXPECT_NEAR(simd::potential_sum(&c, 1) / std::exp(4 * (double(c) - 1)), 1, 1.2e-6) << c;
  for (const float c : {1.0f, 1.0004f}) EXPECT_NEAR(simd::potential_sum(&c, 1), 1, 6e-7) << c;
}
