// Examples with a known structure, and the bench.
#include "askew/synthetic.hpp"

#include "askew/engine_peak.hpp"
#include "askew/planted.hpp"
#include "bind.hpp"

namespace askew::bindings {
namespace {

SyntheticSpec spec_of(const val& settings) {
  SyntheticSpec spec;
  const auto take = [&](const char* name, auto& to) {
    if (settings[name].isUndefined()) return;
    const double given = settings[name].as<double>();
    if constexpr (std::is_same_v<decltype(to), double&>)
      to = given;
    else
      to = size(given);
  };
  take("pairs", spec.pairs);
  take("width", spec.width);
  take("captions", spec.captions);
  take("shared", spec.shared);
  take("imageOnly", spec.imageOnly);
  take("textOnly", spec.textOnly);
  take("privateStrength", spec.privateStrength);
  take("decay", spec.decay);
  take("noiseImage", spec.noiseImage);
  take("noiseText", spec.noiseText);
  take("gap", spec.gap);
  take("seed", spec.seed);
  take("wrongPairs", spec.wrongPairs);
  take("duplicates", spec.duplicates);
  return spec;
}

val shares(const PlantedShares& of) { return object({{"shared", of.shared}, {"own", of.own}, {"noise", of.noise}}); }

EMSCRIPTEN_BINDINGS(synthetic) {
  bind("syntheticPairs", [](const val& settings) {
    const SyntheticPairs pairs = synthetic(spec_of(settings));
    return object({{"images", pairs.images}, {"texts", pairs.texts}});
  });
  bind("planted", [](const val& settings, double q, double epsilon) {
    const Planted p = planted(spec_of(settings), q, epsilon);
    return object({{"image", shares(p.image)}, {"text", shares(p.text)}, {"imageToText", p.imageToText.value}, {"textToImage", p.textToImage.value}});
  });
  bind<&multiply_add_peak>("multiplyAddPeak");
  bind<&product_kernel>("productKernel");
}

}  // namespace
}  // namespace askew::bindings
