// Eigenmodes of symmetric matrices and what summarises an eigenspectrum.
#pragma once

#include <vector>

#include "askew/second_order.hpp"

namespace askew {

struct Eigenmodes {
  Vector values;   // descending
  Matrix vectors;  // one a column, orthonormal, in the order of values
};

// Eigenvalues of a symmetric matrix, and as many of the leading eigenvectors as are asked for.
//
// Blocked Householder reduction to tridiagonal form (4/3 d^3 operations, in steps), implicit QL for the eigenvalues, inverse
// iteration for the vectors of the tridiagonal matrix (orthogonalised against those closer than 1e-9 |T|), and the
// reflectors applied back (Golub and Van Loan, 8.3 to 8.5). Residual |A v - lambda v| about 1e-14 |A|; v'w of two vectors
// about 1e-16 |A| / |their eigenvalues' distance|, at most 1e-7. The largest entry of a vector is positive.
// In float32 the reduction and the reflectors take half the time, the tridiagonal matrix stays float64; the residual is about 1e-6 |A|.
template <class Scalar>
class EigensolverOf {
 public:
  using Values = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  // Takes the lower triangle. Throws SHAPE for a matrix that is not square or empty, NOT_FINITE for NaN or infinite entries.
  explicit EigensolverOf(Values symmetric);

  // Reduces some columns; true while some are left.
  bool step();
  // Share of the reduction that is done, [0, 1].
  double done() const;

  // All eigenvalues, descending; finishes the reduction where it is not finished.
  const Vector& values();
  // The `count` largest eigenvalues, descending, to 1e-13 |A|, in less time than all: by bisection with Sturm counts (Golub and Van Loan, 8.4.1).
  const Vector& leading_values(Eigen::Index count);
  // The next `count` vectors of the eigenvalues found, one a column, from the largest eigenvalue on. Throws OUT_OF_RANGE if none are left.
  Matrix next_vectors(Eigen::Index count);

 private:
  void panel(Eigen::Index columns);
  void tridiagonal_vectors(Eigen::Index count);

  Eigen::Index n_, reduced_ = 0;
  Values a_;                 // what is left of the matrix; below the subdiagonal the reflectors
  Eigen::Matrix<Scalar, Eigen::Dynamic, 1> tau_;  // I - tau v v'
  Vector diagonal_, below_;  // of the tridiagonal matrix
  Vector values_;
  double scale_ = 0;  // of the tridiagonal matrix
  Matrix inner_;             // the tridiagonal matrix's vectors so far
};
using Eigensolver = EigensolverOf<double>;

// All eigenvalues and eigenvectors at once.
Eigenmodes eigenmodes(const Matrix& symmetric);

struct SpectrumSummary {
  double trace;               // sum of lambda = total variance
  double effectiveRank;       // exp(-sum p log p), p = lambda / trace of the covariance (Roy and Vetterli 2007), in [1, d]
  double participationRatio;  // (sum lambda)^2 / sum lambda^2, in [1, d]
};

// Negative rounding noise counts as zero. All zero if the trace is zero.
SpectrumSummary summary(const Vector& eigenvalues);

}  // namespace askew
