#include "askew/spectral_alignment.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "askew/synthetic.hpp"
#include "support/definition.hpp"
#include "support/passes.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

constexpr double kPaperEpsilon = 1e-8;
// What the project promises against float64; float32 products leave about 1e-7.
constexpr double kPromised = 1e-6;

// SAS by its definition, from float64 projections of the rows.
double definition(const Sample& x, const Sample& y, double q, double epsilon) {
  const Matrix cx = centred(x), cy = centred(y);
  const Eigen::Index n = cx.rows(), d = cx.cols();
  Matrix covariance = product(transposed(cx), cx);
  covariance /= double(n);
  const Eigenpairs e = eigenpairs(covariance);
  const Matrix px = product(cx, e.vectors), py = product(cy, e.vectors);
  std::vector<double> lambda, rho;
  for (Eigen::Index k = 0; k < d; ++k) {
    double mean = 0, both = 0, square = 0;
    for (Eigen::Index i = 0; i < n; ++i) mean += py(i, k) / double(n);
    for (Eigen::Index i = 0; i < n; ++i) {
      both += px(i, k) * py(i, k) / double(n);
      square += std::pow(py(i, k) - mean, 2) / double(n);
    }
    lambda.push_back(std::max(0.0, e.values[std::size_t(k)]));
    const double root = std::sqrt(lambda.back() * square + epsilon);
    rho.push_back(root > 0 ? std::min(1.0, std::abs(both) / root) : 0.0);
  }
  std::vector<double> sorted = lambda;
  std::sort(sorted.begin(), sorted.end());
  const double place = (1 - q) * double(d - 1);
  const std::size_t below = std::min(std::size_t(place), sorted.size() - 1), above = std::min(below + 1, sorted.size() - 1);
  const double threshold = sorted[below] + (place - double(below)) * (sorted[above] - sorted[below]);
  double weighted = 0, total = 0;
  for (std::size_t k = 0; k < lambda.size(); ++k) {
    if (lambda[k] < threshold) continue;
    weighted += lambda[k] * rho[k];
    total += lambda[k];
  }
  return weighted / total;
}

struct Both {
  double imageToText, textToImage;
};

Both sas(const SecondOrder& s, double q, double epsilon) {
  return {spectral_alignment(anchor_modes(s, Side::image), q, epsilon).value,
          spectral_alignment(anchor_modes(s, Side::text), q, epsilon).value};
}

Both sas(const Sample& x, const Sample& y, double q, double epsilon) { return sas(covariance_form(x, y), q, epsilon); }

void expect_near(const Both& a, const Both& b, double tolerance) {
  EXPECT_NEAR(a.imageToText, b.imageToText, tolerance);
  EXPECT_NEAR(a.textToImage, b.textToImage, tolerance);
}

Both planted(std::size_t imageOnly, std::size_t textOnly, double noise) {
  SyntheticSpec spec;
  spec.pairs = 400;
  spec.width = 40;
  spec.shared = 8;
  spec.imageOnly = imageOnly;
  spec.textOnly = textOnly;
  spec.noiseImage = spec.noiseText = noise;
  spec.seed = 5;
  const SyntheticPairs p = synthetic(spec);
  return sas(Sample(40, p.images), Sample(40, p.texts), 0.1, kPaperEpsilon);
}

AnchorModes modes(const std::vector<double>& lambda, const std::vector<double>& covariance, const std::vector<double>& other) {
  const auto vector = [](const std::vector<double>& v) {
    Vector out(v.size());
    for (std::size_t k = 0; k < v.size(); ++k) out[Eigen::Index(k)] = v[k];
    return out;
  };
  return {vector(lambda), vector(covariance), vector(other)};
}

}  // namespace

TEST(SpectralAlignment, IsItsDefinitionForEveryQ) {
  const auto [x, y] = pairs(200, 17, 17, 1);
  const SecondOrder s = covariance_form(x, y);
  for (const double epsilon : {0.0, kPaperEpsilon, 1e-3})
    for (int tenth = 1; tenth <= 10; ++tenth)
      expect_near(sas(s, tenth / 10.0, epsilon), {definition(x, y, tenth / 10.0, epsilon), definition(y, x, tenth / 10.0, epsilon)},
                  kPromised);
}

