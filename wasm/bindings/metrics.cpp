// Symmetric metrics, and the MMD's many ways.
#include "askew/metrics.hpp"

#include "askew/mmd.hpp"
#include "askew/modality_gap.hpp"
#include "askew/neighbours.hpp"
#include "askew/procrustes.hpp"
#include "askew/svcca.hpp"
#include "bind.hpp"
#include "structure.hpp"

namespace askew::bindings {
namespace {

val symmetric_metrics(const Structure& of, const Matrix& imageBasis, const Matrix& textBasis, double dropped) {
  const Moments& sums = of.sums;
  val named = out(metrics(sums, *of.s, imageBasis, textBasis));
  named.set("rmgReference", out(rmg_reference(sums, dropped)));
  named.set("matchedCosine", sums.cosine / sums.n);
  return named;
}

// Too slow for every replicate, and for the first scores to wait for.
val slow_metrics(const Structure& of) { return out(Quantities{{"procrustes", procrustes(*of.s)}}); }

KernelSums kernel_sums(const std::vector<double>& sums) {
  expect(sums, 3, "The kernel sums");
  return {sums[0], sums[1], sums[2]};
}

EMSCRIPTEN_BINDINGS(metrics) {
  bind<&symmetric_metrics>("symmetricMetrics");
  bind<&slow_metrics>("slowMetrics");
  bind("svccaRows", [](const val& x, std::size_t xCols, const val& y, std::size_t yCols, std::size_t rows) {
    return svcca_rows(OwnedRows(x, rows, xCols).view, OwnedRows(y, rows, yCols).view);
  });
  // Only of moments with products and one width.
  bind("mmdSeries", [](const Structure& of) {
    if (!of.series) throw Error(Code::SHAPE, "The MMD series needs products and one width.");
    return object({{"value", of.series->value}, {"bound", of.series->bound}});
  });
  bind("medianDistance", [](const val& x, std::size_t xRows, const val& y, std::size_t yRows, std::size_t cols) {
    return median_distance(OwnedRows(x, xRows, cols).view, OwnedRows(y, yRows, cols).view);
  });
  // Bound of mmdFromSums' biased value from cosines of float32 tiles; longest: rows of both sides.
  bind("mmdTilesBound", [](const std::vector<double>& sums, double n, double longestX, double longestY, std::size_t cols) {
    return mmd_biased_bound(kernel_sums(sums), n, longestX, longestY, fine_tolerance(cols));
  });
  // sums: [xx, yy, xy] over all ordered pairs.
  bind("mmdFromSums", [](const std::vector<double>& sums, double n) {
    const KernelSums s = kernel_sums(sums);
    return object({{"biased", mmd_biased(s, n)}, {"unbiased", mmd_unbiased(s, n)}});
  });
  bind<&uniformity>("uniformity");
}

}  // namespace
}  // namespace askew::bindings
