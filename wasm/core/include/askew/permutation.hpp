// Chance levels: the scores of pairings drawn at random, each side's own structure as it is.
//
// The anchor's modes are kept, so that only the covariances change: with the centred rows along the modes, a_ik = (XV)_ik and
// b_ik = (YV)_ik, the pairing pi gives covariance_k = (1/n) sum_i a_ik b_pi(i)k, O(n k) a permutation.
// CKA: |X'PY|_F^2 in the modes of both sides; the leading ones (kCkaShare of each side's sum of lambda^2, at most kCkaModes) pair
// by pair, the rest by its expectation, sum of lambda_k mu_l / (n - 1): what that leaves out of the spread is about 2 % of its
// standard deviation. Delta cosine: from unit rows.
// A sample: with m of the audit's n pairs, what deviates from its expectation is scaled by sqrt((m - 1) / (n - 1)): under random
// pairing a covariance has the variance lambda_k var_k / (n - 1) and is close to normal (Hoeffding 1951).
#pragma once

#include <cstdint>
#include <memory>

#include "askew/spectral_alignment.hpp"

namespace askew {

inline constexpr double kCkaShare = 0.9999;
inline constexpr Eigen::Index kCkaModes = 64;

struct PermutedScores {
  double imageToText, textToImage, cka, deltaCosine;
};

class PermutationTest {
 public:
  // The audit's structure and modes; all its pairs or a sample of at least 2 will be added (all of them in Gram form).
  // Vectors come from the bases (AnchorPass::basis); a side whose basis has too few is solved again.
  // Throws SHAPE for unequal widths and for a basis of another shape, OUT_OF_RANGE for q and epsilon as spectral_alignment.
  PermutationTest(const SecondOrder& s, const AnchorModes& image, const AnchorModes& text, double q, double epsilon,
                  const AnchorBasis& imageBasis = {}, const AnchorBasis& textBasis = {});
  PermutationTest(PermutationTest&&) noexcept;
  ~PermutationTest();

  // The next pairs; norms are the rows' lengths, all > 0. Throws SHAPE.
  void add(const Rows& x, const Rows& y, const double* normX, const double* normY);

  // Scores of the seed's permutation `index`. Throws TOO_FEW_ROWS for fewer than 2 pairs.
  PermutedScores scores(std::uint64_t seed, std::uint64_t index);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

// The seed's permutation `index` of 0 … n - 1 (Fisher and Yates).
std::vector<std::uint32_t> permutation(std::size_t n, std::uint64_t seed, std::uint64_t index);

}  // namespace askew
