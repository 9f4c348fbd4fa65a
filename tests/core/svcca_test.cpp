#include "askew/svcca.hpp"

#include <gtest/gtest.h>

#include <Eigen/SVD>
#include <cmath>

#include "support/definition.hpp"
#include "support/expect.hpp"
#include "support/passes.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

// Float32 products reach the leading directions through gaps between eigenvalues; the project promises 1e-6.
constexpr double kPromised = 1e-6;

using Svd = Eigen::JacobiSVD<Matrix>;

Matrix leading(const Sample& x) {
  Matrix z = centred(x);
  for (Eigen::Index k = 0; k < z.cols(); ++k) {
    double square = 0;
    for (Eigen::Index i = 0; i < z.rows(); ++i) square += z(i, k) * z(i, k);
    const double scale = 1 / (std::sqrt(square / double(z.rows() - 1)) + 1e-8);
    for (Eigen::Index i = 0; i < z.rows(); ++i) z(i, k) *= scale;
  }
  const Svd svd(z, Eigen::ComputeThinU | Eigen::ComputeThinV);
  const Eigen::Index directions = (svd.singularValues().array() > kSvccaNull * svd.singularValues()[0]).count();
  return svd.matrixU().leftCols(std::min<Eigen::Index>(10, directions));
}

double definition(const Sample& x, const Sample& y) {
  const Vector r = Svd(product(transposed(leading(x)), leading(y))).singularValues();
  double sum = 0;
  for (Eigen::Index k = 0; k < r.size(); ++k) sum += r[k];
  return sum / double(r.size());
}

Matrix svcca_basis(const SecondOrder& s, Side side) {
  SvccaBasis basis(s, side);
  while (basis.step()) {
  }
  return basis.finish();
}

Quantity by_structure(const SecondOrder& s) { return svcca(s, svcca_basis(s, Side::image), svcca_basis(s, Side::text)); }

void expect_value(const Quantity& q, double value) { test::expect_value(q, value, kPromised); }

// Rows of rank 3 plus a mean.
Sample low_rank(std::size_t rows, std::size_t cols, std::uint64_t seed) {
  const Sample z = noise(rows, 3, seed), basis = noise(3, cols, seed + 1);
  Sample x(rows, cols);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t k = 0; k < cols; ++k) {
      double v = 0.5;
      for (std::size_t f = 0; f < 3; ++f) v += double(z.at(i, f)) * double(basis.at(f, k));
      x.at(i, k) = float(v);
    }
  return x;
}

}  // namespace

TEST(Svcca, IsItsDefinitionFromTheStructureAndFromTheRows) {
  const auto [x, y] = pairs(150, 16, 16, 1);
  expect_value(by_structure(covariance_form(x, y)), definition(x, y));
  expect_value(svcca_rows(x.view(), y.view()), definition(x, y), 1e-10);
}

TEST(Svcca, TakesSidesOfUnequalWidth) {
  const auto [x, y] = pairs(100, 12, 19, 2);
  expect_value(by_structure(covariance_form(x, y)), definition(x, y));
  expect_value(svcca_rows(x.view(), y.view()), definition(x, y), 1e-10);
}

TEST(Svcca, UsesAllDirectionsWhereThereAreFewerThanTen) {
  const auto [x, y] = pairs(60, 4, 7, 3);
  EXPECT_EQ(svcca_basis(covariance_form(x, y), Side::image).cols(), 4);
  EXPECT_EQ(svcca_basis(covariance_form(x, y), Side::text).cols(), 7);
  expect_value(by_structure(covariance_form(x, y)), definition(x, y));
  expect_value(svcca_rows(x.view(), y.view()), definition(x, y), 1e-10);
}

TEST(Svcca, IsTheSameInGramAndCovarianceFormAndFromFewerRowsThanColumns) {
  const auto [x, y] = pairs(24, 40, 40, 4);
  const double value = definition(x, y);
  expect_value(by_structure(covariance_form(x, y)), value);
  expect_value(by_structure(gram_form(x, y)), value);
  expect_value(svcca_rows(x.view(), y.view()), value, 1e-10);
}

