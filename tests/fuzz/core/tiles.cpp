#include <algorithm>
#include <numeric>

#include "askew/neighbours.hpp"
#include "askew/retrieval.hpp"
#include "given.hpp"

namespace askew::fuzz {
namespace {

SimilarityBlock block(Bytes& in, const Given& x, std::size_t begin, std::size_t count) {
  SimilarityBlock out;
  const Rows part{x.view.row(begin), count, x.view.cols};
  if (in.chance(200)) out.assign(in.chance(240) ? begin : std::size_t(in.raw<std::uint32_t>()), part, x.norms.data() + begin);
  else out.assign(in.integers(count, x.view.rows), part, x.norms.data() + begin);
  return out;
}

// A map of m texts to images: mostly right, ragged.
std::vector<std::int32_t> starts(Bytes& in, std::size_t n, std::size_t& m) {
  if (in.chance(20)) {
    m = in.below(20);
    return in.integers(in.below(12), m);
  }
  std::vector<std::int32_t> start{0};
  for (std::size_t i = 0; i < n; ++i) start.push_back(start.back() + 1 + std::int32_t(in.chance(80) ? in.below(4) : 0));
  m = std::size_t(start.back());
  if (in.chance(20)) start[in.below(start.size())] = in.chance(128) ? std::int32_t(in.below(m + 2)) : in.raw<std::int32_t>();
  return start;
}

void finite(const std::vector<double>& curve, const char* what) {
  for (const double v : curve) expect(v >= -1e-9 && v <= 1 + 1e-9, std::string(what) + " holds " + std::to_string(v));
}

void check(const Retrieval& r) {
  for (const RetrievalDirection* d : {&r.imageToText, &r.textToImage}) {
    finite(d->curve, "a recall curve");
    finite(d->captionCurve, "a caption curve");
    finite(d->chance, "a chance curve");
    finite(d->identicalCurve, "a curve of identical texts");
    expect(d->medianRank >= 1 && d->mrr > 0 && d->mrr <= 1 + 1e-9, "a median rank of " + std::to_string(d->medianRank) + ", MRR " + std::to_string(d->mrr));
  }
}

}  // namespace

void retrievals(Bytes& in) {
  std::size_t m = 0;
  const std::size_t n = 1 + in.below(12), cols = 1 + in.below(10);
  const std::vector<std::int32_t> start = starts(in, n, m);
  const std::vector<std::int32_t> classes = in.chance(40) ? in.integers(m, m) : [&] {
    std::vector<std::int32_t> of(m);
    for (std::size_t j = 0; j < m; ++j) of[j] = in.chance(60) ? std::int32_t(in.below(j + 1)) : std::int32_t(j);
    return of;
  }();
  const Given x = rows(in, n, cols, in.chance(60)), y = rows(in, m, in.chance(250) ? cols : 1 + in.below(10), in.chance(60));
  const auto positive = [](const Given& g) { return std::all_of(g.norms.begin(), g.norms.end(), [](double v) { return v > 0 && std::isfinite(v); }); };
  if (!positive(x) || !positive(y) || m == 0) return;
  std::vector<double> cosines(in.chance(250) ? m : m + 1, 0.0);
  for (std::size_t i = 0; i + 1 < start.size() && i < n; ++i)
    for (std::int32_t j = std::max(0, start[i]); j < start[i + 1] && j < std::int32_t(m); ++j)
      if (x.view.cols == y.view.cols) cosines[std::size_t(j)] = cosine(x.view.row(i), x.norms[i], y.view.row(std::size_t(j)), y.norms[std::size_t(j)], cols);

  const std::vector<double> sigmas = in.chance(60) ? in.numbers(in.below(4)) : std::vector<double>{10.0};
  RetrievalPass pass(start, cosines, sigmas);
  const std::size_t step = 1 + in.below(8);
  for (std::size_t i = 0; i < n; i += step) {
    const SimilarityBlock images = block(in, x, i, std::min(step, n - i));
    for (std::size_t j = 0; j < m; j += step) pass.add(images, block(in, y, j, std::min(step, m - j)), !in.chance(10), !in.chance(10));
  }
  RetrievalCounts counts = pass.counts();
  const bool lies = in.chance(40);
  if (lies)
    for (auto* c : {&counts.aboveImageToText, &counts.tiedImageToText, &counts.aboveTextToImage, &counts.tiedTextToImage})
      if (in.chance(128)) c->resize(in.below(2 * m + 1), in.chance(128) ? in.raw<std::uint32_t>() : 1);
  check(retrieval(start, cosines, counts, classes));
  RetrievalSample sample;
  if (in.chance(200)) sample = sample_queries(n, cosines, classes, in.below(n + 2), in.raw<std::uint64_t>());
  else {
    sample.images = in.integers(in.below(6), n);
    sample.texts = in.integers(in.below(6), m);
  }
  check(retrieval_sample(start, cosines, counts, classes, sample.images, sample.texts));
}

void neighbours(Bytes& in) {
  const std::size_t n = 1 + in.below(24), cols = 1 + in.below(8), k = in.below(6), step = 1 + in.below(12);
  const Given x = rows(in, n, cols, in.chance(60));
  if (!std::all_of(x.norms.begin(), x.norms.end(), [](double v) { return v > 0 && std::isfinite(v); })) return;
  NeighbourLists whole(0, n, std::max<std::size_t>(1, k));
  NeighbourPass pass(in.chance(245) ? n : in.below(40), k, in.chance(60) ? in.numbers(in.below(4)) : std::vector<double>{10.0});
  for (std::size_t i = 0; i < n; i += step) {
    const SimilarityBlock own = block(in, x, i, std::min(step, n - i));
    const bool sampled = in.chance(60);
    if (!in.chance(6)) sampled ? pass.begin_sample(own) : pass.begin(own);
    for (std::size_t j = sampled ? 0 : i; j < n; j += step) {
      if (in.chance(6)) pass.add(block(in, x, j, std::min(step, n - j)), own);
      else if (j == i) pass.add(own, own);
      else pass.add(own, block(in, x, j, std::min(step, n - j)));
    }
    if (!sampled) whole.merge(pass.lists());
    if (x.ordinary) expect(std::isfinite(pass.uniformity()), "a uniformity sum that is not finite");
  }
  NeighbourLists part;
  part.first = in.chance(200) ? in.below(n + 1) : std::size_t(in.raw<std::uint64_t>());
  part.k = in.chance(230) ? whole.k : in.below(6);
  part.rows = in.integers(in.below(30), n);
  part.cosines.assign(part.rows.size(), 0.5f);
  NeighbourLists other(0, n, whole.k);
  try {
    other.merge(part);
  } catch (const Error&) {
  }
  for (const std::int32_t common : common_neighbours(whole, other)) expect(common >= 0 && std::size_t(common) <= whole.k, "more common neighbours than there are");
}

}  // namespace askew::fuzz
