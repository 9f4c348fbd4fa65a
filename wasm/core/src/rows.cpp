#include "askew/rows.hpp"

#include <cmath>
#include <cstring>
#include <unordered_map>
#include <vector>

#include "simd/vector.hpp"

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

namespace {

const double* widened(const float* row, std::size_t cols) {
  thread_local std::vector<double> wide;
  wide.assign(row, row + cols);
  return wide.data();
}

simd::d2 two(const float* p) { return simd::load_widened(p); }
simd::d2 two(const double* p) { return simd::load(p); }

// The same digits whether a is widened already or not.
template <class Left>
double dot(const Left* a, const float* b, std::size_t cols) {
  // Eight running sums: one alone would wait for its own additions.
  simd::d2 s0{}, s1{}, s2{}, s3{};
  std::size_t k = 0;
  for (; k + 8 <= cols; k += 8) {
    s0 += two(a + k) * two(b + k);
    s1 += two(a + k + 2) * two(b + k + 2);
    s2 += two(a + k + 4) * two(b + k + 4);
    s3 += two(a + k + 6) * two(b + k + 6);
  }
  const simd::d2 s = (s0 + s1) + (s2 + s3);
  double sum = s[0] + s[1];
  for (; k < cols; ++k) sum += double(a[k]) * double(b[k]);
  return sum;
}

}  // namespace

RowFacts row_facts(const float* row, std::size_t cols) {
  // Four streams, value k in stream k % 4: one alone would wait for its own multiplications.
  std::uint64_t lane[4];
  for (std::uint64_t j = 0; j < 4; ++j) lane[j] = 0x9e3779b97f4a7c15ull * (j + 1) ^ cols;
  for (std::size_t k = 0; k < cols; ++k) {
    const float value = row[k] == 0.0f ? 0.0f : row[k];
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    std::uint64_t& hash = lane[k % 4];
    hash = (hash ^ bits) * 0xff51afd7ed558ccdull;
    hash ^= hash >> 32;
  }
  std::uint64_t hash = 0;
  for (const std::uint64_t l : lane) hash = (hash ^ l) * 0xc4ceb9fe1a85ec53ull + (hash >> 29);
  hash ^= hash >> 32;
  return {std::sqrt(square_sum(widened(row, cols), cols)), static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>(hash >> 32)};
}

bool self_is_one(const float* row, std::size_t cols) {
  const double* x = widened(row, cols);
  const double norm = std::sqrt(square_sum(x, cols));
  double self = 0;
  for (std::size_t k = 0; k < cols; ++k) {
    const double u = x[k] / norm;
    self += u * u;
  }
  return 1.0 - (1.0 - self) == 1.0;
}

RowClasses row_classes(const std::vector<std::uint32_t>& low, const std::vector<std::uint32_t>& high) {
  if (low.size() != high.size())
    throw Error(Code::SHAPE, "The fingerprints' halves differ in length.", {{"length", double(low.size())}, {"otherLength", double(high.size())}});
  RowClasses classes;
  classes.of.resize(low.size());
  std::unordered_map<std::uint64_t, std::int32_t> seen;
  seen.reserve(low.size());
  for (std::size_t i = 0; i < low.size(); ++i) {
    const auto [at, added] = seen.try_emplace(std::uint64_t(high[i]) << 32 | low[i], std::int32_t(classes.sizes.size()));
    if (added) {
      classes.sizes.push_back(0);
      classes.firsts.push_back(std::int32_t(i));
    }
    ++classes.sizes[at->second];
    classes.of[i] = at->second;
  }
  return classes;
}

double cosine(const float* a, double normA, const float* b, double normB, std::size_t cols) {
  return dot(a, b, cols) / (normA * normB);
}

void WideRow::assign(const float* row, double norm, std::size_t cols) {
  row_.assign(row, row + cols);
  norm_ = norm;
}

double WideRow::cosine(const float* b, double normB) const { return dot(row_.data(), b, row_.size()) / (norm_ * normB); }

}  // namespace askew
