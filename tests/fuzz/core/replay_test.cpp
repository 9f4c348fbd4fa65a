#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "targets.hpp"

namespace askew::fuzz {
namespace {

std::vector<std::uint8_t> contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(Fuzz, InputsThatOnceBrokeTheCoreGiveAResultOrAnError) {
  for (const auto& entry : std::filesystem::directory_iterator(ASKEW_CORPUS)) {
    const std::vector<std::uint8_t> bytes = contents(entry.path());
    EXPECT_NO_THROW(run(bytes.data(), bytes.size())) << entry.path();
  }
}

// Random bytes go deep, since the targets ask for mostly tame numbers.
TEST(Fuzz, ThreeHundredRandomInputsOfEachTargetGiveAResultOrAnError) {
  std::uint64_t state = 1;
  for (std::uint8_t target = 0; target < 5; ++target)
    for (int i = 0; i < 300; ++i) {
      std::vector<std::uint8_t> bytes(1024, target);
      for (std::size_t k = 1; k < bytes.size(); ++k) {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        bytes[k] = std::uint8_t(state >> 56);
      }
      EXPECT_NO_THROW(run(bytes.data(), bytes.size())) << "target " << int(target) << ", input " << i;
    }
}

}  // namespace
}  // namespace askew::fuzz
