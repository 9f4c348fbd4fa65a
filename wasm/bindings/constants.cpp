// What JavaScript must know of the core's numbers; web/src/engine/constants.js states them for code without a core.
#include "askew/half_samples.hpp"
#include "askew/permutation.hpp"
#include "askew/svcca.hpp"
#include "bind.hpp"

namespace askew::bindings {

EMSCRIPTEN_BINDINGS(constants) {
  bind("constants", [] {
    return object({{"cosineBins", kCosineBins},
                   {"svccaDirections", kSvccaDirections},
                   {"ckaModes", kCkaModes},
                   {"sliceRows", MomentsPass::kSlice},
                   {"mmdSigma", kMmdSigma},
                   {"halfBlocks", kHalfBlocks},
                   {"halfSamples", kHalfSamples},
                   {"tie", kTie},
                   {"flatVersion", Moments::kFlatVersion},
                   {"flatHeader", Moments::kFlatHeader}});
  });
}

}  // namespace askew::bindings
