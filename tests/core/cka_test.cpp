#include "askew/cka.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/definition.hpp"
#include "support/expect.hpp"
#include "support/passes.hpp"

using namespace askew;
using namespace askew::test;

namespace {

// Whole numbers leave float64 sums alone; other data go through float32 products.
constexpr double kExact = 1e-12, kFloat = 1e-6;

double definition(const Sample& x, const Sample& y) {
  const Matrix cx = centred(x), cy = centred(y), tx = transposed(cx), ty = transposed(cy);
  return std::pow(frobenius(product(tx, cy)), 2) / (frobenius(product(tx, cx)) * frobenius(product(ty, cy)));
}

// HSIC as a U-statistic: the mean over distinct i, j, q, r of K_ij L_ij + K_ij L_qr - 2 K_ij L_iq, rows as they are.
double hsic_by_quadruples(const Sample& x, const Sample& y) {
  const std::size_t n = x.rows;
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t q = 0; q < n; ++q)
        for (std::size_t r = 0; r < n; ++r) {
          if (i == j || i == q || i == r || j == q || j == r || q == r) continue;
          sum += dot(x, i, x, j) * (dot(y, i, y, j) + dot(y, q, y, r) - 2 * dot(y, i, y, q));
          ++count;
        }
  return sum / count;
}

// The same in O(n^2), Song et al. 2012, from kernel matrices without their diagonals.
double hsic_by_sums(const Sample& x, const Sample& y) {
  const std::size_t n = x.rows;
  double trace = 0, k = 0, l = 0, kl = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double ki = 0, li = 0;
    for (std::size_t j = 0; j < n; ++j) {
      if (j == i) continue;
      trace += dot(x, i, x, j) * dot(y, i, y, j);
      ki += dot(x, i, x, j);
      li += dot(y, i, y, j);
    }
    k += ki, l += li, kl += ki * li;
  }
  const double m = double(n);
  return (trace + k * l / ((m - 1) * (m - 2)) - 2 / (m - 2) * kl) / (m * (m - 3));
}

template <class Hsic>
double debiased(const Sample& x, const Sample& y, Hsic hsic) {
  return hsic(x, y) / std::sqrt(hsic(x, x) * hsic(y, y));
}

}  // namespace

TEST(Cka, IsItsDefinition) {
  const auto [wx, wy] = whole_pairs(60, 7, 7, 1);
  expect_value(cka(covariance_form(wx, wy)), definition(wx, wy), kExact);
  const auto [x, y] = pairs(200, 12, 12, 2);
  expect_value(cka(covariance_form(x, y)), definition(x, y), kFloat);
}

TEST(Cka, TakesSidesOfUnequalWidth) {
  const auto [x, y] = whole_pairs(40, 5, 11, 3);
  expect_value(cka(covariance_form(x, y)), definition(x, y), kExact);
  expect_value(cka(gram_form(x, y)), definition(x, y), kExact);
}

TEST(Cka, IsTheSameInGramAndCovarianceForm) {
  const auto [x, y] = whole_pairs(12, 20, 20, 4);
  expect_value(cka(gram_form(x, y)), cka(covariance_form(x, y)).value, kExact);
  expect_value(cka_debiased(gram_form(x, y)), cka_debiased(covariance_form(x, y)).value, kExact);
}

TEST(Cka, IsOneForIdenticalSides) {
  const Sample x = pairs(50, 9, 9, 5).first;
  EXPECT_EQ(cka(covariance_form(x, x)).value, 1);
  EXPECT_EQ(cka(gram_form(x.part(0, 6), x.part(0, 6))).value, 1);
  expect_value(cka_debiased(covariance_form(x, x)), 1, kExact);
}

TEST(Cka, DoesNotChangeWithTheOrderOfTheSides) {
  const auto [x, y] = pairs(60, 8, 11, 6);
  expect_value(cka(covariance_form(y, x)), cka(covariance_form(x, y)).value, kExact);
  expect_value(cka_debiased(covariance_form(y, x)), cka_debiased(covariance_form(x, y)).value, kExact);
}

