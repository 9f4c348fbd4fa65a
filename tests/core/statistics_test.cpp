// Reference values: SciPy 1.10.1, the call beside each (s = scipy.stats). 1e-12: float64 in other orders of summation.
#include "askew/statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "support/refusal.hpp"
#include "support/samples.hpp"

namespace askew {
namespace {

constexpr double kRounding = 1e-12;
constexpr Alternative kSides[] = {Alternative::two_sided, Alternative::greater, Alternative::less};

void expect_test(const TestResult& result, double statistic, double p, bool exact) {
  ASSERT_TRUE(result.statistic.available()) << result.statistic.reason;
  EXPECT_NEAR(result.statistic.value, statistic, kRounding * std::max(1.0, std::abs(statistic)));
  EXPECT_NEAR(result.p.value, p, kRounding * p);
  EXPECT_EQ(result.exact, exact);
}

std::vector<double> series(int count, double (*value)(int)) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(value(i));
  return values;
}

// s.mannwhitneyu([1.2, 3.4, 2.2, 5.1], [0.3, 1.1, 2.1, 4.0, 0.9], alternative=…)
TEST(MannWhitney, SmallGroupsWithoutTiesTakeTheExactDistribution) {
  const double p[] = {0.19047619047619047, 0.09523809523809523, 0.9444444444444445};
  for (int k = 0; k < 3; ++k) expect_test(mann_whitney({1.2, 3.4, 2.2, 5.1}, {0.3, 1.1, 2.1, 4.0, 0.9}, kSides[k]), 16, p[k], true);
  // s.mannwhitneyu([0.5, 7.5, 11.5], list(range(40)))
  expect_test(mann_whitney({0.5, 7.5, 11.5}, series(40, [](int i) { return double(i); }), Alternative::two_sided), 21, 0.06579693703913785, true);
}

// s.mannwhitneyu([1, 2, 2, 3, 5], [2, 4, 4, 5, 6, 7], alternative=…)
TEST(MannWhitney, TiesTakeTheNormalApproximationWithTieAndContinuityCorrection) {
  const double p[] = {0.09570475117488142, 0.9679266906327978, 0.04785237558744071};
  for (int k = 0; k < 3; ++k) expect_test(mann_whitney({1, 2, 2, 3, 5}, {2, 4, 4, 5, 6, 7}, kSides[k]), 5.5, p[k], false);
}

// s.mannwhitneyu([((i*37)%101)/10 for i in range(12)], [((i*53)%97)/9+1 for i in range(15)], alternative=…)
TEST(MannWhitney, LargeGroupsTakeTheNormalApproximation) {
  const auto x = series(12, [](int i) { return i * 37 % 101 / 10.0; }), y = series(15, [](int i) { return i * 53 % 97 / 9.0 + 1; });
  const double p[] = {0.30528553704345984, 0.8585846126331481, 0.15264276852172992};
  for (int k = 0; k < 3; ++k) expect_test(mann_whitney(x, y, kSides[k]), 68.5, p[k], false);
}

TEST(MannWhitney, SwappedGroupsSwapTheSidesAndShareThePairs) {
  const std::vector<double> x = {1.2, 3.4, 2.2, 5.1}, y = {0.3, 1.1, 2.1, 4.0, 0.9};
  const TestResult a = mann_whitney(x, y, Alternative::greater), b = mann_whitney(y, x, Alternative::less);
  EXPECT_EQ(a.p.value, b.p.value);
  EXPECT_EQ(a.statistic.value + b.statistic.value, 20);
}

// s.mannwhitneyu([1, 1], [1, 1])
TEST(MannWhitney, AllEqualIsNoEvidence) { expect_test(mann_whitney({1, 1}, {1, 1}, Alternative::two_sided), 2, 1, false); }

TEST(MannWhitney, AnEmptyGroupIsUnavailable) {
  EXPECT_FALSE(mann_whitney({}, {1}, Alternative::two_sided).p.available());
  EXPECT_FALSE(mann_whitney({1}, {}, Alternative::two_sided).statistic.available());
}

// s.ttest_1samp([0.11, -0.02, 0.35, 0.08, -0.14, 0.27], 0, alternative=…)
TEST(OneSampleT, AgreesWithSciPyOnEverySide) {
  const double p[] = {0.20215542119480778, 0.10107771059740389, 0.8989222894025961};
  for (int k = 0; k < 3; ++k) expect_test(one_sample_t({0.11, -0.02, 0.35, 0.08, -0.14, 0.27}, kSides[k]), 1.4675266325936989, p[k], false);
}

TEST(OneSampleT, OneValueAndEqualValuesAreUnavailable) {
  EXPECT_EQ(one_sample_t({3}, Alternative::two_sided).p.reason, "a t test needs at least 2 values");
  EXPECT_EQ(one_sample_t({3, 3}, Alternative::two_sided).p.reason, "all values are equal");
}

// s.wilcoxon([0.11, -0.02, 0.35, 0.08, -0.14, 0.27], alternative=…)
TEST(Wilcoxon, FewDifferencesTakeTheExactDistribution) {
  const double statistic[] = {5, 16, 16}, p[] = {0.3125, 0.15625, 0.890625};
  for (int k = 0; k < 3; ++k) expect_test(wilcoxon({0.11, -0.02, 0.35, 0.08, -0.14, 0.27}, kSides[k]), statistic[k], p[k], true);
}

struct SignedRanks {
  std::vector<double> differences;
  double statistic[3], p[3];  // two-sided, greater, less
};

// SciPy over all signs; written by wilcoxon_expected.py.
const SignedRanks kSignedRanks[] = {
#include "wilcoxon_expected.inc"
};

TEST(Wilcoxon, FewDifferencesTakeAllSignsWithTiesAndWithoutZeros) {
  for (const SignedRanks& c : kSignedRanks)
    for (int k = 0; k < 3; ++k) {
      SCOPED_TRACE(testing::Message() << testing::PrintToString(c.differences) << ", side " << k);
      expect_test(wilcoxon(c.differences, kSides[k]), c.statistic[k], c.p[k], true);
    }
}

// p_greater: the share of the 2^n signs whose positive average ranks sum to as much, by going through them.
TEST(Wilcoxon, IsTheShareOfSignsAsExtreme) {
  test::Dice dice(5);
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<double> d(std::size_t(dice.whole(1, 12)));
    for (double& v : d) v = (dice.whole(0, 1) ? 1 : -1) * dice.whole(1, 5);
    const std::size_t n = d.size();
    std::vector<double> rank(n);
    for (std::size_t i = 0; i < n; ++i) {
      rank[i] = 0.5;
      for (std::size_t j = 0; j < n; ++j) rank[i] += std::abs(d[j]) < std::abs(d[i]) ? 1 : std::abs(d[j]) == std::abs(d[i]) ? 0.5 : 0;
    }
    double plus = 0, greater = 0, less = 0;
    for (std::size_t i = 0; i < n; ++i) plus += d[i] > 0 ? rank[i] : 0;
    for (std::size_t signs = 0; signs < std::size_t(1) << n; ++signs) {
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i) sum += signs >> i & 1 ? rank[i] : 0;
      greater += sum >= plus;
      less += sum <= plus;
    }
    const double all = std::ldexp(1.0, int(n));
    EXPECT_NEAR(wilcoxon(d, Alternative::greater).p.value, greater / all, kRounding);
    EXPECT_NEAR(wilcoxon(d, Alternative::less).p.value, less / all, kRounding);
    EXPECT_NEAR(wilcoxon(d, Alternative::two_sided).p.value, std::min(1.0, 2 * std::min(greater, less) / all), kRounding);
  }
}

