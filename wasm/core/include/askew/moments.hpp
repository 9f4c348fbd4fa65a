// Sums over matched pairs: all that the scores and most metrics need, in one pass over the rows, mergeable.
//
// Pairs (x_i, y_i), i = 1 … n; x in R^dx (images), y in R^dy (the first text of each image).
// Kept: n; sums of x, y, of unit rows x/|x|, y/|y|; sums of |x|^2, |x|^4, |x|^2 |y|^2, |x|^2 x, |x|^2 y, … ; kernel-weighted
// sums for the MMD series; and the centred products Mxx = sum (x - mean)(x - mean)', Myy, Mxy.
// Products and the sums of fourth order (`Spread`) run about a shift taken from the first slice; the products in float32, at most
// simd::kFlush = 128 terms before they are added in
// float64 (about 1e-7 of the products), or in float64 throughout (about 1e-15 sqrt(n)), at a third of the speed. Every other
// sum is float64. Memory: dx^2 + dy^2 + dx dy doubles.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "askew/matrix.hpp"

namespace askew {

// Length scale of the paper's MMD: exp(-|x - y|^2 / (2 sigma^2)), sigma = 10.
inline constexpr double kMmdSigma = 10.0;

// Of the products alone. What is stored or merged with other parts takes float64; an audit of rows takes float32, and float64 where
// cancellation() says that float32 is not enough.
enum class Arithmetic { float32, float64 };

struct SideSums {
  Vector sum;           // sum of x                                   (d)
  Vector unit;          // sum of x / |x|                             (d)
  Vector weighted;      // sum of w x, w = exp(-|x|^2 / (2 sigma^2))  (d)
  Vector own;           // sum of |x|^2 x                             (d)
  Vector other;         // sum of |y|^2 x, y the partner              (d)
  double square = 0;    // sum of |x|^2
  double fourth = 0;    // sum of |x|^4
  double weight = 0;    // sum of w
  double minNorm = 0, maxNorm = 0;

  explicit SideSums(std::size_t d = 0);
  void merge(const SideSums& b, bool first);
};

// Sums over pairs of k = |x - mean|^2 and l = |y - mean|^2 with each other and with the centred rows: what debiased CKA needs, without the
// digits that sums about zero lose where means are large beside the spread.
struct Spread {
  double kk = 0, ll = 0, kl = 0;
  Vector kx, lx;  // sum of k (x - mean), l (x - mean)  (dx)
  Vector ky, ly;  // sum of k (y - mean), l (y - mean)  (dy)

  explicit Spread(std::size_t dx = 0, std::size_t dy = 0);
};

// Numbers that lie elsewhere: puts `count` of them, from `at` on, where `to` points.
using FlatReader = std::function<void(std::size_t at, double* to, std::size_t count)>;

struct Moments {
  double n = 0;
  SideSums x, y;
  double cross = 0;     // sum of |x|^2 |y|^2
  double cosine = 0;    // sum of cos(x, y); 0 if dx != dy
  bool products = true; // Mxx, Myy, Mxy are kept
  Matrix mxx, myy, mxy; // row-major meaning: mxy(i, j) = sum (x_i - mean)(y_j - mean)
  // There where a pass was asked for it, and in what such parts merge to; moments that are stored hold the sums about zero alone.
  std::optional<Spread> spread;

  Moments(std::size_t dx, std::size_t dy, bool products);
  std::size_t dx() const { return static_cast<std::size_t>(x.sum.size()); }
  std::size_t dy() const { return static_cast<std::size_t>(y.sum.size()); }

  // Adds the pairs of another part (Chan, Golub, LeVeque 1979 for the centred products). Order of merging changes the last
  // digits only; Askew merges in block order, so that the digits do not depend on who computed which block.
  // Throws SHAPE if the widths differ.
  void merge(const Moments& b);
  void merge(const std::vector<double>& flat);
  // From where it lies, one matrix at a time.
  void merge(std::size_t size, const FlatReader& read);

  // The sums alone.
  Moments without_products() const;

  // A flat copy and back, all float64: version (2 with spread, else 1), sizes, then the fields in the order above.
  static constexpr double kFlatVersion = 1;
  static constexpr std::size_t kFlatHeader = 4;
  std::vector<double> flat() const;
  static Moments from(const std::vector<double>& flat);

  // The same without the copy: the flat form's length, its parts in order, and back from where it lies.
  std::size_t flat_size() const;
  void write(const std::function<void(const double* part, std::size_t count)>& use) const;
  static Moments from(std::size_t size, const FlatReader& read);

 private:
  void merge(const Moments& b, const std::function<const double*(int)>& product);
  static Moments sums_from(std::size_t size, const FlatReader& read, std::size_t& at, bool allocate);
};

// Fills a Moments from slices of rows.
class MomentsPass {
 public:
  // spread: there with products alone.
  MomentsPass(std::size_t dx, std::size_t dy, bool products, Arithmetic arithmetic, bool spread);
  // With the spread where the products are float32.
  MomentsPass(std::size_t dx, std::size_t dy, bool products, Arithmetic arithmetic = Arithmetic::float32)
      : MomentsPass(dx, dy, products, arithmetic, arithmetic == Arithmetic::float32) {}
  ~MomentsPass();

  // x.rows == y.rows <= kSlice pairs; norms are the rows' Euclidean norms, all > 0; cosine[i] = cos(x_i, y_i), or
  // nullptr if dx != dy. Throws SHAPE, OUT_OF_RANGE.
  void add(const Rows& x, const Rows& y, const double* normX, const double* normY, const double* cosine);

  // The sums of all slices so far; ends the pass.
  Moments finish();

  static constexpr std::size_t kSlice = 256;

 private:
  struct Work;
  Moments m_;
  std::unique_ptr<Work> work_;
};

}  // namespace askew
