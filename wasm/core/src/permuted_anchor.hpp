// One anchor of a permutation test: its modes, and both sides along them.
#pragma once

#include <vector>

#include "askew/spectral_alignment.hpp"
#include "simd/product.hpp"

namespace askew {

// Rows of one side along the modes of one anchor, row-major n x k.
struct Along {
  std::size_t modes = 0;
  std::vector<float> values;

  const float* row(std::size_t i) const { return values.data() + i * modes; }

  void centre();
  double variance(std::size_t k) const;  // of centred rows, divided by n
};

// One anchor: its modes, its own rows and the other side's along them.
struct Anchor {
  Vector eigenvalues, otherVariance;
  Eigen::Index kept = 0, leading = 0;  // modes of the score, and of CKA
  simd::Panels basis;          // items are modes, depth the columns; empty in Gram form
  Along own, other;            // filled here in Gram form, else by the test from its rows
  std::vector<double> weight;  // of |covariance_k| in the score

  Anchor() = default;
  // Throws SHAPE for a basis of another shape, OUT_OF_RANGE for q.
  Anchor(const SecondOrder& s, Side side, const AnchorModes& modes, const AnchorBasis& given, double q);
};

}  // namespace askew
