#include "askew/distributions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <tuple>

#include "support/refusal.hpp"

namespace askew::test {
namespace {

TEST(UpperPoint, IsScipysInverseSurvivalFunction) {
  // scipy.stats.norm.isf(p), t.isf(p, df), chi2.isf(p, df); printed to 12 digits.
  for (const auto& [distribution, tail, freedom, want] :
       {std::tuple{Distribution::normal, 0.025, 0.0, 1.95996398454}, std::tuple{Distribution::student, 0.025, 1.0, 12.7062047362},
        std::tuple{Distribution::student, 0.025, 31.0, 2.03951344640}, std::tuple{Distribution::chi_squared, 0.05, 1.0, 3.84145882069},
        std::tuple{Distribution::chi_squared, 0.05, 30.0, 43.7729718257}})
    EXPECT_NEAR(upper_point(distribution, tail, freedom) / want, 1, 1e-11);
}

TEST(UpperTail, BeginsAtItsPoint) {
  for (const Distribution distribution : {Distribution::normal, Distribution::student, Distribution::chi_squared})
    for (const double tail : {1e-6, 0.025, 0.5, 0.9})
      for (const double freedom : {1.0, 2.5, 31.0})
        EXPECT_NEAR(upper_tail(distribution, upper_point(distribution, tail, freedom), freedom) / tail, 1, 1e-9);
}

TEST(UpperTail, OfSymmetricDistributionsMirrorsAndOfChiSquaredIsOneUpToZero) {
  EXPECT_NEAR(upper_tail(Distribution::student, -1.3, 7) + upper_tail(Distribution::student, 1.3, 7), 1, 1e-15);
  EXPECT_NEAR(upper_tail(Distribution::normal, -1.3, 0) + upper_tail(Distribution::normal, 1.3, 0), 1, 1e-15);
  EXPECT_EQ(upper_tail(Distribution::chi_squared, -2, 3), 1);
}

TEST(UpperTail, RefusesWhatIsNoDistribution) {
  EXPECT_EQ(refusal([] { upper_tail(Distribution::student, 1, 0); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([] { upper_tail(Distribution::normal, std::nan(""), 0); }), "NOT_FINITE");
  EXPECT_EQ(refusal([] { upper_point(Distribution::chi_squared, 0.05, -1); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([] { upper_point(Distribution::normal, 1, 0); }), "OUT_OF_RANGE");
}

}  // namespace
}  // namespace askew::test