// s.wilcoxon(d, alternative=…, method="asymptotic") with the 13 differences below
TEST(Wilcoxon, MoreTiedDifferencesTakeTheNormalApproximation) {
  const std::vector<double> d{1, -2, 2, 0, 3, 3, -1, 4, 5, -6, 2, 2, 7, 1};
  EXPECT_FALSE(wilcoxon(d, Alternative::two_sided).exact);
  expect_test(wilcoxon(d, Alternative::greater), 71.5, 0.03397001654513415, false);
}

TEST(RankTests, PIsNeverBelowThatOfTheMostExtremeOrder) {
  test::Dice dice(9);
  for (int trial = 0; trial < 400; ++trial) {
    const int n = dice.whole(3, 6), m = dice.whole(1, 4);
    std::vector<double> x, y;
    for (int i = 0; i < n; ++i) x.push_back(dice.whole(0, 3)), y.push_back(dice.whole(0, 3) + (trial % 2 ? 10 * x.back() : 0));
    const TestResult rho = spearman(x, y);
    if (rho.p.available()) {
      EXPECT_GE(rho.p.value, 2 / std::tgamma(n + 1.0) - kRounding);
    }
    const std::vector<double> few(y.begin(), y.begin() + std::min(n, m));
    const double arrangements = std::tgamma(n + double(few.size()) + 1) / std::tgamma(n + 1.0) / std::tgamma(double(few.size()) + 1);
    for (const Alternative side : kSides)
      EXPECT_GE(mann_whitney(x, few, side).p.value, (side == Alternative::two_sided ? std::min(1.0, 2 / arrangements) : 1 / arrangements) - kRounding);
  }
  expect_test(mann_whitney({2, 2}, {1, 1}, Alternative::two_sided), 4, 1.0 / 3, false);
}

