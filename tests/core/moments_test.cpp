#include "askew/moments.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/definition.hpp"
#include "support/passes.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

// |a - b| <= relative * scale, entry by entry.
void expect_near(const Vector& a, const Vector& b, double tolerance, const char* what) {
  ASSERT_EQ(a.size(), b.size()) << what;
  for (Eigen::Index k = 0; k < a.size(); ++k) EXPECT_NEAR(a[k], b[k], tolerance) << what << " " << k;
}

void expect_near(const Matrix& a, const Matrix& b, double tolerance, const char* what) {
  ASSERT_EQ(a.rows(), b.rows()) << what;
  ASSERT_EQ(a.cols(), b.cols()) << what;
  for (Eigen::Index i = 0; i < a.rows(); ++i)
    for (Eigen::Index j = 0; j < a.cols(); ++j) EXPECT_NEAR(a(i, j), b(i, j), tolerance) << what << " " << i << ", " << j;
}

// One sum in its scale: the tolerance is relative to the number of terms times the largest.
void expect_equal(const Moments& a, const Moments& b, double sums, double products) {
  EXPECT_EQ(a.n, b.n);
  for (const auto& [p, q] : {std::pair{&a.x, &b.x}, std::pair{&a.y, &b.y}}) {
    const double norm = q->maxNorm, n = b.n, other = std::max(b.x.maxNorm, b.y.maxNorm);
    expect_near(p->sum, q->sum, sums * n * norm, "sum");
    expect_near(p->unit, q->unit, sums * n, "unit");
    expect_near(p->weighted, q->weighted, sums * n * norm, "weighted");
    expect_near(p->own, q->own, sums * n * std::pow(norm, 3), "own");
    expect_near(p->other, q->other, sums * n * norm * other * other, "other");
    EXPECT_NEAR(p->square, q->square, sums * n * norm * norm);
    EXPECT_NEAR(p->fourth, q->fourth, sums * n * std::pow(norm, 4));
    EXPECT_NEAR(p->weight, q->weight, sums * n);
    EXPECT_EQ(p->minNorm, q->minNorm);
    EXPECT_EQ(p->maxNorm, q->maxNorm);
  }
  EXPECT_NEAR(a.cross, b.cross, sums * b.n * std::pow(b.x.maxNorm * b.y.maxNorm, 2));
  EXPECT_NEAR(a.cosine, b.cosine, sums * b.n);
  expect_near(a.mxx, b.mxx, products * b.x.square, "mxx");
  expect_near(a.myy, b.myy, products * b.y.square, "myy");
  expect_near(a.mxy, b.mxy, products * std::sqrt(b.x.square * b.y.square), "mxy");
}

Moments definition(const Sample& x, const Sample& y) {
  Moments m(x.cols, y.cols, true);
  m.n = double(x.rows);
  const auto side = [](SideSums& s, const Sample& a, const Sample& b) {
    s.minNorm = s.maxNorm = a.norms()[0];
    for (std::size_t i = 0; i < a.rows; ++i) {
      const double square = dot(a, i, a, i), norm = std::sqrt(square), w = std::exp(-square / 200);
      for (std::size_t k = 0; k < a.cols; ++k) {
        const double v = a.at(i, k);
        s.sum[k] += v;
        s.unit[k] += v / norm;
        s.weighted[k] += w * v;
        s.own[k] += square * v;
        s.other[k] += dot(b, i, b, i) * v;
      }
      s.square += square;
      s.fourth += square * square;
      s.weight += w;
      s.minNorm = std::min(s.minNorm, norm);
      s.maxNorm = std::max(s.maxNorm, norm);
    }
  };
  side(m.x, x, y);
  side(m.y, y, x);
  for (std::size_t i = 0; i < x.rows; ++i) {
    m.cross += dot(x, i, x, i) * dot(y, i, y, i);
    if (x.cols == y.cols) m.cosine += cosine(x, i, y, i);
  }
  const Matrix cx = centred(x), cy = centred(y);
  m.mxx = product(transposed(cx), cx);
  m.myy = product(transposed(cy), cy);
  m.mxy = product(transposed(cx), cy);
  return m;
}

// Float64 sums in another order: below 1e-12 of the sum of sizes for a thousand terms.
constexpr double kSums = 1e-12;

}  // namespace

