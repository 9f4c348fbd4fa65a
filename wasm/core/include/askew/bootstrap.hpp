// Paired bootstrap: images are drawn with replacement and take their texts along; every score is computed anew.
//
// Units of drawing: single images, or blocks of images whose moments are summed once; then a replicate is a weighted sum of
// block moments. Eigenvectors belong to the replicate.
#pragma once

#include <cstdint>
#include <vector>

#include "askew/kept_modes.hpp"
#include "askew/metrics.hpp"
#include "askew/mmd.hpp"
#include "askew/moments.hpp"
#include "askew/quantity.hpp"
#include "askew/second_order.hpp"
#include "askew/spectral_alignment.hpp"

namespace askew {

// How often each unit is drawn in the seed's replicate `index`: `units` draws, uniform, with replacement.
std::vector<std::uint32_t> bootstrap_weights(std::size_t units, std::uint64_t seed, std::uint64_t index);

// Moments whose products are float32 about a shift: upper triangles of xx and yy by columns, then all of xy.
struct PackedMoments {
  Moments sums;  // without products
  std::vector<float> products;
};

// About what packed products run: near the means, so that float32 keeps their digits.
struct Shift {
  Vector x, y;
  PackedMoments packed(const Moments& m) const;
  // Throws SHAPE unless there are as many products as the widths say.
  Moments unpacked(const PackedMoments& m) const;
};

// Moments of blocks, kept packed about the first block's mean: 4 (dx^2 / 2 + dy^2 / 2 + dx dy) bytes a block.
class MomentBlocks {
 public:
  // The next block's moments, with products. Throws SHAPE.
  void add(const Moments& block);
  std::size_t size() const { return blocks_.size(); }
  const Shift& shift() const { return shift_; }
  // Sums of the replicate that has each block weights[b] times; minNorm and maxNorm are those of the blocks drawn.
  // Throws SHAPE unless there is one weight a block.
  PackedMoments packed(const std::vector<std::uint32_t>& weights) const;
  Moments sums(const std::vector<std::uint32_t>& weights) const;  // without products
  Moments replicate(const std::vector<std::uint32_t>& weights) const { return shift_.unpacked(packed(weights)); }

 private:
  Shift shift_;
  std::vector<PackedMoments> blocks_;
};

// Every score that moments determine, from a replicate's own eigenvectors: imageToText and textToImage (SAS of the top q), mmd, and the
// symmetric metrics. q, epsilon as spectral_alignment. mmd is unavailable if the series' bound is above mmdBound.
Quantities replicate_scores(const Moments& m, double q, double epsilon, double mmdBound);

// The same from a structure in either form, sums with or without products, and the MMD.
Quantities replicate_scores(const SecondOrder& s, const Moments& sums, const Quantity& mmd, double q, double epsilon);

// Of a part of the pairs: the same without SVCCA, which has no interval from parts; image, text: the kept modes, if the widths are equal.
Quantities part_scores(const SecondOrder& s, const Moments& sums, const Quantity& mmd, const KeptModes& image, const KeptModes& text, double epsilon);

// The series' value where its bound is at most `most`.
Quantity within_bound(const SeriesValue& series, double most);

}  // namespace askew
