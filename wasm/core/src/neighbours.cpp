#include "askew/neighbours.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "kernel_sum.hpp"
#include "simd/vector.hpp"

namespace askew {
namespace {

constexpr double kNone = -std::numeric_limits<double>::infinity();

}  // namespace

NeighbourLists::NeighbourLists(std::size_t first, std::size_t count, std::size_t k)
    : first(first), k(k), cosines(count * k, kNone), rows(count * k, -1) {
  if (k < 1) throw Error(Code::OUT_OF_RANGE, "The number of neighbours must be 1 or more.", {{"k", double(k)}});
}

void NeighbourLists::insert(std::size_t row, double cosine, std::int32_t candidate) {
  double* c = cosines.data() + (row - first) * k;
  std::int32_t* r = rows.data() + (row - first) * k;
  const auto before = [&](std::size_t at) {
    return r[at] >= 0 && (c[at] > cosine || (c[at] == cosine && r[at] < candidate));
  };
  std::size_t at = k;
  while (at > 0 && !before(at - 1)) --at;
  if (at == k) return;
  std::copy_backward(c + at, c + k - 1, c + k);
  std::copy_backward(r + at, r + k - 1, r + k);
  c[at] = cosine;
  r[at] = candidate;
}

void NeighbourLists::merge(const NeighbourLists& other) {
  const bool whole = other.k == k && other.rows.size() % k == 0 && other.cosines.size() == other.rows.size();
  if (!whole || other.first < first || other.first - first > count() || other.count() > count() - (other.first - first))
    throw Error(Code::SHAPE, "Lists of other rows cannot be merged.", {{"first", double(other.first)}, {"rows", double(other.count())}});
  for (std::size_t i = 0; i < other.rows.size(); ++i)
    if (other.rows[i] >= 0) insert(other.first + i / k, other.cosines[i], other.rows[i]);
}

NeighbourPass::NeighbourPass(std::size_t n, std::size_t k, const std::vector<double>& sigmas)
    : n_(n), k_(k), sums_(sigmas.begin(), sigmas.end()) {
  if (k < 1 || k >= n || sigmas.size() > 2)
    throw Error(Code::OUT_OF_RANGE, "The number of neighbours must be at least 1 and below the number of rows.",
                {{"k", double(k)}, {"rows", double(n)}});
}

NeighbourPass::~NeighbourPass() = default;

void NeighbourPass::begin(const SimilarityBlock& rows) {
  if (rows.rows() > n_ || rows.first() > n_ - rows.rows())
    throw Error(Code::OUT_OF_RANGE, "A block lies outside the rows.", {{"first", double(rows.first())}, {"rows", double(n_)}});
  lists_ = NeighbourLists(rows.first(), n_ - rows.first(), k_);
  // A pair met twice would count twice.
  if (sample_ || rows.first() < next_) leading_.begin(n_, k_);
  next_ = rows.first() + rows.rows();
  sample_ = false;
  uniformity_ = 0;
  kernel_ = {};
}

void NeighbourPass::begin_sample(const SimilarityBlock& rows) {
  lists_ = NeighbourLists(0, rows.rows(), k_);
  leading_.begin(rows.rows(), k_);
  sample_ = true;
  rowUniformity_.assign(rows.rows(), 0.0);
  uniformity_ = 0;
  kernel_ = {};
}

void NeighbourPass::add(const SimilarityBlock& rows, const SimilarityBlock& others) {
  const std::size_t count = others.rows();
  const std::size_t from = sample_ ? 0 : rows.first() - lists_.first;
  if (from > lists_.count() || rows.rows() > lists_.count() - from)
    throw Error(Code::OUT_OF_RANGE, "Other rows were begun with.", {{"first", double(rows.first())}, {"begun", double(lists_.first)}});
  if (!sample_ && (others.first() < rows.first() || count > n_ || others.first() > n_ - count))
    throw Error(Code::OUT_OF_RANGE, "A block of rows is compared with itself and later ones.", {{"first", double(others.first())}});
  const bool both = !sample_, itself = both && others.first() == rows.first();
  Tile tile(rows, others);
  const float reach = tile.tolerance() + kBarRounding;
  const std::size_t offset = sample_ ? 0 : rows.first();
  for (KernelSum& sum : sums_) sum.block(count, [&](std::size_t j) { return others.norm(j); });
  bars_.resize(both ? count : 0);
  for (std::size_t j = 0; j < bars_.size(); ++j) bars_[j] = float(leading_.last(others.first() + j));
  nearest_.begin_tile(k_, reach, bars_);
  const auto enter = [&](const NearestInTile::Candidate& c, std::size_t row, std::size_t candidate) {
    if (c.near < float(leading_.last(row))) return;
    const double cosine = tile.exact(c.i, c.j);
    if (cosine < leading_.last(row)) return;
    lists_.insert(row, cosine, static_cast<std::int32_t>(candidate));
    leading_.insert(row, cosine);
  };
  const double weight = both ? 2 : 1;
  for (std::size_t strip = 0; strip < rows.rows(); strip += Tile::kStrip) {
    tile.strip(strip, itself ? strip : 0);
    for (std::size_t i = strip; i < std::min(rows.rows(), strip + Tile::kStrip); ++i) {
      const std::size_t row = offset + i;
      // A row against itself leaves neighbours and sums; of a block against itself each pair is met once.
      const auto [self, after] = others.range(rows.id(i), rows.id(i) + 1);
      const NearestInTile::Columns parts[] = {{0, itself ? 0 : self}, {after, count}};
      const float bar = float(leading_.last(row));
      nearest_.begin_row(itself ? std::max(bar, bars_[i]) : bar);
      const float* cosines = tile.row(i);
      double close = 0;
      for (const NearestInTile::Columns part : parts) {
        nearest_.scan(i, cosines, part);
        close += simd::potential_sum(cosines + part.begin, part.end - part.begin);
        for (std::size_t k = 0; k < sums_.size(); ++k) kernel_[k] += weight * sums_[k](cosines, rows.norm(i), part.begin, part.end);
      }
      uniformity_ += weight * close;
      if (sample_) rowUniformity_[i] += close;
      for (const NearestInTile::Candidate& c : nearest_.of_row())
        if (nearest_.row_may(c)) enter(c, row, others.id(c.j));
    }
  }
  for (const NearestInTile::Candidate& c : nearest_.of_columns())
    if (nearest_.column_may(c)) enter(c, others.first() + c.j, rows.id(c.i));
}

std::vector<std::int32_t> common_neighbours(const NeighbourLists& a, const NeighbourLists& b) {
  if (a.k != b.k || a.rows.size() != b.rows.size() || a.first != b.first)
    throw Error(Code::SHAPE, "Two lists of neighbours differ in length.", {{"length", double(a.rows.size())}, {"otherLength", double(b.rows.size())}});
  std::vector<std::int32_t> common(a.count(), 0);
  for (std::size_t i = 0; i < common.size(); ++i) {
    const auto begin = b.rows.begin() + std::ptrdiff_t(i * b.k), end = begin + std::ptrdiff_t(b.k);
    for (std::size_t j = 0; j < a.k; ++j) {
      const std::int32_t row = a.rows[i * a.k + j];
      common[i] += row >= 0 && std::find(begin, end, row) != end;
    }
  }
  return common;
}

double uniformity(double sum, double n) { return std::log(sum / (n * (n - 1))); }

}  // namespace askew
