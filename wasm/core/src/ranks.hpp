// Average ranks and what ties take from a variance.
#pragma once

#include <vector>

namespace askew {

struct Ranks {
  std::vector<double> of;  // from 1; tied values share the mean of their ranks
  double ties = 0;         // sum of t^3 - t over the groups of t equal values
};

Ranks ranks(const std::vector<double>& values);

// Throws NOT_FINITE.
void expect_finite(const std::vector<double>& values);

}  // namespace askew
