#include "askew/spectrum.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/definition.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

using Eigen::Index;

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

// A V = V diag(values) to 1e-13 |A|, ten times the stated residual; V'V = 1 to ten times the stated bound, which grows where
// eigenvalues come close.
void expect_modes(const Matrix& a, const Vector& values, const Matrix& vectors) {
  const Eigen::Index d = a.rows(), count = vectors.cols();
  ASSERT_EQ(values.size(), d);
  ASSERT_EQ(vectors.rows(), d);
  const double size = std::max(frobenius(a), 1e-300);
  const Matrix av = product(a, vectors), vv = product(transposed(vectors), vectors);
  for (Eigen::Index k = 1; k < d; ++k) EXPECT_GE(values[k - 1], values[k]);
  for (Eigen::Index k = 0; k < count; ++k) {
    for (Eigen::Index r = 0; r < d; ++r) EXPECT_NEAR(av(r, k), values[k] * vectors(r, k), 1e-13 * size) << d << ": " << r << ", " << k;
    for (Eigen::Index j = 0; j < count; ++j) {
      const double apart = std::abs(values[j] - values[k]) / size;
      const double bound = j == k || apart < 0.9e-9 ? 1e-13 : 1e-13 + 1e-15 / apart;
      EXPECT_NEAR(vv(j, k), j == k ? 1 : 0, std::min(bound, 1e-7)) << d << ": " << j << ", " << k;
    }
  }
}

void expect_modes(const Matrix& a) {
  const Eigenmodes e = eigenmodes(a);
  ASSERT_EQ(e.vectors.cols(), a.cols());
  expect_modes(a, e.values, e.vectors);
}

std::vector<double> falling(std::size_t d, double ratio) {
  std::vector<double> v;
  for (std::size_t k = 0; k < d; ++k) v.push_back(std::pow(ratio, double(k)));
  return v;
}

}  // namespace

