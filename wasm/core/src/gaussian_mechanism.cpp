#include "askew/gaussian_mechanism.hpp"

#include <algorithm>
#include <cmath>

#include "askew/error.hpp"

namespace askew {
namespace {

constexpr double kRootHalf = 0.7071067811865476, kRootTwoPi = 2.5066282746310002;
// Relative error of mills() and of the upper tail, with room.
constexpr double kError = 8e-15;
constexpr double kLeastMu = 1e-9, kMostEpsilon = 1e12, kLeastDelta = 1e-300;

double density(double t) { return std::exp(-t * t / 2) / kRootTwoPi; }
double upper_tail(double t) { return std::erfc(t * kRootHalf) / 2; }

// Phi(-t) / density(t); for large t by its continued fraction 1 / (t + 1 / (t + 2 / (t + 3 / …))).
double mills(double t) {
  if (t < 4) return upper_tail(t) / density(t);
  double rest = t;
  for (int k = 200; k > 0; --k) rest = t + k / rest;
  return 1 / rest;
}

void check_delta(double delta) {
  if (!(delta >= kLeastDelta && delta < 1)) throw Error(Code::OUT_OF_RANGE, "delta must lie between 0 and 1.", {{"delta", delta}});
}

void check_mu(double mu) {
  if (!(mu > 0 && std::isfinite(mu))) throw Error(Code::OUT_OF_RANGE, "mu must be above 0.", {{"mu", mu}});
}

}  // namespace

double gaussian_delta(double epsilon, double mu) {
  if (!(epsilon >= 0 && std::isfinite(epsilon))) throw Error(Code::OUT_OF_RANGE, "epsilon must be 0 or more.", {{"epsilon", epsilon}});
  check_mu(mu);
  // exp(epsilon) density(far) = density(near): nothing overflows, and what cancels is of the size of the result.
  const double near = epsilon / mu - mu / 2, far = epsilon / mu + mu / 2;
  const double least = density(near) * mills(far) * (1 - kError);
  const double most = near < 4 ? upper_tail(near) * (1 + kError) : density(near) * mills(near) * (1 + kError);
  return std::clamp((most - least) * (1 + 1e-12), 0.0, 1.0);
}

double gaussian_epsilon(double mu, double delta) {
  check_mu(mu);
  check_delta(delta);
  if (gaussian_delta(0, mu) <= delta) return 0;
  double low = 0, high = 1;
  while (gaussian_delta(high, mu) > delta) {
    low = high;
    high *= 2;
    if (high > kMostEpsilon) throw Error(Code::OUT_OF_RANGE, "mu is too large for any epsilon.", {{"mu", mu}});
  }
  for (double middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
    (gaussian_delta(middle, mu) > delta ? low : high) = middle;
  return high;
}

double gaussian_mu(double epsilon, double delta) {
  if (!(epsilon > 0 && epsilon <= kMostEpsilon)) throw Error(Code::OUT_OF_RANGE, "epsilon must be above 0.", {{"epsilon", epsilon}});
  check_delta(delta);
  double high = 1;
  while (gaussian_delta(epsilon, high) <= delta) high *= 2;
  double low = high / 2;
  while (gaussian_delta(epsilon, low) > delta) {
    high = low;
    low /= 2;
    if (low < kLeastMu)
      throw Error(Code::OUT_OF_RANGE, "epsilon and delta are too small for any noise.", {{"epsilon", epsilon}, {"delta", delta}});
  }
  for (double middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
    (gaussian_delta(epsilon, middle) > delta ? high : low) = middle;
  return low;
}

}  // namespace askew