TEST(Cka, DoesNotChangeUnderRotationScaleAndTranslationOfEachSideAlone) {
  const auto [x, y] = pairs(120, 8, 8, 7);
  const Sample moved = shifted(scaled(rotated(x, orthogonal(8, 1)), 3.7), 2),
               other = shifted(scaled(rotated(y, orthogonal(8, 2)), -0.2), 1);
  expect_value(cka(covariance_form(moved, other)), cka(covariance_form(x, y)).value, kFloat);
  expect_value(cka_debiased(covariance_form(moved, other)), cka_debiased(covariance_form(x, y)).value, kFloat);
}

TEST(Cka, NeverPassesOneOfCopiesThatRoundingSetsApart) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Sample x = noise(30, 6, seed), turned = scaled(rotated(x, orthogonal(6, seed)), 1 + double(seed) / 7);
    const double value = cka(covariance_form(x, turned)).value;
    EXPECT_LE(value, 1) << seed;
    EXPECT_NEAR(value, 1, kFloat) << seed;
  }
}

TEST(Cka, IsUnavailableWhereASideHasNoVariance) {
  const Sample x = noise(20, 6, 8), constant = repeated(x, 3, 20);
  for (const Quantity& q :
       {cka(covariance_form(constant, x)), cka(covariance_form(x, constant)), cka(gram_form(constant.part(0, 5), x.part(0, 5)))}) {
    EXPECT_FALSE(q.available());
    EXPECT_NE(q.reason.find("no variance"), std::string::npos);
  }
}

TEST(CkaDebiased, IsTheUStatisticOverQuadruples) {
  const auto [x, y] = whole_pairs(8, 5, 5, 9);
  expect_value(cka_debiased(covariance_form(x, y)), debiased(x, y, hsic_by_quadruples), 1e-11);
  expect_value(cka_debiased(gram_form(x, y)), debiased(x, y, hsic_by_quadruples), 1e-11);
}

TEST(CkaDebiased, IsSongsFormula) {
  const auto [wx, wy] = whole_pairs(60, 6, 9, 10);
  expect_value(cka_debiased(covariance_form(wx, wy)), debiased(wx, wy, hsic_by_sums), kExact * 100);
  const auto [x, y] = pairs(150, 12, 12, 11);
  expect_value(cka_debiased(covariance_form(x, y)), debiased(x, y, hsic_by_sums), kFloat);
}

TEST(CkaDebiased, NeedsFourPairs) {
  const auto [x, y] = whole_pairs(4, 6, 6, 12);
  for (const std::size_t n : {2, 3}) {
    const Quantity q = cka_debiased(covariance_form(x.part(0, n), y.part(0, n)));
    EXPECT_FALSE(q.available()) << n;
    EXPECT_NE(q.reason.find("at least 4"), std::string::npos);
  }
  expect_value(cka_debiased(covariance_form(x, y)), debiased(x, y, hsic_by_quadruples), 1e-11);
}

TEST(CkaDebiased, IsNearZeroForIndependentSidesWherePlainCkaIsNot) {
  const Sample x = noise(60, 40, 13), y = noise(60, 40, 14);
  EXPECT_GT(cka(covariance_form(x, y)).value, 0.3);
  EXPECT_NEAR(cka_debiased(covariance_form(x, y)).value, 0, 0.1);
}

TEST(CkaDebiased, IsUnavailableWhereASideHasNoStructure) {
  const Sample x = noise(20, 6, 15), constant = repeated(x, 3, 20);
  EXPECT_FALSE(cka_debiased(covariance_form(constant, x)).available());
  EXPECT_FALSE(cka_debiased(covariance_form(x, constant)).available());
}

