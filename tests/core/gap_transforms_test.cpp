#include "askew/gap_transforms.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/definition.hpp"
#include "support/passes.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

constexpr double kExact = 1e-9, kFloat = 1e-5;

Matrix covariance(const Sample& x) {
  const Matrix c = centred(x);
  return product(transposed(c), c) / double(x.rows);
}

Moments exact(const Sample& x, const Sample& y) { return test::moments(x, y, 0, x.rows, MomentsPass::kSlice, true, Arithmetic::float64); }
Moments spread(const Sample& x, const Sample& y) { return test::moments(x, y); }

Sample sample_of(const std::vector<float>& values, std::size_t cols) { return {cols, values}; }

Sample difference(const Sample& x, const Sample& y) {
  Sample out = x;
  for (std::size_t k = 0; k < out.values.size(); ++k) out.values[k] -= y.values[k];
  return out;
}

// b / e of Ledoit and Wolf 2004, by loops over rows.
double shrinkage(const Sample& x) {
  const Matrix c = covariance(x), rows = centred(x);
  const double d = double(x.cols), n = double(x.rows), scale = c.trace() / d;
  double error = 0;
  for (Eigen::Index i = 0; i < rows.rows(); ++i) error += std::pow(frobenius(rows.row(i).transpose() * rows.row(i) - c), 2);
  const double around = std::pow(frobenius(c - scale * Matrix::Identity(c.rows(), c.cols())), 2);
  return std::min(error / (n * n), around) / around;
}

Sample mapped(const Sample& x, const Vector& mean, const Matrix& map) { return sample_of(transformed_rows(x.view(), x.norms(), mean, map), x.cols); }

}  // namespace

TEST(GapAnatomy, IsTheMeanSquaredDistanceOfAPairInItsParts) {
  const auto [a, b] = pairs(150, 10, 10, 1);
  const Sample x = unit(a), y = unit(b);
  const GapAnatomy gap = gap_anatomy(exact(x, y));
  double square = 0;
  for (std::size_t i = 0; i < x.rows; ++i) square += square_distance(x, i, y, i) / double(x.rows);
  EXPECT_NEAR(gap.meanSquare, square, kExact);
  const Matrix rest = covariance(difference(x, y));
  EXPECT_NEAR(gap.centre, 1 - rest.trace() / square, kFloat);
  const Eigenpairs modes = eigenpairs(rest);
  for (std::size_t k = 0; k < 10; ++k) EXPECT_NEAR(gap.leading[Eigen::Index(k)], modes.values[k] / square, kFloat);
  EXPECT_NEAR(gap.directions, std::pow(rest.trace() / frobenius(rest), 2), 1e-3);
}

TEST(GapAnatomy, OfEqualSidesIsNothing) {
  const Sample x = unit(noise(40, 6, 2));
  const GapAnatomy same = gap_anatomy(exact(x, x));
  EXPECT_EQ(same.meanSquare, 0);
  EXPECT_EQ(same.centre, 0);
  EXPECT_EQ(same.directions, 0);
}

TEST(GapTransforms, ShrinkAsTheLoopsDo) {
  const auto [x, y] = pairs(60, 8, 8, 3);
  const auto t = gap_transforms(spread(x, y));
  ASSERT_TRUE(t);
  EXPECT_NEAR(t->imageShrinkage, shrinkage(x), kFloat);
  EXPECT_NEAR(t->textShrinkage, shrinkage(y), kFloat);
}

TEST(GapTransforms, WhiteningMakesTheShrunkCovarianceRoundAndKeepsItsTrace) {
  const auto [x, y] = pairs(80, 7, 7, 4);
  const auto t = gap_transforms(spread(x, y));
  ASSERT_TRUE(t);
  const Matrix c = covariance(y);
  const double s = t->textShrinkage, scale = c.trace() / 7;
  const Matrix shrunk = (1 - s) * c + s * scale * Matrix::Identity(7, 7), w = t->textWhitening;
  EXPECT_LT(frobenius(product(product(w, shrunk), w) - scale * Matrix::Identity(7, 7)), kFloat * scale);
  EXPECT_LT(frobenius(w - transposed(w)), kExact * frobenius(w));
}

TEST(GapTransforms, TheDiscriminantIsFishers) {
  const auto [x, y] = pairs(90, 6, 6, 5);
  const auto t = gap_transforms(spread(x, y));
  ASSERT_TRUE(t);
  const auto shrunk = [](const Sample& of, double s) {
    const Matrix c = covariance(of);
    return Matrix((1 - s) * c + s * c.trace() / 6 * Matrix::Identity(6, 6));
  };
  const Matrix within = (shrunk(x, t->imageShrinkage) + shrunk(y, t->textShrinkage)) / 2;
  EXPECT_LT((within * t->discriminant - (t->imageMean - t->textMean)).norm(), kFloat);
}

