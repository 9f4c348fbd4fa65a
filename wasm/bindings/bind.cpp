#include "bind.hpp"

namespace askew::bindings {

val failure(Code code, const std::string& message, const Details& details) {
  val numbers = val::object();
  for (const auto& [key, number] : details) numbers.set(key, number);
  return object({{"error", object({{"code", val(std::string(name(code)))}, {"message", val(message)}, {"details", numbers}})}});
}

}  // namespace askew::bindings
