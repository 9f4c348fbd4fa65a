#include "askew/permutation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>

#include "askew/cka.hpp"
#include "askew/modality_gap.hpp"
#include "askew/svcca.hpp"
#include "support/definition.hpp"
#include "support/passes.hpp"
#include "support/refusal.hpp"

namespace askew::test {
namespace {

using Order = std::vector<std::uint32_t>;

Sample ordered(const Sample& x, const Order& order) {
  Sample out(x.rows, x.cols);
  for (std::size_t i = 0; i < x.rows; ++i) std::copy_n(x.values.begin() + std::ptrdiff_t(order[i] * x.cols), x.cols, out.values.begin() + std::ptrdiff_t(i * x.cols));
  return out;
}

struct Kept {
  AnchorModes image, text;
};

Kept modes_of(const SecondOrder& s) { return {anchor_modes(s, Side::image), anchor_modes(s, Side::text)}; }

PermutationTest test_of(const Sample& x, const Sample& y, const SecondOrder& s, double q, double epsilon, std::size_t rows) {
  const Kept kept = modes_of(s);
  PermutationTest test(s, kept.image, kept.text, q, epsilon);
  const auto nx = x.norms(), ny = y.norms();
  for (std::size_t begin = 0; begin < rows; begin += 100) {
    const std::size_t end = std::min(rows, begin + 100);
    test.add(x.view(begin, end), y.view(begin, end), nx.data() + begin, ny.data() + begin);
  }
  return test;
}

// SAS by its definition with the texts in another order. The anchor's modes stay, so this is the score of the permuted pairs.
double sas(const Sample& x, const Sample& y, Side side, double q, double epsilon) {
  return spectral_alignment(anchor_modes(covariance_form(x, y), side), q, epsilon).value;
}

TEST(Permutation, IsAPermutation) {
  for (const std::size_t n : {1u, 2u, 7u, 1000u}) {
    Order pi = permutation(n, 3, 5);
    std::sort(pi.begin(), pi.end());
    for (std::size_t i = 0; i < n; ++i) ASSERT_EQ(pi[i], i);
  }
}

TEST(Permutation, MovesWholeUnitsWithinTheirClasses) {
  // Units of 1, 3, 2, 3, 1 pairs; the threes and the two change places, and the ones.
  const ExchangeUnits units{{0, 1, 4, 6, 9, 10}, {7, 2, 2, 2, 7}};
  std::set<Order> seen;
  for (std::uint64_t index = 0; index < 200; ++index) {
    const Order pi = permutation(units, 11, index);
    ASSERT_EQ(pi, permutation(units, 11, index));
    seen.insert(pi);
    for (std::size_t u = 0; u + 1 < units.begin.size(); ++u) {
      const std::uint32_t begin = units.begin[u];
      const std::size_t from = std::size_t(std::find(units.begin.begin(), units.begin.end(), pi[begin]) - units.begin.begin());
      ASSERT_LT(from, units.classOf.size());
      EXPECT_EQ(units.classOf[from], units.classOf[u]);
      const std::uint32_t count = units.begin[from + 1] - units.begin[from];
      for (std::uint32_t row = begin; row < units.begin[u + 1]; ++row) EXPECT_EQ(pi[row], units.begin[from] + (row - begin) % count);
    }
  }
  EXPECT_EQ(seen.size(), 12u);
}

TEST(Permutation, OfSinglePairsInOneClassIsThatOfPairs) {
  const ExchangeUnits units{{0, 1, 2, 3, 4, 5}, {0, 0, 0, 0, 0}};
  for (std::uint64_t index = 0; index < 20; ++index) EXPECT_EQ(permutation(units, 4, index), permutation(5, 4, index));
}

TEST(Permutation, RefusesUnitsThatAreNoUnits) {
  for (const ExchangeUnits& units : {ExchangeUnits{}, ExchangeUnits{{0}, {}}, ExchangeUnits{{1, 2}, {0}}, ExchangeUnits{{0, 2, 2}, {0, 0}},
                                     ExchangeUnits{{0, 2, 1}, {0, 0}}, ExchangeUnits{{0, 1}, {0, 0}}})
    EXPECT_EQ(refusal([&] { permutation(units, 0, 0); }), "SHAPE");
}

TEST(PermutationTest, TakesUnitsOfAllPairsOrNone) {
  const Sample x = noise(30, 4, 1), y = noise(30, 4, 2);
  PermutationTest test = test_of(x, y, covariance_form(x, y), 0.5, 1e-8, 30);
  EXPECT_EQ(refusal([&] { test.exchange({{0, 10, 20}, {0, 0}}); }), "SHAPE");
  EXPECT_EQ(refusal([&] { test.exchange({}); }), "SHAPE");
  // Two units change places or not; where they do not, the score is the observed one.
  test.exchange({{0, 15, 30}, {0, 0}});
  std::set<double> rounded;
  for (std::uint64_t index = 0; index < 30; ++index) rounded.insert(std::round(test.scores(1, index).imageToText * 1e5));
  EXPECT_EQ(rounded.size(), 2u);
  EXPECT_EQ(rounded.count(std::round(sas(x, y, Side::image, 0.5, 1e-8) * 1e5)), 1u);
}

TEST(PermutationTest, ExchangesTheSameUnitsInWhicheverOrderTheirPairsCome) {
  // Two units whose pairs lie in turns in the audit. Where they do not change places, every score is the observed one.
  for (const bool gram : {false, true}) {
    const std::size_t n = 16, d = gram ? 24 : 5;
    const auto [x, y] = pairs(n, d, d, 31);
    const SecondOrder s = gram ? gram_form(x, y) : covariance_form(x, y);
    const Kept kept = modes_of(s);
    const std::vector<std::int32_t> order{0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15};
    PermutationTest test(s, kept.image, kept.text, 0.5, 1e-8);
    SvccaBasis image(s, Side::image), text(s, Side::text);
    test.directions(image.finish(), text.finish());
    const Order places(order.begin(), order.end());
    const Sample u = ordered(x, places), v = ordered(y, places);
    test.add(u.view(), v.view(), u.norms().data(), v.norms().data());
    std::vector<std::int32_t> next;
    for (std::size_t i = 0; i < n; ++i) next.push_back(std::int32_t((i + 2) % n));
    test.neighbours(next, next, 1);
    test.exchange({{0, 8, 16}, {0, 0}}, order);
    const double observed[] = {spectral_alignment(kept.image, 0.5, 1e-8).value, cka(s).value, delta_cosine(moments(x, y)).value, 1.0};
    std::array<std::set<double>, 4> seen;
    for (std::uint64_t index = 0; index < 30; ++index) {
      const PermutedScores p = test.scores(1, index);
      const double values[] = {p.imageToText, p.cka, p.deltaCosine, p.mutualKnn};
      for (std::size_t k = 0; k < 4; ++k) seen[k].insert(std::round(values[k] * 1e4));
    }
    for (std::size_t k = 0; k < 4; ++k) {
      EXPECT_LE(seen[k].size(), 2u) << gram << ' ' << k;
      EXPECT_EQ(seen[k].count(std::round(observed[k] * 1e4)), 1u) << gram << ' ' << k;
    }
    EXPECT_EQ(seen[2].size(), 2u);
  }
  const Sample x = noise(12, 3, 1);
  PermutationTest test = test_of(x, x, covariance_form(x, x), 0.5, 1e-8, 12);
  EXPECT_EQ(refusal([&] { test.exchange({{0, 6, 12}, {0, 0}}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10}); }), "SHAPE");
}

TEST(PermutedScores, HaveTheSvccaOfTheTextsInThatOrder) {
  for (const bool gram : {false, true}) {
    const std::size_t n = gram ? 16 : 300, d = 20;
    const auto [x, y] = pairs(n, d, d, 33);
    const SecondOrder s = gram ? gram_form(x, y) : covariance_form(x, y);
    const Kept kept = modes_of(s);
    const Matrix image = SvccaBasis(s, Side::image).finish(), text = SvccaBasis(s, Side::text).finish();
    PermutationTest test(s, kept.image, kept.text, 0.5, 1e-8);
    test.directions(image, text);
    test.add(x.view(), y.view(), x.norms().data(), y.norms().data());
    for (std::uint64_t p = 0; p < 10; ++p) {
      const Sample z = ordered(y, permutation(n, 5, p));
      const SecondOrder other = gram ? gram_form(x, z) : covariance_form(x, z);
      const Matrix turned = SvccaBasis(other, Side::image).finish(), moved = SvccaBasis(other, Side::text).finish();
      EXPECT_NEAR(test.scores(5, p).svcca, svcca(other, turned, moved).value, 1e-5) << gram << ' ' << p;
    }
    EXPECT_TRUE(std::isnan(test.scores(5, 0).mutualKnn));
    EXPECT_EQ(refusal([&] { test.directions(image, text); }), "SHAPE");
  }
}

TEST(PermutedScores, HaveTheCommonNeighboursOfTheTextsInThatOrder) {
  const std::size_t n = 40, k = 3;
  const Sample x = noise(n, 4, 8), y = noise(n, 4, 9);
  const auto lists = [&](const Sample& of) {
    std::vector<std::int32_t> out;
    for (std::size_t i = 0; i < n; ++i) {
      std::vector<std::int32_t> others;
      for (std::size_t j = 0; j < n; ++j)
        if (j != i) others.push_back(std::int32_t(j));
      std::sort(others.begin(), others.end(), [&](std::int32_t a, std::int32_t b) { return test::cosine(of, i, of, std::size_t(a)) > test::cosine(of, i, of, std::size_t(b)); });
      out.insert(out.end(), others.begin(), others.begin() + k);
    }
    return out;
  };
  PermutationTest test = test_of(x, y, covariance_form(x, y), 0.5, 1e-8, n);
  const std::vector<std::int32_t> images = lists(x);
  test.neighbours(images, lists(y), k);
  for (std::uint64_t p = 0; p < 10; ++p) {
    const std::vector<std::int32_t> texts = lists(ordered(y, permutation(n, 5, p)));
    std::size_t common = 0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t a = 0; a < k; ++a) common += std::size_t(std::count(texts.begin() + std::ptrdiff_t(i * k), texts.begin() + std::ptrdiff_t((i + 1) * k), images[i * k + a]));
    EXPECT_DOUBLE_EQ(test.scores(5, p).mutualKnn, double(common) / double(n * k));
  }
  EXPECT_EQ(refusal([&] { test.neighbours(images, {0, 1}, k); }), "SHAPE");
  EXPECT_EQ(refusal([&] { test.neighbours(images, std::vector<std::int32_t>(n * k, std::int32_t(n)), k); }), "SHAPE");
}

