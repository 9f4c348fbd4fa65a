// Two-way retrieval by cosine, from the counts of retrieval_pass.
//
// Texts are numbered as there. I->T: is any text of image i among the k nearest texts?  T->I: is the image of text j among the
// k nearest images?
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "askew/retrieval_pass.hpp"

namespace askew {

// Where single queries' hits are kept.
inline constexpr std::array<double, 3> kRecallAt{1, 5, 10};

struct RetrievalDirection {
  std::vector<double> curve;          // R@1 … R@K, K = min(100, candidates)
  std::vector<double> captionCurve;   // I->T only: mean share of an image's texts among the k nearest (MTEB's recall)
  std::vector<double> chance;         // expectation of `curve` under random ranking
  std::vector<double> identicalCurve; // accepting any text identical to the right one
  std::vector<double> hits;           // of each query: its probability of a hit at 1, 5 and 10 (1 if there are fewer candidates)
  double medianRank = 0;              // median of the expected ranks, from 1
  double mrr = 0;                     // mean of 1 / rank
};

struct Retrieval {
  RetrievalDirection imageToText, textToImage;
  double identicalTexts = 0;  // texts that equal an earlier one
};

// Ties: with g candidates strictly above, h right ones and t wrong ones tied, a hit at k has the probability under
// random tie-breaking, 1 - C(t, k-g) / C(t+h, k-g); for h = 1 this is clamp((k - g) / (t + 1), 0, 1).
// textClass: equal numbers, 0 or more, mark identical texts.
// clusterOf: of each image, the items that belong together (a patient's); empty if none do. What is of the query's own cluster and is not
// its answer is no candidate: `counts` are without it already.
// Throws SHAPE.
Retrieval retrieval(const std::vector<std::int32_t>& start, const std::vector<double>& cosine, const RetrievalCounts& counts,
                    const std::vector<std::int32_t>& textClass, const std::vector<std::int32_t>& clusterOf = {});

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
                           const std::vector<std::int32_t>& texts, const std::vector<std::int32_t>& clusterOf = {});

}  // namespace askew