// s.wilcoxon([((i*37)%101-40)/10+0.001*i for i in range(60)], alternative=…)
TEST(Wilcoxon, ManyDifferencesTakeTheNormalApproximation) {
  const auto d = series(60, [](int i) { return (i * 37 % 101 - 40) / 10.0 + 0.001 * i; });
  const double statistic[] = {602, 1228, 1228}, p[] = {0.02121244381192546, 0.01060622190596273, 0.9893937780940373};
  for (int k = 0; k < 3; ++k) expect_test(wilcoxon(d, kSides[k]), statistic[k], p[k], false);
}

TEST(Wilcoxon, NoDifferenceIsUnavailable) { EXPECT_FALSE(wilcoxon({0, 0}, Alternative::two_sided).p.available()); }

// s.spearmanr([0.81, 0.75, 0.92, 0.66, 0.71, 0.88], [210, 190, 260, 200, 180, 240]); the second with ties
TEST(Spearman, AgreesWithSciPy) {
  expect_test(spearman({0.81, 0.75, 0.92, 0.66, 0.71, 0.88}, {210, 190, 260, 200, 180, 240}), 0.8285714285714287, 0.04156268221574334, false);
  expect_test(spearman({1, 2, 2, 3, 4, 4, 4}, {1, 3, 2, 2, 5, 6, 4}), 0.8779838352573822, 0.009343339883216206, false);
}

TEST(Spearman, APerfectOrderIsOneAndItsReverseMinusOne) {
  // Of 24 orders two are as extreme.
  expect_test(spearman({1, 2, 3, 4}, {1, 2, 3, 9}), 1, 1.0 / 12, false);
  expect_test(spearman({1, 2, 3, 4}, {9, 3, 2, 1}), -1, 1.0 / 12, false);
}

TEST(Spearman, OnlyTheOrderCounts) {
  const std::vector<double> x = {0.3, 2.5, 1.1, 4.0, 3.9}, y = {5, 1, 4, 3, 2};
  std::vector<double> grown;
  for (const double v : x) grown.push_back(std::exp(v));
  EXPECT_EQ(spearman(x, y).statistic.value, spearman(grown, y).statistic.value);
}

TEST(Spearman, TwoRunsAndAConstantSideAreUnavailable) {
  EXPECT_FALSE(spearman({1, 2}, {2, 1}).p.available());
  EXPECT_EQ(spearman({1, 1, 1}, {1, 2, 3}).p.reason, "one side is constant");
}

TEST(Spearman, UnequalLengthsAreRefused) { EXPECT_EQ((test::refusal([] { spearman({1, 2, 3}, {1, 2}); })), "SHAPE"); }

// By hand: A = [(s.rankdata(x[g == k]) - (n + 1)/2)/(n + 1)], rho = A @ B / sqrt(A @ A * B @ B), s.t.sf with 7 - 1 - 2
TEST(SpearmanStratified, RanksWithinStrataAndLeavesOutAStratumOfOne) {
  const std::vector<double> x = {.1, .4, .3, .9, 5, 7, 6, 3}, y = {10, 30, 20, 25, 200, 180, 190, 1};
  expect_test(spearman_stratified(x, y, {0, 0, 0, 0, 1, 1, 1, 2}), 0.1076923076923077, 0.8390860263996358, false);
}

