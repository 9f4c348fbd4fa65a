#include <algorithm>

#include "askew/cka.hpp"
#include "askew/coral.hpp"
#include "askew/mmd.hpp"
#include "askew/modality_gap.hpp"
#include "askew/spectral_alignment.hpp"
#include "askew/svcca.hpp"
#include "given.hpp"

namespace askew::fuzz {
namespace {

// tame: the rows were such that every number must be finite.
void directions(const SecondOrder& s, bool tame, Bytes& in) {
  const double q = in.chance(230) ? 0.1 : in.number(), epsilon = in.chance(230) ? 1e-8 : in.number();
  for (const Side side : {Side::image, Side::text}) {
    AnchorPass pass(s, side);
    const Eigen::Index count = 1 + Eigen::Index(in.below(80));
    while (pass.step(count)) {
    }
    const SpectrumSummary u = summary(pass.eigenvalues());
    if (tame) expect(std::isfinite(u.trace) && std::isfinite(u.effectiveRank) && std::isfinite(u.participationRatio), "a spectrum's summary is not finite");
    modes_kept(pass.eigenvalues(), q);
    const AnchorModes m = pass.modes();
    const Score score = spectral_alignment(m, q, epsilon);
    expect(score.value >= 0 && score.value <= 1, "a spectral alignment score of " + std::to_string(score.value));
    const Vector rho = abs_correlation(m, epsilon);
    expect((rho.array() >= 0 && rho.array() <= 1).all(), "a correlation outside 0 to 1");
  }
}

void second_order(const SecondOrder& s, bool tame, Bytes& in) {
  check(cka(s), "cka");
  check(cka_debiased(s), "ckaDebiased");
  check(coral(s), "coral");
  check(coral_normalised(s), "coralNormalised");
  SvccaBasis image(s, Side::image), text(s, Side::text);
  while (image.step()) {
  }
  const Matrix a = image.finish(), b = text.finish();
  check(svcca(s, a, b), "svcca");
  if (in.chance(20)) check(svcca(s, b, Matrix::Zero(Eigen::Index(in.below(6)), Eigen::Index(in.below(6)))), "svcca of another basis");
  directions(s, tame, in);
}

void first_order(const Moments& m, Bytes& in) {
  check(rmg(m), "rmg");
  check(rmg_reference(m, in.chance(230) ? 0 : in.number()), "rmgReference");
  check(delta_cosine(m), "deltaCosine");
  check(alignment(m), "alignment");
  check(centroid_euclidean(m), "centroidEuclidean");
  check(centroid_cosine(m), "centroidCosine");
  if (!m.products || m.dx() != m.dy()) return;
  const SeriesValue v = mmd_series(m);
  expect(std::isfinite(v.value) && !std::isnan(v.bound), "the MMD series is no number");
}

// A part of the input may be wrong: what follows goes on with the rest.
template <class Body>
void attempt(Body body) {
  try {
    body();
  } catch (const Error&) {
  }
}

}  // namespace

void pairs(Bytes& in) {
  const std::size_t dx = 1 + in.below(20), dy = in.chance(200) ? dx : in.below(20), n = in.below(40);
  const bool wild = in.chance(120), products = in.chance(230);
  const Given x = rows(in, n, dx, wild), y = rows(in, n, dy, wild);
  // The engine lets no other rows through to the passes.
  const auto good = [](const Given& g) { return std::all_of(g.norms.begin(), g.norms.end(), [](double v) { return v > 0 && std::isfinite(v); }); };
  if (!good(x) || !good(y)) return;
  const bool tame = x.ordinary && y.ordinary;

  std::vector<double> cosines;
  if (dx == dy)
    for (std::size_t i = 0; i < n; ++i) cosines.push_back(cosine(x.view.row(i), x.norms[i], y.view.row(i), y.norms[i], dx));
  MomentsPass pass(dx, dy, products);
  for (std::size_t begin = 0; begin < n;) {
    const std::size_t count = std::min(n - begin, 1 + in.below(16));
    pass.add({x.view.row(begin), count, dx}, {y.view.row(begin), count, dy}, x.norms.data() + begin, y.norms.data() + begin,
             cosines.empty() ? nullptr : cosines.data() + begin);
    begin += count;
  }
  const Moments m = Moments::from(pass.finish().flat());
  attempt([&] { first_order(m, in); });
  attempt([&] { second_order(SecondOrder::from(m), tame, in); });
  attempt([&] {
    GramPass gram(in.chance(240) ? n : in.below(50), dx, dy);
    gram.add(x.view, y.view);
    while (gram.step()) {
    }
    second_order(SecondOrder::from(gram.finish().flat()), tame, in);
  });
  attempt([&] { check(svcca_rows(x.view, y.view), "svccaRows"); });
  attempt([&] {
    const double median = median_distance(x.view, y.view);
    if (tame) expect(std::isfinite(median) && median >= 0, "a median distance of " + std::to_string(median));
  });
}

void flat_forms(Bytes& in) {
  const std::size_t dx = 1 + in.below(5), dy = in.chance(200) ? dx : 1 + in.below(5), n = 1 + in.below(8);
  const auto flat = [&] {
    if (in.chance(20)) return in.numbers(in.below(40));
    std::vector<double> values;
    if (in.chance(128)) {
      const bool products = in.chance(200);
      values = in.numbers(17 + 5 * (dx + dy) + (products ? dx * dx + dy * dy + dx * dy : 0));
      values[0] = 1, values[1] = double(dx), values[2] = double(dy), values[3] = products, values[4] = double(n);
    } else {
      const bool gram = in.chance(128);
      const std::size_t r = gram ? n : dx, c = gram ? n : dy;
      values = in.numbers(8 + r * r + c * c + r * c + (gram ? 2 * n * n : 0));
      values[0] = 101, values[1] = gram, values[2] = double(n), values[3] = double(dx), values[4] = double(dy);
    }
    if (in.chance(60)) values[in.below(std::min<std::size_t>(values.size(), 8))] = in.number();
    if (in.chance(10)) values.pop_back();
    return values;
  };
  const std::vector<double> a = flat(), b = flat();
  attempt([&] {
    Moments m = Moments::from(a);
    attempt([&] { first_order(m, in); });
    m.merge(b);
    first_order(m, in);
  });
  attempt([&] { second_order(SecondOrder::from(a), false, in); });
}

}  // namespace askew::fuzz
