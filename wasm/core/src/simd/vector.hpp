// 128-bit vectors, the same source natively and in wasm.
#pragma once

#include <cstdint>
#include <cstring>

namespace askew::simd {

typedef float f4 __attribute__((vector_size(16)));
typedef double d2 __attribute__((vector_size(16)));
typedef std::int32_t i4 __attribute__((vector_size(16)));
typedef std::int64_t i2 __attribute__((vector_size(16)));

inline f4 load(const float* p) {
  f4 v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

inline d2 load(const double* p) {
  d2 v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

inline void store(float* p, f4 v) { std::memcpy(p, &v, sizeof v); }
inline void store(double* p, d2 v) { std::memcpy(p, &v, sizeof v); }

inline f4 splat(const float* p) { return f4{*p, *p, *p, *p}; }
inline d2 splat(const double* p) { return d2{*p, *p}; }

// Some lane of a comparison holds.
inline bool any(i4 v) { return (v[0] | v[1] | v[2] | v[3]) != 0; }

}  // namespace askew::simd
