// Chance levels: the scores of pairings drawn at random, each side's own structure as it is.
//
// The anchor's modes are kept, so that only the covariances change: with the centred rows along the modes, a_ik = (XV)_ik and
// b_ik = (YV)_ik, the pairing pi gives covariance_k = (1/n) sum_i a_ik b_pi(i)k, O(n k) a permutation.
// CKA: |X'PY|_F^2 in the modes of both sides; the leading ones (kCkaShare of each side's sum of lambda^2, at most kCkaModes) pair
// by pair, the rest by its expectation, sum of lambda_k mu_l / (n - 1): what that leaves out of the spread is about 2 % of its
// standard deviation. With at most kCkaModes + 1 pairs none is left out. Delta cosine: from unit rows u, v about their means,
// sum of u_i.v_pi(i) / (n - 1).
// SVCCA: the mean of the singular values of U_x'P U_y, U each side's orthonormal leading directions (SvccaBasis), O(100 n) a permutation.
// Mutual k-NN: the share of an item's k nearest images whose texts are among its text's k nearest, from both sides' lists.
// Rows are rounded to float32 about the first slice's mean, so a pairing that changes nothing gives the observed scores to 1e-6
// of the largest score drawn: whoever counts draws as large as the observed value counts ties within that.
// A sample: with m of the audit's n pairs, what deviates from its expectation is scaled by sqrt((m - 1) / (n - 1)): under random
// pairing a covariance has the variance lambda_k var_k / (n - 1) and is close to normal (Hoeffding 1951).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "askew/spectral_alignment.hpp"

namespace askew {

inline constexpr double kCkaShare = 0.9999;
inline constexpr Eigen::Index kCkaModes = 64;

// Pairs that belong together, in the order in which they are added: unit u has pairs begin[u] … begin[u + 1] - 1. A random pairing gives each
// unit's images the texts of a unit of the same class, one after another and from the first again where there are fewer.
struct ExchangeUnits {
  std::vector<std::uint32_t> begin, classOf;
};

// svcca and mutualKnn: NaN unless they were asked for.
struct PermutedScores {
  double imageToText, textToImage, cka, deltaCosine, svcca, mutualKnn;
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

  // SVCCA's directions of both sides, before the first pair. Throws SHAPE.
  void directions(const Matrix& image, const Matrix& text);
  // The next pairs; norms are the rows' lengths, all > 0. Throws SHAPE.
  void add(const Rows& x, const Rows& y, const double* normX, const double* normY);

  // The k nearest of each pair's image, and of its text, by the audit's numbers; -1 for none. After all of the audit's pairs, before exchange. Throws SHAPE.
  void neighbours(std::vector<std::int32_t> image, std::vector<std::int32_t> text, std::size_t k);

  // Whole units change places from now on. pairs: the audit's numbers of the pairs in the order in which they were added, if that is not their own.
  // Throws SHAPE if they are not as many pairs as were added.
  void exchange(ExchangeUnits units, const std::vector<std::int32_t>& pairs = {});

  // Scores of the seed's permutation `index`. Throws TOO_FEW_ROWS for fewer than 2 pairs.
  PermutedScores scores(std::uint64_t seed, std::uint64_t index);
  // Scores of one of all pairings of n pairs, `rank` below n! (see pairing). Throws TOO_FEW_ROWS, OUT_OF_RANGE.
  PermutedScores ranked_scores(std::uint64_t rank);

 private:
  PermutedScores scores(const std::vector<std::uint32_t>& pi);

  struct Work;
  std::unique_ptr<Work> work_;
};

// The seed's permutation `index` of 0 … n - 1 (Fisher and Yates).
std::vector<std::uint32_t> permutation(std::size_t n, std::uint64_t seed, std::uint64_t index);

// The text of each image where whole units change places within their classes. Throws SHAPE for units that are empty or not ascending.
std::vector<std::uint32_t> permutation(const ExchangeUnits& units, std::uint64_t seed, std::uint64_t index);

// `count` of n rows, ascending, drawn without replacement: each set is as likely, whatever order the rows have. Samples with different
// purposes have nothing to do with each other. Throws OUT_OF_RANGE for count > n and n above 2^31 - 1.
enum class Purpose { median_distance, chance_levels };
std::vector<std::int32_t> sample_rows(std::size_t n, std::size_t count, std::uint64_t seed, Purpose purpose);

// All permutations of 0 … n - 1 in lexicographic order, rank 0 the identity, up to n = kRankedPairs.
// Throws OUT_OF_RANGE for a larger n and for a rank of n! or more.
inline constexpr std::size_t kRankedPairs = 12;
std::vector<std::uint32_t> pairing(std::size_t n, std::uint64_t rank);

}  // namespace askew