TEST(Svcca, BasesAreTheLeadingLeftSingularVectors) {
  const auto [x, y] = pairs(24, 40, 40, 5);
  const Matrix u = leading(x), gram = svcca_basis(gram_form(x, y), Side::image),
               covariance = product(centred(x), svcca_basis(covariance_form(x, y), Side::image));
  ASSERT_EQ(gram.cols(), 10);
  ASSERT_EQ(covariance.cols(), 10);
  for (Eigen::Index k = 0; k < 10; ++k) {
    double g = 0, c = 0;
    for (Eigen::Index i = 0; i < 24; ++i) g += u(i, k) * gram(i, k), c += u(i, k) * covariance(i, k);
    EXPECT_NEAR(std::abs(g), 1, kPromised) << k;
    EXPECT_NEAR(std::abs(c), 1, kPromised) << k;
  }
}

TEST(SvccaBasis, GivesTheSameDigitsInStepsAndAtOnce) {
  const auto [x, y] = pairs(100, 70, 70, 20);
  const SecondOrder s = covariance_form(x, y);
  SvccaBasis steps(s, Side::text), once(s, Side::text);
  double before = steps.done();
  EXPECT_EQ(before, 0);
  while (steps.step()) {
    EXPECT_GT(steps.done(), before);
    before = steps.done();
  }
  EXPECT_EQ(steps.done(), 1);
  EXPECT_EQ(steps.finish(), once.finish());
}

// 1e-13 of the largest eigenvalue is left, beside distances of some hundredths of it.
TEST(SvccaBasis, FromKrylovSubspacesGivesTheSameCorrelations) {
  for (const bool gram : {false, true}) {
    const auto [x, y] = gram ? pairs(208, 240, 240, 7) : pairs(500, 208, 208, 7);
    const SecondOrder s = gram ? gram_form(x, y) : covariance_form(x, y);
    SvccaBasis image(s, Side::image, 40), text(s, Side::text, 40);
    const Quantity got = svcca(s, image.finish(), text.finish());
    ASSERT_TRUE(image.by_krylov() && text.by_krylov());
    EXPECT_NEAR(got.value, by_structure(s).value, 1e-11) << gram;
  }
}

TEST(SvccaBasis, ThatKrylovSubspacesDoNotFindIsThatOfTheFullSolver) {
  // Independent columns of many rows: all directions are nearly alike.
  SecondOrder s;
  s.n = 1e9;
  s.dx = s.dy = 1100;
  s.xx = Matrix::Identity(1100, 1100);
  for (Eigen::Index k = 1; k < 1100; ++k) s.xx(k, k - 1) = s.xx(k - 1, k) = 1e-7;
  s.yy = s.xx;
  SvccaBasis tried(s, Side::image), full(s, Side::image, 5000);
  EXPECT_EQ(tried.finish(), full.finish());
  EXPECT_FALSE(tried.by_krylov());
}

TEST(Svcca, IsOneForIdenticalSidesAndNeverMore) {
  const Sample x = pairs(80, 14, 14, 6).first;
  for (const Quantity& q : {by_structure(covariance_form(x, x)), svcca_rows(x.view(), x.view())}) {
    expect_value(q, 1, 1e-9);
    EXPECT_LE(q.value, 1);
  }
}

TEST(Svcca, DoesNotChangeUnderTranslationAndScaleOfColumns) {
  const auto [x, y] = pairs(80, 14, 14, 7);
  Sample moved = shifted(x, 3);
  for (std::size_t i = 0; i < 80; ++i)
    for (std::size_t k = 0; k < 14; ++k) moved.at(i, k) *= float(1 + k);
  // The moved rows are rounded to float32, with a mean of three standard deviations.
  expect_value(by_structure(covariance_form(moved, y)), by_structure(covariance_form(x, y)).value, 1e-5);
}

TEST(Svcca, DoesNotChangeWithTheOrderOfTheSides) {
  const auto [x, y] = pairs(80, 12, 14, 8);
  expect_value(by_structure(covariance_form(y, x)), by_structure(covariance_form(x, y)).value, 1e-9);
}

