// Expectations of quantities.
#pragma once

#include <gtest/gtest.h>

#include "askew/quantity.hpp"

namespace askew::test {

inline void expect_value(const Quantity& q, double value, double tolerance) {
  ASSERT_TRUE(q.available()) << q.reason;
  EXPECT_NEAR(q.value, value, tolerance);
}

}  // namespace askew::test
