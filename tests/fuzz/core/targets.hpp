// The core under any input: a result, or askew::Error. Anything else leaves these functions as another exception, or
// kills the program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include "bytes.hpp"

namespace askew::fuzz {

// The core broke its word: a number that is none in a Quantity, a score outside its range.
struct Finding : std::logic_error {
  using std::logic_error::logic_error;
};

// The first byte chooses the target.
void run(const std::uint8_t* data, std::size_t size);

void pairs(Bytes& in);       // rows of both sides to every quantity
void flat_forms(Bytes& in);  // malformed moments and second-order structures
void retrievals(Bytes& in);  // ragged maps, counts, samples
void neighbours(Bytes& in);  // neighbour passes and lists of parts
void samples(Bytes& in);     // synthetic pairs, kernel sums, row classes

}  // namespace askew::fuzz
