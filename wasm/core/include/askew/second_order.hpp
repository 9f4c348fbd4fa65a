// Centred second-order structure of the pairs, in the smaller of two equivalent forms.
//
// Covariance form (n >= d): xx = Xc'Xc / n (dx x dx), yy, xy = Xc'Yc / n (dx x dy).
// Gram form (n < d):        xx = XcXc' / n (n x n),   yy, xy = XcYc' / n (n x n);  zx, zy the same of standardised columns.
// Both have the same non-zero eigenvalues, and the norms below agree; so every quantity has one definition and two readings.
#pragma once

#include <memory>
#include <vector>

#include "askew/matrix.hpp"
#include "askew/moments.hpp"

namespace askew {

enum class Side { image, text };

struct SecondOrder {
  bool gram = false;
  double n = 0, dx = 0, dy = 0;
  // Sums over pairs of the centred squared norms k = |x - mean|^2, l = |y - mean|^2.
  double kk = 0, ll = 0, kl = 0;
  // Their rounding errors, about: what sums about zero lose where means are large beside the spread.
  double kkError = 0, llError = 0, klError = 0;
  Matrix xx, yy, xy;
  Matrix zx, zy;  // Gram form only

  // Throws TOO_FEW_ROWS for n < 2, SHAPE if the moments hold no products.
  static SecondOrder from(Moments m);

  bool comparable() const { return dx == dy; }
  double trace(Side side) const;         // total variance, tr C
  double norm_square(Side side) const;   // |C_xx|_F^2
  double cross_norm_square() const;      // |C_xy|_F^2
  double inner() const;                  // <C_xx, C_yy>; needs dx = dy

  std::vector<double> flat() const;
  // From flat(), or from the flat form of moments.
  static SecondOrder from(const std::vector<double>& flat);
  static SecondOrder from(std::size_t size, const FlatReader& read);
};

// For what shares a structure: this one, not copied, which must outlive it.
inline std::shared_ptr<const SecondOrder> borrowed(const SecondOrder& s) { return {std::shared_ptr<void>(), &s}; }

// Collects n rows of both sides, n below both widths, and forms the Gram matrices in steps.
class GramPass {
 public:
  // Throws TOO_FEW_ROWS for n < 2, SHAPE for a width of 0.
  GramPass(std::size_t n, std::size_t dx, std::size_t dy, Arithmetic arithmetic = Arithmetic::float32);
  ~GramPass();

  // The next rows of both sides. Throws SHAPE.
  void add(const Rows& x, const Rows& y);
  // Does a part of the work; true while some is left. Throws TOO_FEW_ROWS if rows are missing.
  bool step();
  // kk, ll, kl and all matrices. Throws INTERNAL before the last step.
  SecondOrder finish();

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

// How many times larger the sums are than what is left of them where they cancel, the most of: |C_xx| + |C_yy| beside |C_xx - C_yy| (CORAL),
// n^2 |C|^2 beside n (n - 3) HSIC_1 of a side with itself (debiased CKA). At least 1; infinite if nothing positive is left of HSIC_1.
double cancellation(const SecondOrder& s);
// Above this the products are better taken in float64: in float32 they are right to about 5e-8.
inline constexpr double kCancellation = 20;

// Standard deviations' guard of the paper's SVCCA: columns are divided by (std + 1e-8).
inline constexpr double kStandardiseGuard = 1e-8;

}  // namespace askew