namespace {

// HSIC_1 of long doubles about the first row, which changes nothing but the digits that are lost.
long double hsic_long(const Sample& x, const Sample& y) {
  const std::size_t n = x.rows;
  const auto kernel = [n](const Sample& s, std::size_t i, std::size_t j) {
    long double sum = 0;
    for (std::size_t k = 0; k < s.cols; ++k) {
      long double mean = 0;
      for (std::size_t r = 0; r < n; ++r) mean += s.at(r, k);
      mean /= (long double)n;
      sum += (s.at(i, k) - mean) * (s.at(j, k) - mean);
    }
    return sum;
  };
  long double trace = 0, k = 0, l = 0, kl = 0;
  for (std::size_t i = 0; i < n; ++i) {
    long double ki = 0, li = 0;
    for (std::size_t j = 0; j < n; ++j) {
      if (j == i) continue;
      const long double a = kernel(x, i, j), b = kernel(y, i, j);
      trace += a * b, ki += a, li += b;
    }
    k += ki, l += li, kl += ki * li;
  }
  const long double m = (long double)n;
  return (trace + k * l / ((m - 1) * (m - 2)) - 2 / (m - 2) * kl) / (m * (m - 3));
}

// A few rows a thousand times as long as the others.
Sample heavy(Sample x, std::uint64_t seed) {
  Dice dice(seed);
  for (std::size_t i = 0; i < x.rows; ++i) {
    const double factor = 1 / std::max(1e-3, dice.uniform());
    for (std::size_t k = 0; k < x.cols; ++k) x.at(i, k) = float(x.at(i, k) * factor);
  }
  return x;
}

struct Extreme {
  const char* name;
  Sample x, y;
};

std::vector<Extreme> extremes() {
  std::vector<Extreme> out;
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    const auto [x, y] = pairs(40, 6, 5, 60 + seed);
    for (const double mean : {0.0, 500.0, 5000.0, 20000.0}) out.push_back({"mean", shifted(x, mean), shifted(y, -mean)});
    for (const double scale : {1e-3, 1e6}) out.push_back({"scale", scaled(shifted(x, 300), scale), scaled(y, scale)});
    out.push_back({"heavy", heavy(x, seed), heavy(y, seed)});
    out.push_back({"heavy, apart", shifted(heavy(x, seed), 100), heavy(y, seed + 9)});
  }
  return out;
}

}  // namespace

TEST(CkaDebiased, HoldsItsDigitsAtLargeMeansAndHeavyTailsHoweverTheRowsAreCut) {
  for (const auto& [name, x, y] : extremes()) {
    const long double exact = hsic_long(x, y) / std::sqrt(hsic_long(x, x) * hsic_long(y, y));
    for (const std::size_t size : {40u, 13u, 5u}) {
      Moments whole(x.cols, y.cols, true);
      for (std::size_t begin = 0; begin < 40; begin += size) whole.merge(moments(x, y, begin, std::min<std::size_t>(40, begin + size), 7));
      const Quantity got = cka_debiased(SecondOrder::from(Moments::from(whole.flat())));
      ASSERT_TRUE(got.available()) << name << ": " << got.reason;
      EXPECT_NEAR(got.value, double(exact), kFloat) << name << ", parts of " << size;
    }
    EXPECT_NEAR(cka_debiased(gram_form(x, y)).value, double(exact), kFloat) << name;
  }
}

TEST(CkaDebiased, OfSumsAboutZeroIsRightOrUnavailable) {
  int unavailable = 0;
  for (const auto& [name, x, y] : extremes()) {
    const Quantity got = cka_debiased(SecondOrder::from(moments(x, y, 0, 40, 256, true, Arithmetic::float64)));
    const long double exact = hsic_long(x, y) / std::sqrt(hsic_long(x, x) * hsic_long(y, y));
    if (got.available()) {
      EXPECT_NEAR(got.value, double(exact), kFloat) << name;
    } else {
      ++unavailable;
    }
    double mean = 0;
    for (std::size_t i = 0; i < x.rows; ++i) mean += x.at(i, 0) / double(x.rows);
    if (std::string(name) == "mean" && std::abs(mean) < 10) {
      EXPECT_TRUE(got.available()) << name;
    }
  }
  EXPECT_GT(unavailable, 0) << "at a mean of 20,000 standard deviations nothing is left of the fourth powers";
}
