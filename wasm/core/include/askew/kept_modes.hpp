// The modes of one side that SAS keeps, and the other side along them.
#pragma once

#include "askew/spectral_alignment.hpp"

namespace askew {

struct KeptModes {
  AnchorModes modes;  // of the kept modes alone
  // Covariance form: the directions (d x k). Gram form: the anchor's centred coordinates along them (n x k).
  Matrix basis;
  Eigen::Index count() const { return modes.eigenvalues.size(); }
};

// By AnchorPass, all float64. q as modes_kept; throws SHAPE for unequal widths.
KeptModes kept_modes(const SecondOrder& s, Side anchor, double q);

// An eigenproblem of fewer rows takes no time worth saving.
inline constexpr Eigen::Index kLeastFloat32 = 256;

// For parts of the pairs, in half the time: the directions come from a float32 eigenproblem of at least `least` rows; all else along them is
// float64 in covariance form, and from float32 products in Gram form, whose entries are such products already. Each direction must leave a residual |C v - lambda v| of at most kResidual of sqrt(lambda sum_l min(lambda_l, lambda) / n), which is
// how far n pairs by chance move C v among the directions that are no stronger; if one leaves more, kept_modes answers.
// mixed: (xy + xy') / 2 in covariance form, which both sides and the other half need as well; not read in Gram form.
KeptModes kept_modes_of_part(const SecondOrder& s, const Matrix& mixed, Side anchor, double q, Eigen::Index least = kLeastFloat32);
inline constexpr double kResidual = 0.01;

// The float32 way alone, at any size: false if a residual is too large.
bool float32_modes(const SecondOrder& s, const Matrix& mixed, Side anchor, double q, KeptModes& out);

}  // namespace askew
