// Blocks of rows made ready for cosine tiles, and the walk over one tile's rows.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "askew/matrix.hpp"
#include "askew/rows.hpp"

namespace askew {

namespace simd {
struct Panels;
struct Panels16;
}

// Cosines closer than this are ties: the rounding of float64 on equal rows.
inline constexpr double kTie = 1e-15;

// How a tile's cosines are had: `fast` in 16-bit integers (error mostly near 1e-5, bounded by the tile's tolerance), `fine` in float32.
// Counts, ranks and neighbours are the same either way, because comparisons within the tolerance are decided in float64.
enum class Precision { fast, fine };

// Rows of one side in ascending order, packed, with their numbers and norms.
class SimilarityBlock {
 public:
  explicit SimilarityBlock(Precision precision = Precision::fine);
  SimilarityBlock(SimilarityBlock&&) noexcept;
  SimilarityBlock& operator=(SimilarityBlock&&) noexcept;
  ~SimilarityBlock();

  // Consecutive rows from `first` on; norms > 0, one a row. Throws OUT_OF_RANGE for a row number above 2^31 - 1.
  void assign(std::size_t first, const Rows& rows, const double* norms);
  // Rows by their numbers, ascending from 0 on. Throws SHAPE if they are not, or not one a row.
  void assign(std::vector<std::int32_t> ids, const Rows& rows, const double* norms);

  std::size_t first() const { return ids_.empty() ? 0 : std::size_t(ids_.front()); }
  std::size_t id(std::size_t i) const { return std::size_t(ids_[i]); }
  const std::vector<std::int32_t>& ids() const { return ids_; }
  // Places of the rows whose numbers lie in [begin, end).
  std::pair<std::size_t, std::size_t> range(std::size_t begin, std::size_t end) const;
  std::size_t rows() const { return norms_.size(); }
  std::size_t cols() const;
  std::size_t bytes() const;
  double norm(std::size_t i) const { return norms_[i]; }

 private:
  friend class Tile;
  std::vector<std::int32_t> ids_;
  std::vector<double> norms_;
  std::vector<float> values_;   // row-major
  std::vector<float> inverse_;  // fine: 1 / norm, filled up by zeros
  std::size_t cols_ = 0;
  Precision precision_;
  std::unique_ptr<simd::Panels> fine_;
  std::unique_ptr<simd::Panels16> fast_;
};

// Bound of a fine tile's error: (128 + cols / 128 + 8) 2^-24, from |sum of products| <= |a||b|.
double fine_tolerance(std::size_t cols);

// Cosines of two blocks, a strip of rows at a time; float32, |error| <= tolerance().
class Tile {
 public:
  static constexpr std::size_t kStrip = 64;

  // Throws SHAPE for unequal widths or precisions.
  Tile(const SimilarityBlock& a, const SimilarityBlock& b);

  // Computes rows [strip, strip + kStrip) of a against the rows of b from `from` on, a multiple of 8; rows beyond a's end are not to be read.
  void strip(std::size_t strip, std::size_t from = 0);
  // Cosines of row i of a (inside the current strip) with every row of b that the strip has; padded to a multiple of 8 by zeros.
  const float* row(std::size_t i) const;
  // The same pair in float64: the digits of askew::cosine. Fastest for pairs of one row of a after the other.
  double exact(std::size_t i, std::size_t j);
  // Bound of the error. Fine: fine_tolerance. Fast: the roundings of both
  // blocks' rows to integers, and (cols / 64 + 8) 2^-24 for sums and scales in float32.
  float tolerance() const { return tolerance_; }

 private:
  const SimilarityBlock &a_, &b_;
  std::size_t begin_ = 0, ldc_;
  float tolerance_;
  std::vector<float> c_;
  WideRow row_;
  std::size_t wide_ = std::numeric_limits<std::size_t>::max();  // the row of a that it holds
};

}  // namespace askew
