#include "latent.hpp"

#include <cmath>
#include <string>

#include "askew/error.hpp"

namespace askew {
namespace {

void require(bool good, const char* what, double value) {
  if (!good) throw Error(Code::OUT_OF_RANGE, std::string(what) + " is out of range: " + std::to_string(value) + ".", {{"value", value}});
}

}  // namespace

double Normal::operator()() {
  if (spare_) {
    spare_ = false;
    return value_;
  }
  const double u = (double(random_.next() >> 11) + 1) * 0x1p-53, angle = 6.283185307179586 * (double(random_.next() >> 11) * 0x1p-53);
  const double radius = std::sqrt(-2 * std::log(u));
  value_ = radius * std::sin(angle);
  spare_ = true;
  return radius * std::cos(angle);
}

std::vector<double> draw(Normal& normal, std::size_t count, double scale) {
  std::vector<double> out(count);
  for (double& v : out) v = scale * normal();
  return out;
}

void check(const SyntheticSpec& s) {
  require(s.pairs >= 2 && s.pairs <= 10'000'000, "The number of pairs", double(s.pairs));
  require(s.width >= 2 && s.width <= 65536, "The width", double(s.width));
  require(s.captions >= 1 && s.captions <= 100, "The number of texts an image", double(s.captions));
  const double factors = double(s.shared) + double(s.imageOnly) + double(s.textOnly);
  require(factors <= 4096, "The number of factors", factors);
  require(s.privateStrength > 0, "The strength of private factors", s.privateStrength);
  require(s.noiseImage >= 0, "The images' noise", s.noiseImage);
  require(s.noiseText >= 0, "The texts' noise", s.noiseText);
  require(s.gap >= 0, "The gap", s.gap);
  require(s.wrongPairs >= 0 && s.wrongPairs <= 1, "The share of wrong pairs", s.wrongPairs);
  require(s.duplicates >= 0 && s.duplicates < 1, "The share of duplicates", s.duplicates);
}

Latent latent(const SyntheticSpec& s, Normal& normal) {
  // A factor's direction has about unit length, so that noise (per dimension 1 / sqrt(d)) and gap compare with it.
  const double unit = 1 / std::sqrt(double(s.width));
  Latent l;
  l.shared = draw(normal, s.shared * s.width, unit);
  l.image = draw(normal, s.imageOnly * s.width, unit);
  l.text = draw(normal, s.textOnly * s.width, unit);
  l.imageMean = draw(normal, s.width, s.gap);
  l.textMean = draw(normal, s.width, s.gap);
  return l;
}

double shared_scale(const SyntheticSpec& s, std::size_t k) { return std::pow(10.0, -s.decay * double(k)); }

double private_scale(const SyntheticSpec& s, std::size_t k) { return s.privateStrength * std::pow(10.0, -s.decay * double(k)); }

std::size_t wrong_count(const SyntheticSpec& s) {
  const auto count = std::size_t(std::llround(s.wrongPairs * double(s.pairs)));
  return count < 2 ? 0 : count;
}

}  // namespace askew
