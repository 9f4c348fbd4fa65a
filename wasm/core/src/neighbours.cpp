#include "askew/neighbours.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "simd/exponential.hpp"

namespace askew {

NeighbourPass::NeighbourPass(std::size_t k, std::vector<double> sigmas) : k_(k), sigmas_(std::move(sigmas)) {
  if (k < 1 || sigmas_.size() > 2)
    throw Error(Code::OUT_OF_RANGE, "The number of neighbours must be 1 or more.", {{"k", double(k)}});
}

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
  zero_.assign(count, 0.0);
  one_.assign(count, 1.0);
  for (std::size_t s = 0; s < sigmas_.size(); ++s) {
    const double square = sigmas_[s] * sigmas_[s];
    offset_[s].resize(count);
    factor_[s].resize(count);
    for (std::size_t j = 0; j < count; ++j) {
      offset_[s][j] = -others.norm(j) * others.norm(j) / (2 * square);
      factor_[s][j] = others.norm(j) / square;
    }
  }
  std::vector<float> cosines(count);
  for (std::size_t strip = 0; strip < rows.rows(); strip += Tile::kStrip) {
    tile.strip(strip);
    for (std::size_t i = strip; i < std::min(rows.rows(), strip + Tile::kStrip); ++i) {
      const float* s = tile.row(i);
      const std::size_t self = rows.first() + i - others.first();
      const bool inside = rows.first() + i >= others.first() && self < count;
      float bar = best_[i].size() < k_ ? -std::numeric_limits<float>::infinity() : best_[i].back().cosine;
      for (std::size_t j = 0; j < count; ++j) {
        if (!(s[j] > bar) || (inside && j == self)) continue;
        insert(i, {s[j], static_cast<std::int32_t>(others.first() + j)});
        if (best_[i].size() == k_) bar = best_[i].back().cosine;
      }
      // The row itself has exponent 0 by definition; -infinity takes it out of the sums.
      std::copy(s, s + count, cosines.begin());
      if (inside) cosines[self] = -std::numeric_limits<float>::infinity();
      uniformity_ += simd::exponential_sum(cosines.data(), zero_.data(), one_.data(), -4, 4, count);
      for (std::size_t k = 0; k < sigmas_.size(); ++k)
        kernel_[k] += simd::exponential_sum(cosines.data(), offset_[k].data(), factor_[k].data(),
                                            -rows.norm(i) * rows.norm(i) / (2 * sigmas_[k] * sigmas_[k]), rows.norm(i), count);
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
