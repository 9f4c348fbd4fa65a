#include "askew/cka.hpp"

#include <algorithm>
#include <cmath>

namespace askew {

Quantity cka(const SecondOrder& s) {
  const double x = s.norm_square(Side::image), y = s.norm_square(Side::text);
  if (!(x > 0 && y > 0)) return Quantity::unavailable("one side has no variance");
  // Rounding can lift copies above 1. The bound stands second: NaN stays NaN.
  if (s.gram || s.xy.size() > 0) return {std::min(s.cross_norm_square() / std::sqrt(x * y), 1.0), {}};
  return Quantity::unavailable("the sides' products are missing");
}

double hsic_1(double n, double norm, double a, double b, double ab) {
  return (norm - ab + a * b / ((n - 1) * (n - 2)) - 2 / (n - 2) * ab) / (n * (n - 3));
}

Quantity cka_debiased(const SecondOrder& s) {
  if (s.n < 4) return Quantity::unavailable("debiased CKA needs at least 4 pairs");
  const double n = s.n;
  const double a = n * s.trace(Side::image), b = n * s.trace(Side::text);
  const double xx = hsic_1(n, n * n * s.norm_square(Side::image), a, a, s.kk);
  const double yy = hsic_1(n, n * n * s.norm_square(Side::text), b, b, s.ll);
  const double xy = hsic_1(n, n * n * s.cross_norm_square(), a, b, s.kl);
  if (!(xx > 0 && yy > 0)) return Quantity::unavailable("one side has no structure beyond noise");
  const double weight = (1 + 2 / (n - 2)) / (n * (n - 3)), most = kDebiasedDigits;
  if (weight * s.kkError > most * xx || weight * s.llError > most * yy || weight * s.klError > most * std::sqrt(xx * yy))
    return Quantity::unavailable("the sums about zero have lost the digits that it needs: the mean, or a row, lies far from 0");
  return {xy / std::sqrt(xx * yy), {}};
}

}  // namespace askew
