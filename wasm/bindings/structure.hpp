// What the rows left, held once per worker: sums, MMD series, and the second-order structure that passes share.
#pragma once

#include <memory>
#include <optional>

#include "askew/mmd.hpp"
#include "askew/second_order.hpp"

namespace askew::bindings {

struct Structure {
  Moments sums;                       // without products
  std::optional<SeriesValue> series;  // of moments with products and one width
  std::shared_ptr<const SecondOrder> s;
};

}  // namespace askew::bindings
