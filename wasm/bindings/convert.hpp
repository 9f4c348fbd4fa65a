// JavaScript values to the core's and back: copied in once, copied out always; no view of the heap leaves.
#pragma once

#include <emscripten/val.h>

#include <cstdint>
#include <vector>

#include "askew/matrix.hpp"
#include "askew/moments.hpp"
#include "askew/quantity.hpp"
#include "askew/retrieval.hpp"
#include "askew/second_order.hpp"
#include "askew/spectral_alignment.hpp"
#include "askew/statistics.hpp"

namespace askew::bindings {

using emscripten::val;

std::vector<float> floats(const val& array);            // Float32Array
std::vector<double> doubles(const val& array);          // Float64Array
std::vector<std::int32_t> integers(const val& array);   // Int32Array
std::vector<std::uint32_t> naturals(const val& array);  // Uint32Array

val out(const std::vector<float>& values);
val out(const std::vector<double>& values);
val out(const std::vector<std::int32_t>& values);
val out(const std::vector<std::uint32_t>& values);
val out(const Vector& values);

// Sums and structures from where they lie, a matrix at a time, and out again: they are the largest of what passes.
val out(const Moments& moments);
Moments moments(const val& flat);
SecondOrder structure(const val& flat);

// A number, or {status: "unavailable", reason}.
val out(const Quantity& quantity);
// {statistic, p, exact}
val out(const TestResult& result);
// {rows, cols, values}: column-major.
val out(const Matrix& matrix);
Matrix matrix(const val& shape);
// {eigenvalues, covariance, otherVariance}
val out(const AnchorModes& modes);
AnchorModes modes(const val& arrays);
val out(const RetrievalDirection& direction);
val out(const RetrievalCounts& counts, std::size_t texts);
RetrievalCounts counts(const val& arrays);

// Rows that own their values, checked against the count.
struct OwnedRows {
  std::vector<float> values;
  Rows view;
  OwnedRows(const val& array, std::size_t rows, std::size_t cols)
      : values(floats(array)), view(Rows::checked(values.data(), values.size(), rows, cols)) {}
};

// Throws SHAPE unless the vector has this many entries.
template <class T>
void expect(const std::vector<T>& values, std::size_t count, const char* what) {
  if (values.size() != count)
    throw Error(Code::SHAPE, std::string(what) + " has " + std::to_string(values.size()) + " entries, " + std::to_string(count) + " are needed.",
                {{"length", double(values.size())}, {"expected", double(count)}});
}

}  // namespace askew::bindings
