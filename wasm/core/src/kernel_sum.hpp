// Sums of exp(-|a - b|^2 / (2 sigma^2)) from cosines: |a - b|^2 = |a|^2 + |b|^2 - 2 |a||b| cos.
#pragma once

#include <vector>

#include "askew/mmd.hpp"
#include "simd/exponential.hpp"

namespace askew {

// One length scale against one block of rows. The paper's scale is summed in float64: its MMD is a small difference of
// sums near 1, times 100. Any other scale is summed in float32 unless asked otherwise.
class KernelSum {
 public:
  explicit KernelSum(double sigma, bool wide = false) : square_(sigma * sigma), wide_(wide || sigma == kMmdSigma) {}

  // norms of the block's rows
  template <class Norm>
  void block(std::size_t count, Norm norm) {
    offset_.resize(count);
    factor_.resize(count);
    for (std::size_t j = 0; j < count; ++j) {
      offset_[j] = -norm(j) * norm(j) / (2 * square_);
      factor_[j] = norm(j) / square_;
    }
    narrowOffset_.assign(offset_.begin(), offset_.end());
    narrowFactor_.assign(factor_.begin(), factor_.end());
  }

  // Sum over rows [begin, end) of the block, for one row of this norm; cosines: with every row of the block.
  double operator()(const float* cosines, double norm, std::size_t begin, std::size_t end) const {
    const double start = -norm * norm / (2 * square_);
    const std::size_t count = end - begin;
    if (wide_) return simd::exponential_sum(cosines + begin, offset_.data() + begin, factor_.data() + begin, start, norm, count);
    return simd::exponential_sum(cosines + begin, narrowOffset_.data() + begin, narrowFactor_.data() + begin, float(start), float(norm), count);
  }

 private:
  double square_;
  bool wide_;
  std::vector<double> offset_, factor_;
  std::vector<float> narrowOffset_, narrowFactor_;
};

}  // namespace askew
