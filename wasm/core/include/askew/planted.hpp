// What synthetic() builds in: the truth beside which measured scores can be laid.
#pragma once

#include "askew/spectral_alignment.hpp"
#include "askew/synthetic.hpp"

namespace askew {

// Shares of a side's variance, in [0, 1], sum 1 (all 0 if there is no variance).
struct PlantedShares {
  double shared, own, noise;
};

struct Planted {
  PlantedShares image, text;
  Score imageToText, textToImage;
};

// The population behind a spec, with the factors' directions that its seed draws:
//   C_xx = B'S^2 B + P'T^2 P + noise^2 / d I, likewise C_yy;  C_xy = (1 - wrong) B'S^2 B
// with S, T the factors' scales and wrong the share of images that have another one's texts; each side divided by its mean
// squared length. Scores are those of these covariances: what infinitely many pairs would give before each row is scaled to
// unit length. The gap and duplicates change no covariance.
// q in (0, 1], epsilon >= 0. Throws OUT_OF_RANGE like synthetic() and spectral_alignment(), also above a width of 4096.
Planted planted(const SyntheticSpec& spec, double q, double epsilon);

}  // namespace askew
