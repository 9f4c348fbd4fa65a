// SVCCA, deterministic: exact leading singular vectors, exact canonical correlations.
#pragma once

#include "askew/quantity.hpp"
#include "askew/second_order.hpp"
#include "askew/spectrum.hpp"

namespace askew {

inline constexpr int kSvccaDirections = 10;
// Eigenvalues of Z'Z below this share of the largest are the rounding of float32 products.
inline constexpr double kSvccaResolved = 1e-5;
// Singular values of Z up to this share of the first are the rounding of the rows: no directions.
inline constexpr double kSvccaNull = 1e-6;

// Finds one side's leading directions: columns standardised as (x - mean) / (std + 1e-8), std divided by n - 1; Z = U S V'.
// Covariance form: B with U = Xc B (d x k); Gram form: U itself (n x k). k = min(10, d, n), fewer if eigenvalues fall
// below kSvccaResolved of the largest: there the second-order form cannot tell directions from rounding; see svcca_rows.
class SvccaBasis {
 public:
  SvccaBasis(const SecondOrder& s, Side side);
  // Some of the work; true while some is left.
  bool step() { return solver_.step(); }
  double done() const { return solver_.done(); }
  Matrix finish();

 private:
  static Matrix standardised(const SecondOrder& s, Side side, Vector& scale);
  bool gram_;
  Vector scale_;  // 1 / (std + guard), covariance form
  Eigensolver solver_;
};

// Mean of the canonical correlations = singular values of U_x'U_y, in [0, 1] (Raghu et al. 2017). Widths may differ.
// Unavailable if a side has no variance. Throws SHAPE if a basis has other rows than its side.
Quantity svcca(const SecondOrder& s, const Matrix& imageBasis, const Matrix& textBasis);

// The same from the rows themselves, in float64: for data whose 10 leading directions the second-order form does not resolve.
// Directions with singular values up to kSvccaNull of the first are left out, so that the mean is over as many correlations as the
// side of lower rank has directions. O(n d^2), one call. Throws SHAPE, TOO_FEW_ROWS.
Quantity svcca_rows(const Rows& x, const Rows& y);

}  // namespace askew
