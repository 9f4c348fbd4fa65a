// Sums over pairs, plain and private, and the Gram matrices of few pairs.
#include "askew/moments.hpp"

#include "askew/private_moments.hpp"
#include "bind.hpp"
#include "structure.hpp"

namespace askew::bindings {
namespace {

template <class Pass>
struct Pairs {
  std::size_t dx, dy;
  Pass pass;
};
using MomentsOfPairs = Pairs<MomentsPass>;
using GramsOfPairs = Pairs<GramPass>;

// Parts are merged in the order given. done: called with each that is no longer needed, or null.
Moments merged(const val& parts, const val& done) {
  const std::size_t count = length(parts);
  if (count == 0) throw Error(Code::TOO_FEW_ROWS, "There are no parts to merge.");
  Moments whole = moments(parts[0]);
  for (std::size_t k = 0; k < count; ++k) {
    const val part = parts[k];
    if (k > 0) whole.merge(length(part), reader(part));
    if (!done.isNull()) done(part);
  }
  return whole;
}

// Lengths of the flat form's parts, in order, its header first.
std::vector<std::uint32_t> flat_parts(std::size_t dx, std::size_t dy) {
  std::vector<std::uint32_t> lengths;
  Moments(dx, dy, true).write([&](const double*, std::size_t count) { lengths.push_back(std::uint32_t(count)); });
  return lengths;
}

val noise_of(const val& settings) {
  const auto number = [&](const char* name) { return settings[name].as<double>(); };
  const PrivateNoise noise = private_noise({number("epsilon"), number("delta"), number("pairs"), number("pairsPerPatient"),
                                            size(number("imageCols")), size(number("textCols"))});
  return object({{"sensitivity", noise.sensitivity},
                 {"spacing", noise.spacing},
                 {"steps", noise.steps},
                 {"across", noise.across},
                 {"sigma", noise.sigma()},
                 {"mu", noise.mu()}});
}

Moments with_noise(const Moments& exact, const val& noise, const std::vector<std::uint32_t>& key) {
  SecretKey secret{};
  if (key.size() != secret.size()) throw Error(Code::SHAPE, "A key has 8 words.", {{"words", double(key.size())}});
  std::copy(key.begin(), key.end(), secret.begin());
  const auto number = [&](const char* name) { return noise[name].as<double>(); };
  PrivateNoise drawn;
  drawn.sensitivity = number("sensitivity");
  drawn.spacing = number("spacing");
  drawn.steps = std::uint32_t(size(number("steps")));
  drawn.across = std::uint32_t(size(number("across")));
  return private_moments(exact, drawn, secret);
}

EMSCRIPTEN_BINDINGS(moments) {
  bind<&merged>("mergeMoments");
  bind<&flat_parts>("flatParts");
  bind<&noise_of>("privateNoise");
  bind<&with_noise>("privateMoments");
  // Whether what is left where the products cancel needs them in float64.
  bind("cancels", [](const SecondOrder& s) { return cancellation(s) > kCancellation; });

  Class<Structure>("Structure");
  // Of the pairs' moments, and of their Gram form if the moments hold no products.
  bind("structure", [](Moments m, const val& gram) {
    Structure made{m.without_products(), {}, {}};
    if (m.products && m.dx() == m.dy()) made.series = mmd_series(m);
    made.s = std::make_shared<const SecondOrder>(gram.isNull() ? SecondOrder::from(std::move(m)) : structure(gram));
    return std::make_shared<Structure>(std::move(made));
  });
  // Mean of both sides' rows.
  bind("pooledMean", [](const Structure& of) {
    const Moments& m = of.sums;
    if (m.dx() != m.dy()) throw Error(Code::SHAPE, "A common mean needs one width.", {{"imageCols", double(m.dx())}, {"textCols", double(m.dy())}});
    return Vector((m.x.sum + m.y.sum) / (2 * m.n));
  });
  // Means of |x - mean|^4 and |y - mean|^4.
  bind("centredFourths", [](const Structure& of) { return std::array<double, 2>{of.s->kk / of.s->n, of.s->ll / of.s->n}; });

  Class<MomentsOfPairs>("MomentsPass")
      .method("add",
              [](MomentsOfPairs& to, const val& x, const val& y, std::size_t rows, const val& normX, const val& normY, const val& cosines) {
                const OwnedPairs pairs(x, y, rows, to.dx, to.dy, normX, normY, cosines);
                to.pass.add(pairs.x.view, pairs.y.view, pairs.normX.data(), pairs.normY.data(), pairs.cosines());
              })
      .method("finish", [](MomentsOfPairs& of) { return of.pass.finish(); });
  // products: "float32", "float64" (to be stored, without the spread), "exact" (float64 with the spread) or "none".
  bind("momentsPass", [](std::size_t dx, std::size_t dy, const std::string& products) {
    const bool kept = products != "none", spread = products != "float64";
    return std::shared_ptr<MomentsOfPairs>(new MomentsOfPairs{dx, dy, MomentsPass(dx, dy, kept, arithmetic(products), spread)});
  });

  Class<GramsOfPairs>("GramPass")
      .method("add",
              [](GramsOfPairs& to, const val& x, const val& y, std::size_t rows) {
                to.pass.add(OwnedRows(x, rows, to.dx).view, OwnedRows(y, rows, to.dy).view);
              })
      .method("step", [](GramsOfPairs& of) { return of.pass.step(); })
      .method("finish", [](GramsOfPairs& of) { return of.pass.finish().flat(); });
  bind("gramPass", [](std::size_t n, std::size_t dx, std::size_t dy, Arithmetic products) {
    return std::shared_ptr<GramsOfPairs>(new GramsOfPairs{dx, dy, GramPass(n, dx, dy, products)});
  });
}

}  // namespace
}  // namespace askew::bindings
