// A number, or the reason why there is none.
#pragma once

#include <string>

namespace askew {

struct Quantity {
  double value = 0;
  std::string reason;  // empty where value holds

  static Quantity unavailable(std::string why) { return {0, std::move(why)}; }
  bool available() const { return reason.empty(); }
};

}  // namespace askew
