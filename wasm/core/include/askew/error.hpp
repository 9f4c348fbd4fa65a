// Misuse of the core: what is wrong, as a code for programs and a sentence for people.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace askew {

// The names are those of web/src/failure.js; a test compares the two.
enum class Code {
  OUT_OF_RANGE,   // a parameter lies outside its stated range
  SHAPE,          // a length does not match rows x columns
  TOO_FEW_ROWS,   // fewer rows than the quantity needs
  NOT_FINITE,     // a value is NaN or infinite
  OUT_OF_MEMORY,  // an allocation failed
  INTERNAL,       // a fault of ours
};

const char* name(Code code);

// Numbers that belong to the message, by name.
using Details = std::vector<std::pair<std::string, double>>;

class Error : public std::runtime_error {
 public:
  Error(Code code, const std::string& message, Details details = {})
      : std::runtime_error(message), code_(code), details_(std::move(details)) {}
  Code code() const { return code_; }
  const Details& details() const { return details_; }

 private:
  Code code_;
  Details details_;
};

}  // namespace askew
