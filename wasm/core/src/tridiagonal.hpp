// Symmetric tridiagonal matrices, by their diagonal and the entries below it.
#pragma once

#include <vector>

#include "askew/matrix.hpp"

namespace askew {

// All eigenvalues, descending: implicit QL with Wilkinson's shift.
// Source: Dubrulle, Martin and Wilkinson 1968, "The implicit QL algorithm", Numer. Math. 12.
Vector tridiagonal_values(Vector diagonal, const Vector& below);

// The `count` largest eigenvalues, descending, to 1e-13 `scale`, which is that of the largest entry: bisection with Sturm counts.
Vector leading_tridiagonal_values(const Vector& diagonal, const Vector& below, Eigen::Index count, double scale);

// LU of the matrix minus lambda I, with partial pivoting; pivots below `tiny` become that.
class ShiftedTridiagonal {
 public:
  ShiftedTridiagonal(const Vector& diagonal, const Vector& below, double lambda, double tiny);
  // x becomes the solution.
  void solve(double* x) const;

 private:
  Eigen::Index n_;
  Vector d_, u_, w_, l_;  // d: inverse pivots
  std::vector<char> swap_;
};

}  // namespace askew
