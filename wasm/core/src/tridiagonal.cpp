#include "tridiagonal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "askew/error.hpp"
#include "simd/vector.hpp"

namespace askew {
namespace {

using Eigen::Index;

// How many eigenvalues lie above each of some shifts.
constexpr std::size_t kShifts = 8;
using Shifts = std::array<double, kShifts>;
std::array<Index, kShifts> above(const Vector& diagonal, const Vector& squares, const Shifts& shifts, double tiny) {
  constexpr std::size_t vectors = kShifts / 2;
  simd::d2 shift[vectors], pivot[vectors];
  simd::i2 below[vectors] = {};
  for (std::size_t v = 0; v < vectors; ++v) {
    shift[v] = simd::load(shifts.data() + 2 * v);
    pivot[v] = simd::d2{1, 1};
  }
  const simd::d2 least{tiny, tiny};
  for (Index i = 0; i < diagonal.size(); ++i) {
    const double e = i > 0 ? squares[i - 1] : 0;
    const simd::d2 entry{diagonal[i], diagonal[i]}, square{e, e};
    for (std::size_t v = 0; v < vectors; ++v) {
      const simd::d2 next = entry - shift[v] - square / pivot[v];
      const simd::i2 nothing = (next < least) & (next > -least);
      pivot[v] = nothing ? -least : next;
      below[v] -= pivot[v] < simd::d2{0, 0};
    }
  }
  std::array<Index, kShifts> out;
  for (std::size_t k = 0; k < kShifts; ++k) out[k] = diagonal.size() - Index(below[k / 2][k % 2]);
  return out;
}

}  // namespace

Vector tridiagonal_values(Vector d, const Vector& below) {
  const Index n = d.size();
  double scale = d.cwiseAbs().maxCoeff();
  if (n > 1) scale = std::max(scale, below.cwiseAbs().maxCoeff());
  if (!(scale > 0)) return d;
  d /= scale;
  Vector e = Vector::Zero(n);
  e.head(n - 1) = below / scale;
  // QL converges fast where the small entries come first.
  if (std::abs(d[0]) > std::abs(d[n - 1])) {
    d.reverseInPlace();
    e.head(n - 1).reverseInPlace();
  }
  constexpr double kEpsilon = 0x1p-52;
  constexpr double kNegligible = 1e-18;  // beside the largest entry, 1
  // Between entries that rounding keeps stirring, what is left of 0 never becomes so small: there the error of the whole is good enough.
  constexpr int kPatience = 60, kMost = 200;
  for (Index l = 0; l < n; ++l) {
    for (int turn = 0;; ++turn) {
      const double negligible = turn < kPatience ? kNegligible : kEpsilon;
      Index m = l;
      while (m + 1 < n && std::abs(e[m]) > std::max(negligible, kEpsilon * (std::abs(d[m]) + std::abs(d[m + 1])))) ++m;
      if (m == l) break;
      if (turn == kMost) throw Error(Code::INTERNAL, "The eigenvalue iteration did not converge.");
      const double half = (d[l + 1] - d[l]) / (2 * e[l]), root = std::sqrt(half * half + 1);
      double g = d[m] - d[l] + e[l] / (half + std::copysign(root, half));
      double sine = 1, cosine = 1, moved = 0;
      Index i = m - 1;
      for (; i >= l; --i) {
        const double f = sine * e[i], b = cosine * e[i], r = std::sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r == 0) {
          d[i + 1] -= moved;
          e[m] = 0;
          break;
        }
        sine = f / r;
        cosine = g / r;
        g = d[i + 1] - moved;
        const double t = (d[i] - g) * sine + 2 * cosine * b;
        moved = sine * t;
        d[i + 1] = g + moved;
        g = cosine * t - b;
      }
      if (i >= l) continue;
      d[l] -= moved;
      e[l] = g;
      e[m] = 0;
    }
  }
  std::sort(d.data(), d.data() + n, std::greater<>());
  return d * scale;
}

Vector leading_tridiagonal_values(const Vector& diagonal, const Vector& below, Index count, double scale) {
  constexpr int kHalvings = 46;
  const Vector squares = below.cwiseAbs2();
  const double tiny = std::max(1e-32 * scale, 1e-290);
  Vector out(count);
  // All of them lie below the last one found, or Gershgorin's bound.
  double most = 3 * scale;
  for (Index first = 0; first < count; first += Index(kShifts)) {
    Shifts low, high;
    low.fill(-3 * scale);
    high.fill(most);
    for (int step = 0; step < kHalvings; ++step) {
      Shifts middle;
      for (std::size_t k = 0; k < kShifts; ++k) middle[k] = 0.5 * (low[k] + high[k]);
      const auto larger = above(diagonal, squares, middle, tiny);
      for (std::size_t k = 0; k < kShifts; ++k) (larger[k] > first + Index(k) ? low : high)[k] = middle[k];
    }
    for (Index k = 0; k < std::min(count - first, Index(kShifts)); ++k) out[first + k] = 0.5 * (low[std::size_t(k)] + high[std::size_t(k)]);
    most = high[kShifts - 1];
  }
  return out;
}

ShiftedTridiagonal::ShiftedTridiagonal(const Vector& diagonal, const Vector& below, double lambda, double tiny)
    : n_(diagonal.size()), d_(diagonal.array() - lambda), u_(Vector::Zero(n_)), w_(Vector::Zero(n_)), l_(Vector::Zero(n_)), swap_(n_, 0) {
  u_.head(n_ - 1) = below;
  for (Index i = 0; i + 1 < n_; ++i) {
    const double sub = below[i];
    if (std::abs(d_[i]) >= std::abs(sub)) {
      if (d_[i] == 0) d_[i] = tiny;
      l_[i] = sub / d_[i];
      d_[i + 1] -= l_[i] * u_[i];
    } else {
      swap_[i] = 1;
      l_[i] = d_[i] / sub;
      d_[i] = sub;
      const double next = d_[i + 1];
      d_[i + 1] = u_[i] - l_[i] * next;
      u_[i] = next;
      if (i + 2 < n_) {
        w_[i] = u_[i + 1];
        u_[i + 1] = -l_[i] * w_[i];
      }
    }
  }
  for (Index i = 0; i < n_; ++i)
    if (std::abs(d_[i]) < tiny) d_[i] = std::copysign(tiny, d_[i]);
  d_ = d_.cwiseInverse();
}

void ShiftedTridiagonal::solve(double* x) const {
  for (Index i = 0; i + 1 < n_; ++i) {
    if (swap_[i]) std::swap(x[i], x[i + 1]);
    x[i + 1] -= l_[i] * x[i];
  }
  for (Index i = n_ - 1; i >= 0; --i) {
    double s = x[i];
    if (i + 1 < n_) s -= u_[i] * x[i + 1];
    if (i + 2 < n_) s -= w_[i] * x[i + 2];
    x[i] = s * d_[i];
  }
}

}  // namespace askew
