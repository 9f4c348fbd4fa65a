// What is asked of every single row: its norm, whether its values are finite, and a fingerprint to find equal rows.
#pragma once

#include <cstdint>
#include <vector>

#include "askew/matrix.hpp"

namespace askew {

struct RowFacts {
  double norm;                // |x|, float64; NaN or infinite if a value is
  std::uint32_t low, high;    // 64-bit fingerprint of the values (-0 counts as 0): equal rows, equal fingerprints
};

RowFacts row_facts(const float* row, std::size_t cols);

// x/|x| . x/|x| rounds to exactly 1 as the paper's code computes it in float64; see rmg_reference.
bool self_is_one(const float* row, std::size_t cols);

// Equal fingerprints get equal numbers, 0, 1, … in order of first appearance. Throws SHAPE for unequal lengths.
struct RowClasses {
  std::vector<std::int32_t> of;     // one a row
  std::vector<std::int32_t> sizes;  // one a class
  std::vector<std::int32_t> firsts; // each class's first row
};
RowClasses row_classes(const std::vector<std::uint32_t>& low, const std::vector<std::uint32_t>& high);

// cos(a, b) in float64, in one fixed order of summation. Equal inputs give equal digits.
double cosine(const float* a, double normA, const float* b, double normB, std::size_t cols);

// A row in float64, for its cosines with many others: the digits of cosine().
class WideRow {
 public:
  void assign(const float* row, double norm, std::size_t cols);
  double cosine(const float* b, double normB) const;

 private:
  std::vector<double> row_;
  double norm_ = 0;
};

}  // namespace askew
