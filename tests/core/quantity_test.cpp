#include "askew/quantity.hpp"

#include <gtest/gtest.h>

#include <limits>

using namespace askew;

TEST(Quantity, IsAvailableWhereItHasAValue) {
  const Quantity q{0.25, {}};
  EXPECT_TRUE(q.available());
  EXPECT_EQ(q.value, 0.25);
}

TEST(Quantity, ZeroIsAValue) {
  EXPECT_TRUE((Quantity{0, {}}).available());
}

TEST(Quantity, IsUnavailableWithItsReason) {
  const Quantity q = Quantity::unavailable("one side has no variance");
  EXPECT_FALSE(q.available());
  EXPECT_EQ(q.reason, "one side has no variance");
}

TEST(Quantity, IsUnavailableInPlaceOfNaNAndInfinity) {
  for (const double v : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}) {
    const Quantity q{v, {}};
    EXPECT_FALSE(q.available());
    EXPECT_EQ(q.value, 0);
  }
}
