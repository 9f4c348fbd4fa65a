// The directional Spectral Alignment Score (SAS), arXiv 2606.04613.
#pragma once

#include <memory>

#include "askew/spectrum.hpp"

namespace askew {

// The anchor's eigenmodes and the other side along them, strongest first, one entry for each of the d dimensions:
//   C = V diag(lambda) V' (anchor's covariance, divide by n);  covariance_k = mean((XV)_k (YV)_k);
//   otherVariance_k = variance of (YV)_k, divide by n.
// Modes beyond the data's rank have lambda, covariance and otherVariance 0. The rank is at most n - 1 and at most the number of columns
// that vary; eigenvalues below 1e-13 of the largest, or no larger than the most negative one (a covariance has none: that is how far
// rounding reaches), count as 0.
struct AnchorModes {
  Vector eigenvalues, covariance, otherVariance;
};

// What gives both sides' coordinates along the leading modes, one column a mode.
//   Covariance form: `vectors` is V (d x k); a centred row x of either side has the coordinates x'V.
//   Gram form: `vectors` is empty; `own` holds the anchor's centred coordinates XV and `other` the other side's YV (n x k).
struct AnchorBasis {
  Matrix vectors, own, other;
};

// Finds the modes in steps: first all eigenvalues, then the other side along the strongest modes, as many as are asked for.
class AnchorPass {
 public:
  // Unequal widths have eigenvalues only. A structure that is shared is not copied.
  AnchorPass(std::shared_ptr<const SecondOrder> s, Side anchor);
  AnchorPass(SecondOrder s, Side anchor);

  // Some of the work for the first `count` modes; true while some is left.
  bool step(Eigen::Index count);
  // Share of the work for `count` modes, [0, 1].
  double done(Eigen::Index count) const;

  // All d eigenvalues, >= 0, descending; finishes their computation.
  const Vector& eigenvalues();
  // covariance and otherVariance may be 0 for modes that were not asked for. Throws SHAPE for unequal widths.
  AnchorModes modes();
  // Of the modes found so far, at most 2^23 / rows of the basis. Throws SHAPE for unequal widths.
  const AnchorBasis& basis();

 private:
  void extend(Eigen::Index count);
  void keep_basis(const Matrix& vectors, const Matrix& other);

  std::shared_ptr<const SecondOrder> s_;
  Side anchor_;
  Eigen::Index most_;
  Eigensolver solver_;
  AnchorModes modes_;
  AnchorBasis basis_;
  Eigen::Index rank_ = -1, known_ = 0;
};

// What the rank of a side cannot exceed: n - 1, and the columns that vary.
Eigen::Index most_modes(const SecondOrder& s, Side anchor);

// All modes at once. Throws SHAPE for unequal widths: the modes of one side do not exist on the other.
AnchorModes anchor_modes(const SecondOrder& s, Side anchor);

// Number of modes with lambda_k > 0 and lambda_k >= quantile(lambda, 1 - q): modes without variance add nothing to a score and are
// not kept, also where the quantile is 0. The quantile is R-7 (linear interpolation) over all d eigenvalues. q in (0, 1]; throws OUT_OF_RANGE.
Eigen::Index modes_kept(const Vector& eigenvalues, double q);

// Number of leading modes that together hold at least this share of the total variance; 0 if there is no variance.
// share in (0, 1]; throws OUT_OF_RANGE.
Eigen::Index modes_of_variance(const Vector& eigenvalues, double share);

// epsilon = 1e-12 lambda_1 V, V >= 0 the other side's total variance: rho and SAS then stay the same when either side is scaled, and
// modes along which a side is constant up to rounding (lambda_k otherVariance_k about 1e-16 lambda_1 V) count as uncorrelated.
// Throws OUT_OF_RANGE.
double scale_free_epsilon(const Vector& eigenvalues, double otherTotal);

// rho_k = covariance_k / sqrt(lambda_k otherVariance_k + epsilon), |rho_k| clamped to [0, 1]; 0 if the root is 0. Throws NOT_FINITE.
Vector abs_correlation(const AnchorModes& modes, double epsilon);

struct Score {
  double value;      // sum of lambda_k |rho_k| / sum of lambda_k over the kept modes, in [0, 1]
  double modesKept;  // modes_kept, or as many as were asked for
};

// SAS(anchor -> other; q) over the modes_kept.
// q in (0, 1], epsilon >= 0 (the paper's code: 0.1 and 1e-8). Throws OUT_OF_RANGE, NOT_FINITE.
// value is 0 if no variance is kept.
// Source: the paper's SAS, and its code's spectral_alignment_score.
Score spectral_alignment(const AnchorModes& modes, double q, double epsilon);

// The same over the first `kept` modes, at most d of them; epsilon >= 0. Throws OUT_OF_RANGE, NOT_FINITE.
Score leading_alignment(const AnchorModes& modes, Eigen::Index kept, double epsilon);

// Coordinates of rows along the columns of v (d x k): element (i, k) = x_i'v_k in float64, not centred; rows x k. Throws SHAPE.
Matrix coordinates(const Rows& rows, const Matrix& v);

}  // namespace askew
