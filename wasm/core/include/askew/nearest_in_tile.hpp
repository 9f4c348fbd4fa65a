// Which pairs of a tile may be among the nearest of their row or of their column: told by the tile's float32 cosines alone, so that few pairs
// need float64.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

namespace askew {

// The k largest cosines so far of several items: float for those of a tile, double for exact ones.
template <class Cosine>
class LeadingCosines {
 public:
  void begin(std::size_t items, std::size_t k);
  // Returns the k-th of the item afterwards, -infinity while there are fewer.
  Cosine insert(std::size_t item, Cosine cosine);
  Cosine last(std::size_t item) const { return values_[item * k_ + k_ - 1]; }

 private:
  std::size_t k_ = 0;
  std::vector<Cosine> values_;
};

// Above the roundings of sums and differences of cosines, and of exact bars to float32.
inline constexpr float kBarRounding = 0x1p-22f;

class NearestInTile {
 public:
  // A pair that its cosine, `near` at most, lets among the nearest.
  struct Candidate {
    std::size_t i, j;
    float near;
  };

  // Of the tile.
  struct Columns {
    std::size_t begin, end;
  };

  // reach: cosines are right to less than it, bars included. bars: of each column, below which no cosine is among its k nearest; none if columns
  // look for nothing.
  void begin_tile(std::size_t k, float reach, std::vector<float>& bars);
  // bar: the row's.
  void begin_row(float bar);
  // The row's cosines with these columns; they may come in parts.
  void scan(std::size_t i, const float* cosines, Columns columns);

  // What may be among the nearest of the row begun last, and of the tile's columns: each only if this holds.
  bool row_may(const Candidate& c) const { return c.near >= rowBar_; }
  bool column_may(const Candidate& c) const { return c.near >= (*bars_)[c.j]; }
  const std::vector<Candidate>& of_row() const { return rowCandidates_; }
  const std::vector<Candidate>& of_columns() const { return columnCandidates_; }

 private:
  void consider(std::size_t i, std::size_t j, float cosine);

  float reach_ = 0, rowBar_ = 0;
  std::vector<float>* bars_ = nullptr;
  LeadingCosines<float> columnLeading_, rowLeading_;
  std::size_t k_ = 0;
  std::vector<Candidate> columnCandidates_, rowCandidates_;
};

}  // namespace askew
