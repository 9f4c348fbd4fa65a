#include "samples.hpp"

#include <cmath>

namespace askew::test {

double Dice::uniform() {
  std::uint64_t z = state_ += 0x9e3779b97f4a7c15ull;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return double((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

double Dice::normal() {
  const double u = 1 - uniform(), angle = 6.283185307179586 * uniform();
  return std::sqrt(-2 * std::log(u)) * std::cos(angle);
}

int Dice::whole(int low, int high) { return low + int(uniform() * (high - low + 1)); }

Sample Sample::part(std::size_t begin, std::size_t end) const {
  return {cols, {values.begin() + std::ptrdiff_t(begin * cols), values.begin() + std::ptrdiff_t(end * cols)}};
}

std::vector<double> Sample::norms() const {
  std::vector<double> out(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    double square = 0;
    for (std::size_t k = 0; k < cols; ++k) square += double(at(i, k)) * double(at(i, k));
    out[i] = std::sqrt(square);
  }
  return out;
}

Sample noise(std::size_t rows, std::size_t cols, std::uint64_t seed, double scale) {
  Dice dice(seed);
  Sample out(rows, cols);
  for (float& v : out.values) v = float(scale * dice.normal());
  return out;
}

std::pair<Sample, Sample> pairs(std::size_t rows, std::size_t dx, std::size_t dy, std::uint64_t seed) {
  constexpr std::size_t kFactors = 6;
  Dice dice(seed);
  const auto table = [&](std::size_t count, double scale) {
    std::vector<double> out(count);
    for (double& v : out) v = scale * dice.normal();
    return out;
  };
  const std::vector<double> bx = table(kFactors * dx, 0.5), by = table(kFactors * dy, 0.5), mx = table(dx, 0.7), my = table(dy, 0.7);
  Sample x(rows, dx), y(rows, dy);
  for (std::size_t i = 0; i < rows; ++i) {
    double z[kFactors];
    for (std::size_t f = 0; f < kFactors; ++f) z[f] = dice.normal() * std::pow(0.7, double(f));
    const auto fill = [&](Sample& to, const std::vector<double>& basis, const std::vector<double>& mean, double noise) {
      for (std::size_t k = 0; k < to.cols; ++k) {
        double v = mean[k] + noise * dice.normal();
        for (std::size_t f = 0; f < kFactors; ++f) v += z[f] * basis[f * to.cols + k];
        to.at(i, k) = float(v);
      }
    };
    fill(x, bx, mx, 0.3);
    fill(y, by, my, 0.4);
  }
  return {x, y};
}

std::pair<Sample, Sample> whole_pairs(std::size_t rows, std::size_t dx, std::size_t dy, std::uint64_t seed) {
  Dice dice(seed);
  const auto table = [&](std::size_t count, int reach) {
    std::vector<int> out(count);
    for (int& v : out) v = dice.whole(-reach, reach);
    return out;
  };
  const std::vector<int> bx = table(2 * dx, 2), by = table(2 * dy, 2), mx = table(dx, 3), my = table(dy, 3);
  Sample x(rows, dx), y(rows, dy);
  for (std::size_t i = 0; i + 1 < rows; i += 2) {
    const int z[2] = {dice.whole(-2, 2), dice.whole(-2, 2)};
    const auto fill = [&](Sample& to, const std::vector<int>& basis, const std::vector<int>& mean) {
      for (std::size_t k = 0; k < to.cols; ++k) {
        const int v = z[0] * basis[k] + z[1] * basis[to.cols + k] + dice.whole(-2, 2);
        to.at(i, k) = float(mean[k] + v);
        to.at(i + 1, k) = float(mean[k] - v);
      }
      // A zero row has no direction.
      if (to.part(i, i + 2).norms()[0] * to.part(i, i + 2).norms()[1] == 0) to.at(i, 0) += 1, to.at(i + 1, 0) -= 1;
    };
    fill(x, bx, mx);
    fill(y, by, my);
  }
  return {x, y};
}

Sample unit(const Sample& x) {
  Sample out = x;
  const std::vector<double> norms = x.norms();
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t k = 0; k < x.cols; ++k) out.at(i, k) = float(x.at(i, k) / norms[i]);
  return out;
}

Sample scaled(const Sample& x, double factor) {
  Sample out = x;
  for (float& v : out.values) v = float(v * factor);
  return out;
}

Sample shifted(const Sample& x, double offset) {
  Sample out = x;
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t k = 0; k < x.cols; ++k) out.at(i, k) = float(x.at(i, k) + (k % 2 ? -offset : offset));
  return out;
}

Sample repeated(const Sample& x, std::size_t row, std::size_t rows) {
  Sample out(rows, x.cols);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t k = 0; k < x.cols; ++k) out.at(i, k) = x.at(row, k);
  return out;
}

Matrix orthogonal(std::size_t d, std::uint64_t seed) {
  Dice dice(seed);
  Matrix q(d, d);
  for (std::size_t c = 0; c < d; ++c) {
    for (std::size_t r = 0; r < d; ++r) q(r, c) = dice.normal();
    // Gram and Schmidt, twice for full accuracy.
    for (int pass = 0; pass < 2; ++pass)
      for (std::size_t b = 0; b < c; ++b) {
        double dot = 0;
        for (std::size_t r = 0; r < d; ++r) dot += q(r, b) * q(r, c);
        for (std::size_t r = 0; r < d; ++r) q(r, c) -= dot * q(r, b);
      }
    double square = 0;
    for (std::size_t r = 0; r < d; ++r) square += q(r, c) * q(r, c);
    for (std::size_t r = 0; r < d; ++r) q(r, c) /= std::sqrt(square);
  }
  return q;
}

Sample rotated(const Sample& x, const Matrix& q) {
  Sample out(x.rows, x.cols);
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t c = 0; c < x.cols; ++c) {
      double v = 0;
      for (std::size_t k = 0; k < x.cols; ++k) v += double(x.at(i, k)) * q(k, c);
      out.at(i, c) = float(v);
    }
  return out;
}

}  // namespace askew::test
