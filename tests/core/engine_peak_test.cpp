#include "askew/engine_peak.hpp"

#include <gtest/gtest.h>

#include <cmath>

using namespace askew;

TEST(EnginePeak, MultipliesAndAddsForEveryStep) {
  // Each chain grows by about 1e-3 a step from starts of 1e-3 … 12e-3: four lanes of twelve chains.
  const float none = multiply_add_peak(0);
  EXPECT_NEAR(none, 4 * 78e-3, 1e-5);
  EXPECT_NEAR(multiply_add_peak(1000), none + 4 * 12 * 1000 * 1e-3, 0.1);
}

TEST(EnginePeak, TheProductKernelsRunsDependOnTheirProducts) {
  const float once = product_kernel(64, 40, 1);
  EXPECT_TRUE(std::isfinite(once));
  EXPECT_NE(once, 0);
  EXPECT_EQ(product_kernel(64, 40, 4), 4 * once);
  EXPECT_NE(product_kernel(64, 41, 1), once);
}