TEST(SpectralAlignment, IsOneForIdenticalSides) {
  const Sample x = pairs(150, 12, 12, 2).first;
  for (const double q : {0.1, 0.5, 1.0}) expect_near(sas(x, x, q, 0), {1, 1}, 1e-12);
}

TEST(SpectralAlignment, IsOneForOppositeSidesAsCorrelationsCountWithoutTheirSign) {
  const Sample x = pairs(150, 12, 12, 3).first;
  expect_near(sas(x, scaled(x, -1), 0.5, 0), {1, 1}, 1e-12);
}

TEST(SpectralAlignment, FindsPlantedCorrelationsExactly) {
  // Columns h1, h2, h3 of a Hadamard design are uncorrelated; text column k is cos(a_k) h_k + sin(a_k) h_{k+3}.
  const double strength[3] = {4, 2, 1}, angle[3] = {0.3, 1.2, 2.5};
  Sample x(8, 3), y(8, 3);
  for (std::size_t i = 0; i < 8; ++i)
    for (std::size_t k = 0; k < 3; ++k) {
      const auto h = [i](std::size_t c) { return __builtin_parity(unsigned(i & c)) ? -1.0 : 1.0; };
      x.at(i, k) = float(strength[k] * h(k + 1));
      y.at(i, k) = float((3 - double(k)) * (std::cos(angle[k]) * h(k + 1) + std::sin(angle[k]) * h(k + 4)));
    }
  double rho[3], image = 0, text = 0;
  for (int k = 0; k < 3; ++k) rho[k] = std::abs(std::cos(angle[k]));
  for (int k = 0; k < 3; ++k) image += std::pow(strength[k], 2) * rho[k], text += std::pow(3 - k, 2) * rho[k];
  // The rounding of the sines to float32.
  expect_near(sas(x, y, 1, 0), {image / 21, text / 14}, 1e-7);
  expect_near(sas(x, y, 0.4, 0), {rho[0], rho[0]}, 1e-7);
}

TEST(SpectralAlignment, DoesNotChangeUnderACommonRotation) {
  const auto [x, y] = pairs(200, 12, 12, 4);
  const Matrix q = orthogonal(12, 9);
  // Rotated rows are rounded to float32 again.
  for (const double kept : {0.1, 0.5, 1.0}) expect_near(sas(rotated(x, q), rotated(y, q), kept, 0), sas(x, y, kept, 0), kPromised);
}

TEST(SpectralAlignment, FallsWhenOneSideAloneIsRotated) {
  const Sample x = noise(200, 12, 5);
  const Both apart = sas(x, rotated(x, orthogonal(12, 9)), 0.5, 0);
  EXPECT_LT(apart.imageToText, 0.7);
  EXPECT_LT(apart.textToImage, 0.7);
}

TEST(SpectralAlignment, DoesNotChangeUnderTranslationOrScaleOfEitherSideWithoutEpsilon) {
  const auto [x, y] = pairs(200, 12, 12, 6);
  for (const double q : {0.1, 1.0}) {
    const Both plain = sas(x, y, q, 0);
    expect_near(sas(scaled(x, 1024), y, q, 0), plain, 1e-12);  // powers of two round nothing
    expect_near(sas(x, scaled(y, -1.0 / 4096), q, 0), plain, 1e-12);
    expect_near(sas(scaled(x, 0x1p-50), scaled(y, 0x1p50), q, 0), plain, 1e-12);
    expect_near(sas(scaled(x, 0.3), scaled(y, 17), q, 0), plain, kPromised);
    expect_near(sas(shifted(x, 5), shifted(y, -3), q, 0), plain, kPromised);
  }
}

TEST(SpectralAlignment, ExchangesItsDirectionsWithTheSides) {
  const auto [x, y] = pairs(120, 10, 10, 7);
  const Both forth = sas(x, y, 0.3, kPaperEpsilon), back = sas(y, x, 0.3, kPaperEpsilon);
  expect_near(back, {forth.textToImage, forth.imageToText}, 1e-12);
}