TEST(SpearmanStratified, AShiftOfAWholeStratumChangesNothing) {
  const std::vector<double> x = {.1, .4, .3, .9, .5, .7}, y = {1, 3, 2, 2.5, 4, 3.5};
  std::vector<double> shifted = x;
  for (int i = 3; i < 6; ++i) shifted[std::size_t(i)] += 100;
  const std::vector<std::int32_t> g = {4, 4, 4, 9, 9, 9};
  EXPECT_EQ(spearman_stratified(x, y, g).statistic.value, spearman_stratified(shifted, y, g).statistic.value);
}

TEST(SpearmanStratified, OneStratumIsSpearman) {
  const std::vector<double> x = {1, 2, 2, 3, 4, 4, 4}, y = {1, 3, 2, 2, 5, 6, 4};
  EXPECT_EQ(spearman_stratified(x, y, std::vector<std::int32_t>(7, 5)).p.value, spearman(x, y).p.value);
}

TEST(SpearmanStratified, StrataThatEatEveryDegreeOfFreedomAreUnavailable) {
  EXPECT_FALSE(spearman_stratified({1, 2, 3}, {1, 2, 3}, {0, 1, 2}).p.available());
  EXPECT_FALSE(spearman_stratified({1, 2}, {1, 2}, {0, 0}).p.available());
}

// Every order of the models by hand: p of x, y within strata is the share of orders with |rho| as large.
double by_every_order(const std::vector<double>& x, const std::vector<double>& y, const std::vector<std::int32_t>& stratum, std::size_t models) {
  const double observed = std::abs(spearman_stratified(x, y, stratum).statistic.value);
  std::vector<std::size_t> order(models);
  std::iota(order.begin(), order.end(), std::size_t{0});
  double hits = 0, all = 0;
  do {
    std::vector<double> moved(y.size());
    for (std::size_t run = 0; run < y.size(); ++run) moved[run] = y[run / models * models + order[run % models]];
    hits += std::abs(spearman_stratified(x, moved, stratum).statistic.value) >= observed - kRounding;
    ++all;
  } while (std::next_permutation(order.begin(), order.end()));
  return hits / all;
}

TEST(SpearmanPermuted, CountsEveryOrderOfWholeModels) {
  // Five models on two datasets, dataset by dataset; a model is alike on both.
  const std::vector<double> x = {.1, .4, .2, .9, .7, 1.2, 1.3, 1.1, 1.9, 1.6}, y = {3, 5, 1, 9, 8, 30, 70, 20, 80, 90};
  const std::vector<std::int32_t> dataset = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1}, model = {0, 1, 2, 3, 4, 0, 1, 2, 3, 4};
  const TestResult result = spearman_permuted(x, y, dataset, model, 9999, 1);
  EXPECT_TRUE(result.exact);
  EXPECT_EQ(result.statistic.value, spearman_stratified(x, y, dataset).statistic.value);
  EXPECT_NEAR(result.p.value, by_every_order(x, y, dataset, 5), kRounding);
  // Drawn orders tell the same, to within 4 standard deviations of 119 draws.
  const TestResult drawn = spearman_permuted(x, y, dataset, model, 119, 1);
  EXPECT_FALSE(drawn.exact);
  EXPECT_NEAR(drawn.p.value, result.p.value, 4 * std::sqrt(result.p.value / 119) + 1.0 / 120);
}

TEST(SpearmanPermuted, OnlyModelsOnTheSameDatasetsStandForEachOther) {
  const std::vector<double> x = {1, 2, 3, 1, 2, 3}, y = {2, 1, 3, 1, 3, 2};
  const std::vector<std::int32_t> dataset = {0, 0, 0, 1, 1, 1};
  // Models 0 and 1 have both datasets: two orders.
  const TestResult two = spearman_permuted(x, y, dataset, {0, 1, 2, 0, 1, 3}, 9999, 1);
  EXPECT_TRUE(two.p.value == 0.5 || two.p.value == 1) << two.p.value;
  const TestResult none = spearman_permuted(x, y, dataset, {0, 1, 1, 2, 2, 2}, 9999, 1);
  EXPECT_EQ(none.p.reason, "no two models have runs on the same datasets");
}

