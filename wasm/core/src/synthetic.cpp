#include "askew/synthetic.hpp"

#include <cmath>
#include <string>

#include "askew/error.hpp"

namespace askew {
namespace {

// SplitMix64 (Steele, Lea, Flood 2014) with Box and Muller's normal deviates.
class Normal {
 public:
  explicit Normal(std::uint64_t seed) : state_(seed) {}

  double operator()() {
    if (spare_) {
      spare_ = false;
      return value_;
    }
    const double u = (double(next() >> 11) + 1) * 0x1p-53, angle = 6.283185307179586 * (double(next() >> 11) * 0x1p-53);
    const double radius = std::sqrt(-2 * std::log(u));
    value_ = radius * std::sin(angle);
    spare_ = true;
    return radius * std::cos(angle);
  }

 private:
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
  double value_ = 0;
  bool spare_ = false;
};

void check(bool good, const char* what, double value) {
  if (!good) throw Error(Code::OUT_OF_RANGE, std::string(what) + " is out of range: " + std::to_string(value) + ".", {{"value", value}});
}

std::vector<double> draw(Normal& normal, std::size_t count, double scale) {
  std::vector<double> out(count);
  for (double& v : out) v = scale * normal();
  return out;
}

}  // namespace

SyntheticPairs synthetic(const SyntheticSpec& s) {
  check(s.pairs >= 2 && s.pairs <= 10'000'000, "The number of pairs", double(s.pairs));
  check(s.width >= 2 && s.width <= 65536, "The width", double(s.width));
  check(s.captions >= 1 && s.captions <= 100, "The number of texts an image", double(s.captions));
  const double factors = double(s.shared) + double(s.imageOnly) + double(s.textOnly);
  check(factors <= 4096, "The number of factors", factors);
  check(s.privateStrength > 0 && s.noiseImage >= 0 && s.noiseText >= 0 && s.gap >= 0, "A scale", s.privateStrength);

  Normal normal(s.seed);
  const std::size_t d = s.width;
  // A factor's direction has about unit length, so that noise (per dimension 1 / sqrt(d)) and gap compare with it.
  const double unit = 1 / std::sqrt(double(d));
  const std::vector<double> shared = draw(normal, s.shared * d, unit), image = draw(normal, s.imageOnly * d, unit),
                            text = draw(normal, s.textOnly * d, unit);
  const std::vector<double> imageMean = draw(normal, d, s.gap), textMean = draw(normal, d, s.gap);

  SyntheticPairs out;
  out.images.reserve(s.pairs * d);
  out.texts.reserve(s.pairs * s.captions * d);
  std::vector<double> row(d), z;
  const auto emit = [&](std::vector<float>& to, const std::vector<double>& basis, std::size_t count, double noise,
                        const std::vector<double>& mean) {
    for (std::size_t c = 0; c < d; ++c) row[c] = mean[c] + noise * unit * normal();
    for (std::size_t k = 0; k < s.shared; ++k) {
      const double v = z[k] * std::pow(10.0, -s.decay * double(k));
      for (std::size_t c = 0; c < d; ++c) row[c] += v * shared[k * d + c];
    }
    for (std::size_t k = 0; k < count; ++k) {
      const double v = normal() * s.privateStrength * std::pow(10.0, -s.decay * double(k));
      for (std::size_t c = 0; c < d; ++c) row[c] += v * basis[k * d + c];
    }
    double norm = 0;
    for (const double v : row) norm += v * v;
    norm = std::sqrt(norm);
    check(norm > 0 && std::isfinite(norm), "With these scales the length of a row", norm);
    for (const double v : row) to.push_back(static_cast<float>(v / norm));
  };
  for (std::size_t i = 0; i < s.pairs; ++i) {
    z = draw(normal, s.shared, 1);
    emit(out.images, image, s.imageOnly, s.noiseImage, imageMean);
    for (std::size_t c = 0; c < s.captions; ++c) emit(out.texts, text, s.textOnly, s.noiseText, textMean);
  }
  return out;
}

}  // namespace askew
