#include "askew/leading_modes.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "askew/spectrum.hpp"
#include "support/refusal.hpp"
#include "support/samples.hpp"
#include "times.hpp"

namespace askew::test {
namespace {

using Eigen::Index;

// A symmetric matrix with these eigenvalues, turned by reflections.
Matrix with_values(const Vector& values, std::uint64_t seed) {
  Dice dice(seed);
  Matrix a = values.asDiagonal();
  for (int turn = 0; turn < 8; ++turn) {
    Vector v(values.size());
    for (double& one : v) one = dice.normal();
    v.normalize();
    const Vector av = a * v;
    a += 4 * v.dot(av) * v * v.transpose() - 2 * (av * v.transpose() + v * av.transpose());
  }
  return symmetric_part(a);
}

Vector falling(Index size, double factor) {
  Vector values(size);
  for (Index k = 0; k < size; ++k) values[k] = std::pow(factor, double(k));
  return values;
}

LeadingModes run(const Matrix& a, Index count) {
  LeadingModes modes(a.rows(), count, [&a](const Matrix& v) { return times(a, v); });
  while (modes.step()) {
  }
  return modes;
}

TEST(LeadingModes, AreTheFirstOfTheFullSolver) {
  for (const double factor : {0.5, 0.9, 0.97}) {
    const Matrix a = with_values(falling(300, factor), 1);
    const LeadingModes got = run(a, 10);
    const Eigenmodes want = eigenmodes(a);
    ASSERT_TRUE(got.found()) << factor;
    for (Index k = 0; k < 10; ++k) {
      // Either solver's residual beside the distance to the next value.
      EXPECT_NEAR(got.values()[k], want.values[k], 1e-13);
      EXPECT_NEAR(std::abs(got.vectors().col(k).dot(want.vectors.col(k))), 1, 1e-12);
    }
    EXPECT_LT((got.vectors().transpose() * got.vectors() - Matrix::Identity(10, 10)).cwiseAbs().maxCoeff(), 1e-12);
  }
}

TEST(LeadingModes, OfTiedValuesSpanTheirSpace) {
  Vector values = falling(200, 0.9);
  values.head(12).setOnes();
  const Matrix a = with_values(values, 2);
  const LeadingModes got = run(a, 10);
  ASSERT_TRUE(got.found());
  EXPECT_LT((got.values() - Vector::Ones(10)).cwiseAbs().maxCoeff(), 1e-13);
  EXPECT_LT((times(a, got.vectors()) - got.vectors()).cwiseAbs().maxCoeff(), 1e-12);
}

TEST(LeadingModes, OfFewDirectionsHaveNoMore) {
  Vector values = Vector::Zero(120);
  values.head(3) << 3, 2, 1;
  const LeadingModes got = run(with_values(values, 3), 5);
  ASSERT_TRUE(got.found());
  EXPECT_LT((got.values() - values.head(5)).cwiseAbs().maxCoeff(), 1e-13);
  ASSERT_TRUE(run(Matrix::Zero(64, 64), 2).found());
}

TEST(LeadingModes, SayWhereTheyAreNotFound) {
  // So many values so close to each other take a subspace of nearly all columns.
  Vector values(2000);
  for (Index k = 0; k < values.size(); ++k) values[k] = 1 - 1e-9 * double(k);
  EXPECT_FALSE(run(Matrix(values.asDiagonal()), 10).found());
}

TEST(LeadingModes, WantALargeMatrixAndFewOfThem) {
  const auto none = [](const Matrix& v) { return v; };
  EXPECT_EQ(refusal([&] { LeadingModes(20, 2, none); }), "OUT_OF_RANGE");
  EXPECT_EQ(refusal([&] { LeadingModes(200, 17, none); }), "OUT_OF_RANGE");
}

}  // namespace
}  // namespace askew::test