TEST(SpectralAlignment, IsNotChangedByTheOrderOfThePairs) {
  const auto [x, y] = whole_pairs(40, 8, 8, 8);
  Sample rx(40, 8), ry(40, 8);
  for (std::size_t i = 0; i < 40; ++i)
    for (std::size_t k = 0; k < 8; ++k) rx.at(i, k) = x.at(39 - i, k), ry.at(i, k) = y.at(39 - i, k);
  expect_near(sas(rx, ry, 0.5, 0), sas(x, y, 0.5, 0), 1e-12);
}

TEST(SpectralAlignment, AbsoluteEpsilonPullsSmallVariancesDown) {
  const Sample x = pairs(150, 12, 12, 9).first;
  double before = 1 + 1e-12;
  for (const double scale : {1.0, 0.1, 0.01, 0.001}) {
    const double value = sas(scaled(x, scale), scaled(x, scale), 1, kPaperEpsilon).imageToText;
    EXPECT_LT(value, before) << scale;
    before = value;
  }
  EXPECT_LT(before, 0.1) << "variances of 1e-6 lie below the root of 1e-8";
}

TEST(SpectralAlignment, ShuffledPairsScoreAtTheChanceLevel) {
  const std::size_t n = 500;
  const Both chance = sas(noise(n, 30, 10), noise(n, 30, 11), 1, 0);
  const double expected = std::sqrt(2 / (3.14159265358979 * double(n)));
  // 30 modes: the mean of |rho| has a standard error of 0.6 / sqrt(30) = 14 % of the expectation.
  EXPECT_NEAR(chance.imageToText, expected, 0.5 * expected);
  EXPECT_NEAR(chance.textToImage, expected, 0.5 * expected);
}

TEST(SpectralAlignment, PrivateStructureOfTheImagesLowersImageToText) {
  const Both s = planted(4, 0, 0.25);
  EXPECT_LT(s.imageToText - s.textToImage, -0.3);
}

TEST(SpectralAlignment, PrivateStructureOfTheTextsLowersTextToImage) {
  const Both s = planted(0, 4, 0.25);
  EXPECT_GT(s.imageToText - s.textToImage, 0.3);
}

TEST(SpectralAlignment, IsotropicNoiseAndBalanceLeaveTheImbalanceNearZero) {
  for (const double noise : {0.0, 0.25, 1.0}) {
    const Both s = planted(0, 0, noise);
    EXPECT_NEAR(s.imageToText - s.textToImage, 0, 0.1) << noise;
  }
}

TEST(SpectralAlignment, IsTheSameInGramAndCovarianceForm) {
  const auto [x, y] = whole_pairs(12, 30, 30, 12);
  const SecondOrder c = covariance_form(x, y), g = gram_form(x, y);
  // Whole numbers: both forms hold exact products, only float64 eigenproblems differ.
  for (const double q : {0.05, 0.1, 0.3, 1.0}) expect_near(sas(g, q, kPaperEpsilon), sas(c, q, kPaperEpsilon), 1e-9);
  for (const Side side : {Side::image, Side::text}) {
    const AnchorModes gram = anchor_modes(g, side), covariance = anchor_modes(c, side);
    ASSERT_EQ(gram.eigenvalues.size(), 30);
    for (Eigen::Index k = 0; k < 11; ++k) {
      EXPECT_NEAR(gram.eigenvalues[k], covariance.eigenvalues[k], 1e-10 * gram.eigenvalues[0]) << k;
      EXPECT_NEAR(std::abs(gram.covariance[k]), std::abs(covariance.covariance[k]), 1e-9 * gram.eigenvalues[0]) << k;
      EXPECT_NEAR(gram.otherVariance[k], covariance.otherVariance[k], 1e-9 * gram.eigenvalues[0]) << k;
    }
    for (Eigen::Index k = 11; k < 30; ++k) EXPECT_EQ(gram.eigenvalues[k], 0) << "12 centred rows have rank 11";
  }
}