TEST(Moments, AreTheirDefinitionsOnWholeNumbers) {
  const auto [x, y] = whole_pairs(300, 7, 7, 1);
  expect_equal(moments(x, y), definition(x, y), kSums, kSums);
}

TEST(Moments, AreTheirDefinitionsOnRealNumbersWithinFloat32Products) {
  const auto [x, y] = pairs(300, 9, 9, 2);
  // 1e-6 of the squares' sum: float32 products are flushed every 128 terms, their errors mostly cancel.
  expect_equal(moments(x, y), definition(x, y), kSums, 1e-6);
}

TEST(Moments, SidesMayDifferInWidthAndThenHaveNoCosine) {
  const auto [x, y] = whole_pairs(40, 5, 11, 3);
  const Moments m = moments(x, y);
  EXPECT_EQ(m.mxy.rows(), 5);
  EXPECT_EQ(m.mxy.cols(), 11);
  EXPECT_EQ(m.cosine, 0);
  expect_equal(m, definition(x, y), kSums, kSums);
}

TEST(Moments, WithoutProductsKeepEveryOtherSum) {
  const auto [x, y] = pairs(50, 6, 6, 4);
  const Moments with = moments(x, y), without = moments(x, y, 0, 50, 256, false);
  EXPECT_FALSE(without.products);
  EXPECT_EQ(without.mxx.size() + without.myy.size() + without.mxy.size(), 0);
  EXPECT_EQ(with.x.own, without.x.own);
  EXPECT_EQ(with.y.other, without.y.other);
  EXPECT_EQ(with.cosine, without.cosine);
}

TEST(Moments, AFarMeanCostsNoPrecisionOfTheProducts) {
  const auto [x, y] = pairs(200, 5, 5, 5);
  const Sample fx = shifted(x, 1000), fy = shifted(y, 1000);
  const Moments m = moments(fx, fy);
  const Matrix c = centred(fx), right = product(transposed(c), c);
  // 1e-6 of the variance, although it is a millionth of the squares: products are taken about a shift.
  expect_near(m.mxx, right, 1e-6 * right.trace(), "mxx");
}

TEST(Moments, ProductsOfASideWithItselfAreSymmetric) {
  const auto [x, y] = pairs(100, 10, 13, 6);
  const Moments m = moments(x, y);
  EXPECT_EQ(m.mxx, Matrix(m.mxx.transpose()));
  EXPECT_EQ(m.myy, Matrix(m.myy.transpose()));
}

TEST(Moments, IdenticalSidesHaveIdenticalDigits) {
  const Sample x = pairs(130, 11, 11, 7).first;
  const Moments m = moments(x, x);
  EXPECT_EQ(m.mxx, m.mxy);
  EXPECT_EQ(m.myy, m.mxy);
  EXPECT_EQ(m.x.own, m.y.other);
}

TEST(Moments, DoNotDependOnHowRowsAreSlicedBeyondTheirLastDigits) {
  const auto [x, y] = whole_pairs(300, 6, 8, 8);
  const Moments whole = moments(x, y);
  for (const std::size_t slice : {2, 10, 64, 254}) expect_equal(moments(x, y, 0, 300, slice), whole, kSums, kSums);
}

TEST(Moments, PartsMergedMakeTheWholeAtAnyCut) {
  for (const std::size_t cut : {2, 4, 100, 128, 130, 256, 258}) {
    auto [x, y] = whole_pairs(260, 6, 6, 9);
    // The second part lies elsewhere, by whole numbers.
    for (std::size_t i = cut; i < 260; ++i)
      for (std::size_t k = 0; k < 6; ++k) x.at(i, k) += float(k), y.at(i, k) -= float(2 * k);
    // Slices of 2, so that the whole takes its shift from rows with a whole mean.
    const Moments whole = moments(x, y, 0, 260, 2);
    expect_equal(whole, definition(x, y), kSums, kSums);
    Moments part = moments(x, y, 0, cut);
    part.merge(moments(x, y, cut, 260));
    expect_equal(part, whole, kSums, kSums);
  }
}

