// What one side's own cosines tell: nearest neighbours, uniformity, kernel sums within the side.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "askew/nearest_in_tile.hpp"
#include "askew/similarity.hpp"

namespace askew {

// The k nearest so far of consecutive rows: cosines in float64 descending, ties (equal digits) by row number; k entries a
// row, unused ones at the end with row -1. Lists of parts merge into the lists of the whole, in any order.
struct NeighbourLists {
  std::size_t first = 0, k = 0;
  std::vector<double> cosines;
  std::vector<std::int32_t> rows;

  NeighbourLists() = default;
  // Empty lists of rows first … first + count - 1. Throws OUT_OF_RANGE for k = 0.
  NeighbourLists(std::size_t first, std::size_t count, std::size_t k);
  std::size_t count() const { return k ? rows.size() / k : 0; }

  // Row `row`'s last cosine on the list; a candidate below it is not among the nearest. -infinity while the list has room.
  double bar(std::size_t row) const { return cosines[(row - first) * k + k - 1]; }
  void insert(std::size_t row, double cosine, std::int32_t candidate);
  // Throws SHAPE if the other's rows are not among these, its entries are not k a row, or k differs.
  void merge(const NeighbourLists& other);
};

class KernelSum;

// One block of rows against itself and all later rows of the same side; each pair is seen once and counts for both.
class NeighbourPass {
 public:
  // n rows in all, 1 <= k < n neighbours a row; sigmas: length scales of kernel sums, at most 2. Throws OUT_OF_RANGE.
  NeighbourPass(std::size_t n, std::size_t k, const std::vector<double>& sigmas);
  ~NeighbourPass();

  // Later blocks profit from earlier ones: lists leave out what an earlier block's list already surpassed.
  // Throws OUT_OF_RANGE for rows beyond n.
  void begin(const SimilarityBlock& rows);
  // For chosen rows against any blocks of the side: each pair is seen from the chosen row only.
  void begin_sample(const SimilarityBlock& rows);
  // After begin: the block itself, then later blocks in ascending order. A row is not its own neighbour.
  // Throws OUT_OF_RANGE for other blocks.
  void add(const SimilarityBlock& rows, const SimilarityBlock& others);

  // Of the block's rows and all later ones; after begin_sample of the chosen rows, numbered from 0.
  const NeighbourLists& lists() const { return lists_; }
  // Sum over ordered pairs i != j seen of exp(-2 |u_i - u_j|^2), u unit rows.
  double uniformity() const { return uniformity_; }
  // Of the chosen rows, each row's share of that sum.
  const std::vector<double>& row_uniformity() const { return rowUniformity_; }
  // Sum over ordered pairs i != j seen of exp(-|x_i - x_j|^2 / (2 sigma^2)).
  const std::array<double, 2>& kernel() const { return kernel_; }

 private:
  std::size_t n_, k_;
  bool sample_ = false;
  NeighbourLists lists_;
  double uniformity_ = 0;
  std::vector<double> rowUniformity_;
  std::array<double, 2> kernel_{};
  std::vector<KernelSum> sums_;
  // Of each row, over all blocks begun in ascending order: nothing below the last is among the nearest.
  LeadingCosines<double> leading_;
  std::size_t next_ = std::numeric_limits<std::size_t>::max();
  std::vector<float> bars_;
  NearestInTile nearest_;
};

// Number of common neighbours of each row of two lists of the same rows; their mean divided by k is mutual k-NN, in [0, 1]
// (Huh et al. 2024). Throws SHAPE.
std::vector<std::int32_t> common_neighbours(const NeighbourLists& a, const NeighbourLists& b);

// log of the mean of exp(-2 |u - u'|^2) over distinct rows: sum / (n (n - 1)) (Wang and Isola 2020, t = 2); <= 0.
double uniformity(double sum, double n);

}  // namespace askew
