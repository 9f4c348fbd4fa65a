// The core's passes run to their end over whole samples.
#pragma once

#include <vector>

#include "askew/metrics.hpp"
#include "askew/second_order.hpp"
#include "askew/similarity.hpp"
#include "samples.hpp"

namespace askew::test {

// cos(x_i, y_i); empty if the widths differ.
std::vector<double> matched_cosines(const Sample& x, const Sample& y);

// Moments of rows begin … end - 1, given to the pass `slice` rows at a time.
Moments moments(const Sample& x, const Sample& y, std::size_t begin, std::size_t end, std::size_t slice = MomentsPass::kSlice,
                bool products = true, Arithmetic arithmetic = Arithmetic::float32);
Moments moments(const Sample& x, const Sample& y);

SecondOrder covariance_form(const Sample& x, const Sample& y);
SecondOrder gram_form(const Sample& x, const Sample& y);

// A quantity of replicate_scores or half_scores.
const Quantity& at(const Quantities& quantities, std::string_view name);

SimilarityBlock block(const Sample& x, std::size_t begin, std::size_t end, Precision precision = Precision::fine);

}  // namespace askew::test
