// JavaScript values to the core's and back: copied in once, copied out always; no view of the heap leaves.
#pragma once

#include <emscripten/val.h>

#include <array>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <vector>

#include "askew/distributions.hpp"
#include "askew/matrix.hpp"
#include "askew/metrics.hpp"
#include "askew/moments.hpp"
#include "askew/quantity.hpp"
#include "askew/retrieval.hpp"
#include "askew/second_order.hpp"
#include "askew/spectral_alignment.hpp"
#include "askew/statistics.hpp"

namespace askew::bindings {

using emscripten::val;

// --- in ---

std::size_t size(double n);  // throws OUT_OF_RANGE unless whole
std::uint64_t seed(double n);
std::size_t length(const val& array);
std::vector<float> floats(const val& array);
std::vector<double> doubles(const val& array);          // Float64Array
std::vector<std::int32_t> integers(const val& array);   // Int32Array
std::vector<std::uint32_t> naturals(const val& array);  // Uint32Array
Vector vector(const val& array);                        // Float64Array
Side side(const std::string& name);
Arithmetic arithmetic(const std::string& products);
Alternative alternative(const std::string& name);
Distribution distribution(const std::string& name);
// Sums and structures from where they lie, a matrix at a time, and out again: they are the largest of what passes.
Moments moments(const val& flat);
FlatReader reader(const val& flat);
SecondOrder structure(const val& flat);
Matrix matrix(const val& shape);
AnchorModes modes(const val& arrays);
AnchorBasis basis(const val& shapes);
RetrievalCounts counts(const val& arrays);

// Rows that own their values, checked against the count.
struct OwnedRows {
  std::vector<float> values;
  Rows view;
  OwnedRows(const val& array, std::size_t rows, std::size_t cols);
};

// The next pairs of a pass: rows of both sides with their norms, and their cosines or null.
struct OwnedPairs {
  OwnedRows x, y;
  std::vector<double> normX, normY, cosine;
  bool compared;
  OwnedPairs(const val& images, const val& texts, std::size_t rows, std::size_t dx, std::size_t dy, const val& imageNorms, const val& textNorms,
             const val& cosines);
  const double* cosines() const { return compared ? cosine.data() : nullptr; }
};

// Throws SHAPE unless the vector has this many entries.
template <class T>
void expect(const std::vector<T>& values, std::size_t count, const char* what) {
  if (values.size() != count)
    throw Error(Code::SHAPE, std::string(what) + " has " + std::to_string(values.size()) + " entries, " + std::to_string(count) + " are needed.",
                {{"length", double(values.size())}, {"expected", double(count)}});
}

// --- out ---

template <std::same_as<val> Value>
val out(Value value) {
  return value;
}
template <class Number>
  requires std::is_arithmetic_v<Number>
val out(Number value) {
  if constexpr (std::same_as<Number, bool>) return val(value);
  return val(double(value));
}
// A handle.
template <class Pass>
val out(const std::shared_ptr<Pass>& pass) {
  return val(pass);
}
val out(const std::vector<float>& values);
val out(const std::vector<double>& values);
val out(const std::vector<std::int32_t>& values);
val out(const std::vector<std::uint32_t>& values);
val out(const std::array<double, 2>& values);
val out(const Vector& values);
val out(const Moments& moments);
val out(const Quantity& quantity);        // a number, or {status: "unavailable", reason}
val out(const Quantities& quantities);    // by name
val out(const std::array<Quantities, 2>& halves);
val out(const TestResult& result);        // {statistic, p, exact}
val out(const Matrix& matrix);            // {rows, cols, values}: column-major
val out(const AnchorModes& modes);        // {eigenvalues, covariance, otherVariance}
val out(const AnchorBasis& basis);        // {vectors, own, other}: an empty matrix for what the form does not have
val out(const Score& score);              // {value, modesKept}
val out(const RetrievalDirection& direction);

struct Field {
  const char* name;
  val value;
  template <class T>
  Field(const char* key, const T& content) : name(key), value(out(content)) {}
};
val object(std::initializer_list<Field> fields);

}  // namespace askew::bindings
