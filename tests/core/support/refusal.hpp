// Which error code a call is refused with, as text, so that a failed expectation reads well.
#pragma once

#include <string>

#include "askew/error.hpp"

namespace askew::test {

template <class Call>
std::string refusal(Call call) {
  try {
    call();
  } catch (const Error& e) {
    return std::string(e.what()).empty() ? "no sentence" : name(e.code());
  }
  return "accepted";
}

}  // namespace askew::test
