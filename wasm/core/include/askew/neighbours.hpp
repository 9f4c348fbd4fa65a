// What one side's own cosines tell: nearest neighbours, uniformity, kernel sums within the side.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "askew/similarity.hpp"

namespace askew {

class KernelSum;

// One block of rows against all rows of the same side.
class NeighbourPass {
 public:
  // k neighbours a row, 1 <= k < rows; sigmas: length scales of kernel sums, at most 2. Throws OUT_OF_RANGE.
  NeighbourPass(std::size_t k, const std::vector<double>& sigmas);
  ~NeighbourPass();

  void begin(const SimilarityBlock& rows);
  // Blocks are given in ascending order; a row is not its own neighbour.
  void add(const SimilarityBlock& rows, const SimilarityBlock& others);

  // The k nearest of each row of the block, by descending cosine (float32), ties by row number: rows x k numbers.
  std::vector<std::int32_t> neighbours() const;
  // Sum over j != i of exp(-2 |u_i - u_j|^2), u unit rows.
  double uniformity() const { return uniformity_; }
  // Sum over j != i of exp(-|x_i - x_j|^2 / (2 sigma^2)).
  const std::array<double, 2>& kernel() const { return kernel_; }

 private:
  struct Candidate {
    float cosine;
    std::int32_t row;
  };
  void insert(std::size_t i, Candidate c);

  std::size_t k_;
  std::vector<std::vector<Candidate>> best_;
  double uniformity_ = 0;
  std::array<double, 2> kernel_{};
  std::vector<KernelSum> sums_;
};

// Mean share of common neighbours, in [0, 1]: two lists of rows x k row numbers (Huh et al. 2024, mutual k-NN).
// Returns the number of common neighbours; divide by rows x k. Throws SHAPE.
double common_neighbours(const std::vector<std::int32_t>& a, const std::vector<std::int32_t>& b, std::size_t k);

// log of the mean of exp(-2 |u - u'|^2) over distinct rows: sum / (n (n - 1)) (Wang and Isola 2020, t = 2); <= 0.
double uniformity(double sum, double n);

}  // namespace askew
