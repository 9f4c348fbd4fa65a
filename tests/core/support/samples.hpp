// Rows made up from a seed, the same on every machine, and changes to them.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "askew/matrix.hpp"

namespace askew::test {

// SplitMix64; the standard library's distributions differ between machines.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  double uniform();              // [0, 1)
  double normal();               // mean 0, variance 1
  int whole(int low, int high);  // low … high

 private:
  std::uint64_t state_;
};

struct Sample {
  std::size_t rows = 0, cols = 0;
  std::vector<float> values;

  Sample(std::size_t rows, std::size_t cols) : rows(rows), cols(cols), values(rows * cols) {}
  Sample(std::size_t cols, std::vector<float> all) : rows(all.size() / cols), cols(cols), values(std::move(all)) {}
  float& at(std::size_t i, std::size_t k) { return values[i * cols + k]; }
  float at(std::size_t i, std::size_t k) const { return values[i * cols + k]; }
  Rows view() const { return {values.data(), rows, cols}; }
  Rows view(std::size_t begin, std::size_t end) const { return {values.data() + begin * cols, end - begin, cols}; }
  Sample part(std::size_t begin, std::size_t end) const;
  std::vector<double> norms() const;
};

// Independent normal values.
Sample noise(std::size_t rows, std::size_t cols, std::uint64_t seed, double scale = 1);

// Rows with a shared structure of falling strength and different means: what embeddings look like. Not of unit norm.
std::pair<Sample, Sample> pairs(std::size_t rows, std::size_t dx, std::size_t dy, std::uint64_t seed);

// Related rows of small whole numbers whose column means are whole, also those of every even slice: every product that the
// core takes in float32 is then exact, and only float64 sums remain.
std::pair<Sample, Sample> whole_pairs(std::size_t rows, std::size_t dx, std::size_t dy, std::uint64_t seed);

Sample unit(const Sample& x);  // rows of norm 1
Sample scaled(const Sample& x, double factor);
Sample shifted(const Sample& x, double offset);  // every second column up, the others down
Sample repeated(const Sample& x, std::size_t row, std::size_t rows);  // one row, `rows` times

Matrix orthogonal(std::size_t d, std::uint64_t seed);
Sample rotated(const Sample& x, const Matrix& q);

}  // namespace askew::test
