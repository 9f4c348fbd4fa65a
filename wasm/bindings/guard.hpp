// The one place where the core's exceptions become JavaScript values.
#pragma once

#include <emscripten/val.h>

#include <exception>
#include <new>

#include "askew/error.hpp"

namespace askew::bindings {

inline emscripten::val failure(Code code, const std::string& message, const Details& details = {}) {
  using emscripten::val;
  val numbers = val::object(), error = val::object(), result = val::object();
  for (const auto& [key, number] : details) numbers.set(key, number);
  error.set("code", val(std::string(name(code))));
  error.set("message", val(message));
  error.set("details", numbers);
  result.set("error", error);
  return result;
}

// {value} of what `body` returns, or {error: {code, message, details}}.
template <class Body>
emscripten::val guard(Body body) {
  try {
    emscripten::val result = emscripten::val::object();
    result.set("value", body());
    return result;
  } catch (const Error& e) {
    return failure(e.code(), e.what(), e.details());
  } catch (const std::bad_alloc&) {
    return failure(Code::OUT_OF_MEMORY, "There is not enough memory for this step.");
  } catch (const std::exception& e) {
    return failure(Code::INTERNAL, e.what());
  }
}

}  // namespace askew::bindings
