// What the gap consists of, and maps that would close it.
#include "askew/gap_transforms.hpp"

#include "bind.hpp"

namespace askew::bindings {
namespace {

// The unit rows' moments of the pairs to learn from and of those to measure; null if a side has no variance.
val learnt(const val& learn, const val& measure, double least) {
  const std::optional<GapTransforms> t = gap_transforms(moments(learn));
  if (!t) return val::null();
  const Matrix directions = private_directions(t->contrast, least);
  return object({{"imageMean", t->imageMean},
                 {"textMean", t->textMean},
                 {"imageWhitening", t->imageWhitening},
                 {"textWhitening", t->textWhitening},
                 {"imageShrinkage", t->imageShrinkage},
                 {"textShrinkage", t->textShrinkage},
                 {"removed", double(directions.cols())},
                 {"without", without_directions(directions)},
                 {"discriminant", t->discriminant},
                 {"privateLearnt", t->contrast.values.cwiseMax(0).sum()},
                 {"privateMeasured", private_share(t->contrast, moments(measure))}});
}

EMSCRIPTEN_BINDINGS(gap) {
  bind<&learnt>("gapTransforms");
  bind("gapAnatomy", [](const Moments& all) {
    const GapAnatomy a = gap_anatomy(all);
    return object({{"meanSquare", a.meanSquare}, {"centre", a.centre}, {"directions", a.directions}, {"leading", a.leading}});
  });
  // map: a matrix, or null for the identity.
  bind("transformedRows", [](const val& x, std::size_t rows, std::size_t cols, const std::vector<double>& norms, const Vector& mean, const val& map) {
    return transformed_rows(OwnedRows(x, rows, cols).view, norms, mean, map.isNull() ? Matrix() : matrix(map));
  });
}

}  // namespace
}  // namespace askew::bindings
