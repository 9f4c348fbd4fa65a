#include "askew/second_order.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/definition.hpp"
#include "support/passes.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

// Whole numbers leave float64 sums alone: 1e-12 of the result's scale in any order.
constexpr double kExact = 1e-12;

void expect_near(const Matrix& a, const Matrix& b, double tolerance) {
  ASSERT_EQ(a.rows(), b.rows());
  ASSERT_EQ(a.cols(), b.cols());
  for (Eigen::Index i = 0; i < a.rows(); ++i)
    for (Eigen::Index j = 0; j < a.cols(); ++j) EXPECT_NEAR(a(i, j), b(i, j), tolerance) << i << ", " << j;
}

Matrix over(Matrix a, double n) {
  a /= n;
  return a;
}

struct FourthSums {
  double kk = 0, ll = 0, kl = 0;
  FourthSums(const Matrix& cx, const Matrix& cy) {
    for (Eigen::Index i = 0; i < cx.rows(); ++i) {
      const double k = cx.row(i).squaredNorm(), l = cy.row(i).squaredNorm();
      kk += k * k, ll += l * l, kl += k * l;
    }
  }
};

void expect_fourth_sums(const SecondOrder& s, const Sample& x, const Sample& y, double relative) {
  const FourthSums sums(centred(x), centred(y));
  EXPECT_NEAR(s.kk, sums.kk, relative * sums.kk);
  EXPECT_NEAR(s.ll, sums.ll, relative * sums.ll);
  EXPECT_NEAR(s.kl, sums.kl, relative * sums.kl);
}

}  // namespace

TEST(SecondOrder, TheCovarianceFormHoldsTheCovariancesDividedByN) {
  const auto [x, y] = whole_pairs(60, 5, 8, 1);
  const SecondOrder s = covariance_form(x, y);
  const Matrix cx = centred(x), cy = centred(y);
  EXPECT_FALSE(s.gram);
  EXPECT_EQ(s.n, 60);
  EXPECT_EQ(s.dx, 5);
  EXPECT_EQ(s.dy, 8);
  expect_near(s.xx, over(product(transposed(cx), cx), 60), kExact * s.trace(Side::image));
  expect_near(s.yy, over(product(transposed(cy), cy), 60), kExact * s.trace(Side::text));
  expect_near(s.xy, over(product(transposed(cx), cy), 60), kExact * std::sqrt(s.trace(Side::image) * s.trace(Side::text)));
  expect_fourth_sums(s, x, y, kExact);
}

TEST(SecondOrder, TheGramFormHoldsProductsOfRows) {
  const auto [x, y] = whole_pairs(10, 21, 21, 2);
  const SecondOrder s = gram_form(x, y);
  const Matrix cx = centred(x), cy = centred(y);
  EXPECT_TRUE(s.gram);
  EXPECT_EQ(s.n, 10);
  expect_near(s.xx, over(product(cx, transposed(cx)), 10), kExact * s.trace(Side::image));
  expect_near(s.yy, over(product(cy, transposed(cy)), 10), kExact * s.trace(Side::text));
  expect_near(s.xy, over(product(cx, transposed(cy)), 10), kExact * std::sqrt(s.trace(Side::image) * s.trace(Side::text)));
  expect_fourth_sums(s, x, y, kExact);
}

TEST(SecondOrder, TheGramFormStandardisesColumnsByTheirStandardDeviationPlusAGuard) {
  const auto [x, y] = pairs(12, 30, 30, 3);
  Matrix z = centred(x);
  for (Eigen::Index k = 0; k < z.cols(); ++k) {
    double square = 0;
    for (Eigen::Index i = 0; i < z.rows(); ++i) square += z(i, k) * z(i, k);
    for (Eigen::Index i = 0; i < z.rows(); ++i) z(i, k) /= std::sqrt(square / 11) + 1e-8;
  }
  const SecondOrder s = gram_form(x, y);
  // 1e-6 of the trace: the standardised values are float32.
  expect_near(s.zx, product(z, transposed(z)), 1e-6 * s.zx.trace());
}