TEST(Svcca, ConstantColumnsCountForNothing) {
  auto [x, y] = pairs(80, 14, 14, 9);
  for (std::size_t i = 0; i < 80; ++i) x.at(i, 5) = 0.3f;
  expect_value(by_structure(covariance_form(x, y)), definition(x, y));
  expect_value(svcca_rows(x.view(), y.view()), definition(x, y), 1e-10);
}

TEST(Svcca, TheStructureKeepsOnlyDirectionsAboveRounding) {
  const Sample x = low_rank(60, 20, 10), y = noise(60, 20, 12);
  EXPECT_EQ(svcca_basis(covariance_form(x, y), Side::image).cols(), 3);
  EXPECT_EQ(svcca_basis(covariance_form(x, y), Side::text).cols(), 10);
  EXPECT_EQ(svcca_basis(gram_form(x.part(0, 15), y.part(0, 15)), Side::image).cols(), 3);
}

TEST(Svcca, TheRowsResolveDirectionsDownToAMillionthOfTheFirst) {
  for (const double small : {1e-3, 1e-4, 1e-5}) {
    Sample x = low_rank(60, 20, 13), y = low_rank(60, 20, 15);
    const Sample u = noise(60, 20, 17, small), v = noise(60, 20, 18, small);
    for (std::size_t k = 0; k < x.values.size(); ++k) x.values[k] += u.values[k], y.values[k] += v.values[k];
    // Float64 rounding of 1e-16 over the square of the smallest direction's share.
    expect_value(svcca_rows(x.view(), y.view()), definition(x, y), 1e-5);
  }
}

TEST(Svcca, DirectionsThatAreTheRowsOwnRoundingCountForNothing) {
  for (std::uint64_t seed = 20; seed < 24; ++seed) {
    const Sample x = low_rank(60, 20, seed), y = low_rank(60, 20, seed + 2), other = noise(60, 20, seed + 30);
    for (const Sample* side : {&y, &other}) {
      const double once = svcca_rows(x.view(), side->view()).value;
      for (const double scale : {1e-3, 3.0, 7.0, 1e6}) {
        // Each scale rounds the rows anew; the guard of 1e-8 beside the standard deviation is in the definition.
        EXPECT_NEAR(svcca_rows(scaled(x, scale).view(), scaled(*side, scale).view()).value, once, 1e-5) << seed << ' ' << scale;
      }
      expect_value(svcca_rows(x.view(), side->view()), definition(x, *side));
    }
  }
}

TEST(Svcca, OfTwoPairsIsOne) {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const auto [x, y] = pairs(2, 12, 9, seed);
    EXPECT_NEAR(svcca_rows(x.view(), y.view()).value, 1, 1e-12);
    const SecondOrder s = gram_form(x, y);
    EXPECT_EQ(svcca_basis(s, Side::image).cols(), 1);
    expect_value(by_structure(s), 1);
  }
}

TEST(Svcca, IsUnavailableWhereASideHasNoVariance) {
  const Sample x = noise(20, 6, 16), constant = repeated(x, 2, 20);
  for (const Quantity& q : {by_structure(covariance_form(constant, x)), by_structure(covariance_form(x, constant)),
                            by_structure(gram_form(constant.part(0, 5), x.part(0, 5))), svcca_rows(constant.view(), x.view()),
                            svcca_rows(x.view(), constant.view())}) {
    EXPECT_FALSE(q.available());
    EXPECT_NE(q.reason.find("no variance"), std::string::npos);
  }
}

TEST(SvccaRows, NeedTwoPairsAndAsManyTextsAsImages) {
  const Sample x = noise(3, 4, 17);
  EXPECT_EQ(refusal([&] { svcca_rows(x.view(0, 3), x.view(0, 2)); }), "SHAPE");
  EXPECT_EQ(refusal([&] { svcca_rows(x.view(0, 1), x.view(0, 1)); }), "TOO_FEW_ROWS");
  EXPECT_EQ(refusal([&] { svcca_rows(x.view(0, 0), x.view(0, 0)); }), "TOO_FEW_ROWS");
  EXPECT_EQ(refusal([&] { svcca_rows(x.view(0, 2), x.view(0, 2)); }), "accepted");
}
