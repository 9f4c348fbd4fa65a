// SVCCA, deterministic: exact leading singular vectors, exact canonical correlations.
#pragma once

#include "askew/quantity.hpp"
#include "askew/second_order.hpp"

namespace askew {

inline constexpr int kSvccaDirections = 10;

// One side's leading directions: columns standardised as (x - mean) / (std + 1e-8), std divided by n - 1; Z = U S V'.
// Covariance form: B with U = Xc B (d x k); Gram form: U itself (n x k). k = min(10, d, n, rank).
Matrix svcca_basis(const SecondOrder& s, Side side);

// Mean of the canonical correlations = singular values of U_x'U_y, in [0, 1] (Raghu et al. 2017). Widths may differ.
// Unavailable where a side has no variance.
Quantity svcca(const SecondOrder& s, const Matrix& imageBasis, const Matrix& textBasis);

}  // namespace askew
