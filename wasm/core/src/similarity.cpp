#include "askew/similarity.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "askew/rows.hpp"
#include "simd/product16.hpp"

namespace askew {

SimilarityBlock::SimilarityBlock(Precision precision) : precision_(precision) {}
SimilarityBlock::SimilarityBlock(SimilarityBlock&&) noexcept = default;
SimilarityBlock& SimilarityBlock::operator=(SimilarityBlock&&) noexcept = default;
SimilarityBlock::~SimilarityBlock() = default;

void SimilarityBlock::assign(std::size_t first, const Rows& rows, const double* norms) {
  if (first + rows.rows > std::size_t(std::numeric_limits<std::int32_t>::max()) || first + rows.rows < first)
    throw Error(Code::OUT_OF_RANGE, "A row's number must be below 2^31.", {{"first", double(first)}, {"rows", double(rows.rows)}});
  std::vector<std::int32_t> ids(rows.rows);
  std::iota(ids.begin(), ids.end(), std::int32_t(first));
  assign(std::move(ids), rows, norms);
}

void SimilarityBlock::assign(std::vector<std::int32_t> ids, const Rows& rows, const double* norms) {
  if (ids.size() != rows.rows || !std::is_sorted(ids.begin(), ids.end()) || (!ids.empty() && ids.front() < 0))
    throw Error(Code::SHAPE, "A block's row numbers must be ascending from 0 on, one a row.", {{"numbers", double(ids.size())}, {"rows", double(rows.rows)}});
  ids_ = std::move(ids);
  norms_.assign(norms, norms + rows.rows);
  values_.assign(rows.data, rows.data + rows.rows * rows.cols);
  cols_ = rows.cols;
  if (precision_ == Precision::fast) {
    if (!fast_) fast_ = std::make_unique<simd::Panels16>();
    simd::pack_unit_rows(*fast_, rows.data, rows.rows, rows.cols, norms);
    return;
  }
  if (!fine_) fine_ = std::make_unique<simd::Panels>();
  simd::pack_rows(*fine_, rows.data, rows.rows, rows.cols);
  inverse_.assign(fine_->panels() * simd::kLanes, 0.0f);
  for (std::size_t i = 0; i < norms_.size(); ++i) inverse_[i] = static_cast<float>(1 / norms_[i]);
}

std::pair<std::size_t, std::size_t> SimilarityBlock::range(std::size_t begin, std::size_t end) const {
  const auto at = [&](std::size_t id) { return std::size_t(std::lower_bound(ids_.begin(), ids_.end(), std::int32_t(id)) - ids_.begin()); };
  return {at(begin), at(end)};
}

std::size_t SimilarityBlock::cols() const { return cols_; }

std::size_t SimilarityBlock::bytes() const {
  return values_.size() * sizeof(float) + (fine_ ? fine_->data.size() * sizeof(float) : 0) + (fast_ ? fast_->data.size() * sizeof(std::int16_t) : 0);
}

double fine_tolerance(std::size_t cols) { return (double(simd::kFlush) + double(cols) / double(simd::kFlush) + 8) * 0x1p-24; }

Tile::Tile(const SimilarityBlock& a, const SimilarityBlock& b)
    : a_(a), b_(b), ldc_((b.rows() + simd::kLanes - 1) / simd::kLanes * simd::kLanes), c_(kStrip * ldc_) {
  if (a.cols() != b.cols() || (a.precision_ != b.precision_ && a.rows() > 0 && b.rows() > 0))
    throw Error(Code::SHAPE, "Cosines need one width and one precision.", {{"cols", double(a.cols())}, {"otherCols", double(b.cols())}});
  tolerance_ = static_cast<float>(a.fast_ && b.fast_ ? a.fast_->error + b.fast_->error + (double(a.cols()) / 64 + 8) * 0x1p-24 : fine_tolerance(a.cols()));
}

void Tile::strip(std::size_t strip, std::size_t from) {
  begin_ = strip;
  const std::size_t rows = std::min(kStrip, (a_.rows() + simd::kLanes - 1) / simd::kLanes * simd::kLanes - strip);
  if (a_.fast_) return simd::cosine_tile(c_.data(), ldc_, *a_.fast_, strip, rows, *b_.fast_, from);
  simd::tile(c_.data(), ldc_, *a_.fine_, strip, rows, *b_.fine_, from);
  for (std::size_t i = 0; i < rows; ++i) {
    float* row = c_.data() + i * ldc_;
    const float scale = a_.inverse_[strip + i];
    for (std::size_t j = from; j < ldc_; ++j) row[j] *= scale * b_.inverse_[j];
  }
}

const float* Tile::row(std::size_t i) const { return c_.data() + (i - begin_) * ldc_; }

double Tile::exact(std::size_t i, std::size_t j) {
  if (i != wide_) {
    row_.assign(a_.values_.data() + i * a_.cols_, a_.norms_[i], a_.cols_);
    wide_ = i;
  }
  return row_.cosine(b_.values_.data() + j * b_.cols_, b_.norms_[j]);
}

}  // namespace askew
