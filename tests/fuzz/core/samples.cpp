#include "askew/mmd.hpp"
#include "askew/neighbours.hpp"
#include "askew/synthetic.hpp"
#include "given.hpp"

namespace askew::fuzz {

void samples(Bytes& in) {
  SyntheticSpec spec;
  // Sizes past the limits are refused; within them what they take is the caller's.
  const auto size = [&](std::size_t most, std::size_t beyond) { return in.chance(245) ? in.below(most) : beyond; };
  spec.pairs = size(20, 1u << 31);
  spec.width = size(20, 1u << 20);
  spec.captions = size(6, 101);
  spec.shared = size(10, 5000);
  spec.imageOnly = size(4, ~std::size_t{0});
  spec.textOnly = size(4, ~std::size_t{0} - 2);
  for (double* scale : {&spec.privateStrength, &spec.decay, &spec.noiseImage, &spec.noiseText, &spec.gap})
    if (in.chance(80)) *scale = in.number();
  spec.seed = in.raw<std::uint64_t>();
  bool made = false;
  try {
    const SyntheticPairs p = synthetic(spec);
    made = true;
    expect(p.images.size() == spec.pairs * spec.width && p.texts.size() == spec.pairs * spec.captions * spec.width, "synthetic pairs of another size");
    for (const float v : p.images) expect(std::isfinite(v), "a synthetic image holds a number that is none");
    for (const float v : p.texts) expect(std::isfinite(v), "a synthetic text holds a number that is none");
  } catch (const Error&) {
    expect(!made, "an error after the pairs were made");
  }

  const Given x = rows(in, in.below(12), 1 + in.below(40), true);
  std::vector<std::uint32_t> low, high;
  for (std::size_t i = 0; i < x.view.rows; ++i) {
    const RowFacts f = row_facts(x.view.row(i), x.view.cols);
    self_is_one(x.view.row(i), x.view.cols);
    low.push_back(f.low);
    high.push_back(f.high);
  }
  if (in.chance(10)) high.push_back(1);
  const RowClasses classes = row_classes(low, high);
  for (const std::int32_t c : classes.of) expect(c >= 0 && std::size_t(c) < classes.sizes.size(), "a row is of a class that is not there");
  uniformity(in.number(), in.number());
  mmd_biased({in.number(), in.number(), in.number()}, in.number());
  mmd_unbiased({in.number(), in.number(), in.number()}, in.number());
}

void run(const std::uint8_t* data, std::size_t size) {
  Bytes in(data, size);
  try {
    switch (in.byte() % 5) {
      case 0: return pairs(in);
      case 1: return flat_forms(in);
      case 2: return retrievals(in);
      case 3: return neighbours(in);
      default: return samples(in);
    }
  } catch (const Error&) {
    // A refusal with a code is an answer.
  }
}

}  // namespace askew::fuzz
