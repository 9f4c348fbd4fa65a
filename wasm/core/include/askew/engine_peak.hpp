// What this engine can do at most, to measure the product kernel against.
#pragma once

#include <cstddef>

namespace askew {

// Runs `steps` rounds of 12 independent 128-bit float32 multiplies and adds in registers: 96 floating-point operations a
// round. Returns a value that depends on all of them, so that nothing is optimised away.
float multiply_add_peak(std::size_t steps);

// Runs the product kernel on a rows x cols block against itself, `repeats` times: 2 rows^2 cols operations each.
// Returns a value that depends on the products.
float product_kernel(std::size_t rows, std::size_t cols, std::size_t repeats);

}  // namespace askew