TEST(Moments, PartsOfRealNumbersMakeTheWholeWithinTheRoundingOfTheirOwnShifts) {
  const auto [x, y] = pairs(200, 7, 7, 10);
  const Moments whole = moments(x, y);
  for (const std::size_t cut : {1, 2, 77, 199}) {
    Moments part = moments(x, y, 0, cut);
    part.merge(moments(x, y, cut, 200));
    // Each part subtracts its own mean in float32: products differ by float32 rounding, sums do not.
    expect_equal(part, whole, kSums, 1e-6);
  }
}

TEST(Moments, ManySmallPartsMergedInOrderMakeTheWhole) {
  const auto [x, y] = whole_pairs(120, 5, 5, 11);
  Moments sum(5, 5, true);
  for (std::size_t i = 0; i < 120; i += 2) sum.merge(moments(x, y, i, i + 2));
  expect_equal(sum, moments(x, y), kSums, kSums);
}

TEST(Moments, TheOrderOfMergingChangesLastDigitsOnly) {
  const auto [x, y] = pairs(240, 6, 6, 12);
  const Moments a = moments(x, y, 0, 50), b = moments(x, y, 50, 180), c = moments(x, y, 180, 240);
  Moments left = a, right = b, back = c;
  left.merge(b);
  left.merge(c);
  right.merge(c);
  Moments nested = a;
  nested.merge(right);
  back.merge(b);
  back.merge(a);
  expect_equal(nested, left, kSums, kSums);
  expect_equal(back, left, kSums, kSums);
}

TEST(Moments, TheSameOrderGivesTheSameDigits) {
  const auto run = [] {
    const auto [x, y] = pairs(240, 6, 6, 13);
    Moments m = moments(x, y, 0, 100);
    m.merge(moments(x, y, 100, 240));
    return m.flat();
  };
  EXPECT_EQ(run(), run());
}

TEST(Moments, AnEmptyPartChangesNothing) {
  const auto [x, y] = pairs(30, 4, 5, 14);
  const std::vector<double> whole = moments(x, y).flat();
  Moments before(4, 5, true), after = moments(x, y);
  before.merge(moments(x, y));
  after.merge(Moments(4, 5, true));
  after.merge(MomentsPass(4, 5, true).finish());
  EXPECT_EQ(before.flat(), whole);
  EXPECT_EQ(after.flat(), whole);
}

TEST(Moments, PartsOfOtherShapesAreNotMerged) {
  Moments m(4, 5, true);
  EXPECT_EQ(refusal([&] { m.merge(Moments(4, 6, true)); }), "SHAPE");
  EXPECT_EQ(refusal([&] { m.merge(Moments(3, 5, true)); }), "SHAPE");
  EXPECT_EQ(refusal([&] { m.merge(Moments(4, 5, false)); }), "SHAPE");
  EXPECT_EQ(refusal([&] { m.merge(Moments(4, 5, true)); }), "accepted");
}

TEST(Moments, PartsAreMergedInTheirFlatFormWithTheSameDigits) {
  const auto [x, y] = pairs(60, 4, 6, 19);
  for (const bool products : {true, false}) {
    const Moments second = moments(x, y, 25, 60, 256, products);
    Moments merged = moments(x, y, 0, 25, 256, products), flat = merged;
    merged.merge(second);
    flat.merge(second.flat());
    EXPECT_EQ(flat.flat(), merged.flat());
    for (const Moments& other : {moments(x, y, 0, 25, 256, !products), moments(y, x, 0, 25, 256, products)})
      EXPECT_EQ(refusal([&] { flat.merge(other.flat()); }), "SHAPE");
    EXPECT_EQ(flat.flat(), merged.flat()) << "a refused part leaves no trace";
  }
}

TEST(Moments, TheFlatFormHoldsEveryDigit) {
  const auto [x, y] = pairs(40, 4, 6, 15);
  for (const bool products : {true, false}) {
    const Moments m = moments(x, y, 0, 40, 256, products);
    const Moments back = Moments::from(m.flat());
    EXPECT_EQ(back.flat(), m.flat());
    EXPECT_EQ(back.n, 40);
    EXPECT_EQ(back.products, products);
    EXPECT_EQ(back.mxy, m.mxy);
    EXPECT_EQ(back.y.other, m.y.other);
    EXPECT_EQ(back.x.maxNorm, m.x.maxNorm);
  }
}

