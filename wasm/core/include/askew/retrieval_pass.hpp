// The counting half of two-way retrieval by cosine: candidates above and tied with each text's own image, from tiles; no n x m
// matrix is held.
//
// Texts are numbered so that an image's texts are consecutive: image i has texts start[i] … start[i + 1] - 1, at least one.
// Comparisons within the float32 tile's error bound are decided in float64, so counts are those of float64 cosines.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "askew/mmd.hpp"
#include "askew/neighbours.hpp"
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
  // kernel sums over (image, first text) pairs are kept, at most 2. nearest: how many nearest texts of each image and images of each text
  // are found, where both sides are queries; 0 for none. Throws SHAPE.
  RetrievalPass(std::vector<std::int32_t> start, std::vector<double> cosine, const std::vector<double>& sigmas, std::size_t nearest = 0);
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

  // Of the images seen since begin(): their nearest texts, right ones among them. Of all texts: their nearest among these images; what earlier
  // blocks surpass is left out, so lists of blocks add up by merging.
  const NeighbourLists& nearest_texts() const { return texts_; }
  const NeighbourLists& nearest_images() const { return images_; }

 private:
  void begin_nearest(const SimilarityBlock& images, const SimilarityBlock& texts, float reach);
  void enter_nearest(Tile& tile, const SimilarityBlock& images, const SimilarityBlock& texts, const NearestInTile::Candidate& c, bool ofText);

  void texts_as_queries(Tile& tile, const SimilarityBlock& texts, std::size_t i, std::size_t ownBegin, std::size_t ownEnd);
  void image_as_query(Tile& tile, std::size_t count, std::size_t image, std::size_t i, std::size_t ownBegin, std::size_t ownEnd);
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
  // The k nearest both ways.
  std::size_t k_ = 0;
  NeighbourLists texts_, images_;
  LeadingCosines<double> textLeading_;
  std::vector<float> bars_;
  NearestInTile nearest_;
};

}  // namespace askew
