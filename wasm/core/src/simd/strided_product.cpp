#include "simd/strided_product.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

#include "simd/vector.hpp"

namespace askew::simd {
namespace {

// Items of a panel: of the left factor two vectors, of the right one 4.
template <class Scalar>
constexpr std::size_t kLeft = 32 / sizeof(Scalar);
constexpr std::size_t kRight = 4;
// Packed at once, so that they stay in a cache.
constexpr std::size_t kDepth = 256, kRows = 384;

template <class Scalar>
using VectorOf = decltype(load(static_cast<const Scalar*>(nullptr)));

// Room for values that are all written before they are read.
template <class Scalar>
class Buffer {
 public:
  Scalar* room_for(std::size_t count) {
    if (count > size_) {
      values_.reset(new Scalar[count]);
      size_ = count;
    }
    return values_.get();
  }

 private:
  std::unique_ptr<Scalar[]> values_;
  std::size_t size_ = 0;
};

// Panels of so many items, depth outermost; missing items are zero.
template <std::size_t size, class Scalar>
const Scalar* pack(Buffer<Scalar>& room, StridedOf<Scalar> a, std::size_t items, std::size_t first, std::size_t depth) {
  Scalar* const panels = room.room_for((items + size - 1) / size * size * depth);
  Scalar* to = panels;
  for (std::size_t p = 0; p < items; p += size) {
    const Scalar* from = a.data + std::ptrdiff_t(p) * a.row + std::ptrdiff_t(first) * a.col;
    if (p + size > items) {
      for (std::size_t k = 0; k < depth; ++k, from += a.col, to += size)
        for (std::size_t j = 0; j < size; ++j) to[j] = p + j < items ? from[std::ptrdiff_t(j) * a.row] : Scalar(0);
    } else if (a.row == 1) {
      for (std::size_t k = 0; k < depth; ++k, from += a.col, to += size) std::memcpy(to, from, size * sizeof(Scalar));
    } else {
      for (std::size_t k = 0; k < depth; ++k, from += a.col, to += size)
        for (std::size_t j = 0; j < size; ++j) to[j] = from[std::ptrdiff_t(j) * a.row];
    }
  }
  return panels;
}

template <class Scalar>
void tile(Scalar* c, std::size_t ldc, std::size_t height, std::size_t width, const Scalar* a, const Scalar* b, std::size_t depth,
          Scalar alpha) {
  using V = VectorOf<Scalar>;
  constexpr std::size_t lanes = kLeft<Scalar> / 2;
  V c00{}, c01{}, c02{}, c03{}, c10{}, c11{}, c12{}, c13{};
  for (std::size_t k = 0; k < depth; ++k, a += 2 * lanes, b += kRight) {
    const V a0 = load(a), a1 = load(a + lanes);
    const V b0 = splat(b);
    c00 += a0 * b0;
    c10 += a1 * b0;
    const V b1 = splat(b + 1);
    c01 += a0 * b1;
    c11 += a1 * b1;
    const V b2 = splat(b + 2);
    c02 += a0 * b2;
    c12 += a1 * b2;
    const V b3 = splat(b + 3);
    c03 += a0 * b3;
    c13 += a1 * b3;
  }
  const V top[kRight] = {c00, c01, c02, c03}, bottom[kRight] = {c10, c11, c12, c13};
  if (height == 2 * lanes && width == kRight) {
    for (std::size_t j = 0; j < kRight; ++j) {
      Scalar* column = c + j * ldc;
      store(column, load(column) + alpha * top[j]);
      store(column + lanes, load(column + lanes) + alpha * bottom[j]);
    }
    return;
  }
  for (std::size_t j = 0; j < width; ++j)
    for (std::size_t i = 0; i < height; ++i) c[j * ldc + i] += alpha * (i < lanes ? top[j][i] : bottom[j][i - lanes]);
}

template <class Scalar>
void add_product(Scalar* c, std::size_t ldc, std::size_t m, std::size_t n, std::size_t depth, Scalar alpha, StridedOf<Scalar> a,
                 StridedOf<Scalar> b, bool lower) {
  constexpr std::size_t rows = kLeft<Scalar>;
  Buffer<Scalar> left_room, right_room;
  for (std::size_t k = 0; k < depth; k += kDepth) {
    const std::size_t part = std::min(kDepth, depth - k);
    const Scalar* right = pack<kRight>(right_room, b.transposed(), n, k, part);
    for (std::size_t top = 0; top < m; top += kRows) {
      const std::size_t height = std::min(kRows, m - top);
      const StridedOf<Scalar> block{a.data + std::ptrdiff_t(top) * a.row, a.row, a.col};
      const Scalar* left = pack<rows>(left_room, block, height, k, part);
      for (std::size_t j = 0; j < n; j += kRight)
        for (std::size_t i = lower && j > top ? (j - top) / rows * rows : 0; i < height; i += rows)
          tile(c + j * ldc + top + i, ldc, std::min(rows, height - i), std::min(kRight, n - j), left + i * part, right + j * part, part, alpha);
    }
  }
}

template <class Scalar>
Scalar lanes_sum(VectorOf<Scalar> v) {
  if constexpr (sizeof(Scalar) == 8)
    return v[0] + v[1];
  else
    return (v[0] + v[1]) + (v[2] + v[3]);
}

template <class Scalar>
void symmetric_product(const Scalar* a, std::size_t lda, std::size_t n, const Scalar* x, Scalar* y) {
  using V = VectorOf<Scalar>;
  constexpr std::size_t lanes = 16 / sizeof(Scalar);
  std::fill(y, y + n, Scalar(0));
  std::size_t j = 0;
  // Four columns at a time; their 4 x 4 diagonal corner is done by itself.
  for (; j + 4 <= n; j += 4) {
    const Scalar *a0 = a + j * lda, *a1 = a0 + lda, *a2 = a1 + lda, *a3 = a2 + lda;
    for (std::size_t r = 0; r < 4; ++r) {
      const Scalar* column = a + (j + r) * lda + j;
      y[j + r] += column[r] * x[j + r];
      for (std::size_t i = r + 1; i < 4; ++i) {
        y[j + i] += column[i] * x[j + r];
        y[j + r] += column[i] * x[j + i];
      }
    }
    const V x0 = splat(x + j), x1 = splat(x + j + 1), x2 = splat(x + j + 2), x3 = splat(x + j + 3);
    V s0{}, s1{}, s2{}, s3{};
    std::size_t i = j + 4;
    for (; i + lanes <= n; i += lanes) {
      const V v0 = load(a0 + i), v1 = load(a1 + i), v2 = load(a2 + i), v3 = load(a3 + i), xi = load(x + i);
      store(y + i, load(y + i) + (v0 * x0 + v1 * x1) + (v2 * x2 + v3 * x3));
      s0 += v0 * xi;
      s1 += v1 * xi;
      s2 += v2 * xi;
      s3 += v3 * xi;
    }
    Scalar t[4] = {lanes_sum<Scalar>(s0), lanes_sum<Scalar>(s1), lanes_sum<Scalar>(s2), lanes_sum<Scalar>(s3)};
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
    const Scalar* column = a + j * lda;
    y[j] += column[j] * x[j];
    for (std::size_t i = j + 1; i < n; ++i) {
      y[i] += column[i] * x[j];
      y[j] += column[i] * x[i];
    }
  }
}

template <class Scalar>
void add_columns(const Scalar* a, std::size_t lda, std::size_t rows, std::size_t cols, const Scalar* x, Scalar* y) {
  using V = VectorOf<Scalar>;
  constexpr std::size_t lanes = 16 / sizeof(Scalar);
  std::size_t j = 0;
  for (; j + 4 <= cols; j += 4) {
    const Scalar *a0 = a + j * lda, *a1 = a0 + lda, *a2 = a1 + lda, *a3 = a2 + lda;
    const V x0 = splat(x + j), x1 = splat(x + j + 1), x2 = splat(x + j + 2), x3 = splat(x + j + 3);
    std::size_t i = 0;
    for (; i + lanes <= rows; i += lanes)
      store(y + i, load(y + i) + ((load(a0 + i) * x0 + load(a1 + i) * x1) + (load(a2 + i) * x2 + load(a3 + i) * x3)));
    for (; i < rows; ++i) y[i] += (a0[i] * x[j] + a1[i] * x[j + 1]) + (a2[i] * x[j + 2] + a3[i] * x[j + 3]);
  }
  for (; j < cols; ++j)
    for (std::size_t i = 0; i < rows; ++i) y[i] += a[j * lda + i] * x[j];
}

template <class Scalar>
void column_sums(const Scalar* a, std::size_t lda, std::size_t rows, std::size_t cols, const Scalar* x, Scalar* y) {
  using V = VectorOf<Scalar>;
  constexpr std::size_t lanes = 16 / sizeof(Scalar);
  for (std::size_t j = 0; j < cols; j += 4) {
    // The last columns once more where fewer than four are left: each has its sum of its own.
    const std::size_t first = cols < 4 ? 0 : std::min(j, cols - 4), count = std::min<std::size_t>(4, cols);
    const Scalar* columns[4];
    for (std::size_t r = 0; r < 4; ++r) columns[r] = a + (first + std::min(r, count - 1)) * lda;
    V s0{}, s1{}, s2{}, s3{};
    std::size_t i = 0;
    for (; i + lanes <= rows; i += lanes) {
      const V xi = load(x + i);
      s0 += load(columns[0] + i) * xi;
      s1 += load(columns[1] + i) * xi;
      s2 += load(columns[2] + i) * xi;
      s3 += load(columns[3] + i) * xi;
    }
    const Scalar sums[4] = {lanes_sum<Scalar>(s0), lanes_sum<Scalar>(s1), lanes_sum<Scalar>(s2), lanes_sum<Scalar>(s3)};
    for (std::size_t r = 0; r < count; ++r) {
      Scalar rest = 0;
      for (std::size_t k = i; k < rows; ++k) rest += columns[r][k] * x[k];
      y[first + r] = sums[r] + rest;
    }
  }
}

}  // namespace

void multiply_add(double* c, std::size_t ldc, std::size_t m, std::size_t n, std::size_t depth, double alpha, Strided a, Strided b,
                  bool lower) {
  add_product(c, ldc, m, n, depth, alpha, a, b, lower);
}

void multiply_add(float* c, std::size_t ldc, std::size_t m, std::size_t n, std::size_t depth, float alpha, Strided32 a, Strided32 b,
                  bool lower) {
  add_product(c, ldc, m, n, depth, alpha, a, b, lower);
}

void symmetric_times(const double* a, std::size_t lda, std::size_t n, const double* x, double* y) { symmetric_product(a, lda, n, x, y); }

void symmetric_times(const float* a, std::size_t lda, std::size_t n, const float* x, float* y) { symmetric_product(a, lda, n, x, y); }

void add_times(const double* a, std::size_t lda, std::size_t rows, std::size_t cols, const double* x, double* y) { add_columns(a, lda, rows, cols, x, y); }

void add_times(const float* a, std::size_t lda, std::size_t rows, std::size_t cols, const float* x, float* y) { add_columns(a, lda, rows, cols, x, y); }

void transposed_times(const double* a, std::size_t lda, std::size_t rows, std::size_t cols, const double* x, double* y) { column_sums(a, lda, rows, cols, x, y); }

void transposed_times(const float* a, std::size_t lda, std::size_t rows, std::size_t cols, const float* x, float* y) { column_sums(a, lda, rows, cols, x, y); }

}  // namespace askew::simd
