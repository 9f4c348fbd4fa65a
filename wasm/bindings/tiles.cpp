// Rows compared with rows, a pair of blocks at a time: retrieval and neighbours.
#include <map>

#include "askew/neighbours.hpp"
#include "askew/retrieval.hpp"
#include "bind.hpp"

namespace askew::bindings {
namespace {

// Blocks of one side, packed; they stay while they fit the budget, the last one always.
class BlockStore {
 public:
  BlockStore(std::size_t cols, double budget, bool fine)
      : cols_(cols), budget_(budget), precision_(fine ? Precision::fine : Precision::fast), spare_(precision_) {}
  bool has(double index) const { return kept_.count(index) > 0 || (spare_.rows() > 0 && spareIndex_ == index); }
  bool put(double index, std::size_t first, const val& rows, const std::vector<double>& norms) {
    const OwnedRows x(rows, norms.size(), cols_);
    const bool keep = used_ < budget_;
    SimilarityBlock& block = keep ? kept_.try_emplace(index, precision_).first->second : spare_;
    if (!keep) spareIndex_ = index;
    block.assign(first, x.view, norms.data());
    if (keep) used_ += double(block.bytes());
    return keep;
  }
  // Chosen rows by their numbers, ascending; they stay whatever the budget.
  void choose(double index, const std::vector<std::int32_t>& ids, const val& rows, const std::vector<double>& norms) {
    kept_.try_emplace(index, precision_).first->second.assign(ids, OwnedRows(rows, norms.size(), cols_).view, norms.data());
  }
  const SimilarityBlock& at(double index) const {
    const auto found = kept_.find(index);
    if (found != kept_.end()) return found->second;
    if (spare_.rows() > 0 && spareIndex_ == index) return spare_;
    throw Error(Code::INTERNAL, "A block was not loaded.", {{"block", index}});
  }

