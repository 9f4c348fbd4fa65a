// What the modality gap consists of, and linear maps that would close it.
//
// Of unit rows u = x/|x|, v = y/|y| of matched pairs, one width d; means m_x, m_y, covariances C_xx, C_yy, C_xy over n (not n - 1).
#pragma once

#include <optional>

#include "askew/moments.hpp"
#include "askew/spectrum.hpp"

namespace askew {

// Mean |u - v|^2 = |m_x - m_y|^2 + tr C_e, C_e = C_xx + C_yy - C_xy - C_xy' the covariance of u - v: the distance of the means, which
// centring removes, and the rest, by direction. A rest below 1e-9 of both sides' variance is rounding, and is 0.
struct GapAnatomy {
  double meanSquare;   // mean |u - v|^2
  double centre;       // |m_x - m_y|^2 / mean |u - v|^2, [0, 1]; 0 if all pairs are equal
  double directions;   // participation ratio of C_e, [0, d]: over how many directions the rest is spread
  Vector leading;      // shares of mean |u - v|^2 along the strongest directions of C_e, at most 10, descending
};

// Throws SHAPE for two widths or moments without products.
GapAnatomy gap_anatomy(Moments m);

// Learnt from some pairs, for others.
struct GapTransforms {
  Vector imageMean, textMean;
  // (tr C / d)^(1/2) S^(-1/2), S = (1 - s) C + s (tr C / d) I, s = min(b, e) / e: b = (mean |u - m|^4 - |C|_F^2) / (n d), e = |C|_F^2 / d - (tr C / d)^2
  // (Ledoit and Wolf 2004). The symmetric root keeps the coordinates of the two sides comparable; the factor keeps the total variance. Eigenvalues
  // below 1e-10 of the largest count as that.
  Matrix imageWhitening, textWhitening;
  double imageShrinkage, textShrinkage;
  // Of D = C_xx / tr C_xx - C_yy / tr C_yy: along a vector of positive value images have the larger share of their variance, of negative value texts.
  Eigenmodes contrast;
  // Solves (S_xx + S_yy) / 2 w = m_x - m_y, S the shrunk covariances: Fisher's linear discriminant of the two sides.
  Vector discriminant;
};

// Empty if a side has no variance. Throws SHAPE for two widths or moments without products, TOO_FEW_ROWS for n < 2.
std::optional<GapTransforms> gap_transforms(Moments m);

// Share of variance that the two sides do not have in common: sum of v'Dv over vectors v of positive value (above 1e-9), D of the pairs measured.
// For the pairs that were learnt from it is the trace distance of the two covariances, in [0, 1]; for others at most that one of theirs, and it can be below 0.
// 0 if a side has no variance.
double private_share(const Eigenmodes& contrast, Moments measured);

// Vectors whose value is `least` or more, or -least or less, one a column.
Matrix private_directions(const Eigenmodes& contrast, double least);

// I - U U': without the directions U.
Matrix without_directions(const Matrix& directions);

// (x / |x| - mean) M of each row, row-major; M empty for the identity. Throws SHAPE.
std::vector<float> transformed_rows(const Rows& x, const std::vector<double>& norms, const Vector& mean, const Matrix& map);

}  // namespace askew
