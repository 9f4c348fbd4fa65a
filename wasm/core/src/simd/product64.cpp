#include "simd/product64.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "simd/vector.hpp"

namespace askew::simd {
namespace {

constexpr std::size_t kTile = 4;
constexpr std::size_t kDepth = 256;

// Panels of 4 items, depth outermost; missing items are zero.
void pack(std::vector<double>& out, Strided a, std::size_t items, std::size_t first, std::size_t depth) {
  out.resize((items + kTile - 1) / kTile * kTile * depth);
  double* to = out.data();
  for (std::size_t p = 0; p < items; p += kTile)
    for (std::size_t k = first; k < first + depth; ++k, to += kTile)
      for (std::size_t j = 0; j < kTile; ++j) to[j] = p + j < items ? a.data[std::ptrdiff_t(p + j) * a.row + std::ptrdiff_t(k) * a.col] : 0.0;
}

void tile(double* c, std::size_t ldc, std::size_t height, std::size_t width, const double* a, const double* b, std::size_t depth,
          double alpha) {
  d2 c00{}, c01{}, c02{}, c03{}, c10{}, c11{}, c12{}, c13{};
  for (std::size_t k = 0; k < depth; ++k, a += kTile, b += kTile) {
    const d2 a0 = load(a), a1 = load(a + 2);
    const d2 b0 = splat(b);
    c00 += a0 * b0;
    c10 += a1 * b0;
    const d2 b1 = splat(b + 1);
    c01 += a0 * b1;
    c11 += a1 * b1;
    const d2 b2 = splat(b + 2);
    c02 += a0 * b2;
    c12 += a1 * b2;
    const d2 b3 = splat(b + 3);
    c03 += a0 * b3;
    c13 += a1 * b3;
  }
  const d2 top[kTile] = {c00, c01, c02, c03}, bottom[kTile] = {c10, c11, c12, c13};
  if (height == kTile && width == kTile) {
    for (std::size_t j = 0; j < kTile; ++j) {
      double* column = c + j * ldc;
      store(column, load(column) + alpha * top[j]);
      store(column + 2, load(column + 2) + alpha * bottom[j]);
    }
    return;
  }
  for (std::size_t j = 0; j < width; ++j)
    for (std::size_t i = 0; i < height; ++i) c[j * ldc + i] += alpha * (i < 2 ? top[j][i] : bottom[j][i - 2]);
}

}  // namespace

void multiply_add(double* c, std::size_t ldc, std::size_t m, std::size_t n, std::size_t depth, double alpha, Strided a, Strided b,
                  bool lower) {
  std::vector<double> left, right;
  for (std::size_t k = 0; k < depth; k += kDepth) {
    const std::size_t part = std::min(kDepth, depth - k);
    pack(left, a, m, k, part);
    pack(right, b.transposed(), n, k, part);
    for (std::size_t j = 0; j < n; j += kTile)
      for (std::size_t i = lower ? j / kTile * kTile : 0; i < m; i += kTile)
        tile(c + j * ldc + i, ldc, std::min(kTile, m - i), std::min(kTile, n - j), left.data() + i * part, right.data() + j * part, part,
             alpha);
  }
}

void symmetric_times(const double* a, std::size_t lda, std::size_t n, const double* x, double* y) {
  std::fill(y, y + n, 0.0);
  std::size_t j = 0;
  // Four columns at a time; their 4 x 4 diagonal corner is done by itself.
  for (; j + 4 <= n; j += 4) {
    const double *a0 = a + j * lda, *a1 = a0 + lda, *a2 = a1 + lda, *a3 = a2 + lda;
    for (std::size_t r = 0; r < 4; ++r) {
      const double* column = a + (j + r) * lda + j;
      y[j + r] += column[r] * x[j + r];
      for (std::size_t i = r + 1; i < 4; ++i) {
        y[j + i] += column[i] * x[j + r];
        y[j + r] += column[i] * x[j + i];
      }
    }
    const d2 x0 = splat(x + j), x1 = splat(x + j + 1), x2 = splat(x + j + 2), x3 = splat(x + j + 3);
    d2 s0{}, s1{}, s2{}, s3{};
    std::size_t i = j + 4;
    for (; i + 2 <= n; i += 2) {
      const d2 v0 = load(a0 + i), v1 = load(a1 + i), v2 = load(a2 + i), v3 = load(a3 + i), xi = load(x + i);
      store(y + i, load(y + i) + (v0 * x0 + v1 * x1) + (v2 * x2 + v3 * x3));
      s0 += v0 * xi;
      s1 += v1 * xi;
      s2 += v2 * xi;
      s3 += v3 * xi;
    }
    double t[4] = {s0[0] + s0[1], s1[0] + s1[1], s2[0] + s2[1], s3[0] + s3[1]};
    for (; i < n; ++i) {
      y[i] += a0[i] * x[j] + a1[i] * x[j + 1] + a2[i] * x[j + 2] + a3[i] * x[j + 3];
      t[0] += a0[i] * x[i];
      t[1] += a1[i] * x[i];
      t[2] += a2[i] * x[i];
      t[3] += a3[i] * x[i];
    }
    for (std::size_t r = 0; r < 4; ++r) y[j + r] += t[r];
  }
  for (; j < n; ++j) {
    const double* column = a + j * lda;
    y[j] += column[j] * x[j];
    for (std::size_t i = j + 1; i < n; ++i) {
      y[i] += column[i] * x[j];
      y[j] += column[i] * x[i];
    }
  }
}

}  // namespace askew::simd
