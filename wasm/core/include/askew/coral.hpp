// CORAL: distance of the covariances.
#pragma once

#include "askew/quantity.hpp"
#include "askew/second_order.hpp"

namespace askew {

// |C_X - C_Y|_F, covariances divided by n - 1 (the paper's code; Sun and Saenko 2016 before their scaling), >= 0.
// Unavailable for unequal widths.
Quantity coral(const SecondOrder& s);

// |C_X - C_Y|_F^2 / (4 d^2), the loss of Sun and Saenko 2016.
Quantity coral_normalised(const SecondOrder& s);

}  // namespace askew
