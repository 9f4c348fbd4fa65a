#include "askew/retrieval_pass.hpp"

#include <algorithm>
#include <limits>

#include "kernel_sum.hpp"
#include "simd/vector.hpp"
#include "text_map.hpp"

namespace askew {
namespace {

using simd::all;
using simd::any;
using simd::f4;
using simd::i2;
using simd::i4;
using simd::larger;
using simd::load;
using simd::smaller;
using simd::store;
using simd::truncated;

std::size_t padded(std::size_t n) { return (n + 7) / 8 * 8; }

// NaN falls into the first bin.
std::int32_t bin(float cosine) {
  const float at = (cosine + 1.0f) * (kCosineBins / 2.0f);
  return at > 0 ? std::int32_t(std::min(at, kCosineBins - 1.0f)) : 0;
}

}  // namespace

void CosineBins::add(const float* cosines, std::size_t count) {
  const std::size_t whole = count / 4 * 4;
  for (std::size_t j = 0; j < whole; j += 4) {
    const f4 at = (load(cosines + j) + all(1)) * all(kScale);
    const i2 bins = (i2)truncated(smaller(larger(at, all(0)), all(kCosineBins - 1)));
    // Four tables: cosines crowd into few bins, and one table would wait for its own last count.
    for (int half = 0; half < 2; ++half) {
      const auto two = static_cast<std::uint64_t>(bins[half]);
      ++table_[2 * half][static_cast<std::uint32_t>(two)];
      ++table_[2 * half + 1][two >> 32];
    }
  }
  for (std::size_t j = whole; j < count; ++j) ++table_[0][std::size_t(bin(cosines[j]))];
}

void CosineBins::remove(const float* cosines, std::size_t count) {
  for (std::size_t j = 0; j < count; ++j) --table_[0][std::size_t(bin(cosines[j]))];
}

void CosineBins::move_to(std::vector<double>& histogram) {
  for (std::size_t b = 0; b < kCosineBins; ++b) {
    histogram[b] += double(std::int32_t(table_[0][b] + table_[1][b] + table_[2][b] + table_[3][b]));
    for (auto& t : table_) t[b] = 0;
  }
}

RetrievalPass::RetrievalPass(std::vector<std::int32_t> start, std::vector<double> cosine, const std::vector<double>& sigmas, std::size_t nearest)
    : start_(std::move(start)), cosine_(std::move(cosine)), sums_(sigmas.begin(), sigmas.end()), k_(nearest) {
  const std::size_t m = cosine_.size();
  check_map(start_, m);
  if (sums_.size() > 2) throw Error(Code::SHAPE, "Kernel sums are kept for two length scales at most.", {{"scales", double(sums_.size())}});
  imageOf_ = image_of(start_);
  if (k_ > 0) textLeading_.begin(m, k_);
  begin();
}

RetrievalPass::~RetrievalPass() = default;

void RetrievalPass::begin() {
  for (auto* c : {&counts_.aboveImageToText, &counts_.tiedImageToText, &counts_.aboveTextToImage, &counts_.tiedTextToImage})
    c->assign(padded(cosine_.size()), 0);
  histogram_.assign(kCosineBins, 0);
  kernel_ = {};
  if (k_ == 0) return;
  texts_ = NeighbourLists(0, 0, k_);
  images_ = NeighbourLists(0, cosine_.size(), k_);
}

void RetrievalPass::begin_nearest(const SimilarityBlock& images, const SimilarityBlock& texts, float reach) {
  if (texts_.count() != images.rows() || texts_.first != images.first()) texts_ = NeighbourLists(images.first(), images.rows(), k_);
  bars_.resize(texts.rows());
  for (std::size_t j = 0; j < texts.rows(); ++j) bars_[j] = float(textLeading_.last(texts.id(j)));
  nearest_.begin_tile(k_, reach, bars_);
}

void RetrievalPass::enter_nearest(Tile& tile, const SimilarityBlock& images, const SimilarityBlock& texts, const NearestInTile::Candidate& c,
                                  bool ofText) {
  const std::size_t image = images.id(c.i), text = texts.id(c.j);
  const double bar = ofText ? textLeading_.last(text) : texts_.bar(image);
  if (c.near < float(bar)) return;
  const double cosine = tile.exact(c.i, c.j);
  if (cosine < bar) return;
  if (!ofText) return texts_.insert(image, cosine, std::int32_t(text));
  images_.insert(text, cosine, std::int32_t(image));
  textLeading_.insert(text, cosine);
}

void RetrievalPass::add(const SimilarityBlock& images, const SimilarityBlock& texts, bool imageQueries, bool textQueries) {
  const std::size_t count = texts.rows();
  if (images.rows() == 0 || count == 0 || images.id(images.rows() - 1) + 1 >= start_.size() || texts.id(count - 1) >= cosine_.size())
    throw Error(Code::SHAPE, "A block lies outside the rows.", {{"image", double(images.first())}, {"text", double(texts.first())}});
  Tile tile(images, texts);
  low_.assign(padded(count), std::numeric_limits<float>::infinity());
  high_.assign(padded(count), std::numeric_limits<float>::infinity());
  above_.assign(padded(count), 0);
  for (std::size_t j = 0; j < count; ++j) {
    low_[j] = static_cast<float>(cosine_[texts.id(j)]) - tile.tolerance();
    high_[j] = static_cast<float>(cosine_[texts.id(j)]) + tile.tolerance();
  }
  firsts_.clear();
  for (std::size_t j = 0; j < count; ++j)
    if (std::size_t(start_[imageOf_[texts.id(j)]]) == texts.id(j)) firsts_.push_back(j);
  if (k_ > 0) begin_nearest(images, texts, tile.tolerance() + kBarRounding);
  for (KernelSum& sum : sums_) sum.block(firsts_.size(), [&](std::size_t k) { return texts.norm(firsts_[k]); });
  for (std::size_t strip = 0; strip < images.rows(); strip += Tile::kStrip) {
    tile.strip(strip);
    for (std::size_t i = strip; i < std::min(images.rows(), strip + Tile::kStrip); ++i) {
      const std::size_t image = images.id(i);
      const auto [ownBegin, ownEnd] = texts.range(std::size_t(start_[image]), std::size_t(start_[image + 1]));
      if (textQueries) texts_as_queries(tile, texts, i, ownBegin, ownEnd);
      if (imageQueries) image_as_query(tile, count, image, i, ownBegin, ownEnd);
      const float* s = tile.row(i);
      bins_.add(s, count);
      bins_.remove(s + ownBegin, ownEnd - ownBegin);
      if (!sums_.empty()) kernels(s, images.norm(i), texts);
      if (k_ == 0) continue;
      nearest_.begin_row(float(texts_.bar(image)));
      nearest_.scan(i, s, {0, count});
      for (const NearestInTile::Candidate& c : nearest_.of_row())
        if (nearest_.row_may(c)) enter_nearest(tile, images, texts, c, false);
    }
  }
  if (k_ > 0)
    for (const NearestInTile::Candidate& c : nearest_.of_columns())
      if (nearest_.column_may(c)) enter_nearest(tile, images, texts, c, true);
  for (std::size_t j = 0; j < count; ++j) counts_.aboveTextToImage[texts.id(j)] += std::uint32_t(above_[j]);
  bins_.move_to(histogram_);
}

// Every text of the block has image row i as a candidate.
void RetrievalPass::texts_as_queries(Tile& tile, const SimilarityBlock& texts, std::size_t i, std::size_t ownBegin,
                                     std::size_t ownEnd) {
  const float* s = tile.row(i);
  const std::size_t count = texts.rows();
  const auto decide = [&](std::size_t j) {
    if (j >= ownBegin && j < ownEnd) return;
    const double difference = tile.exact(i, j) - cosine_[texts.id(j)];
    if (difference > kTie) ++above_[j];
    else if (difference >= -kTie) ++counts_.tiedTextToImage[texts.id(j)];
  };
  const auto four = [&](std::size_t j) {
    const f4 v = load(s + j);
    const i4 over = v > load(high_.data() + j);
    store(above_.data() + j, load(above_.data() + j) - over);
    return (v >= load(low_.data() + j)) & ~over;
  };
  for (std::size_t j = 0; j < count; j += 8) {
    if (!any(four(j) | four(j + 4))) continue;
    for (std::size_t l = j; l < j + 8; ++l)
      if (s[l] >= low_[l] && s[l] <= high_[l]) decide(l);
  }
  for (std::size_t j = ownBegin; j < ownEnd; ++j) above_[j] -= s[j] > high_[j];
}

// Each text of the image is a right answer; the block's texts of other images are candidates.
void RetrievalPass::image_as_query(Tile& tile, std::size_t count, std::size_t image, std::size_t i, std::size_t ownBegin,
                                   std::size_t ownEnd) {
  const float* s = tile.row(i);
  for (std::size_t own = std::size_t(start_[image]); own < std::size_t(start_[image + 1]); ++own) {
    const float low = static_cast<float>(cosine_[own]) - tile.tolerance(), high = static_cast<float>(cosine_[own]) + tile.tolerance();
    const f4 low4 = all(low), high4 = all(high);
    std::int64_t total = 0;
    const auto decide = [&](std::size_t j) {
      if (j >= ownBegin && j < ownEnd) return;
      const double difference = tile.exact(i, j) - cosine_[own];
      if (difference > kTie) ++total;
      else if (difference >= -kTie) ++counts_.tiedImageToText[own];
    };
    i4 over{};
    const auto four = [&](std::size_t j) {
      const f4 v = load(s + j);
      const i4 above = v > high4;
      over -= above;
      return (v >= low4) & ~above;
    };
    const std::size_t whole = count / 8 * 8;
    for (std::size_t j = 0; j < whole; j += 8) {
      if (!any(four(j) | four(j + 4))) continue;
      for (std::size_t l = j; l < j + 8; ++l)
        if (s[l] >= low && s[l] <= high) decide(l);
    }
    for (std::size_t j = whole; j < count; ++j) {
      if (s[j] > high) ++total;
      else if (s[j] >= low) decide(j);
    }
    for (std::size_t j = ownBegin; j < ownEnd; ++j) total -= s[j] > high;
    total += std::int64_t(over[0]) + over[1] + over[2] + over[3];
    counts_.aboveImageToText[own] += static_cast<std::uint32_t>(total);
  }
}

void RetrievalPass::kernels(const float* cosines, double norm, const SimilarityBlock& texts) {
  const float* t = cosines;
  if (firsts_.size() != texts.rows()) {
    picked_.resize(firsts_.size());
    for (std::size_t k = 0; k < firsts_.size(); ++k) picked_[k] = cosines[firsts_[k]];
    t = picked_.data();
  }
  for (std::size_t s = 0; s < sums_.size(); ++s) kernel_[s] += sums_[s](t, norm, 0, firsts_.size());
}

}  // namespace askew
