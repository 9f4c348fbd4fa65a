// A number, or the reason why there is none.
#pragma once

#include <cmath>
#include <string>
#include <utility>

namespace askew {

struct Quantity {
  double value = 0;    // finite
  std::string reason;  // empty if value holds

  Quantity() = default;
  Quantity(double v, std::string why) : value(v), reason(std::move(why)) {
    if (reason.empty() && !std::isfinite(v)) *this = unavailable("the rows' values are beyond what can be summed");
  }
  static Quantity unavailable(std::string why) { return {0, std::move(why)}; }
  bool available() const { return reason.empty(); }
};

}  // namespace askew
