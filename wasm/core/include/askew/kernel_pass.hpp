// Sums of Gaussian kernels about a centre, for rows whose cosines do not tell their distances: long rows, means far from 0, heavy tails.
#pragma once

#include <vector>

#include "askew/matrix.hpp"

namespace askew {

// Sums over pairs of rows of exp(-|a - b|^2 / (2 sigma^2)). Distances do not change when one centre is taken off all rows; then
// |a - b|^2 = |a|^2 + |b|^2 - 2 a.b with a.b in float32 where |a||b| is at most kKernelReach sigma^2, and from the differences in
// float64 beyond. Every sum comes with a bound of its error.
class KernelPass {
 public:
  struct Sums {
    std::vector<double> values, bounds;  // one a sigma
  };

  // exact: every distance from the differences. Throws OUT_OF_RANGE for a sigma that is not above 0.
  KernelPass(std::vector<double> centre, std::vector<double> sigmas, bool exact);

  // Over all pairs of a row of a with a row of b. Throws SHAPE for another width than the centre's.
  Sums between(const Rows& a, const Rows& b) const;
  // Over ordered pairs i != j of one block.
  Sums within(const Rows& a) const;

 private:
  struct Centred;
  Centred centred(const Rows& x) const;
  Sums sums(const Centred& a, const Centred& b, bool itself) const;

  std::vector<double> centre_, sigmas_;
  double reach_;
};

inline constexpr double kKernelReach = 16;

}  // namespace askew