 private:
  std::size_t cols_;
  double budget_, used_ = 0, spareIndex_ = -1;
  Precision precision_;
  std::map<double, SimilarityBlock> kept_;
  SimilarityBlock spare_;
};

struct Across {
  std::size_t texts;
  RetrievalPass pass;
};

// Counts of all texts, or of those at these positions.
val counted(const Across& across, const val& positions) {
  const auto some = [&](const std::vector<std::uint32_t>& all) {
    if (positions.isNull()) return std::vector<std::uint32_t>(all.begin(), all.begin() + std::ptrdiff_t(across.texts));
    std::vector<std::uint32_t> picked;
    for (const std::int32_t p : integers(positions)) picked.push_back(all.at(std::size_t(p)));
    return picked;
  };
  const RetrievalCounts& all = across.pass.counts();
  const val counts = object({{"aboveImageToText", some(all.aboveImageToText)},
                             {"tiedImageToText", some(all.tiedImageToText)},
                             {"aboveTextToImage", some(all.aboveTextToImage)},
                             {"tiedTextToImage", some(all.tiedTextToImage)}});
  return object({{"counts", counts}, {"histogram", across.pass.histogram()}, {"kernel", across.pass.kernel()}});
}

// The nearest texts of the block's images, k each; of all texts what the block adds to their nearest images.
val nearest(const Across& across) {
  std::vector<std::int32_t> texts, images;
  std::vector<double> cosines;
  const NeighbourLists &own = across.pass.nearest_texts(), &others = across.pass.nearest_images();
  for (std::size_t at = 0; at < others.rows.size(); ++at) {
    if (others.rows[at] < 0) continue;
    texts.push_back(std::int32_t(at / others.k));
    images.push_back(others.rows[at]);
    cosines.push_back(others.cosines[at]);
  }
  return object({{"first", own.first}, {"rows", own.rows}, {"cosines", own.cosines}, {"texts", texts}, {"images", images}, {"imageCosines", cosines}});
}

val lists(const NeighbourPass& pass) {
  return object({{"first", pass.lists().first},
                 {"cosines", pass.lists().cosines},
                 {"rows", pass.lists().rows},
                 {"uniformity", pass.uniformity()},
                 {"rowUniformity", pass.row_uniformity()},
                 {"kernel", pass.kernel()}});
}

// images, texts: the queries by number, or null for all.
val retrieval_scores(const std::vector<std::int32_t>& start, const std::vector<double>& cosine, const RetrievalCounts& found,
                     const std::vector<std::int32_t>& textClass, const val& images, const val& texts, const std::vector<std::int32_t>& clusterOf) {
  const Retrieval r = images.isNull() ? retrieval(start, cosine, found, textClass, clusterOf)
                                      : retrieval_sample(start, cosine, found, textClass, integers(images), integers(texts), clusterOf);
  return object({{"imageToText", r.imageToText}, {"textToImage", r.textToImage}, {"identicalTexts", r.identicalTexts}});
}

// Lists of parts: arrays of {first, cosines, rows} for each side.
NeighbourLists merged(const val& parts, std::size_t n, std::size_t k) {
  NeighbourLists whole(0, n, k);
  const std::size_t count = length(parts);
  for (std::size_t p = 0; p < count; ++p) {
    NeighbourLists part;
    part.first = size(parts[p]["first"].as<double>());
    part.k = k;
    part.cosines = doubles(parts[p]["cosines"]);
    part.rows = integers(parts[p]["rows"]);
    expect(part.cosines, part.rows.size(), "A list of neighbours");
    whole.merge(part);
  }
  return whole;
}

EMSCRIPTEN_BINDINGS(tiles) {
  bind<&retrieval_scores>("retrievalScores");
  bind("sampleQueries",
       [](std::size_t n, const std::vector<double>& cosine, const std::vector<std::int32_t>& textClass, std::size_t count, std::uint64_t seed) {
         const RetrievalSample s = sample_queries(n, cosine, textClass, count, seed);
         return object({{"images", s.images}, {"texts", s.texts}, {"counted", s.counted}});
       });
  bind("commonNeighbours", [](const val& image, const val& text, std::size_t n, std::size_t k) {
    return common_neighbours(merged(image, n, k), merged(text, n, k));
  });

  Class<BlockStore>("BlockStore")
      .method("has", [](BlockStore& store, double index) { return store.has(index); })
      .method("put", [](BlockStore& store, double index, std::size_t first, const val& rows,
                        const std::vector<double>& norms) { return store.put(index, first, rows, norms); })
      .method("choose", [](BlockStore& store, double index, const std::vector<std::int32_t>& ids, const val& rows,
                           const std::vector<double>& norms) { store.choose(index, ids, rows, norms); });
  bind("blockStore", [](std::size_t cols, double budget, bool fine) { return std::make_shared<BlockStore>(cols, budget, fine); });

  Class<Across>("RetrievalPass")
      .method("begin", [](Across& across) { across.pass.begin(); })
      .method("add",
              [](Across& across, const BlockStore& images, double image, const BlockStore& texts, double text, bool imageQueries, bool textQueries) {
                across.pass.add(images.at(image), texts.at(text), imageQueries, textQueries);
              })
      .method("result", [](Across& across, const val& positions) { return counted(across, positions); })
      .method("nearest", [](Across& across) { return nearest(across); });
  bind("retrievalPass", [](const std::vector<std::int32_t>& start, const std::vector<double>& cosine, const std::vector<double>& sigmas, std::size_t k) {
    return std::shared_ptr<Across>(new Across{cosine.size(), RetrievalPass(start, cosine, sigmas, k)});
  });

  Class<NeighbourPass>("NeighbourPass")
      .method("begin", [](NeighbourPass& pass, const BlockStore& rows, double index) { pass.begin(rows.at(index)); })
      .method("beginSample", [](NeighbourPass& pass, const BlockStore& rows, double index) { pass.begin_sample(rows.at(index)); })
      .method("add", [](NeighbourPass& pass, const BlockStore& rows, double index, const BlockStore& others,
                        double other) { pass.add(rows.at(index), others.at(other)); })
      .method("result", [](NeighbourPass& pass) { return lists(pass); });
  bind("neighbourPass", [](std::size_t n, std::size_t k, const std::vector<double>& sigmas) { return std::make_shared<NeighbourPass>(n, k, sigmas); });
}

}  // namespace
}  // namespace askew::bindings