TEST(SpectralAlignment, TheGramFormIsItsDefinition) {
  const auto [x, y] = pairs(20, 30, 30, 13);
  for (const double q : {0.1, 0.5})
    expect_near(sas(gram_form(x, y), q, kPaperEpsilon), {definition(x, y, q, kPaperEpsilon), definition(y, x, q, kPaperEpsilon)},
                kPromised);
}

TEST(SpectralAlignment, EigenvaluesAndVariancesAlongTheModesAddUpToTheTraces) {
  const auto [x, y] = pairs(100, 9, 9, 14);
  const SecondOrder s = covariance_form(x, y);
  const AnchorModes m = anchor_modes(s, Side::image);
  EXPECT_NEAR(m.eigenvalues.sum(), s.trace(Side::image), 1e-12 * s.trace(Side::image));
  EXPECT_NEAR(m.otherVariance.sum(), s.trace(Side::text), 1e-12 * s.trace(Side::text));
  EXPECT_NEAR(m.covariance.sum(), s.xy.trace(), 1e-12 * s.trace(Side::image));
  for (Eigen::Index k = 1; k < 9; ++k) EXPECT_GE(m.eigenvalues[k - 1], m.eigenvalues[k]);
}

TEST(AnchorPass, ModesAskedForHaveTheSameDigitsAsAllModesAtOnce) {
  const auto [x, y] = pairs(150, 70, 70, 21);
  const SecondOrder s = covariance_form(x, y);
  const AnchorModes all = anchor_modes(s, Side::image);
  for (const Eigen::Index count : {1, 7, 64, 65, 70}) {
    AnchorPass pass(s, Side::image);
    while (pass.step(count)) {
    }
    const AnchorModes some = pass.modes();
    EXPECT_EQ(some.eigenvalues, all.eigenvalues) << count;
    for (Eigen::Index k = 0; k < count; ++k) {
      EXPECT_EQ(some.covariance[k], all.covariance[k]) << count << ": " << k;
      EXPECT_EQ(some.otherVariance[k], all.otherVariance[k]) << count << ": " << k;
    }
  }
}

TEST(AnchorPass, MayBeAskedForMoreLater) {
  const auto [x, y] = pairs(150, 70, 70, 22);
  const SecondOrder s = covariance_form(x, y);
  AnchorPass pass(s, Side::text);
  while (pass.step(3)) {
  }
  EXPECT_EQ(pass.done(3), 1);
  EXPECT_LT(pass.done(70), 1);
  while (pass.step(70)) {
  }
  EXPECT_EQ(pass.modes().otherVariance, anchor_modes(s, Side::text).otherVariance);
}

TEST(AnchorPass, TellsItsProgress) {
  const auto [x, y] = pairs(150, 70, 70, 23);
  AnchorPass pass(covariance_form(x, y), Side::image);
  double before = 0;
  bool more = true;
  while (more) {
    EXPECT_GE(pass.done(70), before);
    EXPECT_LT(pass.done(70), 1);
    before = pass.done(70);
    more = pass.step(70);
  }
  EXPECT_EQ(pass.done(70), 1);
}

TEST(AnchorPass, HasEigenvaluesForUnequalWidthsToo) {
  const auto [x, y] = pairs(40, 6, 9, 24);
  const SecondOrder s = covariance_form(x, y);
  AnchorPass image(s, Side::image), text(s, Side::text);
  while (image.step(6)) {
  }
  ASSERT_EQ(image.eigenvalues().size(), 6);
  ASSERT_EQ(text.eigenvalues().size(), 9);
  EXPECT_NEAR(image.eigenvalues().sum(), s.trace(Side::image), 1e-12 * s.trace(Side::image));
  EXPECT_NEAR(text.eigenvalues().sum(), s.trace(Side::text), 1e-12 * s.trace(Side::text));
  EXPECT_EQ(refusal([&] { image.modes(); }), "SHAPE");
}

