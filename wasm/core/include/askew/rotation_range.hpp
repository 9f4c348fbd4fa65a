// How far SAS can move because a sample cannot tell neighbouring directions apart.
//
// V diag(lambda) V' = the anchor's covariance, A = sym(V' C_xy V), B = V' C_yy V (y the other side). For each kept mode j and each
// mode l > j, to first order the sample's pair (v_j, v_l) is the population's turned by an angle of standard deviation
//   tau_jl = sqrt(lambda_j lambda_l / n) / |lambda_j - lambda_l|      (infinite for a tie; 0 if lambda_l is 0)
// for normal data (Anderson 1963); n is `pairs`: all, or the independent ones that clustered pairs are worth.
// The pair is turned by 17 angles evenly spaced in +-min(z tau_jl, pi / 2); each time SAS is formed
// anew from the 2 x 2 blocks of diag(lambda), A and B. A mode l that is not kept stays out of the score. fall_jl and rise_jl are the largest fall and
// rise of SAS over the angles, >= 0.
//   fall[z - 1] = sqrt(sum fall_jl^2),   rise[z - 1] = sqrt(sum rise_jl^2),   z = 1, 2.
// Cost: O(d^2 kept) for the blocks, 34 kept d for the angles.
#pragma once

#include <array>

#include "askew/spectral_alignment.hpp"

namespace askew {

struct RotationRange {
  std::array<double, 2> fall{}, rise{};
};

// modes and basis of all modes above the data's rank, from AnchorPass of the same s and anchor; s in either form, one width.
// q and epsilon as spectral_alignment. Throws SHAPE for unequal widths or where the basis lacks a mode with variance, OUT_OF_RANGE
// also for pairs that are not above 0, NOT_FINITE.
RotationRange rotation_range(const SecondOrder& s, Side anchor, const AnchorModes& modes, const AnchorBasis& basis, double q, double epsilon,
                             double pairs);

}  // namespace askew
