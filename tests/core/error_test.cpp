#include "askew/error.hpp"

#include <gtest/gtest.h>

using namespace askew;

TEST(Error, EveryCodeIsNamedAsItIsSpelt) {
  EXPECT_STREQ(name(Code::OUT_OF_RANGE), "OUT_OF_RANGE");
  EXPECT_STREQ(name(Code::SHAPE), "SHAPE");
  EXPECT_STREQ(name(Code::TOO_FEW_ROWS), "TOO_FEW_ROWS");
  EXPECT_STREQ(name(Code::NOT_FINITE), "NOT_FINITE");
  EXPECT_STREQ(name(Code::OUT_OF_MEMORY), "OUT_OF_MEMORY");
  EXPECT_STREQ(name(Code::INTERNAL), "INTERNAL");
}

TEST(Error, CarriesCodeSentenceAndNumbers) {
  const Error e(Code::SHAPE, "7 values are not 2 rows of 3.", {{"length", 7}, {"cols", 3}});
  EXPECT_EQ(e.code(), Code::SHAPE);
  EXPECT_STREQ(e.what(), "7 values are not 2 rows of 3.");
  ASSERT_EQ(e.details().size(), 2u);
  EXPECT_EQ(e.details()[0], (std::pair<std::string, double>("length", 7)));
  EXPECT_EQ(e.details()[1], (std::pair<std::string, double>("cols", 3)));
}

TEST(Error, IsCaughtAsAStandardException) {
  EXPECT_THROW(throw Error(Code::INTERNAL, "A fault."), std::exception);
  EXPECT_TRUE(Error(Code::INTERNAL, "A fault.").details().empty());
}
