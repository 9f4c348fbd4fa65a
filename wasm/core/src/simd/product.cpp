#include "simd/product.hpp"

#include <algorithm>

#include "simd/vector.hpp"

namespace askew::simd {
namespace {

// 4 left items x 8 right items over `depth` steps; the left pointer already selects its half panel.
struct Micro {
  f4 r00{}, r01{}, r10{}, r11{}, r20{}, r21{}, r30{}, r31{};

  inline __attribute__((always_inline)) void run(const float* a, const float* b, std::size_t depth) {
    for (std::size_t k = 0; k < depth; ++k, a += kLanes, b += kLanes) {
      const f4 b0 = load(b), b1 = load(b + 4);
      const f4 a0 = splat(a);
      r00 += a0 * b0;
      r01 += a0 * b1;
      const f4 a1 = splat(a + 1);
      r10 += a1 * b0;
      r11 += a1 * b1;
      const f4 a2 = splat(a + 2);
      r20 += a2 * b0;
      r21 += a2 * b1;
      const f4 a3 = splat(a + 3);
      r30 += a3 * b0;
      r31 += a3 * b1;
    }
  }
};

inline void add(double* c, f4 lo, f4 hi) {
  for (int j = 0; j < 4; ++j) c[j] += static_cast<double>(lo[j]);
  for (int j = 0; j < 4; ++j) c[4 + j] += static_cast<double>(hi[j]);
}

inline void add(double* c, f4 lo, f4 hi, std::size_t width) {
  for (std::size_t j = 0; j < std::min<std::size_t>(width, 4); ++j) c[j] += static_cast<double>(lo[j]);
  for (std::size_t j = 4; j < width; ++j) c[j] += static_cast<double>(hi[j - 4]);
}

void flush(double* c, std::size_t ldc, const Micro& m, std::size_t height, std::size_t width) {
  const f4 lo[4] = {m.r00, m.r10, m.r20, m.r30}, hi[4] = {m.r01, m.r11, m.r21, m.r31};
  if (height == 4 && width == kLanes) {
    for (int i = 0; i < 4; ++i) add(c + i * ldc, lo[i], hi[i]);
  } else {
    for (std::size_t i = 0; i < height; ++i) add(c + i * ldc, lo[i], hi[i], width);
  }
}

void put(float* c, std::size_t ldc, const Micro& m, bool first) {
  const f4 lo[4] = {m.r00, m.r10, m.r20, m.r30}, hi[4] = {m.r01, m.r11, m.r21, m.r31};
  for (int i = 0; i < 4; ++i) {
    float* row = c + i * ldc;
    store(row, first ? lo[i] : load(row) + lo[i]);
    store(row + 4, first ? hi[i] : load(row + 4) + hi[i]);
  }
}

}  // namespace

void pack_columns(Panels& out, const float* values, std::size_t rows, std::size_t cols, const float* shift) {
  out.count = cols;
  out.depth = rows;
  out.data.resize(out.panels() * rows * kLanes);
  for (std::size_t p = 0; p < out.panels(); ++p) {
    const std::size_t first = p * kLanes, width = std::min(kLanes, cols - first);
    float* to = out.data.data() + p * rows * kLanes;
    for (std::size_t r = 0; r < rows; ++r, to += kLanes) {
      const float* from = values + r * cols + first;
      if (width == kLanes) {
        store(to, load(from) - load(shift + first));
        store(to + 4, load(from + 4) - load(shift + first + 4));
      } else {
        for (std::size_t j = 0; j < kLanes; ++j) to[j] = j < width ? from[j] - shift[first + j] : 0.0f;
      }
    }
  }
}

void pack_rows(Panels& out, const float* values, std::size_t rows, std::size_t cols) {
  out.count = rows;
  out.depth = cols;
  out.data.resize(out.panels() * cols * kLanes);
  for (std::size_t p = 0; p < out.panels(); ++p) {
    const std::size_t first = p * kLanes, height = std::min(kLanes, rows - first);
    float* to = out.data.data() + p * cols * kLanes;
    for (std::size_t j = 0; j < kLanes; ++j) {
      const float* from = values + (first + j) * cols;
      for (std::size_t k = 0; k < cols; ++k) to[k * kLanes + j] = j < height ? from[k] : 0.0f;
    }
  }
}

void accumulate(double* c, std::size_t ldc, const Panels& a, const Panels& b, bool upper, std::size_t begin,
                std::size_t last) {
  for (std::size_t q = begin; q < std::min(last, b.panels()); ++q) {
    const std::size_t col = q * kLanes, width = std::min(kLanes, b.count - col);
    const std::size_t end = upper ? std::min(a.count, col + width) : a.count;
    for (std::size_t row = 0; row < end; row += 4) {
      const float* left = a.panel(row / kLanes) + row % kLanes;
      const std::size_t height = std::min<std::size_t>(4, a.count - row);
      for (std::size_t k = 0; k < a.depth; k += kFlush) {
        Micro m;
        m.run(left + k * kLanes, b.panel(q) + k * kLanes, std::min(kFlush, a.depth - k));
        flush(c + row * ldc + col, ldc, m, height, width);
      }
    }
  }
}

void tile(float* c, std::size_t ldc, const Panels& a, std::size_t first, std::size_t rows, const Panels& b, std::size_t from) {
  for (std::size_t k = 0; k < a.depth; k += kFlush) {
    const std::size_t depth = std::min(kFlush, a.depth - k);
    for (std::size_t q = from / kLanes; q < b.panels(); ++q) {
      const float* right = b.panel(q) + k * kLanes;
      for (std::size_t row = 0; row < rows; row += 4) {
        const std::size_t item = first + row;
        Micro m;
        m.run(a.panel(item / kLanes) + k * kLanes + item % kLanes, right, depth);
        put(c + row * ldc + q * kLanes, ldc, m, k == 0);
      }
    }
  }
}

}  // namespace askew::simd
