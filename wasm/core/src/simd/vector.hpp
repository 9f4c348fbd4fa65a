// 128-bit vectors, the same source natively and in wasm.
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace askew::simd {

typedef float f4 __attribute__((vector_size(16)));
typedef double d2 __attribute__((vector_size(16)));
typedef std::int32_t i4 __attribute__((vector_size(16)));
typedef std::int64_t i2 __attribute__((vector_size(16)));
typedef std::int16_t s8 __attribute__((vector_size(16)));

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

inline i4 load(const std::int32_t* p) {
  i4 v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

inline s8 load(const std::int16_t* p) {
  s8 v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

inline void store(std::int32_t* p, i4 v) { std::memcpy(p, &v, sizeof v); }
inline void store(float* p, f4 v) { std::memcpy(p, &v, sizeof v); }
inline void store(double* p, d2 v) { std::memcpy(p, &v, sizeof v); }

inline f4 all(float v) { return f4{v, v, v, v}; }
inline f4 splat(const float* p) { return all(*p); }
inline d2 splat(const double* p) { return d2{*p, *p}; }

// The two values at p, four times.
inline s8 splat_pair(const std::int16_t* p) {
#if defined(__wasm_simd128__)
  return (s8)wasm_v128_load32_splat(p);
#else
  std::int32_t both;
  std::memcpy(&both, p, sizeof both);
  return (s8)i4{both, both, both, both};
#endif
}

// Products of 8 lanes, neighbours added: exact in 32 bits unless both are the lowest value.
inline i4 pair_sums(s8 a, s8 b) {
#if defined(__wasm_simd128__)
  return (i4)wasm_i32x4_dot_i16x8((v128_t)a, (v128_t)b);
#elif defined(__SSE2__)
  return (i4)_mm_madd_epi16((__m128i)a, (__m128i)b);
#else
  i4 sums;
  for (int j = 0; j < 4; ++j) sums[j] = std::int32_t(a[2 * j]) * b[2 * j] + std::int32_t(a[2 * j + 1]) * b[2 * j + 1];
  return sums;
#endif
}

inline f4 magnitude(f4 v) { return (f4)((i4)v & 0x7fffffff); }
// The second where one is NaN.
inline f4 larger(f4 a, f4 b) {
#if defined(__wasm_simd128__)
  return (f4)wasm_f32x4_pmax((v128_t)b, (v128_t)a);
#elif defined(__SSE2__)
  return (f4)_mm_max_ps((__m128)a, (__m128)b);
#else
  const i4 first = a > b;
  return (f4)(((i4)a & first) | ((i4)b & ~first));
#endif
}
inline f4 smaller(f4 a, f4 b) {
#if defined(__wasm_simd128__)
  return (f4)wasm_f32x4_pmin((v128_t)b, (v128_t)a);
#elif defined(__SSE2__)
  return (f4)_mm_min_ps((__m128)a, (__m128)b);
#else
  const i4 first = a < b;
  return (f4)(((i4)a & first) | ((i4)b & ~first));
#endif
}

// Towards zero; |v| < 2^31. Clang converts lane by lane for wasm.
inline i4 truncated(f4 v) {
#if defined(__wasm_simd128__)
  return (i4)wasm_i32x4_trunc_sat_f32x4((v128_t)v);
#else
  return __builtin_convertvector(v, i4);
#endif
}

// The nearest integers, ties to even; |v| < 2^22.
inline i4 nearest(f4 v) {
  const f4 magic = all(12582912.0f);
  return (i4)(v + magic) - (i4)magic;
}

// Four values widened to 32 bits.
inline i4 load_widened(const std::int16_t* p) {
#if defined(__wasm_simd128__)
  return (i4)wasm_i32x4_load16x4(p);
#else
  return i4{p[0], p[1], p[2], p[3]};
#endif
}

// Eight lanes within 16 bits.
inline s8 narrowed(i4 a, i4 b) {
#if defined(__wasm_simd128__)
  return (s8)wasm_i16x8_narrow_i32x4((v128_t)a, (v128_t)b);
#elif defined(__SSE2__)
  return (s8)_mm_packs_epi32((__m128i)a, (__m128i)b);
#else
  s8 v;
  for (int j = 0; j < 4; ++j) v[j] = std::int16_t(a[j]), v[j + 4] = std::int16_t(b[j]);
  return v;
#endif
}

// Some lane of a comparison holds.
inline bool any(i4 v) {
#if defined(__wasm_simd128__)
  return wasm_v128_any_true((v128_t)v);
#elif defined(__SSE2__)
  return _mm_movemask_ps((__m128)v) != 0;
#else
  return (v[0] | v[1] | v[2] | v[3]) != 0;
#endif
}

// Two values in float64.
inline d2 load_widened(const float* p) {
#if defined(__wasm_simd128__)
  return (d2)wasm_f64x2_promote_low_f32x4(wasm_v128_load64_zero(p));
#else
  return d2{double(p[0]), double(p[1])};
#endif
}

}  // namespace askew::simd