TEST(Permutation, FollowsFromSeedAndIndexAlone) {
  EXPECT_EQ(permutation(50, 1, 2), permutation(50, 1, 2));
  EXPECT_NE(permutation(50, 1, 2), permutation(50, 1, 3));
  EXPECT_NE(permutation(50, 1, 2), permutation(50, 2, 2));
  EXPECT_NE(permutation(50, 0, 1), permutation(50, 1, 0));
}

TEST(Permutation, EveryPlaceIsAsLikely) {
  // 6 items, 6,000 permutations: counts of (item, place) have mean 1,000 and standard deviation 28.9.
  std::array<std::array<int, 6>, 6> seen{};
  for (std::uint64_t p = 0; p < 6000; ++p) {
    const Order pi = permutation(6, 11, p);
    for (std::size_t i = 0; i < 6; ++i) ++seen[i][pi[i]];
  }
  for (const auto& row : seen)
    for (const int count : row) EXPECT_NEAR(count, 1000, 5 * 28.9);
}

TEST(Pairing, GoesThroughEveryPermutationOnceFromTheIdentityOn) {
  std::set<Order> seen;
  for (std::uint64_t rank = 0; rank < 120; ++rank) seen.insert(pairing(5, rank));
  EXPECT_EQ(seen.size(), 120u);
  EXPECT_EQ(pairing(5, 0), (Order{0, 1, 2, 3, 4}));
  EXPECT_TRUE(std::is_permutation(seen.begin()->begin(), seen.begin()->end(), pairing(5, 77).begin()));
  EXPECT_EQ(refusal([] { pairing(5, 120); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([] { pairing(kRankedPairs + 1, 0); }), "OUT_OF_RANGE");
}

// Of each score the observed value and how many of all pairings are as high, ties within 1e-6 of the largest.
struct Counted {
  double observed, first, largest = 0;
  std::vector<double> drawn;

  std::size_t as_high() const { return std::size_t(std::count_if(drawn.begin(), drawn.end(), [&](double v) { return v >= observed - 1e-6 * largest; })); }
};

std::vector<Counted> all_pairings(const Sample& x, const Sample& y, bool gram) {
  const SecondOrder s = gram ? gram_form(x, y) : covariance_form(x, y);
  const Kept kept = modes_of(s);
  PermutationTest test = test_of(x, y, s, 0.5, 1e-8, x.rows);
  std::vector<Counted> out{{spectral_alignment(kept.image, 0.5, 1e-8).value, 0, 0, {}}, {spectral_alignment(kept.text, 0.5, 1e-8).value, 0, 0, {}},
                           {cka(s).value, 0, 0, {}}, {delta_cosine(moments(x, y)).value, 0, 0, {}}};
  std::size_t pairings = 1;
  for (std::size_t k = 2; k <= x.rows; ++k) pairings *= k;
  for (std::size_t rank = 0; rank < pairings; ++rank) {
    const PermutedScores p = test.ranked_scores(rank);
    const double values[] = {p.imageToText, p.textToImage, p.cka, p.deltaCosine};
    for (std::size_t k = 0; k < 4; ++k) {
      out[k].drawn.push_back(values[k]);
      out[k].largest = std::max({out[k].largest, std::abs(values[k]), std::abs(out[k].observed)});
    }
  }
  return out;
}

TEST(RankedScores, ThePairingAsItIsTiesWithTheObservedScores) {
  for (std::size_t n = 2; n <= 6; ++n)
    for (std::uint64_t seed = 0; seed < 6; ++seed)
      for (const bool gram : {true, false})
        for (const double mean : {0.0, 300.0}) {
          const std::size_t d = gram ? n + 9 : 2;
          const auto [x, y] = pairs(n, d, d, 100 * seed + n);
          const std::vector<Counted> scores = all_pairings(shifted(x, mean), shifted(y, mean), gram);
          for (const Counted& c : scores) {
            EXPECT_NEAR(c.drawn[0], c.observed, 1e-6 * c.largest) << n << ' ' << seed << ' ' << gram << ' ' << mean;
            EXPECT_GE(c.as_high(), 1u);
          }
          // With two pairs, covariances of the exchanged pairing are those of the given one with another sign.
          if (n == 2) {
            for (const std::size_t k : {0u, 1u, 2u}) EXPECT_EQ(scores[k].as_high(), 2u) << seed << ' ' << gram;
          }
        }
}

TEST(RankedScores, PairingsThatExchangeEqualRowsTieToo) {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    auto [x, y] = pairs(5, 14, 14, 40 + seed);
    for (std::size_t k = 0; k < 14; ++k) y.at(1, k) = y.at(3, k) = y.at(0, k);
    // 3! orders of three equal texts.
    for (const Counted& c : all_pairings(x, y, true)) EXPECT_GE(c.as_high(), 6u) << seed;
  }
}

TEST(SampleRows, TakeEachRowAsOftenAndFollowFromTheSeed) {
  std::vector<int> taken(40, 0);
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    const auto rows = sample_rows(40, 10, seed, Purpose::median_distance);
    ASSERT_EQ(rows.size(), 10u);
    ASSERT_TRUE(std::adjacent_find(rows.begin(), rows.end(), std::greater_equal<>()) == rows.end());
    for (const std::int32_t row : rows) ++taken[std::size_t(row)];
  }
  // 1,000 expected, standard deviation sqrt(4000 / 4 3 / 4) = 27.4.
  for (const int count : taken) EXPECT_NEAR(count, 1000, 5 * 27.4);
  EXPECT_EQ(sample_rows(1000, 50, 3, Purpose::chance_levels), sample_rows(1000, 50, 3, Purpose::chance_levels));
  EXPECT_NE(sample_rows(1000, 50, 3, Purpose::chance_levels), sample_rows(1000, 50, 3, Purpose::median_distance));
  EXPECT_EQ(sample_rows(7, 7, 1, Purpose::chance_levels), (std::vector<std::int32_t>{0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(refusal([] { sample_rows(5, 6, 0, Purpose::chance_levels); }), "OUT_OF_RANGE");
}

class PermutedScoresTest : public testing::TestWithParam<std::pair<std::size_t, bool>> {};

TEST_P(PermutedScoresTest, AreThoseOfTheTextsInThatOrder) {
  const auto [rows, gram] = GetParam();
  const auto [x, y] = pairs(rows, 24, 24, 4);
  const SecondOrder s = gram ? gram_form(x, y) : covariance_form(x, y);
  for (const double epsilon : {0.0, 1e-8, 0.1}) {
    PermutationTest test = test_of(x, y, s, 0.3, epsilon, rows);
    double sum = 0, square = 0, off = 0;
    constexpr int kCount = 25;
    for (std::uint64_t p = 0; p < kCount; ++p) {
      const PermutedScores got = test.scores(7, p);
      const Sample z = ordered(y, permutation(rows, 7, p));
      EXPECT_NEAR(got.imageToText, sas(x, z, Side::image, 0.3, epsilon), 2e-5);
      EXPECT_NEAR(got.textToImage, sas(x, z, Side::text, 0.3, epsilon), 2e-5);
      EXPECT_NEAR(got.deltaCosine, delta_cosine(moments(x, z)).value, 1e-6);
      const double exact = cka(covariance_form(x, z)).value;
      sum += exact;
      square += exact * exact;
      off = std::max(off, std::abs(got.cka - exact));
    }
    // Modes beyond kCkaShare are taken by their expectation: little beside the spread over the permutations.
    EXPECT_LT(off, 0.1 * std::sqrt(square / kCount - std::pow(sum / kCount, 2)));
  }
}

INSTANTIATE_TEST_SUITE_P(Forms, PermutedScoresTest, testing::Values(std::pair{std::size_t(500), false}, std::pair{std::size_t(16), true}));

TEST(PermutedScores, OfASampleSpreadAsThoseOfAllPairs) {
  const std::size_t n = 800, m = 200;
  const auto [x, y] = pairs(n, 16, 16, 9);
  const SecondOrder s = covariance_form(x, y);
  PermutationTest whole = test_of(x, y, s, 0.5, 1e-8, n), part = test_of(x, y, s, 0.5, 1e-8, m);
  double mean = 0, sampled = 0, square = 0, sampledSquare = 0, cka = 0, sampledCka = 0;
  const int count = 400;
  for (int p = 0; p < count; ++p) {
    const PermutedScores a = whole.scores(1, p), b = part.scores(1, p);
    mean += a.imageToText / count;
    sampled += b.imageToText / count;
    square += a.deltaCosine * a.deltaCosine / count;
    sampledSquare += b.deltaCosine * b.deltaCosine / count;
    cka += a.cka / count;
    sampledCka += b.cka / count;
  }
  EXPECT_NEAR(sampled / mean, 1, 0.1);
  EXPECT_NEAR(std::sqrt(sampledSquare / square), 1, 0.15);
  EXPECT_NEAR(sampledCka / cka, 1, 0.1);
}

// Asymptotic p of Kolmogorov and Smirnov's test for uniform values.
double uniform_p(std::vector<double> p) {
  std::sort(p.begin(), p.end());
  const double n = double(p.size());
  double distance = 0;
  for (std::size_t i = 0; i < p.size(); ++i) distance = std::max({distance, std::abs(p[i] - double(i) / n), std::abs(p[i] - double(i + 1) / n)});
  const double t = distance * (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n));
  double sum = 0;
  for (int k = 1; k < 100; ++k) sum += 2 * (k % 2 ? 1 : -1) * std::exp(-2 * k * k * t * t);
  return std::clamp(sum, 0.0, 1.0);
}

class NullCalibration : public testing::TestWithParam<std::size_t> {};

TEST_P(NullCalibration, PIsUniformAndTheMeanIsThatOfChance) {
  const std::size_t n = GetParam(), d = 12;
  constexpr int kPermutations = 99;
  std::vector<double> byImage, byText, byCka, byDelta;
  // E|rho| of independent normal columns, near sqrt(2 / (pi n)); the same for every mode, so that the weights do not matter.
  const double chance = std::exp(std::lgamma((double(n) - 1) / 2) - std::lgamma(double(n) / 2)) / std::sqrt(M_PI);
  double deviation = 0, variance = 0;
  for (std::uint64_t trial = 0; trial < 200; ++trial) {
    const Sample x = noise(n, d, 1000 + 2 * trial), y = noise(n, d, 1001 + 2 * trial);
    const SecondOrder s = covariance_form(x, y);
    const Kept kept = modes_of(s);
    const double image = spectral_alignment(kept.image, 0.5, 0).value, text = spectral_alignment(kept.text, 0.5, 0).value;
    const double observedCka = cka(s).value, delta = delta_cosine(moments(x, y)).value;
    PermutationTest test = test_of(x, y, s, 0.5, 0, n);
    int aboveImage = 0, aboveText = 0, aboveCka = 0, aboveDelta = 0;
    double mean = 0, square = 0;
    for (int p = 0; p < kPermutations; ++p) {
      const PermutedScores drawn = test.scores(trial, p);
      aboveImage += drawn.imageToText >= image;
      aboveText += drawn.textToImage >= text;
      aboveCka += drawn.cka >= observedCka;
      aboveDelta += drawn.deltaCosine >= delta;
      mean += drawn.imageToText / kPermutations;
      square += drawn.imageToText * drawn.imageToText / kPermutations;
    }
    const auto p = [](int above) { return (1.0 + above) / (kPermutations + 1.0); };
    byImage.push_back(p(aboveImage));
    byText.push_back(p(aboveText));
    byCka.push_back(p(aboveCka));
    byDelta.push_back(p(aboveDelta));
    deviation += mean - chance;
    variance += (square - mean * mean) / kPermutations;
  }
  for (auto* values : {&byImage, &byText, &byCka, &byDelta}) EXPECT_GT(uniform_p(*values), 0.01);
  EXPECT_LT(std::abs(deviation), 3 * std::sqrt(variance));
  EXPECT_NEAR(chance, std::sqrt(2 / (M_PI * double(n))), 1.0 / double(n));
}

INSTANTIATE_TEST_SUITE_P(Sizes, NullCalibration, testing::Values(50, 200, 1000));

TEST(PermutationTest, TakesTheVectorsOfABasisThatHasEnoughAndFindsThemElse) {
  for (const std::size_t n : {90u, 30u}) {
    const auto both = pairs(n, 40, 40, 21);
    const Sample &x = both.first, &y = both.second;
    const SecondOrder s = n > 40 ? covariance_form(x, y) : gram_form(x, y);
    const Kept kept = modes_of(s);
    const auto basis = [&](Side side, Eigen::Index count) {
      AnchorPass pass(s, side);
      while (pass.step(40)) {
      }
      AnchorBasis b = pass.basis();
      for (Matrix* m : {&b.vectors, &b.own, &b.other})
        if (m->cols() > 0) m->conservativeResize(Eigen::NoChange, std::min(count, m->cols()));
      return b;
    };
    const auto scores = [&](const AnchorBasis& image, const AnchorBasis& text) {
      PermutationTest test(s, kept.image, kept.text, 0.3, 1e-8, image, text);
      const auto nx = x.norms(), ny = y.norms();
      test.add(x.view(), y.view(), nx.data(), ny.data());
      return test.scores(1, 2);
    };
    const PermutedScores want = scores({}, {}), got = scores(basis(Side::image, 40), basis(Side::text, 40));
    // Vectors are rounded to float32.
    EXPECT_NEAR(got.imageToText, want.imageToText, 1e-6);
    EXPECT_NEAR(got.textToImage, want.textToImage, 1e-6);
    EXPECT_NEAR(got.cka, want.cka, 1e-6);
    EXPECT_EQ(scores(basis(Side::image, 2), basis(Side::text, 2)).imageToText, want.imageToText);
    // It is the basis that counts: with the sides' bases exchanged, the scores are others.
    EXPECT_GT(std::abs(scores(basis(Side::text, 40), basis(Side::image, 40)).imageToText - want.imageToText), 1e-4);
    EXPECT_EQ(refusal([&] {
                AnchorBasis wrong = basis(Side::image, 40);
                for (Matrix* m : {&wrong.vectors, &wrong.own, &wrong.other})
                  if (m->cols() > 0) m->conservativeResize(5, Eigen::NoChange);
                scores(wrong, {});
              }),
              "SHAPE");
  }
}

TEST(PermutationTest, RefusesWhatDoesNotFit) {
  const auto both = pairs(20, 6, 6, 1);
  const Sample &x = both.first, &y = both.second;
  const SecondOrder s = covariance_form(x, y);
  const Kept kept = modes_of(s);
  EXPECT_EQ(refusal([&] { PermutationTest(s, kept.image, kept.text, 0, 0); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([&] { PermutationTest(s, kept.image, kept.text, 0.1, -1); }), "OUT_OF_RANGE");
  PermutationTest test(s, kept.image, kept.text, 0.1, 0);
  EXPECT_EQ(refusal([&] { test.scores(0, 0); }), "TOO_FEW_ROWS");
  const auto norms = x.norms();
  EXPECT_EQ(refusal([&] { test.add(x.view(0, 5), y.view(0, 4), norms.data(), norms.data()); }), "SHAPE");
  const auto [wide, narrow] = pairs(20, 6, 5, 1);
  const SecondOrder unequal = covariance_form(wide, narrow);
  EXPECT_EQ(refusal([&] { PermutationTest(unequal, kept.image, kept.text, 0.1, 0); }), "SHAPE");
}

TEST(PermutationTest, HasNoScoreWhereASideHasNoVariance) {
  const Sample x = noise(20, 6, 1), y = repeated(noise(1, 6, 2), 0, 20);
  PermutationTest test = test_of(x, y, covariance_form(x, y), 0.5, 1e-8, 20);
  const PermutedScores s = test.scores(0, 0);
  EXPECT_EQ(s.imageToText, 0);
  EXPECT_EQ(s.textToImage, 0);
}

}  // namespace
}  // namespace askew::test