TEST(Eigenmodes, DiagoniseAtEverySize) {
  for (const std::size_t d : {1, 2, 3, 4, 5, 8, 16, 17, 31, 32, 33, 34, 64, 65, 70}) expect_modes(with_spectrum(falling(d, 0.8), d));
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

// Rounding must not decide the sign: a matrix changed by a rounding has the same vectors.
TEST(Eigenmodes, HaveTheirLargestEntryPositive) {
  const Matrix a = with_spectrum(falling(40, 0.8), 12);
  const Eigenmodes e = eigenmodes(a), moved = eigenmodes(a * (1 + 1e-15));
  for (Index k = 0; k < 20; ++k) {
    EXPECT_GT(e.vectors.col(k).maxCoeff(), 0.999 * e.vectors.col(k).cwiseAbs().maxCoeff()) << k;
    EXPECT_GT(e.vectors.col(k).dot(moved.vectors.col(k)), 0.999) << k;
  }
  // Two entries as large: the first.
  const Matrix pair{{1, -1}, {-1, 1}};
  EXPECT_GT(eigenmodes(pair).vectors(0, 0), 0);
  EXPECT_LT(eigenmodes(pair).vectors(1, 0), 0);
}

TEST(Eigenmodes, TheSameMatrixGivesTheSameDigits) {
  const Matrix a = with_spectrum(falling(20, 0.9), 9);
  EXPECT_EQ(eigenmodes(a).values, eigenmodes(a).values);
  EXPECT_EQ(eigenmodes(a).vectors, eigenmodes(a).vectors);
}

TEST(Eigensolver, FindsTheLargestEigenvaluesAsAllOfThem) {
  for (const std::vector<double>& planted : {falling(70, 0.8), falling(70, 0.1), std::vector<double>{2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, -3},
                                             std::vector<double>(20, 0.5), std::vector<double>(12, 0.0), std::vector<double>{4}})
    for (const double scale : {1e-30, 1.0, 1e30}) {
      std::vector<double> values = planted;
      for (double& v : values) v *= scale;
      const Matrix a = with_spectrum(values, 5);
      const double size = std::max(frobenius(a), 1e-300);
      const Vector all = Eigensolver(a).values();
      for (const Index count : {Index(1), (a.rows() + 2) / 3, a.rows()}) {
        Eigensolver solver(a);
        const Vector some = solver.leading_values(count);
        ASSERT_EQ(some.size(), count);
        for (Index k = 0; k < count; ++k) EXPECT_NEAR(some[k], all[k], 2e-13 * size) << k << " of " << a.rows();
        const Matrix v = solver.next_vectors(count), av = product(a, v);
        for (Index k = 0; k < count; ++k)
          for (Index r = 0; r < a.rows(); ++r) EXPECT_NEAR(av(r, k), some[k] * v(r, k), 1e-12 * size) << k << " of " << a.rows();
        EXPECT_EQ(refusal([&] { solver.next_vectors(1); }), "OUT_OF_RANGE");
      }
    }
}

TEST(Eigensolver, ReadsTheLowerTriangleOnly) {
  const Matrix a = with_spectrum(falling(40, 0.9), 11);
  Matrix lower = a;
  for (Eigen::Index i = 0; i < 40; ++i)
    for (Eigen::Index j = i + 1; j < 40; ++j) lower(i, j) = 1e6;
  EXPECT_EQ(eigenmodes(lower).values, eigenmodes(a).values);
  EXPECT_EQ(eigenmodes(lower).vectors, eigenmodes(a).vectors);
}

TEST(Eigensolver, GivesVectorsInAnyPortions) {
  const Matrix a = with_spectrum(falling(40, 0.9), 12);
  for (const Eigen::Index portion : {1, 3, 13, 40}) {
    Eigensolver solver(a);
    Matrix vectors(40, 40);
    for (Eigen::Index k = 0; k < 40; k += portion) {
      const Eigen::Index count = std::min<Eigen::Index>(portion, 40 - k);
      const Matrix part = solver.next_vectors(count);
      ASSERT_EQ(part.cols(), count);
      vectors.middleCols(k, count) = part;
    }
    expect_modes(a, solver.values(), vectors);
  }
}

TEST(Eigensolver, KeepsVectorsOfOneEigenvalueApartAcrossPortions) {
  const Matrix a = with_spectrum({2, 2, 2, 2, 2, 1, 1, 1}, 13);
  Eigensolver solver(a);
  Matrix vectors(8, 8);
  for (Eigen::Index k = 0; k < 8; k += 2) vectors.middleCols(k, 2) = solver.next_vectors(2);
  expect_modes(a, solver.values(), vectors);
}

TEST(Eigensolver, HasNoMoreVectorsThanColumns) {
  Eigensolver solver(with_spectrum(falling(5, 0.5), 14));
  EXPECT_EQ(solver.next_vectors(0).cols(), 0);
  EXPECT_EQ(refusal([&] { solver.next_vectors(6); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([&] { solver.next_vectors(-1); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([&] { solver.next_vectors(4); }), "accepted");
  EXPECT_EQ(refusal([&] { solver.next_vectors(2); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([&] { solver.next_vectors(1); }), "accepted");
}

TEST(Eigensolver, WorksInStepsThatTellTheirProgress) {
  const Matrix a = with_spectrum(falling(70, 0.95), 15);
  Eigensolver steps(a), once(a);
  double before = steps.done();
  EXPECT_EQ(before, 0);
  while (steps.step()) {
    EXPECT_GT(steps.done(), before);
    before = steps.done();
  }
  EXPECT_EQ(steps.done(), 1);
  EXPECT_FALSE(steps.step());
  EXPECT_EQ(steps.values(), once.values());
}

TEST(Eigensolver, EndsForEigenvaluesOfBothSignsAroundManyThatAreNearlyZero) {
  // [[0, M], [M', 0]], M = A'B of few rows: pairs of +s and -s, and what rounding leaves of 0.
  constexpr Index d = 400;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Sample a = noise(130, std::size_t(d), seed), b = noise(130, std::size_t(d), seed + 50);
    const Matrix m = product(transposed(centred(a)), centred(b));
    Matrix both = Matrix::Zero(2 * d, 2 * d);
    both.bottomLeftCorner(d, d) = transposed(m);
    const Vector values = Eigensolver(std::move(both)).values();
    double squares = 0;
    for (Index k = 0; k < d; ++k) {
      EXPECT_NEAR(values[k], -values[2 * d - 1 - k], 1e-13 * values[0]) << k;
      squares += values[k] * values[k];
    }
    for (Index k = 129; k < d; ++k) EXPECT_NEAR(values[k], 0, 1e-13 * values[0]) << k;
    EXPECT_NEAR(std::sqrt(squares), frobenius(m), 1e-12 * frobenius(m));
  }
}

TEST(Eigensolver, InFloat32LeavesTheResidualThatItStates) {
  for (const std::size_t d : {1u, 2u, 33u, 100u}) {
    const Matrix a = with_spectrum(falling(d, 0.9), d);
    EigensolverOf<float> solver(a.cast<float>());
    const Vector values = solver.values(), exact = eigenmodes(a).values;
    const Matrix vectors = solver.next_vectors(Index(d)), residual = product(a, vectors) - vectors * values.asDiagonal();
    for (Index k = 0; k < Index(d); ++k) {
      EXPECT_NEAR(values[k], exact[k], 2e-6) << d << ": " << k;
      EXPECT_LT(residual.col(k).norm(), 2e-6) << d << ": " << k;
      EXPECT_NEAR(vectors.col(k).norm(), 1, 1e-5) << d << ": " << k;
    }
  }
}

TEST(Eigensolver, RefusesMatricesThatAreEmptyOrNotSquare) {
  EXPECT_EQ(refusal([] { Eigensolver solver(Matrix(0, 0)); }), "SHAPE");
  EXPECT_EQ(refusal([] { Eigensolver solver(Matrix::Zero(3, 4)); }), "SHAPE");
  EXPECT_EQ(refusal([] { Eigensolver solver(Matrix::Zero(1, 1)); }), "accepted");
}

TEST(Eigensolver, RefusesEntriesThatAreNotFinite) {
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    Matrix a = with_spectrum(falling(6, 0.5), 10);
    a(2, 3) = a(3, 2) = bad;
    EXPECT_EQ(refusal([&] { eigenmodes(a); }), "NOT_FINITE") << bad;
  }
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
