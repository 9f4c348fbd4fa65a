// The few leading eigenmodes of a large symmetric matrix that is only multiplied with.
//
// Block Krylov subspaces from a start without structure, orthogonalised in full; Rayleigh-Ritz; the residual |A v - lambda v| of every pair
// as certificate (Golub and Van Loan, 10.3; Saad 2011, Numerical Methods for Large Eigenvalue Problems, 6). A block of kKrylovBlock columns
// finds directions that are tied up to so many times.
#pragma once

#include <functional>

#include "askew/matrix.hpp"

namespace askew {

inline constexpr Eigen::Index kKrylovBlock = 16;
inline constexpr Eigen::Index kKrylovBlocks = 32;
// Of the largest eigenvalue: what a pair may leave. The full solver leaves about 1e-14.
inline constexpr double kKrylovResidual = 1e-13;

class LeadingModes {
 public:
  using Product = std::function<Matrix(const Matrix&)>;
  // The first `count` modes, at most kKrylovBlock, of a matrix of `size` rows; product: the matrix times some columns.
  LeadingModes(Eigen::Index size, Eigen::Index count, Product product);

  // One product more; true while some are left.
  bool step();
  double done() const;

  // After the last step: whether all pairs are found. If not, the caller takes the full solver.
  bool found() const { return found_; }
  const Vector& values() const { return values_; }    // descending
  const Matrix& vectors() const { return vectors_; }  // one a column

 private:
  bool settled(const Matrix& rest);

  Eigen::Index size_, count_, blocks_ = 0;
  Product product_;
  Matrix basis_, next_, projected_;
  Vector values_;
  Matrix vectors_;
  bool found_ = false, ended_ = false;
};

}  // namespace askew
