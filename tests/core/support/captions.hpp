// Images with one or more texts each, and the counts of the core over them.
#pragma once

#include "askew/retrieval.hpp"
#include "passes.hpp"

namespace askew::test {

struct Captions {
  Sample images, texts;
  std::vector<std::int32_t> start, imageOf;
  std::vector<double> cosine;  // of each text with its image

  // captions: texts of each image
  Captions(Sample images, Sample texts, const std::vector<int>& captions);

  // Equal texts get equal numbers, in order of first appearance.
  std::vector<std::int32_t> text_classes() const;

  // Exact for small whole numbers: the sign of cos(image a, text b) - cos(image c, text d).
  int compare(std::size_t a, std::size_t b, std::size_t c, std::size_t d) const;
};

// Nonzero whole vectors with entries from -reach to reach: small ones have many cosines in common.
Captions whole_captions(const std::vector<int>& captions, std::size_t cols, int reach, std::uint64_t seed);

// Related normal vectors: no ties.
Captions real_captions(const std::vector<int>& captions, std::size_t cols, std::uint64_t seed);

struct Counted {
  RetrievalCounts counts;
  std::vector<double> histogram;
  std::array<double, 2> kernel{};
};

// All images against all texts, cut into blocks, parts added up.
Counted count(const Captions& data, std::size_t imageRows, std::size_t textRows, const std::vector<double>& sigmas = {});

}  // namespace askew::test
