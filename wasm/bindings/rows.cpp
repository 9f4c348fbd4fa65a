// Rows one by one.
#include "askew/rows.hpp"

#include "askew/kernel_pass.hpp"
#include "askew/permutation.hpp"
#include "bind.hpp"

namespace askew::bindings {
namespace {

val row_facts_of(const val& values, std::size_t rows, std::size_t cols) {
  const OwnedRows x(values, rows, cols);
  std::vector<double> norms;
  std::vector<std::uint32_t> low, high;
  for (std::size_t i = 0; i < rows; ++i) {
    const RowFacts f = row_facts(x.view.row(i), cols);
    norms.push_back(f.norm);
    low.push_back(f.low);
    high.push_back(f.high);
  }
  return object({{"norms", norms}, {"low", low}, {"high", high}});
}

std::vector<std::uint32_t> selves(const val& values, std::size_t rows, std::size_t cols) {
  const OwnedRows x(values, rows, cols);
  std::vector<std::uint32_t> flags;
  for (std::size_t i = 0; i < rows; ++i) flags.push_back(self_is_one(x.view.row(i), cols));
  return flags;
}

// Cosine of each text with the image that imageOf (a row of `images`) names.
std::vector<double> matched_cosines(const val& images, const std::vector<double>& imageNorms, const val& texts, const std::vector<double>& textNorms,
                                    const std::vector<std::int32_t>& imageOf, std::size_t cols) {
  const OwnedRows x(images, imageNorms.size(), cols), y(texts, textNorms.size(), cols);
  expect(imageOf, textNorms.size(), "The text map");
  std::vector<double> cosines;
  for (std::size_t j = 0; j < imageOf.size(); ++j) {
    const std::int32_t i = imageOf[j];
    if (i < 0 || static_cast<std::size_t>(i) >= imageNorms.size())
      throw Error(Code::OUT_OF_RANGE, "A text names an image that is not there.", {{"image", double(i)}});
    cosines.push_back(cosine(x.view.row(i), imageNorms[i], y.view.row(j), textNorms[j], cols));
  }
  return cosines;
}

// `count` of n rows; purpose: "median distance" or "chance levels".
std::vector<std::int32_t> sampled(std::size_t n, std::size_t count, std::uint64_t seed, const std::string& purpose) {
  if (purpose != "median distance" && purpose != "chance levels")
    throw Error(Code::OUT_OF_RANGE, "A sample is for a median distance or for chance levels.");
  return sample_rows(n, count, seed, purpose == "median distance" ? Purpose::median_distance : Purpose::chance_levels);
}

// Over all pairs of rows of a and b, or with b null over ordered pairs i != j of a.
struct Kernels {
  std::size_t cols;
  KernelPass pass;
  val sums(const val& a, std::size_t aRows, const val& b, std::size_t bRows) const {
    const OwnedRows x(a, aRows, cols);
    const KernelPass::Sums s = b.isNull() ? pass.within(x.view) : pass.between(x.view, OwnedRows(b, bRows, cols).view);
    return object({{"values", s.values}, {"bounds", s.bounds}});
  }
};

EMSCRIPTEN_BINDINGS(rows) {
  bind<&row_facts_of>("rowFacts");
  bind<&selves>("selfIsOne");
  bind("rowClasses", [](const std::vector<std::uint32_t>& low, const std::vector<std::uint32_t>& high) {
    const RowClasses c = row_classes(low, high);
    return object({{"of", c.of}, {"sizes", c.sizes}, {"firsts", c.firsts}});
  });
  bind<&matched_cosines>("matchedCosines");
  bind<&sampled>("sampleRows");
  Class<Kernels>("KernelPass").method("sums", [](Kernels& kernels, const val& a, std::size_t aRows, const val& b, std::size_t bRows) {
    return kernels.sums(a, aRows, b, bRows);
  });
  bind("kernelPass", [](const std::vector<double>& centre, const std::vector<double>& sigmas, bool exact) {
    return std::shared_ptr<Kernels>(new Kernels{centre.size(), KernelPass(centre, sigmas, exact)});
  });
}

}  // namespace
}  // namespace askew::bindings