TEST(SpearmanPermuted, TiedOrdersCount) {
  // Equal y: every order is as extreme.
  EXPECT_EQ(spearman_permuted({1, 2, 3, 4}, {5, 5, 6, 6}, {0, 0, 0, 0}, {0, 1, 2, 3}, 9999, 1).p.value, 8.0 / 24);
}

TEST(SpearmanReplicates, DrawWholeClustersBySeed) {
  // Within a cluster y follows x; between the two clusters it runs against it. A replicate of one cluster alone is 1.
  const std::vector<double> x = {1, 2, 3, 7, 8, 9}, y = {7, 8, 9, 1, 2, 3};
  const std::vector<std::int32_t> one(6, 0), cluster = {0, 0, 0, 1, 1, 1};
  const auto rhos = spearman_replicates(x, y, one, cluster, 200, 3);
  const double both = spearman(x, y).statistic.value;
  int alone = 0;
  for (const double rho : rhos) {
    EXPECT_TRUE(std::abs(rho - 1) < kRounding || std::abs(rho - both) < kRounding) << rho;
    alone += rho > 0;
  }
  // Half of the draws: 100 of 200, give or take 4 standard deviations.
  EXPECT_NEAR(alone, 100, 28);
  EXPECT_EQ(rhos, spearman_replicates(x, y, one, cluster, 200, 3));
  EXPECT_NE(rhos, spearman_replicates(x, y, one, cluster, 200, 4));
}

TEST(SpearmanReplicates, AReplicateWithoutARankCorrelationIsNaN) {
  for (const double rho : spearman_replicates({1, 1}, {1, 2}, {0, 0}, {0, 1}, 20, 0)) EXPECT_TRUE(std::isnan(rho));
}

// statsmodels: multipletests([0.01, 0.04, 0.03, 0.005], method="holm")
TEST(Holm, MultipliesByTheTestsThatAreLeftAndNeverFalls) {
  const std::vector<double> adjusted = holm({0.01, 0.04, 0.03, 0.005}), expected = {0.03, 0.06, 0.06, 0.02};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(adjusted[i], expected[i], kRounding);
  EXPECT_EQ(holm({0.9, 0.8})[0], 1);
  EXPECT_TRUE(holm({}).empty());
}

TEST(Holm, AProbabilityOutsideItsRangeIsRefused) {
  EXPECT_EQ((test::refusal([] { holm({0.5, 1.5}); })), "OUT_OF_RANGE");
  EXPECT_EQ((test::refusal([] { holm({std::numeric_limits<double>::quiet_NaN()}); })), "OUT_OF_RANGE");
}

// s.binomtest(min(b, c), b + c).pvalue
TEST(McNemar, FewDiscordantQueriesTakeTheExactBinomial) {
  expect_test(mcnemar(3, 12), 3, 0.03515625, true);
  expect_test(mcnemar(5, 5), 5, 1, true);
  expect_test(mcnemar(0, 9), 0, 0.00390625, true);
}

// f = (abs(b - c) - 1)**2/(b + c); s.chi2.sf(f, 1)
TEST(McNemar, ManyDiscordantQueriesTakeChiSquaredWithContinuityCorrection) {
  expect_test(mcnemar(10, 30), 9.025, 0.002663119259138558, false);
  expect_test(mcnemar(160, 100), 13.388461538461538, 0.00025317696951544154, false);
}

TEST(McNemar, NoDiscordantQueryIsUnavailableAndHalfAQueryRefused) {
  EXPECT_FALSE(mcnemar(0, 0).p.available());
  EXPECT_EQ((test::refusal([] { mcnemar(0.5, 3); })), "OUT_OF_RANGE");
  EXPECT_EQ((test::refusal([] { mcnemar(-1, 3); })), "OUT_OF_RANGE");
}

TEST(Statistics, ValuesThatAreNotFiniteAreRefused) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ((test::refusal([=] { mann_whitney({nan}, {1}, Alternative::two_sided); })), "NOT_FINITE");
  EXPECT_EQ((test::refusal([=] { one_sample_t({1, nan}, Alternative::two_sided); })), "NOT_FINITE");
  EXPECT_EQ((test::refusal([=] { wilcoxon({1, nan}, Alternative::two_sided); })), "NOT_FINITE");
  EXPECT_EQ((test::refusal([=] { spearman({1, 2, nan}, {1, 2, 3}); })), "NOT_FINITE");
}

}  // namespace
}  // namespace askew
