#include "simd/exponential.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "support/samples.hpp"

using namespace askew;
using namespace askew::test;

namespace {

struct Terms {
  std::vector<float> t;
  std::vector<double> offset, factor;
  double start = 0, slope = 1;

  explicit Terms(std::size_t count) : t(count), offset(count, 0.0), factor(count, 1.0) {}
  double sum() const { return simd::exponential_sum(t.data(), offset.data(), factor.data(), start, slope, t.size()); }
  double definition() const {
    double s = 0;
    for (std::size_t j = 0; j < t.size(); ++j) s += std::exp(start + offset[j] + slope * factor[j] * double(t[j]));
    return s;
  }
};

}  // namespace

TEST(ExponentialSum, IsTheSumOfExponentialsForEveryRemainder) {
  Dice dice(1);
  for (std::size_t count = 0; count <= 9; ++count) {
    Terms terms(count);
    terms.start = -2.5;
    terms.slope = 1.7;
    for (std::size_t j = 0; j < count; ++j) {
      terms.t[j] = float(2 * dice.uniform() - 1);
      terms.offset[j] = -dice.uniform();
      terms.factor[j] = 0.5 + dice.uniform();
    }
    // All terms are positive, so the sum's relative error is at most that of a term, 1e-14.
    EXPECT_NEAR(terms.sum(), terms.definition(), 1e-14 * terms.definition()) << count;
  }
}

TEST(ExponentialSum, EachTermIsRightTo1e14OverItsWholeRange) {
  for (double x = -699.9; x <= 0; x += 0.37) {
    Terms one(1);
    one.start = x;
    EXPECT_NEAR(one.sum() / std::exp(x), 1, 1e-14) << x;
    Terms two(2);
    two.start = x;
    EXPECT_NEAR(two.sum() / std::exp(x) / 2, 1, 1e-14) << x;
  }
  Terms zero(1);
  EXPECT_EQ(zero.sum(), 1.0);
}

TEST(ExponentialSum, TermsFarBelowZeroVanish) {
  for (const double x : {-701.0, -1e5, -1e300}) {
    Terms terms(3);
    terms.start = x;
    EXPECT_GE(terms.sum(), 0) << x;
    EXPECT_LT(terms.sum(), 1e-300) << x;
  }
}

TEST(ExponentialSum, MinusInfinityTakesATermOut) {
  for (std::size_t out = 0; out < 5; ++out) {
    Terms terms(5);
    terms.start = -1;
    terms.t[out] = -std::numeric_limits<float>::infinity();
    EXPECT_NEAR(terms.sum(), 4 * std::exp(-1.0), 1e-13) << out;
  }
}

TEST(ExponentialSum, ExponentsThatRoundingLiftsAboveZeroStayNearOne) {
  Terms terms(4);
  terms.start = 1e-7;
  EXPECT_NEAR(terms.sum(), 4, 1e-6);
}
