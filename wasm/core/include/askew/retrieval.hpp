// Two-way retrieval by cosine, from counts alone: no n x m matrix is held.
//
// Texts are numbered so that an image's texts are consecutive: image i has texts start[i] … start[i + 1] - 1, at least one.
// I->T: is any text of image i among the k nearest texts?  T->I: is the image of text j among the k nearest images?
// Comparisons within the float32 tile's error bound are decided in float64, so ranks are those of float64 cosines.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "askew/mmd.hpp"
#include "askew/similarity.hpp"

namespace askew {

// Histograms of cosines: kCosineBins equal bins over [-1, 1].
inline constexpr std::size_t kCosineBins = 200;

struct RetrievalCounts {
  // One entry a text j of image i. imageToText: texts of OTHER images above (tied with) cos(i, j) for query image i;
  // textToImage: other images above (tied with) cos(i, j) for query text j.
  std::vector<std::uint32_t> aboveImageToText, tiedImageToText, aboveTextToImage, tiedTextToImage;
};

class KernelSum;

// Counts of cosines by bin, of one pair of blocks (fewer than 2^31 pairs).
class CosineBins {
 public:
  void add(const float* cosines, std::size_t count);
  void remove(const float* cosines, std::size_t count);
  // Adds the counts to the histogram and begins anew.
  void move_to(std::vector<double>& histogram);

 private:
  static constexpr float kScale = kCosineBins / 2.0f;
  std::array<std::array<std::uint32_t, kCosineBins>, 4> table_{};
};

// One block of images against all texts, a block of texts at a time.
class RetrievalPass {
 public:
  // start: n + 1 entries; cosine: cos(image of j, text j) in float64 for every text; sigmas: length scales for which
  // kernel sums over (image, first text) pairs are kept, at most 2. Throws SHAPE.
  RetrievalPass(std::vector<std::int32_t> start, std::vector<double> cosine, const std::vector<double>& sigmas);
  ~RetrievalPass();

  // Begins a block of images: counts and sums start at zero.
  void begin();
  // All pairs of the two blocks, counted for the directions asked for: with imageQueries, the texts are candidates for the
  // block's images; with textQueries, the images are candidates for the block's texts. Throws SHAPE.
  void add(const SimilarityBlock& images, const SimilarityBlock& texts, bool imageQueries = true, bool textQueries = true);

  // Counts so far, one entry a text; parts add up.
  const RetrievalCounts& counts() const { return counts_; }
  // Unmatched pairs by cosine.
  const std::vector<double>& histogram() const { return histogram_; }
  const std::array<double, 2>& kernel() const { return kernel_; }
  const std::vector<std::int32_t>& start() const { return start_; }

 private:
  void texts_as_queries(const Tile& tile, const SimilarityBlock& texts, std::size_t i, std::size_t ownBegin, std::size_t ownEnd);
  void image_as_query(const Tile& tile, std::size_t count, std::size_t image, std::size_t i, std::size_t ownBegin, std::size_t ownEnd);
  void kernels(const float* cosines, double norm, const SimilarityBlock& texts);

  std::vector<std::int32_t> start_, imageOf_;
  std::vector<double> cosine_;
  RetrievalCounts counts_;
  CosineBins bins_;
  std::vector<double> histogram_;
  std::array<double, 2> kernel_{};
  // Work space of one block of texts.
  std::vector<float> low_, high_, picked_;
  std::vector<std::int32_t> above_;
  std::vector<std::size_t> firsts_;
  std::vector<KernelSum> sums_;
};

// Where single queries' hits are kept.
inline constexpr std::array<double, 3> kRecallAt{1, 5, 10};

struct RetrievalDirection {
  std::vector<double> curve;          // R@1 … R@K, K = min(100, candidates)
  std::vector<double> captionCurve;   // I->T only: mean share of an image's texts among the k nearest (MTEB's recall)
  std::vector<double> chance;         // expectation of `curve` under random ranking
  std::vector<double> identicalCurve; // accepting any text identical to the right one
  std::vector<double> hits;           // of each query: its probability of a hit at 1, 5 and 10 (1 where there are fewer candidates)
  double medianRank = 0;              // median of the expected ranks, from 1
  double mrr = 0;                     // mean of 1 / rank
};

struct Retrieval {
  RetrievalDirection imageToText, textToImage;
  double identicalTexts = 0;  // texts that equal an earlier one
};

// Ties: with g candidates strictly above, h right ones and t wrong ones tied, a hit at k has the probability under
// random tie-breaking, 1 - C(t, k-g) / C(t+h, k-g); for h = 1 this is clamp((k - g) / (t + 1), 0, 1).
// textClass: equal numbers, 0 or more, mark identical texts. Throws SHAPE.
Retrieval retrieval(const std::vector<std::int32_t>& start, const std::vector<double>& cosine, const RetrievalCounts& counts,
                    const std::vector<std::int32_t>& textClass);

// Queries chosen without repetition by a seeded generator: `count` images and `count` texts, ascending. `counted` are the
// texts whose counts are needed as queries: the chosen ones and, of each one's identical texts, that with the nearest image.
struct RetrievalSample {
  std::vector<std::int32_t> images, texts, counted;
};

// Throws OUT_OF_RANGE for count = 0 or above the number of images or texts, SHAPE for classes below 0.
RetrievalSample sample_queries(std::size_t n, const std::vector<double>& cosine, const std::vector<std::int32_t>& textClass,
                               std::size_t count, std::uint64_t seed);

// Retrieval from the counts of chosen queries: means are over the queries, candidates are all. Throws SHAPE.
Retrieval retrieval_sample(const std::vector<std::int32_t>& start, const std::vector<double>& cosine, const RetrievalCounts& counts,
                           const std::vector<std::int32_t>& textClass, const std::vector<std::int32_t>& images,
                           const std::vector<std::int32_t>& texts);

}  // namespace askew
