// Chance levels, replicates and halves.
#include "askew/bootstrap.hpp"
#include "askew/half_samples.hpp"
#include "askew/pair_grams.hpp"
#include "askew/permutation.hpp"
#include "bind.hpp"
#include "structure.hpp"

namespace askew::bindings {
namespace {

struct Permutations {
  std::size_t cols;
  PermutationTest test;
};

// Of the permutations begin … end - 1; seed null: of all pairings in order.
val permuted_scores(Permutations& permutations, const val& seedOrNull, std::size_t begin, std::size_t end) {
  std::vector<double> it, ti, cka, delta, svcca, mutual;
  for (std::size_t p = begin; p < end; ++p) {
    const PermutedScores s = seedOrNull.isNull() ? permutations.test.ranked_scores(p) : permutations.test.scores(seed(seedOrNull.as<double>()), p);
    it.push_back(s.imageToText);
    ti.push_back(s.textToImage);
    cka.push_back(s.cka);
    delta.push_back(s.deltaCosine);
    svcca.push_back(s.svcca);
    mutual.push_back(s.mutualKnn);
  }
  return object({{"imageToText", it}, {"textToImage", ti}, {"cka", cka}, {"deltaCosine", delta}, {"svcca", svcca}, {"mutualKnn", mutual}});
}

std::vector<std::uint32_t> complement(std::vector<std::uint32_t> weights) {
  for (std::uint32_t& weight : weights) weight = weight == 0 ? 1 : 0;
  return weights;
}

struct Grams {
  std::size_t n, dx, dy;
  PairGrams grams;
};

EMSCRIPTEN_BINDINGS(resampling) {
  bind<&bootstrap_weights>("bootstrapWeights");
  bind("replicateScores", [](const Moments& m, double q, double epsilon, double mmdBound) { return replicate_scores(m, q, epsilon, mmdBound); });
  bind<&dealt_blocks>("dealtBlocks");
  bind<&half_sample>("halfSample");

  Class<Permutations>("PermutationTest")
      .method("add",
              [](Permutations& to, const val& x, const val& y, std::size_t rows, const val& normX, const val& normY) {
                const OwnedPairs pairs(x, y, rows, to.cols, to.cols, normX, normY, val::null());
                to.test.add(pairs.x.view, pairs.y.view, pairs.normX.data(), pairs.normY.data());
              })
      .method("directions", [](Permutations& of, const Matrix& image, const Matrix& text) { of.test.directions(image, text); })
      .method("neighbours",
              [](Permutations& of, const std::vector<std::int32_t>& image, const std::vector<std::int32_t>& text, std::size_t k) {
                of.test.neighbours(image, text, k);
              })
      .method("exchange",
              [](Permutations& of, const std::vector<std::uint32_t>& begin, const std::vector<std::uint32_t>& classOf, const std::vector<std::int32_t>& pairs) {
                of.test.exchange({begin, classOf}, pairs);
              })
      .method("scores", [](Permutations& of, const val& seedOrNull, std::size_t begin, std::size_t end) { return permuted_scores(of, seedOrNull, begin, end); });
  // image, text: {modes, basis}
  bind("permutationTest", [](const Structure& of, const val& image, const val& text, double q, double epsilon) {
    PermutationTest test(*of.s, modes(image["modes"]), modes(text["modes"]), q, epsilon, basis(image["basis"]), basis(text["basis"]));
    return std::shared_ptr<Permutations>(new Permutations{std::size_t(of.s->dx), std::move(test)});
  });

  Class<MomentBlocks>("MomentBlocks")
      .method("add", [](MomentBlocks& blocks, const Moments& block) { blocks.add(block); })
      .method("replicate",
              [](MomentBlocks& blocks, std::uint64_t seed, std::size_t index) { return blocks.replicate(bootstrap_weights(blocks.size(), seed, index)); })
      // Of 32 blocks: the half's moments and its complement's sums; all blocks' products, and what they run about.
      .method("half",
              [](MomentBlocks& blocks, std::size_t index) {
                const PackedMoments half = blocks.packed(half_sample(index));
                return object({{"sums", half.sums}, {"others", blocks.sums(complement(half_sample(index)))}, {"products", half.products}});
              })
      .method("all",
              [](MomentBlocks& blocks) {
                const PackedMoments all = blocks.packed(std::vector<std::uint32_t>(blocks.size(), 1));
                return object({{"products", all.products}, {"image", blocks.shift().x}, {"text", blocks.shift().y}});
              })
      // weights: 0 or 1 per block; scores of the half and of its complement.
      .method("halves", [](MomentBlocks& blocks, const std::vector<std::uint32_t>& weights, double q, double epsilon, double mmdBound) {
        return half_scores(blocks.replicate(weights), blocks.replicate(complement(weights)), q, epsilon, mmdBound);
      });
  bind("momentBlocks", [] { return std::make_shared<MomentBlocks>(); });

  Class<BlockHalves>("BlockHalves")
      .method("scores",
              [](BlockHalves& of, const Moments& sums, const Moments& others, const std::vector<float>& products, double q, double epsilon,
                 double mmdBound, Arithmetic directions) { return of.scores({sums, products}, others, q, epsilon, mmdBound, directions); });
  bind("blockHalves", [](const std::vector<float>& products, const Vector& image, const Vector& text) {
    return std::make_shared<BlockHalves>(Shift{image, text}, products);
  });

  Class<Grams>("PairGrams")
      .method("add",
              [](Grams& to, const val& x, const val& y, std::size_t rows, const val& normX, const val& normY, const val& cosines) {
                const OwnedPairs pairs(x, y, rows, to.dx, to.dy, normX, normY, cosines);
                to.grams.add(pairs.x.view, pairs.y.view, pairs.normX.data(), pairs.normY.data(), pairs.cosines());
              })
      .method("step", [](Grams& of) { return progress(of.grams); })
      .method("replicate",
              [](Grams& of, std::uint64_t seed, std::size_t index, double q, double epsilon, double mmdBound) {
                return of.grams.replicate(bootstrap_weights(of.n, seed, index), q, epsilon, mmdBound);
              })
      // weights: one per pair, 0 or 1.
      .method("halves", [](Grams& of, const std::vector<std::uint32_t>& weights, double q, double epsilon, double mmdBound) {
        return of.grams.halves(weights, q, epsilon, mmdBound);
      });
  bind("pairGrams", [](std::size_t n, std::size_t dx, std::size_t dy, Arithmetic arithmetic) {
    return std::shared_ptr<Grams>(new Grams{n, dx, dy, PairGrams(n, dx, dy, arithmetic)});
  });
}

}  // namespace
}  // namespace askew::bindings
