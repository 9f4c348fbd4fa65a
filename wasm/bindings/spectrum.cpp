// Modes of one side and what they score.
#include "askew/spectrum.hpp"

#include "askew/rotation_range.hpp"
#include "askew/svcca.hpp"
#include "bind.hpp"
#include "structure.hpp"

namespace askew::bindings {
namespace {

// Eigenvalues of one side, then the other side along its strongest modes.
struct Anchor {
  bool comparable;
  AnchorPass pass;
  Anchor(const Structure& of, Side side) : comparable(of.s->comparable()), pass(of.s, side) {}
};

EMSCRIPTEN_BINDINGS(spectrum) {
  bind<&spectral_alignment>("spectralAlignment");
  bind("leadingAlignment", [](const AnchorModes& anchor, Eigen::Index kept, double epsilon) { return leading_alignment(anchor, kept, epsilon).value; });
  bind<&modes_of_variance>("modesOfVariance");
  bind<&scale_free_epsilon>("scaleFreeEpsilon");
  bind<&abs_correlation>("absCorrelation");
  bind("coordinates", [](const val& values, std::size_t rows, const Matrix& vectors) {
    return coordinates(OwnedRows(values, rows, std::size_t(vectors.rows())).view, vectors);
  });
  // {fall, rise} for z = 1 and 2, from all modes and their basis.
  bind("rotationRange", [](const Structure& of, Side side, const AnchorModes& anchor, const AnchorBasis& vectors, double q, double epsilon,
                           const val& pairs) {
    const RotationRange r = rotation_range(*of.s, side, anchor, vectors, q, epsilon, pairs.isNull() ? of.s->n : pairs.as<double>());
    return object({{"fall", r.fall}, {"rise", r.rise}});
  });

  Class<Anchor>("AnchorPass")
      // The first `count` modes.
      .method("step", [](Anchor& anchor, Eigen::Index count) { return progress(anchor.pass, count); })
      .method("kept", [](Anchor& anchor, double q) { return modes_kept(anchor.pass.eigenvalues(), q); })
      .method("basis", [](Anchor& anchor) { return out(anchor.pass.basis()); })
      .method("finish", [](Anchor& anchor) {
        const val modes = anchor.comparable ? out(anchor.pass.modes()) : val::null();
        const SpectrumSummary u = summary(anchor.pass.eigenvalues());
        return object({{"modes", modes}, {"trace", u.trace}, {"effectiveRank", u.effectiveRank}, {"participationRatio", u.participationRatio}});
      });
  bind("anchorPass", [](const Structure& of, Side side) { return std::make_shared<Anchor>(of, side); });

  Class<SvccaBasis>("SvccaBasis")
      .method("step", [](SvccaBasis& basis) { return progress(basis); })
      .method("finish", [](SvccaBasis& basis) { return basis.finish(); });
  bind("svccaBasis", [](const Structure& of, Side side) { return std::make_shared<SvccaBasis>(of.s, side); });
}

}  // namespace
}  // namespace askew::bindings