TEST(Moments, BrokenFlatFormsAreRefused) {
  const auto [x, y] = pairs(10, 3, 2, 16);
  const std::vector<double> good = moments(x, y).flat();
  const auto with = [&](std::size_t at, double value) {
    std::vector<double> flat = good;
    flat[at] = value;
    return refusal([&] { Moments::from(flat); });
  };
  EXPECT_EQ(refusal([&] { Moments::from(good); }), "accepted");
  EXPECT_EQ(refusal([&] { Moments::from(std::vector<double>{}); }), "SHAPE");
  EXPECT_EQ(refusal([&] { Moments::from({good.begin(), good.begin() + 3}); }), "SHAPE");
  EXPECT_EQ(refusal([&] { Moments::from({good.begin(), good.end() - 1}); }), "SHAPE") << "one value short";
  std::vector<double> longer = good;
  longer.push_back(0);
  EXPECT_EQ(refusal([&] { Moments::from(longer); }), "SHAPE") << "one value over";
  EXPECT_EQ(with(0, good[0] + 1), "SHAPE") << "another version";
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();
  for (const std::size_t width : {1, 2})
    for (const double bad : {0.0, -3.0, 1e7, 4.0, nan, infinite}) EXPECT_EQ(with(width, bad), "SHAPE") << width << " is " << bad;
  EXPECT_EQ(with(3, 0), "SHAPE") << "products denied";
}

TEST(Moments, FlatFormsWithFractionalWidthsAreRefused) {
  // Without products the length 17 + 5 (dx + dy) also fits 1.5 and 2.5.
  std::vector<double> flat = moments(noise(4, 2, 1), noise(4, 2, 2), 0, 4, 256, false).flat();
  flat[1] = 1.5;
  flat[2] = 2.5;
  EXPECT_EQ(refusal([&] { Moments::from(flat); }), "SHAPE");
}

TEST(MomentsPass, TakesAtMost256PairsAtOnce) {
  const Sample x = noise(257, 2, 1);
  const std::vector<double> norms = x.norms();
  const auto add = [&](std::size_t rows) {
    return refusal([&] { MomentsPass(2, 2, true).add(x.view(0, rows), x.view(0, rows), norms.data(), norms.data(), nullptr); });
  };
  EXPECT_EQ(MomentsPass::kSlice, 256u);
  EXPECT_EQ(add(256), "accepted");
  EXPECT_EQ(add(257), "OUT_OF_RANGE");
}

TEST(MomentsPass, RefusesSlicesOfAnotherShape) {
  const Sample x = noise(4, 3, 1), wide = noise(4, 4, 2);
  const std::vector<double> norms = x.norms();
  MomentsPass pass(3, 3, true);
  const auto add = [&](const Rows& a, const Rows& b) { return refusal([&] { pass.add(a, b, norms.data(), norms.data(), nullptr); }); };
  EXPECT_EQ(add(wide.view(), x.view()), "SHAPE");
  EXPECT_EQ(add(x.view(), wide.view()), "SHAPE");
  EXPECT_EQ(add(x.view(0, 3), x.view(0, 4)), "SHAPE");
  EXPECT_EQ(add(x.view(), x.view()), "accepted");
  EXPECT_EQ(pass.finish().n, 4) << "a refused slice leaves no trace";
}

TEST(MomentsPass, AnEmptySliceAddsNothing) {
  const Sample x = noise(4, 3, 1);
  const std::vector<double> norms = x.norms();
  MomentsPass pass(3, 3, true);
  pass.add(x.view(0, 0), x.view(0, 0), nullptr, nullptr, nullptr);
  pass.add(x.view(), x.view(), norms.data(), norms.data(), nullptr);
  pass.add(x.view(0, 0), x.view(0, 0), nullptr, nullptr, nullptr);
  MomentsPass alone(3, 3, true);
  alone.add(x.view(), x.view(), norms.data(), norms.data(), nullptr);
  EXPECT_EQ(pass.finish().flat(), alone.finish().flat());
}

TEST(MomentsPass, RowsOfNorm1e18KeepTheirProducts) {
  const auto [x, y] = pairs(200, 6, 6, 17);
  const Sample hx = scaled(unit(x), 1e18), hy = scaled(unit(y), 1e18);
  const Matrix c = centred(hx), right = product(transposed(c), c);
  expect_near(moments(hx, hy).mxx, right, 1e-6 * right.trace(), "mxx");
}
