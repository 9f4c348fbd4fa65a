#include "askew/nearest_in_tile.hpp"

#include <algorithm>

#include "simd/vector.hpp"

namespace askew {

using simd::all;
using simd::any;
using simd::f4;
using simd::i4;
using simd::load;

template <class Cosine>
void LeadingCosines<Cosine>::begin(std::size_t items, std::size_t k) {
  k_ = k;
  values_.assign(items * k, -std::numeric_limits<Cosine>::infinity());
}

template <class Cosine>
Cosine LeadingCosines<Cosine>::insert(std::size_t item, Cosine cosine) {
  Cosine* const list = values_.data() + item * k_;
  std::size_t at = k_ - 1;
  if (cosine <= list[at]) return list[at];
  for (; at > 0 && list[at - 1] < cosine; --at) list[at] = list[at - 1];
  list[at] = cosine;
  return list[k_ - 1];
}

template class LeadingCosines<float>;
template class LeadingCosines<double>;

void NearestInTile::begin_tile(std::size_t k, float reach, std::vector<float>& bars) {
  k_ = k;
  reach_ = reach;
  bars_ = &bars;
  columnLeading_.begin(bars.size(), k);
  columnCandidates_.clear();
}

void NearestInTile::begin_row(float bar) {
  rowBar_ = bar;
  rowLeading_.begin(1, k_);
  rowCandidates_.clear();
}

void NearestInTile::consider(std::size_t i, std::size_t j, float cosine) {
  const float near = cosine + reach_;
  if (near >= rowBar_) {
    rowCandidates_.push_back({i, j, near});
    rowBar_ = std::max(rowBar_, rowLeading_.insert(0, cosine) - reach_);
  }
  if (bars_->empty()) return;
  float& bar = (*bars_)[j];
  if (near >= bar) {
    columnCandidates_.push_back({i, j, near});
    bar = std::max(bar, columnLeading_.insert(j, cosine) - reach_);
  }
}

void NearestInTile::scan(std::size_t i, const float* cosines, Columns columns) {
  const bool both = !bars_->empty();
  std::size_t j = columns.begin;
  for (; j + 4 <= columns.end; j += 4) {
    const f4 v = load(cosines + j) + all(reach_);
    // >=, because an equal cosine enters the list where its row number is lower.
    i4 over = v >= all(rowBar_);
    if (both) over |= v >= load(bars_->data() + j);
    if (any(over))
      for (std::size_t l = j; l < j + 4; ++l) consider(i, l, cosines[l]);
  }
  for (; j < columns.end; ++j) consider(i, j, cosines[j]);
}

}  // namespace askew
