// Rows as the boundary (wasm/bindings) hands them over: owned, checked against the count, with a norm a row.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "askew/matrix.hpp"
#include "askew/quantity.hpp"
#include "askew/rows.hpp"
#include "targets.hpp"

namespace askew::fuzz {

struct Given {
  std::vector<float> values;
  Rows view;
  std::vector<double> norms;
  bool ordinary = true;  // every norm within what the engine lets through

  Given(std::vector<float> v, std::size_t rows, std::size_t cols)
      : values(std::move(v)), view(Rows::checked(values.data(), values.size(), rows, cols)) {
    for (std::size_t i = 0; i < rows; ++i) {
      norms.push_back(row_facts(view.row(i), cols).norm);
      ordinary = ordinary && norms.back() >= 1e-15 && norms.back() <= 1e15;
    }
  }
  Given(Given&&) = default;
};

// wild: NaN, infinite, denormal and huge values too. Now and then the count does not fit, as a caller may get it wrong.
inline Given rows(Bytes& in, std::size_t count, std::size_t cols, bool wild) {
  std::vector<float> values(count * cols + (in.chance(4) ? 1 : 0));
  const bool repeats = in.chance(40);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = repeats && i >= cols ? values[i - cols] : static_cast<float>(wild ? in.number() : in.tame());
  return Given(std::move(values), count, cols);
}

inline void expect(bool holds, const std::string& what) {
  if (!holds) throw Finding(what);
}

inline void check(const Quantity& q, const char* what) {
  expect(!q.available() || std::isfinite(q.value), std::string(what) + " is " + std::to_string(q.value) + " and says no reason");
}

}  // namespace askew::fuzz
