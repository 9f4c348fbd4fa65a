// Half-samples: every score of 62 halves of the pairs, in place of a bootstrap.
//
// Images are dealt to 32 blocks by a seeded permutation. A half is 16 of the blocks: the +1 entries, then the -1 entries, of
// rows 2 … 32 of the Sylvester-Hadamard matrix of order 32, H(i, j) = (-1)^(bits that i and j have in common). Every two blocks
// are together in 30 of the 62 halves, and apart in 32. For a mean, the mean square of (half's value - whole's value) is about its
// squared standard error: a half has twice the whole's variance, and half of that is the whole's own.
// Source: balanced half-sample replication, McCarthy 1969.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "askew/bootstrap.hpp"

namespace askew {

inline constexpr std::size_t kHalfBlocks = 32;
inline constexpr std::size_t kHalfSamples = 62;

// Block of each unit, below `blocks`; sizes of blocks differ by 1 at most. Throws OUT_OF_RANGE for fewer units than blocks, or no block.
std::vector<std::uint32_t> dealt_blocks(std::size_t units, std::uint64_t seed, std::size_t blocks = kHalfBlocks);

// Weights of the blocks, 0 or 1. Halves `index` and `index` + 31 are each other's complement, index in 0 … 30.
// Throws OUT_OF_RANGE for an index of kHalfSamples or more.
std::vector<std::uint32_t> half_sample(std::size_t index);

// Of two halves that share no pair: part_scores of each, then crossImageToText and crossTextToImage. These take directions v_k, their
// number and the signs of their covariances from this half, all else from the other half:
//   sum_k lambda'_k sign_k rho'_k / sum_k lambda'_k,   in [-1, 1],
//   lambda'_k = variance of the anchor along v_k, rho'_k = covariance'_k / sqrt(lambda'_k otherVariance'_k + epsilon).
// About 0 if the sides have nothing to do with each other; 0 if no variance is kept.
// directions: float32 as kept_modes_of_part has them, for an audit of rows, or float64, for sums that were merged: their roundings depend on
// the parts, and in float32 they would move a score by about 1e-7.
// Ranges and errors as replicate_scores; both of one pair of widths (SHAPE).
std::array<Quantities, 2> half_scores(Moments first, Moments second, double q, double epsilon, double mmdBound,
                                      Arithmetic directions = Arithmetic::float32);

// The same for halves of blocks, where all blocks' sums are at hand: the second half's products are those of all less the first's.
class BlockHalves {
 public:
  BlockHalves(Shift shift, std::vector<float> all) : shift_(std::move(shift)), all_(std::move(all)) {}
  // first, and the second half's sums, as MomentBlocks has them. Throws SHAPE where `first` has not as many products as all blocks.
  std::array<Quantities, 2> scores(const PackedMoments& first, Moments second, double q, double epsilon, double mmdBound,
                                   Arithmetic directions = Arithmetic::float32) const;

 private:
  Shift shift_;
  std::vector<float> all_;
};

// The same for halves in any form: the scores of half `here`, 0 or 1, and their kept modes; the cross-fitted score along these.
using HalfScores = std::function<Quantities(std::size_t here, KeptModes& image, KeptModes& text)>;
using CrossScore = std::function<double(std::size_t here, Side anchor, const KeptModes& modes)>;
std::array<Quantities, 2> half_scores(bool comparable, const HalfScores& scores, const CrossScore& cross);

// The cross-fitted score from the other half's variances and covariances along the kept directions, and this half's covariances.
double cross_fitted(const Vector& covarianceHere, const AnchorModes& there, double epsilon);

}  // namespace askew
