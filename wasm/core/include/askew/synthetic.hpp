// Paired embeddings with a known latent structure: examples, lessons and tests.
#pragma once

#include <cstdint>
#include <vector>

namespace askew {

struct SyntheticSpec {
  std::size_t pairs = 1000;       // >= 2
  std::size_t width = 128;        // >= 2
  std::size_t captions = 1;       // texts an image, 1 … 100
  std::size_t shared = 16;        // latent factors that both sides see
  std::size_t imageOnly = 0;      // factors that only the images see, stronger than every shared one
  std::size_t textOnly = 0;       // likewise texts (style, templates)
  double privateStrength = 2;     // standard deviation of a private factor beside the first shared one, > 0
  double decay = 0.06;            // factor k has the scale 10^(-decay k)
  double noiseImage = 0.25;       // isotropic noise, >= 0
  double noiseText = 0.25;
  double gap = 0.15;              // offset of each side's mean, >= 0
  double wrongPairs = 0;          // share of the images that have the texts of another one, [0, 1]
  double duplicates = 0;          // share of the images that show, and whose texts say, the same as another one's, [0, 1)
  std::uint64_t seed = 0;
};

struct SyntheticPairs {
  std::vector<float> images;  // pairs x width, unit rows
  std::vector<float> texts;   // (pairs captions) x width, unit rows, an image's texts consecutive
};

// images = z_shared B + z_image P + noise + offset, texts likewise, rows scaled to unit norm; z, B, P standard normal.
// A duplicate has the z_shared of an earlier image and exact copies of its texts; noise and z_image are its own. Wrong pairs
// (none, or at least two) hand their texts round among themselves. Both are whole numbers of images, seeded.
// The same seed gives the same digits in every wasm engine. Throws OUT_OF_RANGE, also where
// the scales leave a row without a length.
SyntheticPairs synthetic(const SyntheticSpec& spec);

}  // namespace askew
