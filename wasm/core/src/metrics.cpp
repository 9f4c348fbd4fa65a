#include "askew/metrics.hpp"

#include "askew/cka.hpp"
#include "askew/coral.hpp"
#include "askew/modality_gap.hpp"
#include "askew/svcca.hpp"

namespace askew {

Quantities plain_metrics(const Moments& sums, const SecondOrder& s) {
  return {
      {"cka", cka(s)},
      {"ckaDebiased", cka_debiased(s)},
      {"coral", coral(s)},
      {"coralNormalised", coral_normalised(s)},
      {"rmg", rmg(sums)},
      {"deltaCosine", delta_cosine(sums)},
      {"centroidEuclidean", centroid_euclidean(sums)},
      {"centroidCosine", centroid_cosine(sums)},
      {"alignment", alignment(sums)},
  };
}

Quantities metrics(const Moments& sums, const SecondOrder& s, const Matrix& imageBasis, const Matrix& textBasis) {
  Quantities all = plain_metrics(sums, s);
  all.emplace_back("svcca", svcca(s, imageBasis, textBasis));
  return all;
}

}  // namespace askew