TEST(AnchorModes, KeepWeakDirectionsOfTheData) {
  const double strength[4] = {1, 1e-2, 1e-4, 1e-5};
  Sample x = noise(100, 4, 28);
  for (std::size_t i = 0; i < 100; ++i)
    for (std::size_t k = 0; k < 4; ++k) x.at(i, k) *= float(strength[k]);
  const AnchorModes m = anchor_modes(covariance_form(x, x), Side::image);
  const Vector rho = abs_correlation(m, 0);
  for (Eigen::Index k = 0; k < 4; ++k) {
    // The variance of 100 normal values lies within a factor of 2 of its expectation.
    EXPECT_NEAR(std::log2(m.eigenvalues[k] / std::pow(strength[k], 2)), 0, 1) << k;
    EXPECT_NEAR(rho[k], 1, 1e-4) << k;
  }
}

TEST(AnchorModes, BeyondTheRankOfTheDataAreZero) {
  // Rows of rank 2, whole multiples of two directions with opposites, so that means are 0 and products exact.
  Dice dice(25);
  Sample x(60, 9);
  for (std::size_t i = 0; i < 60; i += 2) {
    const int a = dice.whole(-4, 4), b = dice.whole(1, 4);
    for (std::size_t k = 0; k < 9; ++k) x.at(i + 1, k) = -(x.at(i, k) = float(a * int(k % 3) + b * int(1 + k % 2)));
  }
  const AnchorModes m = anchor_modes(covariance_form(x, noise(60, 9, 26)), Side::image);
  for (Eigen::Index k = 0; k < 9; ++k) {
    EXPECT_EQ(m.eigenvalues[k] > 0, k < 2) << k;
    EXPECT_EQ(m.otherVariance[k] > 0, k < 2) << k;
  }
}

TEST(AbsCorrelation, IsTheCovarianceOverTheRootWithEpsilonClampedToOne) {
  const AnchorModes m = modes({4, 1, 0.25, 0}, {-1, 1.5, 0.1, 0}, {1, 1, 1, 0});
  const Vector plain = abs_correlation(m, 0), damped = abs_correlation(m, 5);
  EXPECT_DOUBLE_EQ(plain[0], 0.5);
  EXPECT_DOUBLE_EQ(plain[1], 1) << "1.5 is clamped";
  EXPECT_DOUBLE_EQ(plain[2], 0.2);
  EXPECT_EQ(plain[3], 0) << "no root, no correlation";
  EXPECT_DOUBLE_EQ(damped[0], 1.0 / 3);
  EXPECT_DOUBLE_EQ(damped[1], 1.5 / std::sqrt(6.0));
}

TEST(ModesKept, AreThoseAtOrAboveTheInterpolatedQuantile) {
  std::vector<double> lambda;
  for (int k = 11; k > 0; --k) lambda.push_back(k);
  const AnchorModes m = modes(lambda, lambda, lambda);
  const auto kept = [&](double q) { return modes_kept(m.eigenvalues, q); };
  EXPECT_EQ(kept(1), 11);
  EXPECT_EQ(kept(0.5), 6) << "the quantile falls on the mode with lambda 6, which is kept";
  EXPECT_EQ(kept(0.1), 2) << "0.9 x 10 falls on the second strongest";
  EXPECT_EQ(kept(0.09), 1) << "0.91 x 10 lies between the two strongest";
  EXPECT_EQ(kept(1e-9), 1) << "the strongest mode always stays";
}

TEST(ModesKept, EqualEigenvaluesStayTogether) {
  EXPECT_EQ(spectral_alignment(modes({2, 2, 2, 2}, {1, 1, 1, 1}, {2, 2, 2, 2}), 0.1, 0).modesKept, 4);
  EXPECT_EQ(spectral_alignment(modes({3}, {3}, {3}), 0.1, 0).modesKept, 1);
}

TEST(ModesKept, AreThoseThatTheScoreSumsOver) {
  const auto [x, y] = pairs(60, 10, 10, 27);
  const AnchorModes m = anchor_modes(covariance_form(x, y), Side::image);
  for (const double q : {0.1, 0.35, 1.0}) EXPECT_EQ(spectral_alignment(m, q, 0).modesKept, double(modes_kept(m.eigenvalues, q)));
}