TEST(GapTransforms, APlantedPrivateDirectionIsFoundAndLeftOut) {
  Sample x = noise(400, 5, 6), y = noise(400, 5, 7);
  for (std::size_t i = 0; i < x.rows; ++i) x.at(i, 2) *= 10;
  const auto t = gap_transforms(spread(x, y));
  ASSERT_TRUE(t);
  const Matrix away = private_directions(t->contrast, 0.5);
  ASSERT_EQ(away.cols(), 1);
  EXPECT_GT(std::abs(away(2, 0)), 0.99);
  const Matrix p = without_directions(away);
  EXPECT_LT(frobenius(product(p, p) - p), kExact);
  EXPECT_LT((p * away).norm(), kExact);
  // 100 of the images' 104 parts of variance lie there, one of the texts' 5.
  EXPECT_NEAR(private_share(t->contrast, spread(x, y)), 100.0 / 104 - 1.0 / 5, 0.05);
  EXPECT_NEAR(private_share(t->contrast, spread(x, y)), t->contrast.values.cwiseMax(0).sum(), kFloat);
}

TEST(GapTransforms, OfOtherPairsThePrivateShareIsNoLarger) {
  const Sample x = noise(60, 12, 8), y = noise(60, 12, 9);
  const auto t = gap_transforms(spread(x, y));
  ASSERT_TRUE(t);
  // Nothing is private here; what looks so among the pairs that were learnt from is not there among others.
  EXPECT_GT(t->contrast.values.cwiseMax(0).sum(), 0.1);
  EXPECT_LT(std::abs(private_share(t->contrast, spread(noise(4000, 12, 10), noise(4000, 12, 11)))), 0.05);
}

TEST(GapTransforms, EqualRowsStayEqualWhereverTheyStand) {
  Sample x = noise(70, 33, 12);
  const std::size_t places[] = {0, 3, 31, 32, 64, 69};
  for (const std::size_t at : places) std::copy_n(x.values.begin() + 33, 33, x.values.begin() + std::ptrdiff_t(at * 33));
  Matrix map = Matrix::Zero(33, 33);
  for (Eigen::Index i = 0; i < 33; ++i)
    for (Eigen::Index j = 0; j < 33; ++j) map(i, j) = std::sin(double(i * 33 + j));
  const Sample out = mapped(x, Vector::Constant(33, 0.1), map);
  for (const std::size_t at : places)
    for (std::size_t k = 0; k < 33; ++k) EXPECT_EQ(out.at(at, k), out.at(1, k)) << at;
}

TEST(GapTransforms, AMapOfRowsIsTheDefinition) {
  const Sample x = noise(9, 4, 13);
  const Vector mean = Vector::LinSpaced(4, -1, 1);
  const Matrix map = orthogonal(4, 3);
  const Sample turned = mapped(x, mean, map), moved = mapped(x, mean, Matrix());
  for (std::size_t i = 0; i < x.rows; ++i) {
    Vector row(4);
    for (std::size_t k = 0; k < 4; ++k) row[Eigen::Index(k)] = double(x.at(i, k)) / x.norms()[i] - mean[Eigen::Index(k)];
    const Vector through = map.transpose() * row;
    for (std::size_t k = 0; k < 4; ++k) {
      EXPECT_NEAR(moved.at(i, k), row[Eigen::Index(k)], 1e-6);
      EXPECT_NEAR(turned.at(i, k), through[Eigen::Index(k)], 1e-6);
    }
  }
}

TEST(GapTransforms, RefuseWhatTheyCannotDo) {
  const Sample x = noise(20, 4, 14), wide = noise(20, 5, 15), still = repeated(x, 0, 20);
  EXPECT_EQ(refusal([&] { gap_transforms(spread(x, wide)); }), "SHAPE");
  EXPECT_EQ(refusal([&] { gap_anatomy(spread(x, wide)); }), "SHAPE");
  EXPECT_FALSE(gap_transforms(spread(still, x)));
  EXPECT_FALSE(gap_transforms(spread(x, still)));
  EXPECT_EQ(refusal([&] { transformed_rows(x.view(), x.norms(), Vector::Zero(3), Matrix()); }), "SHAPE");
  EXPECT_EQ(refusal([&] { transformed_rows(x.view(), x.norms(), Vector::Zero(4), Matrix::Identity(3, 3)); }), "SHAPE");
}
