#include "askew/spectrum.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/definition.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

Vector vector(const std::vector<double>& values) {
  Vector v(values.size());
  for (std::size_t k = 0; k < values.size(); ++k) v[Eigen::Index(k)] = values[k];
  return v;
}

// Q diag(values) Q'
Matrix with_spectrum(const std::vector<double>& values, std::uint64_t seed) {
  const Matrix q = orthogonal(values.size(), seed);
  Matrix scaled = q;
  for (Eigen::Index k = 0; k < scaled.cols(); ++k)
    for (Eigen::Index r = 0; r < scaled.rows(); ++r) scaled(r, k) *= values[std::size_t(k)];
  Matrix a = product(scaled, transposed(q));
  for (Eigen::Index i = 0; i < a.rows(); ++i)
    for (Eigen::Index j = 0; j < i; ++j) a(i, j) = a(j, i);
  return a;
}

// A V = V diag(values), V'V = 1, values descending; 1e-13 d: backward errors of float64 rotations.
void expect_modes(const Matrix& a) {
  const Eigenmodes e = eigenmodes(a);
  const Eigen::Index d = a.rows();
  ASSERT_EQ(e.values.size(), d);
  ASSERT_EQ(e.vectors.rows(), d);
  ASSERT_EQ(e.vectors.cols(), d);
  const double tolerance = 1e-13 * double(d), size = std::max(frobenius(a), 1e-300);
  const Matrix av = product(a, e.vectors), vv = product(transposed(e.vectors), e.vectors);
  for (Eigen::Index k = 0; k < d; ++k) {
    if (k > 0) {
      EXPECT_GE(e.values[k - 1], e.values[k]);
    }
    for (Eigen::Index r = 0; r < d; ++r) {
      EXPECT_NEAR(av(r, k), e.values[k] * e.vectors(r, k), tolerance * size) << d << ": " << r << ", " << k;
      EXPECT_NEAR(vv(r, k), r == k ? 1 : 0, tolerance) << d << ": " << r << ", " << k;
    }
  }
}

std::vector<double> falling(std::size_t d, double ratio) {
  std::vector<double> v;
  for (std::size_t k = 0; k < d; ++k) v.push_back(std::pow(ratio, double(k)));
  return v;
}

}  // namespace

TEST(Eigenmodes, DiagoniseAtEverySize) {
  for (const std::size_t d : {1, 2, 3, 4, 5, 8, 16, 17, 33, 70}) expect_modes(with_spectrum(falling(d, 0.8), d));
}

TEST(Eigenmodes, FindThePlantedEigenvalues) {
  const std::vector<double> planted{9, 4, 4, 1, 0.25, 0, -2};
  const Eigenmodes e = eigenmodes(with_spectrum(planted, 3));
  for (std::size_t k = 0; k < planted.size(); ++k) EXPECT_NEAR(e.values[Eigen::Index(k)], planted[k], 1e-13) << k;
}

TEST(Eigenmodes, AgreeWithJacobisRotations) {
  const Sample x = noise(30, 12, 4);
  const Matrix c = centred(x), a = product(transposed(c), c);
  const Eigenmodes e = eigenmodes(a);
  const Eigenpairs other = eigenpairs(a);
  for (Eigen::Index k = 0; k < 12; ++k) {
    EXPECT_NEAR(e.values[k], other.values[std::size_t(k)], 1e-12 * e.values[0]);
    double dot = 0;
    for (Eigen::Index r = 0; r < 12; ++r) dot += e.vectors(r, k) * other.vectors(r, k);
    EXPECT_NEAR(std::abs(dot), 1, 1e-10) << k;
  }
}

TEST(Eigenmodes, OfRepeatedEigenvaluesAreOrthonormalToo) {
  expect_modes(with_spectrum({2, 2, 2, 2, 2, 2}, 5));
  expect_modes(with_spectrum({1, 1, 1, 0, 0, 0, 0, 0, 0, 0}, 6));
  expect_modes(Matrix::Identity(9, 9));
  expect_modes(Matrix::Zero(6, 6));
}

