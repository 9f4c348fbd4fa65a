#include "askew/matrix.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "support/refusal.hpp"

using namespace askew;
using test::refusal;

TEST(Rows, AreAViewOfRowMajorValues) {
  const std::vector<float> values{1, 2, 3, 4, 5, 6};
  const Rows x = Rows::checked(values.data(), values.size(), 2, 3);
  EXPECT_EQ(x.data, values.data());
  EXPECT_EQ(x.rows, 2u);
  EXPECT_EQ(x.cols, 3u);
  EXPECT_EQ(x.row(1)[0], 4);
  EXPECT_EQ(x.row(1)[2], 6);
}

TEST(Rows, MayBeNone) {
  EXPECT_EQ(Rows::checked(nullptr, 0, 0, 5).rows, 0u);
}

TEST(Rows, AreRefusedUnlessTheLengthIsRowsTimesColumns) {
  const std::vector<float> values(12);
  const auto take = [&](std::size_t length, std::size_t rows, std::size_t cols) {
    return refusal([&] { Rows::checked(values.data(), length, rows, cols); });
  };
  EXPECT_EQ(take(12, 3, 4), "accepted");
  EXPECT_EQ(take(11, 3, 4), "SHAPE");
  EXPECT_EQ(take(12, 4, 4), "SHAPE");
  EXPECT_EQ(take(12, 2, 4), "SHAPE");
  EXPECT_EQ(take(12, 3, 5), "SHAPE");
  EXPECT_EQ(take(0, 0, 0), "SHAPE");
  EXPECT_EQ(take(12, 12, 0), "SHAPE");
}

TEST(Rows, AreRefusedWhereTheProductOnlyFitsByWrappingAround) {
  const std::vector<float> values(4);
  const std::size_t rows = SIZE_MAX / 4 + 2;  // times 4 columns this wraps to 4
  ASSERT_EQ(rows * 4, 4u);
  EXPECT_EQ(refusal([&] { Rows::checked(values.data(), 4, rows, 4); }), "SHAPE");
}

TEST(Rows, TheRefusalNamesTheThreeNumbers) {
  try {
    Rows::checked(nullptr, 10, 3, 4);
    FAIL() << "accepted 10 values as 3 rows of 4";
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(), "10 values are not 3 rows of 4.");
    EXPECT_EQ(e.details(), (Details{{"length", 10}, {"rows", 3}, {"cols", 4}}));
  }
}
