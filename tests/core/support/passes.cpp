#include "passes.hpp"

#include <algorithm>

#include "askew/rows.hpp"

namespace askew::test {

std::vector<double> matched_cosines(const Sample& x, const Sample& y) {
  std::vector<double> out;
  if (x.cols != y.cols) return out;
  const std::vector<double> nx = x.norms(), ny = y.norms();
  for (std::size_t i = 0; i < x.rows; ++i) out.push_back(cosine(x.view().row(i), nx[i], y.view().row(i), ny[i], x.cols));
  return out;
}

Moments moments(const Sample& x, const Sample& y, std::size_t begin, std::size_t end, std::size_t slice, bool products,
                Arithmetic arithmetic) {
  MomentsPass pass(x.cols, y.cols, products, arithmetic);
  const std::vector<double> nx = x.norms(), ny = y.norms(), cosines = matched_cosines(x, y);
  for (std::size_t i = begin; i < end; i += slice) {
    const std::size_t last = std::min(end, i + slice);
    pass.add(x.view(i, last), y.view(i, last), nx.data() + i, ny.data() + i, cosines.empty() ? nullptr : cosines.data() + i);
  }
  return pass.finish();
}

Moments moments(const Sample& x, const Sample& y) { return moments(x, y, 0, x.rows); }

SecondOrder covariance_form(const Sample& x, const Sample& y) { return SecondOrder::from(moments(x, y)); }

SecondOrder gram_form(const Sample& x, const Sample& y) {
  GramPass pass(x.rows, x.cols, y.cols);
  pass.add(x.view(), y.view());
  while (pass.step()) {
  }
  return pass.finish();
}

const Quantity& at(const Quantities& quantities, std::string_view name) {
  return std::find_if(quantities.begin(), quantities.end(), [&](const auto& one) { return one.first == name; })->second;
}

SimilarityBlock block(const Sample& x, std::size_t begin, std::size_t end, Precision precision) {
  SimilarityBlock out(precision);
  out.assign(begin, x.view(begin, end), x.norms().data() + begin);
  return out;
}

}  // namespace askew::test
