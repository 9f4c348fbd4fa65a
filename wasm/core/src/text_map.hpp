// The map of texts to images: image i has texts start[i] … start[i + 1] - 1.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "askew/error.hpp"

namespace askew {

// Every image has a text, and the texts are those that there are.
inline void check_map(const std::vector<std::int32_t>& start, std::size_t texts) {
  if (start.size() < 2 || start.front() != 0 || start.back() < 0 || static_cast<std::size_t>(start.back()) != texts)
    throw Error(Code::SHAPE, "The text map does not fit the texts.", {{"images", double(start.size()) - 1}, {"texts", double(texts)}});
  const auto none = std::adjacent_find(start.begin(), start.end(), [](std::int32_t a, std::int32_t b) { return b <= a; });
  if (none != start.end()) throw Error(Code::SHAPE, "Every image needs a text.", {{"image", double(none - start.begin())}});
}

inline std::vector<std::int32_t> image_of(const std::vector<std::int32_t>& start) {
  std::vector<std::int32_t> of(std::size_t(start.back()));
  for (std::size_t i = 0; i + 1 < start.size(); ++i) std::fill(of.begin() + start[i], of.begin() + start[i + 1], std::int32_t(i));
  return of;
}

}  // namespace askew
