#include "askew/similarity.hpp"

#include <algorithm>
#include <numeric>

#include "simd/product.hpp"

namespace askew {

SimilarityBlock::SimilarityBlock() = default;
SimilarityBlock::SimilarityBlock(SimilarityBlock&&) noexcept = default;
SimilarityBlock& SimilarityBlock::operator=(SimilarityBlock&&) noexcept = default;
SimilarityBlock::~SimilarityBlock() = default;

void SimilarityBlock::assign(std::size_t first, const Rows& rows, const double* norms) {
  std::vector<std::int32_t> ids(rows.rows);
  std::iota(ids.begin(), ids.end(), std::int32_t(first));
  assign(std::move(ids), rows, norms);
}

void SimilarityBlock::assign(std::vector<std::int32_t> ids, const Rows& rows, const double* norms) {
  if (ids.size() != rows.rows || !std::is_sorted(ids.begin(), ids.end()))
    throw Error(Code::SHAPE, "A block's row numbers must be ascending, one a row.", {{"numbers", double(ids.size())}, {"rows", double(rows.rows)}});
  ids_ = std::move(ids);
  norms_.assign(norms, norms + rows.rows);
  if (!panels_) panels_ = std::make_unique<simd::Panels>();
  simd::pack_rows(*panels_, rows.data, rows.rows, rows.cols);
  inverse_.assign(panels_->panels() * simd::kLanes, 0.0f);
  for (std::size_t i = 0; i < norms_.size(); ++i) inverse_[i] = static_cast<float>(1 / norms_[i]);
}

std::pair<std::size_t, std::size_t> SimilarityBlock::range(std::size_t begin, std::size_t end) const {
  const auto at = [&](std::size_t id) { return std::size_t(std::lower_bound(ids_.begin(), ids_.end(), std::int32_t(id)) - ids_.begin()); };
  return {at(begin), at(end)};
}

std::size_t SimilarityBlock::cols() const { return panels_ ? panels_->depth : 0; }

std::size_t SimilarityBlock::bytes() const { return panels_ ? panels_->data.size() * sizeof(float) : 0; }

Tile::Tile(const SimilarityBlock& a, const SimilarityBlock& b)
    : a_(a), b_(b), ldc_(b.inverse_.size()), c_(kStrip * b.inverse_.size()) {
  if (a.cols() != b.cols())
    throw Error(Code::SHAPE, "Cosines need one width.", {{"cols", double(a.cols())}, {"otherCols", double(b.cols())}});
  const double terms = double(simd::kFlush) + double(a.cols()) / double(simd::kFlush) + 8;
  tolerance_ = static_cast<float>(terms * 0x1p-24);
}

void Tile::strip(std::size_t strip) {
  begin_ = strip;
  const std::size_t rows = std::min(kStrip, a_.inverse_.size() - strip);
  simd::tile(c_.data(), ldc_, *a_.panels_, strip, rows, *b_.panels_);
  for (std::size_t i = 0; i < rows; ++i) {
    float* row = c_.data() + i * ldc_;
    const float scale = a_.inverse_[strip + i];
    for (std::size_t j = 0; j < ldc_; ++j) row[j] *= scale * b_.inverse_[j];
  }
}

const float* Tile::row(std::size_t i) const { return c_.data() + (i - begin_) * ldc_; }

double Tile::exact(std::size_t i, std::size_t j) const {
  const simd::Panels &a = *a_.panels_, &b = *b_.panels_;
  const float* p = a.panel(i / simd::kLanes) + i % simd::kLanes;
  const float* q = b.panel(j / simd::kLanes) + j % simd::kLanes;
  double dot = 0;
  for (std::size_t k = 0; k < a.depth; ++k) dot += double(p[k * simd::kLanes]) * double(q[k * simd::kLanes]);
  return dot / (a_.norms_[i] * b_.norms_[j]);
}

}  // namespace askew
