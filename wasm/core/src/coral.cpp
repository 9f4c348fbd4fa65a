#include "askew/coral.hpp"

#include <algorithm>
#include <cmath>

namespace askew {

Quantity coral(const SecondOrder& s) {
  if (!s.comparable()) return Quantity::unavailable("CORAL needs images and texts of one width");
  const double unbiased = s.n / (s.n - 1);
  const double square =
      s.gram ? std::max(s.norm_square(Side::image) + s.norm_square(Side::text) - 2 * s.inner(), 0.0)
             : (s.xx - s.yy).squaredNorm();
  return {unbiased * std::sqrt(square), {}};
}

Quantity coral_normalised(const SecondOrder& s) {
  const Quantity q = coral(s);
  return q.available() ? Quantity{q.value * q.value / (4 * s.dx * s.dx), {}} : q;
}

}  // namespace askew