TEST(SecondOrder, BothFormsAgreeOnWhatTheyShare) {
  const auto [x, y] = whole_pairs(10, 21, 21, 4);
  const SecondOrder c = covariance_form(x, y), g = gram_form(x, y);
  for (const Side side : {Side::image, Side::text}) {
    EXPECT_NEAR(g.trace(side), c.trace(side), kExact * c.trace(side));
    EXPECT_NEAR(g.norm_square(side), c.norm_square(side), kExact * c.norm_square(side));
  }
  EXPECT_NEAR(g.cross_norm_square(), c.cross_norm_square(), kExact * c.cross_norm_square());
  EXPECT_NEAR(g.inner(), c.inner(), kExact * c.inner());
  EXPECT_NEAR(g.kk, c.kk, kExact * c.kk);
  EXPECT_NEAR(g.ll, c.ll, kExact * c.ll);
  EXPECT_NEAR(g.kl, c.kl, kExact * c.kl);
}

TEST(SecondOrder, BothFormsAgreeOnRealNumbersWithinFloat32Products) {
  const auto [x, y] = pairs(25, 40, 40, 5);
  const SecondOrder c = covariance_form(x, y), g = gram_form(x, y);
  EXPECT_NEAR(g.cross_norm_square(), c.cross_norm_square(), 1e-6 * c.cross_norm_square());
  EXPECT_NEAR(g.inner(), c.inner(), 1e-6 * c.inner());
  EXPECT_NEAR(g.kl, c.kl, 1e-6 * c.kl);
}

TEST(SecondOrder, NormsAreTheirDefinitions) {
  const auto [x, y] = whole_pairs(40, 6, 6, 6);
  const Matrix cx = centred(x), cy = centred(y);
  const Matrix xx = over(product(transposed(cx), cx), 40), yy = over(product(transposed(cy), cy), 40),
               xy = over(product(transposed(cx), cy), 40);
  const SecondOrder s = covariance_form(x, y);
  EXPECT_NEAR(s.trace(Side::image), xx.trace(), kExact * xx.trace());
  EXPECT_NEAR(s.norm_square(Side::text), std::pow(frobenius(yy), 2), kExact * std::pow(frobenius(yy), 2));
  EXPECT_NEAR(s.cross_norm_square(), std::pow(frobenius(xy), 2), kExact * std::pow(frobenius(xy), 2));
  EXPECT_NEAR(s.inner(), product(xx, yy).trace(), kExact * product(xx, yy).trace());
}

TEST(SecondOrder, UnequalWidthsHaveACrossNormInBothForms) {
  const auto [x, y] = whole_pairs(10, 14, 22, 7);
  const SecondOrder c = covariance_form(x, y), g = gram_form(x, y);
  EXPECT_FALSE(c.comparable());
  EXPECT_FALSE(g.comparable());
  EXPECT_NEAR(g.cross_norm_square(), c.cross_norm_square(), kExact * c.cross_norm_square());
}

TEST(SecondOrder, NeedsTwoPairs) {
  const Sample x = noise(2, 3, 1);
  EXPECT_EQ(refusal([&] { SecondOrder::from(moments(x, x, 0, 2)); }), "accepted");
  EXPECT_EQ(refusal([&] { SecondOrder::from(moments(x, x, 0, 1)); }), "TOO_FEW_ROWS");
  EXPECT_EQ(refusal([&] { SecondOrder::from(Moments(3, 3, true)); }), "TOO_FEW_ROWS");
}

TEST(SecondOrder, NeedsProducts) {
  const Sample x = noise(5, 3, 1);
  EXPECT_EQ(refusal([&] { SecondOrder::from(moments(x, x, 0, 5, 256, false)); }), "SHAPE");
}

TEST(SecondOrder, TheFlatFormHoldsEveryDigitOfBothForms) {
  const auto [x, y] = pairs(6, 8, 9, 8);
  for (const SecondOrder& s : {covariance_form(x, y), gram_form(x, y)}) {
    const SecondOrder back = SecondOrder::from(s.flat());
    EXPECT_EQ(back.flat(), s.flat());
    EXPECT_EQ(back.gram, s.gram);
    EXPECT_EQ(back.dy, 9);
    EXPECT_EQ(back.xy, s.xy);
    EXPECT_EQ(back.zy, s.zy);
    EXPECT_EQ(back.kl, s.kl);
  }
}

TEST(SecondOrder, ComesFromTheFlatFormOfMomentsToo) {
  const auto [x, y] = pairs(20, 5, 6, 11);
  EXPECT_EQ(SecondOrder::from(moments(x, y).flat()).flat(), covariance_form(x, y).flat());
}

