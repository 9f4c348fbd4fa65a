#include "askew/half_samples.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "random.hpp"
#include "times.hpp"

namespace askew {
namespace {

using Eigen::Index;

// The other half's variances and covariances along these directions.
AnchorModes elsewhere(const KeptModes& modes, const SecondOrder& there, const Matrix& mixed, Side anchor) {
  const Matrix& v = modes.basis;
  const bool image = anchor == Side::image;
  return {quadratic_forms(v, image ? there.xx : there.yy), quadratic_forms(v, mixed), quadratic_forms(v, image ? there.yy : there.xx)};
}

}  // namespace

std::vector<std::uint32_t> dealt_blocks(std::size_t units, std::uint64_t seed, std::size_t blocks) {
  if (blocks < 1 || units < blocks)
    throw Error(Code::OUT_OF_RANGE, "There are fewer units than blocks, or no block.", {{"units", double(units)}, {"blocks", double(blocks)}});
  std::vector<std::uint32_t> order(units), block(units);
  std::iota(order.begin(), order.end(), 0u);
  SplitMix random(seed);
  for (std::size_t k = units - 1; k > 0; --k) std::swap(order[k], order[random.below(k + 1)]);
  for (std::size_t k = 0; k < units; ++k) block[order[k]] = std::uint32_t(k % blocks);
  return block;
}

std::vector<std::uint32_t> half_sample(std::size_t index) {
  if (index >= kHalfSamples) throw Error(Code::OUT_OF_RANGE, "There are 62 half-samples.", {{"index", double(index)}});
  const std::size_t row = index % (kHalfBlocks - 1) + 1;
  const bool plus = index < kHalfBlocks - 1;
  std::vector<std::uint32_t> weights(kHalfBlocks);
  for (std::size_t b = 0; b < kHalfBlocks; ++b) weights[b] = (std::popcount(row & b) % 2 == 0) == plus ? 1 : 0;
  return weights;
}

double cross_fitted(const Vector& covarianceHere, const AnchorModes& there, double epsilon) {
  double total = 0, weighted = 0;
  for (Index k = 0; k < covarianceHere.size(); ++k) {
    const double lambda = std::max(there.eigenvalues[k], 0.0);
    const double root = std::sqrt(lambda * std::max(there.otherVariance[k], 0.0) + epsilon);
    const double rho = root > 0 ? std::clamp(there.covariance[k] / root, -1.0, 1.0) : 0;
    total += lambda;
    weighted += lambda * (covarianceHere[k] < 0 ? -rho : rho);
  }
  return total > 0 ? weighted / total : 0;
}

std::array<Quantities, 2> half_scores(bool comparable, const HalfScores& scores, const CrossScore& cross) {
  std::array<Quantities, 2> out;
  for (std::size_t here = 0; here < 2; ++here) {
    KeptModes image, text;
    out[here] = scores(here, image, text);
    const auto add = [&](std::string_view name, Side anchor, const KeptModes& modes) {
      out[here].emplace_back(name, comparable ? Quantity(cross(here, anchor, modes), "") : Quantity::unavailable("this needs one width"));
    };
    add("crossImageToText", Side::image, image);
    add("crossTextToImage", Side::text, text);
  }
  return out;
}

std::array<Quantities, 2> half_scores(Moments first, Moments second, double q, double epsilon, double mmdBound, Arithmetic directions) {
  if (first.dx() != second.dx() || first.dy() != second.dy())
    throw Error(Code::SHAPE, "Two halves have different widths.", {{"imageCols", double(first.dx())}, {"otherImageCols", double(second.dx())}});
  const bool comparable = first.dx() == first.dy();
  const auto mmd_of = [&](const Moments& m) { return comparable ? within_bound(mmd_series(m), mmdBound) : Quantity(); };
  const std::array<Quantity, 2> mmd{mmd_of(first), mmd_of(second)};
  const std::array<Moments, 2> sums{first.without_products(), second.without_products()};
  // The products are large, and moved.
  const std::array<SecondOrder, 2> whole{SecondOrder::from(std::move(first)), SecondOrder::from(std::move(second))};
  std::array<Matrix, 2> mixed;
  if (comparable)
    for (std::size_t k = 0; k < 2; ++k) mixed[k] = symmetric_part(whole[k].xy);
  const auto scores = [&](std::size_t here, KeptModes& image, KeptModes& text) {
    if (comparable) {
      const auto kept = [&](Side side) {
        return directions == Arithmetic::float32 ? kept_modes_of_part(whole[here], mixed[here], side, q) : kept_modes(whole[here], side, q);
      };
      image = kept(Side::image);
      text = kept(Side::text);
    }
    return part_scores(whole[here], sums[here], mmd[here], image, text, epsilon);
  };
  return half_scores(comparable, scores, [&](std::size_t here, Side anchor, const KeptModes& modes) {
    return cross_fitted(modes.modes.covariance, elsewhere(modes, whole[1 - here], mixed[1 - here], anchor), epsilon);
  });
}

std::array<Quantities, 2> BlockHalves::scores(const PackedMoments& first, Moments second, double q, double epsilon, double mmdBound,
                                              Arithmetic directions) const {
  if (first.products.size() != all_.size())
    throw Error(Code::SHAPE, "A half has not as many products as all blocks.", {{"length", double(first.products.size())}});
  PackedMoments rest{std::move(second), all_};
  for (std::size_t i = 0; i < all_.size(); ++i) rest.products[i] -= first.products[i];
  return half_scores(shift_.unpacked(first), shift_.unpacked(rest), q, epsilon, mmdBound, directions);
}

}  // namespace askew
