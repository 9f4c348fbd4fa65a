#include "askew/synthetic.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "askew/error.hpp"
#include "latent.hpp"

namespace askew {
namespace {

// Streams of their own, so that the rows do not depend on these choices; far from those that an audit of this seed counts through.
constexpr std::uint64_t kDuplicates = 0x6475706c69636174ull, kWrong = 0x77726f6e67206f6eull;

// `count` of the numbers first … n - 1, in random order.
std::vector<std::size_t> chosen(SplitMix& random, std::size_t first, std::size_t n, std::size_t count) {
  std::vector<std::size_t> all(n - first);
  std::iota(all.begin(), all.end(), first);
  for (std::size_t k = 0; k < count; ++k) std::swap(all[k], all[k + random.below(all.size() - k)]);
  all.resize(count);
  return all;
}

// For each image the one whose shared factors and texts it has: an earlier one for a duplicate, itself else.
std::vector<std::size_t> originals(const SyntheticSpec& s) {
  std::vector<std::size_t> of(s.pairs), own;
  std::iota(of.begin(), of.end(), std::size_t{0});
  const auto count = std::min(std::size_t(std::llround(s.duplicates * double(s.pairs))), s.pairs - 1);
  SplitMix random(s.seed, kDuplicates);
  std::vector<bool> duplicate(s.pairs);
  for (const std::size_t i : chosen(random, 1, s.pairs, count)) duplicate[i] = true;
  for (std::size_t i = 0; i < s.pairs; ++i) {
    if (duplicate[i]) of[i] = own[random.below(own.size())];
    else own.push_back(i);
  }
  return of;
}

// Chosen images pass their texts on in a ring.
void mispair(const SyntheticSpec& s, std::vector<float>& texts) {
  const std::size_t count = wrong_count(s), block = s.captions * s.width;
  if (count == 0) return;
  SplitMix random(s.seed, kWrong);
  const auto ring = chosen(random, 0, s.pairs, count);
  const auto at = [&](std::size_t k) { return texts.begin() + std::ptrdiff_t(ring[k] * block); };
  const std::vector<float> first(at(0), at(0) + std::ptrdiff_t(block));
  for (std::size_t k = 0; k + 1 < count; ++k) std::copy_n(at(k + 1), block, at(k));
  std::copy(first.begin(), first.end(), at(count - 1));
}

}  // namespace

SyntheticPairs synthetic(const SyntheticSpec& s) {
  check(s);
  Normal normal(s.seed);
  const std::size_t d = s.width;
  const double unit = 1 / std::sqrt(double(d));
  const Latent l = latent(s, normal);
  const bool repeats = s.duplicates > 0;
  const std::vector<std::size_t> original = repeats ? originals(s) : std::vector<std::size_t>();

  SyntheticPairs out;
  out.images.reserve(s.pairs * d);
  out.texts.reserve(s.pairs * s.captions * d);
  std::vector<double> row(d), z, all;
  const auto emit = [&](std::vector<float>& to, const std::vector<double>& basis, std::size_t count, double noise,
                        const std::vector<double>& mean) {
    for (std::size_t c = 0; c < d; ++c) row[c] = mean[c] + noise * unit * normal();
    for (std::size_t k = 0; k < s.shared; ++k) {
      const double v = z[k] * shared_scale(s, k);
      for (std::size_t c = 0; c < d; ++c) row[c] += v * l.shared[k * d + c];
    }
    for (std::size_t k = 0; k < count; ++k) {
      const double v = normal() * private_scale(s, k);
      for (std::size_t c = 0; c < d; ++c) row[c] += v * basis[k * d + c];
    }
    double norm = 0;
    for (const double v : row) norm += v * v;
    norm = std::sqrt(norm);
    if (!(norm > 0 && std::isfinite(norm)))
      throw Error(Code::OUT_OF_RANGE, std::string("With these scales a row has ") + (norm > 0 ? "too great a length" : "no length") +
                                          ": change factors, noise or gap.", {{"value", norm}});
    for (const double v : row) to.push_back(static_cast<float>(v / norm));
  };
  for (std::size_t i = 0; i < s.pairs; ++i) {
    z = draw(normal, s.shared, 1);
    if (repeats) {
      const auto from = std::ptrdiff_t(original[i] * s.shared);
      if (original[i] != i) std::copy_n(all.begin() + from, s.shared, z.begin());
      all.insert(all.end(), z.begin(), z.end());
    }
    emit(out.images, l.image, s.imageOnly, s.noiseImage, l.imageMean);
    for (std::size_t c = 0; c < s.captions; ++c) emit(out.texts, l.text, s.textOnly, s.noiseText, l.textMean);
    if (repeats && original[i] != i)
      for (std::size_t v = 0, block = s.captions * d; v < block; ++v) out.texts[i * block + v] = out.texts[original[i] * block + v];
  }
  mispair(s, out.texts);
  return out;
}

}  // namespace askew