TEST(ModesKept, AreNeverMoreThanHaveVariance) {
  EXPECT_EQ(modes_kept(modes({3, 2, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}).eigenvalues, 1), 2);
  EXPECT_EQ(modes_kept(modes({3, 2, 0, 0, 0, 0, 0, 0}, {}, {}).eigenvalues, 0.5), 2) << "the quantile is 0";
  EXPECT_EQ(modes_kept(modes({0, 0}, {}, {}).eigenvalues, 1), 0);
}

// Fewer rows than columns, constant columns, equal rows: the count follows from the data, not from the rounding of eigenvalues that are 0.
TEST(ModesKept, DoNotDependOnTheOrderOfRowsOrTheScale) {
  struct Case {
    Sample x, y;
    bool gram;
    Eigen::Index rank;
  };
  std::vector<Case> cases;
  for (const std::size_t n : {2u, 5u, 19u, 20u, 21u}) {
    const auto [x, y] = pairs(n, 32, 32, n);
    cases.push_back({x, y, true, Eigen::Index(n) - 1});
  }
  {
    auto [x, y] = pairs(60, 24, 24, 3);
    for (std::size_t i = 0; i < 60; ++i)
      for (std::size_t k = 5; k < 24; ++k) x.at(i, k) = y.at(i, k) = 0.1f + float(k);
    cases.push_back({x, y, false, 5});
  }
  for (const Case& c : cases)
    for (const double scale : {1.0, 3.0, 1e-3, 1e6})
      for (const std::uint64_t seed : {0u, 1u, 2u}) {
        Sample x = scaled(c.x, scale), y = scaled(c.y, scale);
        std::vector<std::size_t> order(x.rows);
        for (std::size_t i = 0; i < x.rows; ++i) order[i] = i;
        Dice dice(seed);
        for (std::size_t i = x.rows; seed > 0 && i > 1; --i) std::swap(order[i - 1], order[std::size_t(dice.whole(0, int(i) - 1))]);
        Sample u(x.rows, x.cols), v(y.rows, y.cols);
        for (std::size_t i = 0; i < x.rows; ++i)
          for (std::size_t k = 0; k < x.cols; ++k) u.at(i, k) = x.at(order[i], k), v.at(i, k) = y.at(order[i], k);
        const SecondOrder s = c.gram ? gram_form(u, v) : covariance_form(u, v);
        for (const Side side : {Side::image, Side::text}) {
          const AnchorModes m = anchor_modes(s, side);
          EXPECT_EQ(modes_kept(m.eigenvalues, 1), c.rank) << x.rows << " rows, scale " << scale << ", order " << seed;
          const Eigen::Index tenth = modes_kept(anchor_modes(c.gram ? gram_form(c.x, c.y) : covariance_form(c.x, c.y), side).eigenvalues, 0.1);
          EXPECT_EQ(modes_kept(m.eigenvalues, 0.1), tenth) << x.rows << " rows, scale " << scale << ", order " << seed;
          EXPECT_EQ(m.eigenvalues.tail(m.eigenvalues.size() - c.rank).maxCoeff(), 0);
        }
      }
}

