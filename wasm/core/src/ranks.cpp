#include "ranks.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "askew/error.hpp"

namespace askew {

Ranks ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  Ranks result;
  result.of.resize(values.size());
  for (std::size_t first = 0, end = 0; first < order.size(); first = end) {
    while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
    for (std::size_t k = first; k < end; ++k) result.of[order[k]] = double(first + 1 + end) / 2;
    const double t = double(end - first);
    result.ties += t * t * t - t;
  }
  return result;
}

void expect_finite(const std::vector<double>& values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(values[i])) throw Error(Code::NOT_FINITE, "A test takes finite numbers only.", {{"index", double(i)}});
}

}  // namespace askew
