#include "askew/rounded_normal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

double below(double t) { return std::erfc(-t / std::sqrt(2.0)) / 2; }
double probability(double r, double s) { return below((r + 0.5) / s) - below((r - 0.5) / s); }

// Sum of (seen - expected)^2 / expected over the values, those of less than 10 expected draws in one cell, and its degrees of freedom.
std::pair<double, int> chi_squared(std::uint32_t s, int draws, std::uint32_t seed) {
  RoundedNormals normals({seed, 2, 3, 4, 5, 6, 7, 8});
  std::map<std::int64_t, int> seen;
  for (int draw = 0; draw < draws; ++draw) ++seen[normals.next(s)];
  double sum = 0, rest = draws;
  int cells = 0, restSeen = draws;
  for (std::int64_t r = -20 * std::int64_t(s); r <= 20 * std::int64_t(s); ++r) {
    const double expected = draws * probability(double(r), s);
    if (expected < 10) continue;
    sum += std::pow(seen[r] - expected, 2) / expected;
    rest -= expected;
    restSeen -= seen[r];
    ++cells;
  }
  return {sum + std::pow(restSeen - rest, 2) / rest, cells};
}

}  // namespace

TEST(SecretWords, AreTheStreamOfChaCha20) {
  // RFC 8439, appendix A.1: test vectors 1 and 2 (key 0, nonce 0, blocks 0 and 1).
  SecretWords words({});
  const std::array<std::uint32_t, 16> first{0xade0b876, 0x903df1a0, 0xe56a5d40, 0x28bd8653, 0xb819d2bd, 0x1aed8da0, 0xccef36a8, 0xc70d778b,
                                            0x7c5941da, 0x8d485751, 0x3fe02477, 0x374ad8b8, 0xf4b8436a, 0x1ca11815, 0x69b687c3, 0x8665eeb2};
  for (const std::uint32_t word : first) EXPECT_EQ(words.next(), word);
  EXPECT_EQ(words.next(), 0xbee7079fu);
  // Test vector 3: the last byte of the key is 1, block 1.
  SecretWords other({0, 0, 0, 0, 0, 0, 0, 0x01000000});
  for (int k = 0; k < 16; ++k) other.next();
  EXPECT_EQ(other.next(), 0x2452eb3au);
}

TEST(RoundedNormals, HaveTheExactProbabilities) {
  // Chi-squared on so many degrees of freedom is about normal: four standard deviations, at fixed keys.
  for (const std::uint32_t s : {1u, 2u, 3u, 10u, 100u}) {
    const auto [sum, degrees] = chi_squared(s, 100'000, s);
    EXPECT_GT(degrees, 4) << s;
    EXPECT_LT(std::abs(sum - degrees), 4 * std::sqrt(2.0 * degrees)) << s << " " << sum << " on " << degrees;
  }
}

TEST(RoundedNormals, OfMillionsOfStepsFollowTheNormalDistribution) {
  const std::uint32_t s = 1u << 25;
  RoundedNormals normals({9, 9, 9, 9, 9, 9, 9, 9});
  const int draws = 200'000;
  std::vector<double> sorted;
  for (int k = 0; k < draws; ++k) sorted.push_back(double(normals.next(s)) / s);
  double low = 0;
  for (const double t : sorted) low += std::fmod(std::abs(t * s), 2.0);
  std::sort(sorted.begin(), sorted.end());
  double furthest = 0;
  for (int k = 0; k < draws; ++k) furthest = std::max(furthest, std::abs(below(sorted[k]) - (k + 0.5) / draws));
  // Kolmogorov: 1.95 / sqrt(draws) is passed once in a thousand.
  EXPECT_LT(furthest, 1.95 / std::sqrt(double(draws)));
  // The last step is as random as the first: even and odd are alike.
  EXPECT_NEAR(low / draws, 0.5, 4 * 0.5 / std::sqrt(double(draws)));
}

TEST(RoundedNormals, DependOnTheKeyAlone) {
  RoundedNormals a({1}), b({1}), c({2});
  int different = 0;
  for (int k = 0; k < 100; ++k) {
    const std::int64_t value = a.next(1u << 20);
    EXPECT_EQ(value, b.next(1u << 20));
    different += value != c.next(1u << 20);
  }
  EXPECT_GT(different, 95);
  EXPECT_EQ(a.next(0), 0);
  EXPECT_EQ(refusal([&] { a.next((1u << 30) + 1); }), "OUT_OF_RANGE");
}
