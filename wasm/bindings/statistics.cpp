// Tests and distributions.
#include "askew/statistics.hpp"

#include "bind.hpp"

namespace askew::bindings {

EMSCRIPTEN_BINDINGS(statistics) {
  bind<&mann_whitney>("mannWhitney");
  bind<&one_sample_t>("oneSampleT");
  bind<&wilcoxon>("wilcoxon");
  bind<&spearman>("spearman");
  bind<&spearman_stratified>("spearmanStratified");
  bind<&spearman_permuted>("spearmanPermuted");
  bind<&spearman_replicates>("spearmanReplicates");
  bind<&holm>("holm");
  bind<&mcnemar>("mcnemar");
  bind<&upper_tail>("upperTail");
  bind<&upper_point>("upperPoint");
}

}  // namespace askew::bindings