TEST(SpectralAlignment, QMustBeAboveZeroAndAtMostOne) {
  const AnchorModes m = modes({2, 1}, {1, 1}, {1, 1});
  const auto at = [&](double q) { return refusal([&] { spectral_alignment(m, q, 0); }); };
  for (const double q : {0.0, -0.1, std::nextafter(1.0, 2.0), 2.0, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_EQ(at(q), "OUT_OF_RANGE") << q;
    EXPECT_EQ(refusal([&] { modes_kept(m.eigenvalues, q); }), "OUT_OF_RANGE") << q;
  }
  for (const double q : {1.0, 0.5, std::numeric_limits<double>::min()}) EXPECT_EQ(at(q), "accepted") << q;
}

TEST(SpectralAlignment, EpsilonMustNotBeNegative) {
  const AnchorModes m = modes({2, 1}, {1, 1}, {1, 1});
  const auto at = [&](double epsilon) { return refusal([&] { spectral_alignment(m, 0.5, epsilon); }); };
  for (const double e : {-1e-300, -1.0, std::numeric_limits<double>::quiet_NaN()}) EXPECT_EQ(at(e), "OUT_OF_RANGE") << e;
  for (const double e : {0.0, 1e-8, 1.0}) EXPECT_EQ(at(e), "accepted") << e;
}

TEST(SpectralAlignment, IsZeroWhereTheAnchorHasNoVariance) {
  const Sample x = pairs(20, 6, 6, 15).first;
  const Both s = sas(repeated(x, 0, 20), x, 0.5, 0);
  EXPECT_EQ(s.imageToText, 0);
  EXPECT_EQ(s.textToImage, 0);
}

TEST(SpectralAlignment, NeedsOneWidthInBothForms) {
  const auto [x, y] = pairs(5, 7, 8, 16);
  for (const SecondOrder& s : {covariance_form(x, y), gram_form(x, y)})
    for (const Side side : {Side::image, Side::text}) EXPECT_EQ(refusal([&] { anchor_modes(s, side); }), "SHAPE");
}

TEST(AnchorBasis, GivesCoordinatesWithTheModesMomentsInBothForms) {
  const auto [x, y] = whole_pairs(12, 30, 30, 31);
  for (const SecondOrder& s : {covariance_form(x, y), gram_form(x, y)})
    for (const Side side : {Side::image, Side::text}) {
      AnchorPass pass(s, side);
      while (pass.step(30)) {
      }
      const AnchorModes m = pass.modes();
      const AnchorBasis& b = pass.basis();
      const Sample &anchor = side == Side::image ? x : y, &other = side == Side::image ? y : x;
      const Matrix own = s.gram ? b.own : product(centred(anchor), b.vectors);
      const Matrix along = s.gram ? b.other : product(centred(other), b.vectors);
      ASSERT_EQ(own.cols(), (m.eigenvalues.array() > 0).count());
      for (Eigen::Index k = 0; k < own.cols(); ++k) {
        // Whole numbers: what differs is the rounding of float64 eigenproblems.
        const double rounding = 1e-9 * m.eigenvalues[0];
        EXPECT_NEAR(own.col(k).squaredNorm() / 12, m.eigenvalues[k], rounding) << k;
        EXPECT_NEAR(along.col(k).squaredNorm() / 12, m.otherVariance[k], rounding) << k;
        EXPECT_NEAR(own.col(k).dot(along.col(k)) / 12, m.covariance[k], rounding) << k;
      }
    }
}

TEST(AnchorBasis, HasTheModesAskedForAndNoneForUnequalWidths) {
  const auto [x, y] = pairs(150, 70, 70, 32);
  AnchorPass pass(covariance_form(x, y), Side::image);
  while (pass.step(3)) {
  }
  EXPECT_EQ(pass.basis().vectors.rows(), 70);
  EXPECT_EQ(pass.basis().vectors.cols(), 64) << "vectors are found 64 at a time";
  while (pass.step(70)) {
  }
  const Matrix v = pass.basis().vectors;
  EXPECT_NEAR((v.transpose() * v - Matrix::Identity(70, 70)).cwiseAbs().maxCoeff(), 0, 1e-7);
  const auto [a, b] = pairs(40, 6, 9, 24);
  AnchorPass unequal(covariance_form(a, b), Side::image);
  EXPECT_EQ(refusal([&] { unequal.basis(); }), "SHAPE");
}

TEST(Coordinates, AreTheProductsOfRowsAndVectors) {
  const Sample x = noise(300, 7, 33);
  const Matrix v = orthogonal(7, 34).leftCols(3), c = coordinates(x.view(), v);
  ASSERT_EQ(c.rows(), 300);
  for (std::size_t i = 0; i < 300; ++i)
    for (Eigen::Index k = 0; k < 3; ++k) {
      double sum = 0;
      for (std::size_t j = 0; j < 7; ++j) sum += double(x.at(i, j)) * v(Eigen::Index(j), k);
      EXPECT_NEAR(c(Eigen::Index(i), k), sum, 1e-13) << i;
    }
  EXPECT_EQ(refusal([&] { coordinates(x.view(), Matrix::Identity(6, 6)); }), "SHAPE");
}

TEST(ModesOfVariance, AreTheFewestThatHoldTheShare) {
  const Vector lambda = modes({5, 3, 1, 1, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}).eigenvalues;
  EXPECT_EQ(modes_of_variance(lambda, 0.5), 1);
  EXPECT_EQ(modes_of_variance(lambda, 0.51), 2);
  EXPECT_EQ(modes_of_variance(lambda, 0.8), 2);
  EXPECT_EQ(modes_of_variance(lambda, 0.9), 3);
  EXPECT_EQ(modes_of_variance(lambda, 1), 4) << "no mode without variance is needed";
  EXPECT_EQ(modes_of_variance(Vector::Zero(3), 0.5), 0);
  for (const double share : {0.0, -1.0, 1.5, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_EQ(refusal([&] { modes_of_variance(lambda, share); }), "OUT_OF_RANGE") << share;
}

TEST(LeadingAlignment, IsTheScoreOverTheFirstModes) {
  const AnchorModes m = modes({4, 2, 1}, {2, -0.5, 0.1}, {1, 1, 1});
  EXPECT_DOUBLE_EQ(leading_alignment(m, 1, 0).value, 1);
  EXPECT_DOUBLE_EQ(leading_alignment(m, 2, 0).value, (4 + 0.5 * std::sqrt(2.0)) / 6);
  EXPECT_EQ(leading_alignment(m, 0, 0).value, 0);
  EXPECT_EQ(leading_alignment(m, 2, 0).modesKept, 2);
  for (const Eigen::Index kept : {Eigen::Index(-1), Eigen::Index(4)})
    EXPECT_EQ(refusal([&] { leading_alignment(m, kept, 0); }), "OUT_OF_RANGE") << kept;
  const auto [x, y] = pairs(60, 10, 10, 35);
  const AnchorModes real = anchor_modes(covariance_form(x, y), Side::image);
  for (const double q : {0.1, 0.35, 1.0}) {
    const Score score = spectral_alignment(real, q, kPaperEpsilon);
    EXPECT_EQ(leading_alignment(real, Eigen::Index(score.modesKept), kPaperEpsilon).value, score.value) << q;
  }
}

TEST(ScaleFreeEpsilon, LeavesTheScoresUnchangedWhenEitherSideIsScaled) {
  const auto both = pairs(200, 12, 12, 36);
  const Sample &x = both.first, &y = both.second;
  const auto score = [&](double a, double b) {
    const SecondOrder s = covariance_form(scaled(x, a), scaled(y, b));
    const AnchorModes m = anchor_modes(s, Side::image);
    return spectral_alignment(m, 1, scale_free_epsilon(m.eigenvalues, s.trace(Side::text))).value;
  };
  const double plain = score(1, 1);
  // Powers of two round nothing.
  for (const double scale : {0x1p-30, 0x1p-12, 0x1p20}) EXPECT_NEAR(score(scale, 1 / scale / scale), plain, 1e-12) << scale;
  EXPECT_NEAR(plain, sas(x, y, 1, 0).imageToText, 1e-6) << "no mode here is near the other side's rounding";
}

TEST(ScaleFreeEpsilon, SilencesModesAlongWhichTheOtherSideIsConstantUpToRounding) {
  // Variances at the rounding of float64 correlate fully without epsilon: 1e-17 over the root of 1 times 1e-34.
  const AnchorModes m = modes({1, 1}, {0.5, 1e-17}, {1, 1e-34});
  EXPECT_DOUBLE_EQ(abs_correlation(m, 0)[1], 1);
  EXPECT_LT(abs_correlation(m, scale_free_epsilon(m.eigenvalues, 1))[1], 1e-10);
  EXPECT_EQ(refusal([&] { scale_free_epsilon(m.eigenvalues, -1); }), "OUT_OF_RANGE");
}
