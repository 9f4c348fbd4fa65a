// The table of symmetric metrics: audits, replicates and sums take every metric of a set of pairs from here, by name.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "askew/moments.hpp"
#include "askew/quantity.hpp"
#include "askew/second_order.hpp"

namespace askew {

// A name is the one that the audit gives the quantity.
using Quantities = std::vector<std::pair<std::string_view, Quantity>>;

// Of the sums, with or without products, and of the structure of the same pairs; bases: SvccaBasis of each side.
Quantities metrics(const Moments& sums, const SecondOrder& s, const Matrix& imageBasis, const Matrix& textBasis);

// Those that need no eigenproblem: all but SVCCA.
Quantities plain_metrics(const Moments& sums, const SecondOrder& s);

}  // namespace askew