TEST(Eigenmodes, HoldOverAllScales) {
  expect_modes(with_spectrum(falling(20, 0.1), 7));
  for (const double scale : {1e-30, 1e-12, 1e12, 1e30}) {
    std::vector<double> values = falling(8, 0.5);
    for (double& v : values) v *= scale;
    expect_modes(with_spectrum(values, 8));
  }
}

TEST(Eigenmodes, TheSameMatrixGivesTheSameDigits) {
  const Matrix a = with_spectrum(falling(20, 0.9), 9);
  EXPECT_EQ(eigenmodes(a).values, eigenmodes(a).values);
  EXPECT_EQ(eigenmodes(a).vectors, eigenmodes(a).vectors);
}

TEST(Eigenmodes, AMatrixWithNaNIsRefused) {
  Matrix a = with_spectrum(falling(6, 0.5), 10);
  a(2, 3) = a(3, 2) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refusal([&] { eigenmodes(a); }), "INTERNAL");
}

TEST(SpectrumSummary, IsItsDefinition) {
  const std::vector<double> values{4, 3, 2, 0.5, 0.5};
  double trace = 0, squares = 0, entropy = 0;
  for (const double v : values) trace += v, squares += v * v;
  for (const double v : values) entropy -= v / trace * std::log(v / trace);
  const SpectrumSummary s = summary(vector(values));
  EXPECT_DOUBLE_EQ(s.trace, 10);
  EXPECT_NEAR(s.effectiveRank, std::exp(entropy), 1e-13);
  EXPECT_NEAR(s.participationRatio, trace * trace / squares, 1e-13);
}

TEST(SpectrumSummary, RanksAreTheWidthForAFlatSpectrumAndOneForASingleMode) {
  for (const std::size_t d : {1, 2, 7, 300}) {
    const SpectrumSummary flat = summary(vector(std::vector<double>(d, 0.3)));
    EXPECT_NEAR(flat.effectiveRank, double(d), 1e-11 * double(d));
    EXPECT_NEAR(flat.participationRatio, double(d), 1e-11 * double(d));
    std::vector<double> single(d, 0.0);
    single[0] = 5;
    EXPECT_DOUBLE_EQ(summary(vector(single)).effectiveRank, 1);
    EXPECT_DOUBLE_EQ(summary(vector(single)).participationRatio, 1);
  }
}

TEST(SpectrumSummary, RanksLieBetweenOneAndTheWidthTheParticipationRatioBelowTheEffectiveRank) {
  for (const double ratio : {0.1, 0.5, 0.9, 0.99}) {
    const SpectrumSummary s = summary(vector(falling(40, ratio)));
    EXPECT_GE(s.participationRatio, 1);
    EXPECT_LE(s.participationRatio, s.effectiveRank);
    EXPECT_LE(s.effectiveRank, 40);
  }
}

TEST(SpectrumSummary, RanksDoNotDependOnScale) {
  std::vector<double> values = falling(20, 0.7);
  const SpectrumSummary one = summary(vector(values));
  for (double& v : values) v *= 1e-20;
  const SpectrumSummary tiny = summary(vector(values));
  EXPECT_NEAR(tiny.effectiveRank, one.effectiveRank, 1e-12);
  EXPECT_NEAR(tiny.participationRatio, one.participationRatio, 1e-12);
  EXPECT_NEAR(tiny.trace / one.trace, 1e-20, 1e-32);
}

TEST(SpectrumSummary, NegativeRoundingNoiseCountsAsZero) {
  const SpectrumSummary clean = summary(vector({2, 1, 0, 0})), noisy = summary(vector({2, 1, -1e-17, -3e-16}));
  EXPECT_EQ(noisy.trace, clean.trace);
  EXPECT_EQ(noisy.effectiveRank, clean.effectiveRank);
  EXPECT_EQ(noisy.participationRatio, clean.participationRatio);
}

TEST(SpectrumSummary, IsAllZeroWithoutVariance) {
  for (const SpectrumSummary& s : {summary(vector({0, 0, 0})), summary(vector({-1e-18}))}) {
    EXPECT_EQ(s.trace, 0);
    EXPECT_EQ(s.effectiveRank, 0);
    EXPECT_EQ(s.participationRatio, 0);
  }
}
