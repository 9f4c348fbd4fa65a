#include "askew/singular_values.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/definition.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

using Eigen::Index;

// U diag(values) V', m x n
Matrix planted(Index m, Index n, const std::vector<double>& values, std::uint64_t seed) {
  const Matrix u = orthogonal(std::size_t(m), seed), v = orthogonal(std::size_t(n), seed + 1);
  Matrix scaled(m, Index(values.size()));
  for (Index k = 0; k < scaled.cols(); ++k)
    for (Index r = 0; r < m; ++r) scaled(r, k) = u(r, k) * values[std::size_t(k)];
  return product(scaled, transposed(Matrix(v.leftCols(scaled.cols()))));
}

void expect_values(const Matrix& m, const std::vector<double>& expected) {
  const Vector found = singular_values(m);
  ASSERT_EQ(found.size(), std::min(m.rows(), m.cols()));
  for (Index k = 0; k < found.size(); ++k) {
    const double value = k < Index(expected.size()) ? expected[std::size_t(k)] : 0;
    EXPECT_NEAR(found[k], value, 1e-13 * expected[0]) << m.rows() << " x " << m.cols() << " at " << k;
  }
}

std::vector<double> falling(Index count, double ratio) {
  std::vector<double> out;
  for (Index k = 0; k < count; ++k) out.push_back(3 * std::pow(ratio, double(k)));
  return out;
}

}  // namespace

TEST(SingularValues, AreThePlantedOnesAtEverySizeAndShape) {
  for (const Index m : {1, 2, 3, 5, 31, 32, 33, 40, 65})
    for (const Index n : {1, 2, 4, 31, 32, 33, 64, 70}) expect_values(planted(m, n, falling(std::min(m, n), 0.8), 7), falling(std::min(m, n), 0.8));
}

TEST(SingularValues, OfAMatrixOfLowRankAreZeroToRounding) {
  expect_values(planted(60, 45, {5, 5, 2}, 3), {5, 5, 2});
  expect_values(planted(20, 70, {1}, 3), {1});
  EXPECT_EQ(singular_values(Matrix::Zero(40, 50)), Vector(Vector::Zero(40)));
}

// Of M'M the small ones would be lost in rounding.
TEST(SingularValues, AreRightFarBelowTheRootOfRounding) {
  const std::vector<double> values = falling(40, 0.5);
  ASSERT_LT(values.back() / values[0], 1e-11);
  expect_values(planted(50, 40, values, 5), values);
}

TEST(SingularValues, AreRootsOfTheEigenvaluesOfTheProductWithItself) {
  const Matrix m = planted(37, 41, falling(37, 0.95), 9);
  const std::vector<double> squares = eigenpairs(product(m, transposed(m))).values;
  const Vector found = singular_values(m);
  for (Index k = 0; k < found.size(); ++k) EXPECT_NEAR(found[k] * found[k], squares[std::size_t(k)], 1e-11);
}

TEST(SingularValues, DoNotChangeWithTheOrderOfRowsAndColumnsAndScaleWithTheMatrix) {
  const Matrix m = planted(50, 34, falling(34, 0.9), 11);
  const Vector found = singular_values(m), turned = singular_values(m.transpose()), flipped = singular_values(Matrix(m.reverse()));
  EXPECT_LE((found - turned).cwiseAbs().maxCoeff(), 1e-13);
  EXPECT_LE((found - flipped).cwiseAbs().maxCoeff(), 1e-13);
  for (const double scale : {1e-150, 1e-5, 1e150}) EXPECT_LE((singular_values(scale * m) / scale - found).cwiseAbs().maxCoeff(), 1e-12) << scale;
}

TEST(SingularValues, OfAMatrixWithoutColumnsAreNone) { EXPECT_EQ(singular_values(Matrix(5, 0)).size(), 0); }

TEST(SingularValues, RefusesEntriesThatAreNotFinite) {
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    Matrix m = Matrix::Ones(4, 3);
    m(2, 1) = bad;
    EXPECT_EQ(refusal([&] { singular_values(m); }), "NOT_FINITE");
  }
}
