#include "askew/neighbours.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "kernel_sum.hpp"

namespace askew {

namespace {

typedef float f4 __attribute__((vector_size(16)));
typedef std::int32_t i4 __attribute__((vector_size(16)));

// Some of four cosines are above the bar.
inline bool above(const float* p, float bar) {
  f4 v;
  std::memcpy(&v, p, sizeof v);
  const i4 over = v > f4{bar, bar, bar, bar};
  return (over[0] | over[1] | over[2] | over[3]) != 0;
}

}  // namespace

NeighbourPass::NeighbourPass(std::size_t k, const std::vector<double>& sigmas) : k_(k), sums_(sigmas.begin(), sigmas.end()) {
  if (k < 1 || sigmas.size() > 2)
    throw Error(Code::OUT_OF_RANGE, "The number of neighbours must be 1 or more.", {{"k", double(k)}});
}

NeighbourPass::~NeighbourPass() = default;

void NeighbourPass::begin(const SimilarityBlock& rows) {
  best_.assign(rows.rows(), {});
  uniformity_ = 0;
  kernel_ = {};
}

void NeighbourPass::insert(std::size_t i, Candidate c) {
  auto& list = best_[i];
  const auto before = [](const Candidate& a, const Candidate& b) {
    return a.cosine > b.cosine || (a.cosine == b.cosine && a.row < b.row);
  };
  list.insert(std::upper_bound(list.begin(), list.end(), c, before), c);
  if (list.size() > k_) list.pop_back();
}

void NeighbourPass::add(const SimilarityBlock& rows, const SimilarityBlock& others) {
  const std::size_t count = others.rows();
  Tile tile(rows, others);
  for (KernelSum& sum : sums_) sum.block(count, [&](std::size_t j) { return others.norm(j); });
  const std::vector<float> zero(count, 0.0f), one(count, 1.0f);
  // A row against itself leaves neighbours and sums: its cosine is set to -infinity.
  std::vector<float> cosines((count + 3) / 4 * 4, -std::numeric_limits<float>::infinity());
  for (std::size_t strip = 0; strip < rows.rows(); strip += Tile::kStrip) {
    tile.strip(strip);
    for (std::size_t i = strip; i < std::min(rows.rows(), strip + Tile::kStrip); ++i) {
      std::copy(tile.row(i), tile.row(i) + count, cosines.begin());
      const std::size_t self = rows.first() + i;
      if (self >= others.first() && self - others.first() < count) cosines[self - others.first()] = -std::numeric_limits<float>::infinity();

      float bar = best_[i].size() < k_ ? -std::numeric_limits<float>::infinity() : best_[i].back().cosine;
      for (std::size_t j = 0; j < count; j += 4) {
        if (!above(cosines.data() + j, bar)) continue;
        for (std::size_t l = j; l < std::min(j + 4, count); ++l) {
          if (!(cosines[l] > bar)) continue;
          insert(i, {cosines[l], static_cast<std::int32_t>(others.first() + l)});
          if (best_[i].size() == k_) bar = best_[i].back().cosine;
        }
      }
      uniformity_ += simd::exponential_sum(cosines.data(), zero.data(), one.data(), -4.0f, 4.0f, count);
      for (std::size_t k = 0; k < sums_.size(); ++k) kernel_[k] += sums_[k](cosines.data(), rows.norm(i));
    }
  }
}

std::vector<std::int32_t> NeighbourPass::neighbours() const {
  std::vector<std::int32_t> out;
  for (const auto& list : best_)
    for (const Candidate& c : list) out.push_back(c.row);
  return out;
}

double common_neighbours(const std::vector<std::int32_t>& a, const std::vector<std::int32_t>& b, std::size_t k) {
  if (a.size() != b.size() || k == 0 || a.size() % k != 0)
    throw Error(Code::SHAPE, "Two lists of neighbours differ in length.", {{"length", double(a.size())}, {"otherLength", double(b.size())}});
  double common = 0;
  for (std::size_t i = 0; i < a.size(); i += k)
    for (std::size_t j = 0; j < k; ++j) common += std::find(b.begin() + i, b.begin() + i + k, a[i + j]) != b.begin() + i + k;
  return common;
}

double uniformity(double sum, double n) { return std::log(sum / (n * (n - 1))); }

}  // namespace askew
