// libFuzzer's door to the targets; what leaves them as an exception ends the program, which is a finding.
#include <exception>
#include <iostream>

#include "targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    askew::fuzz::run(data, size);
  } catch (const std::exception& e) {
    std::cerr << "FINDING: " << e.what() << '\n';
    throw;
  }
  return 0;
}
