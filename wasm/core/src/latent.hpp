// What synthetic() and planted() have in common: the generator, and the directions that a spec's seed draws.
#pragma once

#include <vector>

#include "askew/synthetic.hpp"
#include "random.hpp"

namespace askew {

// Box and Muller's normal deviates.
class Normal {
 public:
  explicit Normal(std::uint64_t seed) : random_(seed) {}
  double operator()();

 private:
  SplitMix random_;
  double value_ = 0;
  bool spare_ = false;
};

std::vector<double> draw(Normal& normal, std::size_t count, double scale);

// Rows of `width` values, about unit length for factors.
struct Latent {
  std::vector<double> shared, image, text, imageMean, textMean;
};

// Throws OUT_OF_RANGE.
void check(const SyntheticSpec& spec);
// The first that a generator of the spec's seed draws.
Latent latent(const SyntheticSpec& spec, Normal& normal);

double shared_scale(const SyntheticSpec& spec, std::size_t k);
double private_scale(const SyntheticSpec& spec, std::size_t k);
// Images that have another one's texts.
std::size_t wrong_count(const SyntheticSpec& spec);

}  // namespace askew
