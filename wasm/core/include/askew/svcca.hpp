// SVCCA, deterministic: exact leading singular vectors, exact canonical correlations.
#pragma once

#include <memory>
#include <optional>

#include "askew/leading_modes.hpp"
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
// From kLeastKrylov rows on by LeadingModes; if that does not find them, and for smaller matrices, by the full solver.
inline constexpr Eigen::Index kLeastKrylov = 1024;
class SvccaBasis {
 public:
  // A structure that is shared is not copied.
  SvccaBasis(std::shared_ptr<const SecondOrder> s, Side side, Eigen::Index least = kLeastKrylov);
  SvccaBasis(const SecondOrder& s, Side side, Eigen::Index least = kLeastKrylov);
  SvccaBasis(const SvccaBasis&) = delete;
  // Some of the work; true while some is left.
  bool step();
  double done() const;
  Matrix finish();
  // Whether the full solver was not needed.
  bool by_krylov() const { return !solver_; }

 private:
  const Matrix& own() const;
  Matrix standardised() const;
  Matrix standardised_times(const Matrix& v) const;

  std::shared_ptr<const SecondOrder> s_;
  Side side_;
  Vector scale_;  // 1 / (std + guard), covariance form
  std::optional<LeadingModes> leading_;
  std::optional<Eigensolver> solver_;
};

// Mean of the canonical correlations = singular values of U_x'U_y, in [0, 1] (Raghu et al. 2017). Widths may differ.
// Unavailable if a side has no variance. Throws SHAPE if a basis has other rows than its side.
Quantity svcca(const SecondOrder& s, const Matrix& imageBasis, const Matrix& textBasis);

// Mean of the singular values of a small matrix, each at most 1, right to 1e-8.
Quantity mean_correlation(const Matrix& m);

// The same from the rows themselves, in float64: for data whose 10 leading directions the second-order form does not resolve.
// Directions with singular values up to kSvccaNull of the first are left out, so that the mean is over as many correlations as the
// side of lower rank has directions. O(n d^2), one call. Throws SHAPE, TOO_FEW_ROWS.
Quantity svcca_rows(const Rows& x, const Rows& y);

}  // namespace askew