TEST(SecondOrder, BrokenFlatFormsAreRefused) {
  const auto [x, y] = pairs(6, 8, 9, 9);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refusal([] { SecondOrder::from(std::vector<double>{}); }), "SHAPE");
  for (const SecondOrder& s : {covariance_form(x, y), gram_form(x, y)}) {
    const std::vector<double> good = s.flat();
    EXPECT_EQ(refusal([&] { SecondOrder::from({good.begin(), good.begin() + 7}); }), "SHAPE");
    EXPECT_EQ(refusal([&] { SecondOrder::from({good.begin(), good.end() - 1}); }), "SHAPE");
    std::vector<double> longer = good;
    longer.push_back(0);
    EXPECT_EQ(refusal([&] { SecondOrder::from(longer); }), "SHAPE");
    // version, form, n, dx, dy
    for (const std::size_t at : {0, 1, 2, 3, 4}) {
      std::vector<double> flat = good;
      flat[at] = at == 1 ? 1 - flat[at] : nan;
      EXPECT_EQ(refusal([&] { SecondOrder::from(flat); }), "SHAPE") << (s.gram ? "gram, " : "covariance, ") << at;
    }
  }
}

TEST(GramPass, TakesItsRowsInAnySlices) {
  const auto [x, y] = pairs(11, 20, 20, 10);
  const std::vector<double> whole = gram_form(x, y).flat();
  GramPass pass(11, 20, 20);
  for (const auto& [begin, end] : {std::pair{0, 1}, std::pair{1, 7}, std::pair{7, 11}})
    pass.add(x.view(std::size_t(begin), std::size_t(end)), y.view(std::size_t(begin), std::size_t(end)));
  while (pass.step()) {
  }
  EXPECT_FALSE(pass.step()) << "no work is left";
  EXPECT_EQ(pass.finish().flat(), whole);
}

TEST(GramPass, NeedsTwoPairs) {
  EXPECT_EQ(refusal([] { GramPass(1, 5, 5); }), "TOO_FEW_ROWS");
  EXPECT_EQ(refusal([] { GramPass(0, 5, 5); }), "TOO_FEW_ROWS");
  EXPECT_EQ(refusal([] { GramPass(2, 5, 5); }), "accepted");
}

TEST(GramPass, RefusesRowsOfAnotherShapeAndRowsTooMany) {
  const Sample x = noise(4, 5, 1), wide = noise(4, 6, 2);
  GramPass pass(3, 5, 5);
  EXPECT_EQ(refusal([&] { pass.add(wide.view(0, 2), x.view(0, 2)); }), "SHAPE");
  EXPECT_EQ(refusal([&] { pass.add(x.view(0, 2), wide.view(0, 2)); }), "SHAPE");
  EXPECT_EQ(refusal([&] { pass.add(x.view(0, 2), x.view(0, 3)); }), "SHAPE");
  EXPECT_EQ(refusal([&] { pass.add(x.view(), x.view()); }), "SHAPE");
  EXPECT_EQ(refusal([&] { pass.add(x.view(0, 3), x.view(0, 3)); }), "accepted");
  EXPECT_EQ(refusal([&] { pass.add(x.view(3, 4), x.view(3, 4)); }), "SHAPE");
}

TEST(GramPass, DoesNotStartBeforeAllRowsAreThere) {
  const Sample x = noise(3, 5, 1);
  GramPass pass(3, 5, 5);
  pass.add(x.view(0, 2), x.view(0, 2));
  EXPECT_EQ(refusal([&] { pass.step(); }), "TOO_FEW_ROWS");
  pass.add(x.view(2, 3), x.view(2, 3));
  EXPECT_EQ(refusal([&] { pass.step(); }), "accepted");
}

TEST(GramPass, HasNoResultBeforeItsLastStep) {
  const Sample x = noise(3, 5, 1);
  GramPass pass(3, 5, 5);
  pass.add(x.view(), x.view());
  EXPECT_EQ(refusal([&] { pass.finish(); }), "INTERNAL");
  EXPECT_TRUE(pass.step());
  EXPECT_EQ(refusal([&] { pass.finish(); }), "INTERNAL");
  while (pass.step()) {
  }
  EXPECT_EQ(refusal([&] { pass.finish(); }), "accepted");
}

TEST(GramPass, ASideWithoutColumnsIsRefused) {
  EXPECT_EQ(askew::test::refusal([] { GramPass(3, 0, 2); }), "SHAPE");
  EXPECT_EQ(askew::test::refusal([] { GramPass(3, 2, 0); }), "SHAPE");
}
