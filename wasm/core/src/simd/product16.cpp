#include "simd/product16.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "simd/vector.hpp"

namespace askew::simd {
namespace {

// Pairs of depths whose products are summed in 32 bits.
constexpr std::size_t kRun = 32;
// Bytes of left items that stay in the first-level cache while all right items pass.
constexpr std::size_t kCache = 32768;
constexpr std::size_t kStep = 2 * kLanes;
// A run's length after rounding: its square stays below 2^31.
constexpr float kLongest = 46000;
constexpr float kLargest = 32767;
// Above the roundings of the float32 sums that bound the error.
constexpr float kMargin = 1.001f;

// 4 left items x 8 right items over `pairs` steps; the left pointer already selects its half panel.
struct Micro {
  i4 r00{}, r01{}, r10{}, r11{}, r20{}, r21{}, r30{}, r31{};

  inline __attribute__((always_inline)) void run(const std::int16_t* a, const std::int16_t* b, std::size_t pairs) {
    for (std::size_t k = 0; k < pairs; ++k, a += kStep, b += kStep) {
      const s8 b0 = load(b), b1 = load(b + 8);
      const s8 a0 = splat_pair(a);
      r00 += pair_sums(a0, b0);
      r01 += pair_sums(a0, b1);
      const s8 a1 = splat_pair(a + 2);
      r10 += pair_sums(a1, b0);
      r11 += pair_sums(a1, b1);
      const s8 a2 = splat_pair(a + 4);
      r20 += pair_sums(a2, b0);
      r21 += pair_sums(a2, b1);
      const s8 a3 = splat_pair(a + 6);
      r30 += pair_sums(a3, b0);
      r31 += pair_sums(a3, b1);
    }
  }
};

// c += the sums of one run of columns, as float32.
void put(float* c, std::size_t ldc, const Micro& m, bool first) {
  const i4 lo[4] = {m.r00, m.r10, m.r20, m.r30}, hi[4] = {m.r01, m.r11, m.r21, m.r31};
  for (int i = 0; i < 4; ++i) {
    float* row = c + i * ldc;
    const f4 left = __builtin_convertvector(lo[i], f4), right = __builtin_convertvector(hi[i], f4);
    store(row, first ? left : load(row) + left);
    store(row + 4, first ? right : load(row + 4) + right);
  }
}

// The largest length of a run of columns.
float longest_run(const float* row, std::size_t cols) {
  float most = 0;
  for (std::size_t begin = 0; begin < cols; begin += 2 * kRun) {
    const std::size_t end = std::min(cols, begin + 2 * kRun);
    f4 sum{};
    std::size_t k = begin;
    for (; k + 4 <= end; k += 4) sum += load(row + k) * load(row + k);
    float square = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    for (; k < end; ++k) square += row[k] * row[k];
    most = std::max(most, square);
  }
  return std::sqrt(most);
}

float largest(const float* row, std::size_t cols) {
  f4 most{};
  std::size_t k = 0;
  for (; k + 4 <= cols; k += 4) most = larger(most, magnitude(load(row + k)));
  float m = std::max(std::max(most[0], most[1]), std::max(most[2], most[3]));
  for (; k < cols; ++k) m = std::max(m, std::fabs(row[k]));
  return m;
}

// out[k] = the integer nearest to scale * row[k]; returns the sum of the squares.
double round_row(std::int16_t* out, const float* row, std::size_t cols, float scale) {
  const f4 s = all(scale);
  double sum = 0;
  for (std::size_t begin = 0; begin < cols; begin += 2 * kRun) {
    const std::size_t end = std::min(cols, begin + 2 * kRun);
    i4 squares{};
    std::size_t k = begin;
    for (; k + 8 <= end; k += 8) {
      const s8 q = narrowed(nearest(s * load(row + k)), nearest(s * load(row + k + 4)));
      std::memcpy(out + k, &q, sizeof q);
      squares += pair_sums(q, q);
    }
    std::int32_t run = squares[0] + squares[1] + squares[2] + squares[3];
    for (; k < end; ++k) {
      out[k] = static_cast<std::int16_t>(std::nearbyint(scale * row[k]));
      run += out[k] * out[k];
    }
    sum += run;
  }
  return sum;
}

// |a q - b x|, summed over the differences: its square as 2 - 2 cos(q, x) would cancel.
float distance(const std::int16_t* q, float a, const float* x, float b, std::size_t cols) {
  const f4 left = all(a), right = all(b);
  f4 sum{};
  std::size_t k = 0;
  for (; k + 4 <= cols; k += 4) {
    const f4 d = left * __builtin_convertvector(load_widened(q + k), f4) - right * load(x + k);
    sum += d * d;
  }
  float total = (sum[0] + sum[1]) + (sum[2] + sum[3]);
  for (; k < cols; ++k) total += (a * q[k] - b * x[k]) * (a * q[k] - b * x[k]);
  return std::sqrt(total);
}

}  // namespace

void pack_unit_rows(Panels16& out, const float* values, std::size_t rows, std::size_t cols, const double* norms) {
  out.count = rows;
  out.pairs = (cols + 1) / 2;
  out.error = 0;
  out.data.assign(out.panels() * out.pairs * kStep, 0);
  out.inverse.assign(out.panels() * kLanes, 0.0f);
  std::vector<std::int16_t> whole(2 * out.pairs, 0);
  for (std::size_t i = 0; i < rows; ++i) {
    const float* row = values + i * cols;
    const auto norm = static_cast<float>(norms[i]);
    const float scale = std::min(kLongest / longest_run(row, cols), kLargest / largest(row, cols));
    const auto inverse = static_cast<float>(1 / std::sqrt(round_row(whole.data(), row, cols, scale)));
    out.inverse[i] = inverse;
    out.error = std::max(out.error, kMargin * distance(whole.data(), inverse, row, 1 / norm, cols));
    std::int16_t* to = out.data.data() + (i / kLanes * out.pairs * kLanes + i % kLanes) * 2;
    for (std::size_t k = 0; k < out.pairs; ++k) std::memcpy(to + k * kStep, whole.data() + 2 * k, 2 * sizeof(std::int16_t));
  }
}

void cosine_tile(float* c, std::size_t ldc, const Panels16& a, std::size_t first, std::size_t rows, const Panels16& b, std::size_t from) {
  const std::size_t fit = kCache / (a.pairs * 2 * sizeof(std::int16_t)) / kLanes * kLanes, group = std::max(kLanes, fit);
  for (std::size_t begin = 0; begin < rows; begin += group)
    for (std::size_t q = from / kLanes; q < b.panels(); ++q)
      for (std::size_t row = begin; row < std::min(rows, begin + group); row += 4) {
        const std::size_t item = first + row;
        float* to = c + row * ldc + q * kLanes;
        for (std::size_t k = 0; k < a.pairs; k += kRun) {
          Micro m;
          m.run(a.panel(item / kLanes) + k * kStep + item % kLanes * 2, b.panel(q) + k * kStep, std::min(kRun, a.pairs - k));
          put(to, ldc, m, k == 0);
        }
        const f4 r0 = load(b.inverse.data() + q * kLanes), r1 = load(b.inverse.data() + q * kLanes + 4);
        for (std::size_t i = 0; i < 4; ++i) {
          const f4 left = splat(a.inverse.data() + item + i);
          store(to + i * ldc, load(to + i * ldc) * left * r0);
          store(to + i * ldc + 4, load(to + i * ldc + 4) * left * r1);
        }
      }
}

}  // namespace askew::simd
