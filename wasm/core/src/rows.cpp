#include "askew/rows.hpp"

#include <cmath>
#include <cstring>
#include <vector>

namespace askew {
namespace {

// |x|^2 with NumPy's and PyTorch's order of summation: pairwise halves down to 128 terms, eight lanes in each.
double square_sum(const double* x, std::size_t n) {
  if (n > 128) {
    std::size_t half = n / 2;
    half -= half % 8;
    return square_sum(x, half) + square_sum(x + half, n - half);
  }
  if (n < 8) {
    double s = 0;
    for (std::size_t k = 0; k < n; ++k) s += x[k] * x[k];
    return s;
  }
  double lane[8];
  for (int j = 0; j < 8; ++j) lane[j] = x[j] * x[j];
  std::size_t k = 8;
  for (; k + 8 <= n; k += 8)
    for (int j = 0; j < 8; ++j) lane[j] += x[k + j] * x[k + j];
  double s = ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
  for (; k < n; ++k) s += x[k] * x[k];
  return s;
}

}  // namespace

RowFacts row_facts(const float* row, std::size_t cols) {
  thread_local std::vector<double> wide;
  wide.resize(cols);
  std::uint64_t hash = 0x9e3779b97f4a7c15ull ^ cols;
  for (std::size_t k = 0; k < cols; ++k) {
    wide[k] = row[k];
    const float value = row[k] == 0.0f ? 0.0f : row[k];
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    hash = (hash ^ bits) * 0xff51afd7ed558ccdull;
    hash ^= hash >> 32;
  }
  RowFacts facts{};
  facts.norm = std::sqrt(square_sum(wide.data(), cols));
  facts.low = static_cast<std::uint32_t>(hash);
  facts.high = static_cast<std::uint32_t>(hash >> 32);
  double self = 0;
  for (std::size_t k = 0; k < cols; ++k) {
    const double u = wide[k] / facts.norm;
    self += u * u;
  }
  facts.selfIsOne = 1.0 - (1.0 - self) == 1.0;
  return facts;
}

double cosine(const float* a, double normA, const float* b, double normB, std::size_t cols) {
  double dot = 0;
  for (std::size_t k = 0; k < cols; ++k) dot += static_cast<double>(a[k]) * static_cast<double>(b[k]);
  return dot / (normA * normB);
}

}  // namespace askew
