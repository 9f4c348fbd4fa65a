// Eigenmodes of symmetric matrices and what summarises an eigenspectrum.
#pragma once

#include "askew/second_order.hpp"

namespace askew {

struct Eigenmodes {
  Vector values;   // descending
  Matrix vectors;  // one a column, orthonormal, in the order of values
};

// All eigenvalues and eigenvectors of a symmetric matrix. Throws INTERNAL where the iteration does not converge.
Eigenmodes eigenmodes(const Matrix& symmetric);

struct SpectrumSummary {
  double trace;               // sum of lambda = total variance
  double effectiveRank;       // exp(-sum p log p), p = lambda / trace of the covariance (Roy and Vetterli 2007), in [1, d]
  double participationRatio;  // (sum lambda)^2 / sum lambda^2, in [1, d]
};

// Negative rounding noise counts as zero. All zero where the trace is zero.
SpectrumSummary summary(const Vector& eigenvalues);

}  // namespace askew
