#include "askew/retrieval.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <set>

#include "kernel_sum.hpp"
#include "simd/vector.hpp"

namespace askew {
namespace {

using simd::any;
using simd::f4;
using simd::i4;
using simd::load;
using simd::store;

std::size_t padded(std::size_t n) { return (n + 7) / 8 * 8; }

// NaN falls into the first bin.
std::int32_t bin(float cosine) {
  const float at = (cosine + 1.0f) * (kCosineBins / 2.0f);
  return at > 0 ? std::int32_t(std::min(at, kCosineBins - 1.0f)) : 0;
}

// Every image has a text, and the texts are those that there are.
void check_map(const std::vector<std::int32_t>& start, std::size_t texts) {
  if (start.size() < 2 || start.front() != 0 || start.back() < 0 || static_cast<std::size_t>(start.back()) != texts)
    throw Error(Code::SHAPE, "The text map does not fit the texts.", {{"images", double(start.size()) - 1}, {"texts", double(texts)}});
  const auto none = std::adjacent_find(start.begin(), start.end(), [](std::int32_t a, std::int32_t b) { return b <= a; });
  if (none != start.end()) throw Error(Code::SHAPE, "Every image needs a text.", {{"image", double(none - start.begin())}});
}

std::vector<std::int32_t> image_of(const std::vector<std::int32_t>& start) {
  std::vector<std::int32_t> of(std::size_t(start.back()));
  for (std::size_t i = 0; i + 1 < start.size(); ++i) std::fill(of.begin() + start[i], of.begin() + start[i + 1], std::int32_t(i));
  return of;
}

}  // namespace

void CosineBins::add(const float* cosines, std::size_t count) {
  const std::size_t whole = count / 4 * 4;
  for (std::size_t j = 0; j < whole; j += 4) {
    const f4 v = (load(cosines + j) + f4{1, 1, 1, 1}) * f4{kScale, kScale, kScale, kScale};
    const i4 b = __builtin_convertvector(v, i4);
    // Four tables: cosines crowd into few bins, and one table would wait for its own last count.
    for (int lane = 0; lane < 4; ++lane) ++table_[lane][std::size_t(std::clamp(b[lane], 0, std::int32_t(kCosineBins) - 1))];
  }
  for (std::size_t j = whole; j < count; ++j) ++table_[0][std::size_t(bin(cosines[j]))];
}

void CosineBins::remove(const float* cosines, std::size_t count) {
  for (std::size_t j = 0; j < count; ++j) --table_[0][std::size_t(bin(cosines[j]))];
}

void CosineBins::move_to(std::vector<double>& histogram) {
  for (std::size_t b = 0; b < kCosineBins; ++b) {
    histogram[b] += double(std::int32_t(table_[0][b] + table_[1][b] + table_[2][b] + table_[3][b]));
    for (auto& t : table_) t[b] = 0;
  }
}

RetrievalPass::RetrievalPass(std::vector<std::int32_t> start, std::vector<double> cosine, const std::vector<double>& sigmas)
    : start_(std::move(start)), cosine_(std::move(cosine)), sums_(sigmas.begin(), sigmas.end()) {
  const std::size_t m = cosine_.size();
  check_map(start_, m);
  if (sums_.size() > 2) throw Error(Code::SHAPE, "Kernel sums are kept for two length scales at most.", {{"scales", double(sums_.size())}});
  imageOf_ = image_of(start_);
  begin();
}

RetrievalPass::~RetrievalPass() = default;

void RetrievalPass::begin() {
  for (auto* c : {&counts_.aboveImageToText, &counts_.tiedImageToText, &counts_.aboveTextToImage, &counts_.tiedTextToImage})
    c->assign(padded(cosine_.size()), 0);
  histogram_.assign(kCosineBins, 0);
  kernel_ = {};
}

void RetrievalPass::add(const SimilarityBlock& images, const SimilarityBlock& texts, bool imageQueries, bool textQueries) {
  const std::size_t count = texts.rows();
  if (images.rows() == 0 || count == 0 || images.id(images.rows() - 1) + 1 >= start_.size() || texts.id(count - 1) >= cosine_.size())
    throw Error(Code::SHAPE, "A block lies outside the rows.", {{"image", double(images.first())}, {"text", double(texts.first())}});
  Tile tile(images, texts);
  low_.assign(padded(count), std::numeric_limits<float>::infinity());
  high_.assign(padded(count), std::numeric_limits<float>::infinity());
  above_.assign(padded(count), 0);
  for (std::size_t j = 0; j < count; ++j) {
    low_[j] = static_cast<float>(cosine_[texts.id(j)]) - tile.tolerance();
    high_[j] = static_cast<float>(cosine_[texts.id(j)]) + tile.tolerance();
  }
  firsts_.clear();
  for (std::size_t j = 0; j < count; ++j)
    if (std::size_t(start_[imageOf_[texts.id(j)]]) == texts.id(j)) firsts_.push_back(j);
  for (KernelSum& sum : sums_) sum.block(firsts_.size(), [&](std::size_t k) { return texts.norm(firsts_[k]); });
  for (std::size_t strip = 0; strip < images.rows(); strip += Tile::kStrip) {
    tile.strip(strip);
    for (std::size_t i = strip; i < std::min(images.rows(), strip + Tile::kStrip); ++i) {
      const std::size_t image = images.id(i);
      const auto [ownBegin, ownEnd] = texts.range(std::size_t(start_[image]), std::size_t(start_[image + 1]));
      if (textQueries) texts_as_queries(tile, texts, i, ownBegin, ownEnd);
      if (imageQueries) image_as_query(tile, count, image, i, ownBegin, ownEnd);
      const float* s = tile.row(i);
      bins_.add(s, count);
      bins_.remove(s + ownBegin, ownEnd - ownBegin);
      if (!sums_.empty()) kernels(s, images.norm(i), texts);
    }
  }
  for (std::size_t j = 0; j < count; ++j) counts_.aboveTextToImage[texts.id(j)] += std::uint32_t(above_[j]);
  bins_.move_to(histogram_);
}

// Every text of the block has image row i as a candidate.
void RetrievalPass::texts_as_queries(const Tile& tile, const SimilarityBlock& texts, std::size_t i, std::size_t ownBegin,
                                     std::size_t ownEnd) {
  const float* s = tile.row(i);
  const std::size_t count = texts.rows();
  for (std::size_t j = 0; j < count; j += 4) {
    const f4 v = load(s + j);
    const i4 over = v > load(high_.data() + j), near = (v >= load(low_.data() + j)) & ~over;
    store(above_.data() + j, load(above_.data() + j) - over);
    if (!any(near)) continue;
    for (std::size_t l = j; l < j + 4; ++l) {
      if (!near[l - j] || (l >= ownBegin && l < ownEnd)) continue;
      const double difference = tile.exact(i, l) - cosine_[texts.id(l)];
      if (difference > kTie) ++above_[l];
      else if (difference >= -kTie) ++counts_.tiedTextToImage[texts.id(l)];
    }
  }
  for (std::size_t j = ownBegin; j < ownEnd; ++j) above_[j] -= s[j] > high_[j];
}

// Each text of the image is a right answer; the block's texts of other images are candidates.
void RetrievalPass::image_as_query(const Tile& tile, std::size_t count, std::size_t image, std::size_t i, std::size_t ownBegin,
                                   std::size_t ownEnd) {
  const float* s = tile.row(i);
  for (std::size_t own = std::size_t(start_[image]); own < std::size_t(start_[image + 1]); ++own) {
    const float low = static_cast<float>(cosine_[own]) - tile.tolerance(), high = static_cast<float>(cosine_[own]) + tile.tolerance();
    const f4 low4{low, low, low, low}, high4{high, high, high, high};
    std::int64_t total = 0;
    const auto decide = [&](std::size_t j) {
      if (j >= ownBegin && j < ownEnd) return;
      const double difference = tile.exact(i, j) - cosine_[own];
      if (difference > kTie) ++total;
      else if (difference >= -kTie) ++counts_.tiedImageToText[own];
    };
    i4 over{};
    const std::size_t whole = count / 4 * 4;
    for (std::size_t j = 0; j < whole; j += 4) {
      const f4 v = load(s + j);
      const i4 above = v > high4, near = (v >= low4) & ~above;
      over -= above;
      if (!any(near)) continue;
      for (std::size_t l = 0; l < 4; ++l)
        if (near[l]) decide(j + l);
    }
    for (std::size_t j = whole; j < count; ++j) {
      if (s[j] > high) ++total;
      else if (s[j] >= low) decide(j);
    }
    for (std::size_t j = ownBegin; j < ownEnd; ++j) total -= s[j] > high;
    total += std::int64_t(over[0]) + over[1] + over[2] + over[3];
    counts_.aboveImageToText[own] += static_cast<std::uint32_t>(total);
  }
}

void RetrievalPass::kernels(const float* cosines, double norm, const SimilarityBlock& texts) {
  const float* t = cosines;
  if (firsts_.size() != texts.rows()) {
    picked_.resize(firsts_.size());
    for (std::size_t k = 0; k < firsts_.size(); ++k) picked_[k] = cosines[firsts_[k]];
    t = picked_.data();
  }
  for (std::size_t s = 0; s < sums_.size(); ++s) kernel_[s] += sums_[s](t, norm);
}

namespace {

constexpr std::size_t kCurve = 100;

// One query: g candidates above, t wrong and h right ones tied.
struct Standing {
  double g, t, h;

  // Probability that none of the right ones is among the first r of the tied ones, r = 0, 1, …
  double miss(double r) const {
    if (r <= 0) return 1;
    if (r > t) return 0;
    double p = 1;
    for (double a = 1; a <= h; ++a) p *= (t - r + a) / (t + a);
    return p;
  }
  double rank() const { return g + (t + h + 1) / (h + 1); }
  double reciprocal() const {
    double sum = 0, before = 1;
    for (double r = 1; r <= t + 1; ++r) {
      const double after = miss(r);
      sum += (before - after) / (g + r);
      before = after;
    }
    return sum;
  }
};

void hits(std::vector<double>& curve, const Standing& s, double weight) {
  for (std::size_t k = 0; k < curve.size(); ++k) curve[k] += weight * (1 - s.miss(double(k + 1) - s.g));
}

void keep(std::vector<double>& hits, const Standing& s) {
  for (const double k : kRecallAt) hits.push_back(1 - s.miss(k - s.g));
}

double median(std::vector<double> values) {
  const std::size_t half = values.size() / 2;
  std::nth_element(values.begin(), values.begin() + half, values.end());
  const double upper = values[half];
  if (values.size() % 2) return upper;
  return (*std::max_element(values.begin(), values.begin() + half) + upper) / 2;
}

struct Classes {
  std::vector<std::int32_t> begin, members;  // members of class c: members[begin[c] … begin[c + 1])

  explicit Classes(const std::vector<std::int32_t>& of) {
    const std::int32_t count = of.empty() ? 0 : *std::max_element(of.begin(), of.end()) + 1;
    begin.assign(count + 1, 0);
    for (const std::int32_t c : of) ++begin[c + 1];
    for (std::int32_t c = 0; c < count; ++c) begin[c + 1] += begin[c];
    members.resize(of.size());
    std::vector<std::int32_t> next = begin;
    for (std::size_t j = 0; j < of.size(); ++j) members[next[of[j]]++] = static_cast<std::int32_t>(j);
  }
  std::size_t count() const { return begin.size() - 1; }
  std::int32_t size(std::size_t c) const { return begin[c + 1] - begin[c]; }
  // The member whose own image is nearest, the first of them.
  std::int32_t best(std::size_t c, const std::vector<double>& cosine) const {
    return *std::max_element(members.begin() + begin[c], members.begin() + begin[c + 1],
                             [&](std::int32_t a, std::int32_t b) { return cosine[a] < cosine[b]; });
  }
};

bool within(const std::vector<std::int32_t>& numbers, std::size_t end) {
  return std::all_of(numbers.begin(), numbers.end(), [&](std::int32_t v) { return v >= 0 && std::size_t(v) < end; });
}

// The same classes, in the same order, by numbers below that of the texts: a table by class then stays small.
std::vector<std::int32_t> numbered(const std::vector<std::int32_t>& textClass) {
  std::vector<std::int32_t> names = textClass, out = textClass;
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  if (!names.empty() && names.front() < 0) throw Error(Code::SHAPE, "A text's class is below 0.", {{"class", double(names.front())}});
  if (names.empty() || std::size_t(names.back()) < textClass.size()) return out;
  for (std::int32_t& c : out) c = std::int32_t(std::lower_bound(names.begin(), names.end(), c) - names.begin());
  return out;
}

// At least `texts` counts, none above the number of candidates.
bool possible(const std::vector<std::uint32_t>& above, const std::vector<std::uint32_t>& tied, std::size_t texts, std::size_t candidates) {
  if (above.size() < texts || tied.size() < texts) return false;
  for (std::size_t j = 0; j < texts; ++j)
    if (std::uint64_t(above[j]) + tied[j] > candidates) return false;
  return true;
}

}  // namespace

Retrieval retrieval(const std::vector<std::int32_t>& start, const std::vector<double>& cosine, const RetrievalCounts& counts,
                    const std::vector<std::int32_t>& textClass) {
  std::vector<std::int32_t> images(start.empty() ? 0 : start.size() - 1), texts(cosine.size());
  std::iota(images.begin(), images.end(), 0);
  std::iota(texts.begin(), texts.end(), 0);
  return retrieval_sample(start, cosine, counts, textClass, images, texts);
}

Retrieval retrieval_sample(const std::vector<std::int32_t>& start, const std::vector<double>& cosine, const RetrievalCounts& counts,
                           const std::vector<std::int32_t>& classOf, const std::vector<std::int32_t>& images,
                           const std::vector<std::int32_t>& texts) {
  const std::size_t m = cosine.size();
  check_map(start, m);
  const std::size_t n = start.size() - 1;
  const std::vector<std::int32_t> textClass = numbered(classOf);
  if (textClass.size() != m || images.empty() || texts.empty() || !within(images, n) || !within(texts, m) ||
      !possible(counts.aboveImageToText, counts.tiedImageToText, m, m) || !possible(counts.aboveTextToImage, counts.tiedTextToImage, m, n))
    throw Error(Code::SHAPE, "The counts or queries do not fit the texts.", {{"images", double(n)}, {"texts", double(m)}});
  const Classes classes(textClass);
  const std::vector<std::int32_t> imageOf = image_of(start);

  Retrieval out;
  RetrievalDirection &it = out.imageToText, &ti = out.textToImage;
  const std::size_t toTexts = std::min(kCurve, m), toImages = std::min(kCurve, n);
  for (auto* c : {&it.curve, &it.captionCurve, &it.chance, &it.identicalCurve}) c->assign(toTexts, 0.0);
  for (auto* c : {&ti.curve, &ti.chance, &ti.identicalCurve}) c->assign(toImages, 0.0);
  for (std::size_t c = 0; c < classes.count(); ++c) out.identicalTexts += std::max(0.0, double(classes.size(c)) - 1);

  std::vector<double> ranks;
  for (const std::int32_t i : images) {
    const std::size_t begin = start[i], end = start[i + 1];
    const std::size_t best = std::max_element(cosine.begin() + begin, cosine.begin() + end) - cosine.begin();
    double h = 0, identical = 0;
    std::vector<std::int32_t> seen;
    for (std::size_t j = begin; j < end; ++j) {
      if (cosine[j] < cosine[best] - kTie) continue;
      ++h;
      const std::int32_t c = textClass[j];
      if (std::find(seen.begin(), seen.end(), c) != seen.end()) continue;
      seen.push_back(c);
      for (std::int32_t k = classes.begin[c]; k < classes.begin[c + 1]; ++k) identical += imageOf[classes.members[k]] != i;
    }
    const Standing s{double(counts.aboveImageToText[best]), double(counts.tiedImageToText[best]), h};
    hits(it.curve, s, 1);
    keep(it.hits, s);
    hits(it.identicalCurve, {s.g, std::max(0.0, s.t - identical), s.h + identical}, 1);
    ranks.push_back(s.rank());
    it.mrr += s.reciprocal();
    for (std::size_t j = begin; j < end; ++j) {
      Standing own{double(counts.aboveImageToText[j]), double(counts.tiedImageToText[j]), 1};
      for (std::size_t other = begin; other < end; ++other) {
        if (other == j) continue;
        if (cosine[other] > cosine[j] + kTie) ++own.g;
        else if (cosine[other] >= cosine[j] - kTie) ++own.t;
      }
      hits(it.captionCurve, own, 1.0 / double(end - begin));
    }
    for (std::size_t k = 0; k < toTexts; ++k) {
      double none = 1;
      for (std::size_t a = 0; a < end - begin; ++a) none *= std::max(0.0, double(m - a) - double(k + 1)) / double(m - a);
      it.chance[k] += 1 - none;
    }
  }
  it.medianRank = median(std::move(ranks));

  ranks.clear();
  std::vector<double> queries(classes.count(), 0.0);  // of each class
  for (const std::int32_t j : texts) {
    const Standing s{double(counts.aboveTextToImage[j]), double(counts.tiedTextToImage[j]), 1};
    hits(ti.curve, s, 1);
    keep(ti.hits, s);
    ranks.push_back(s.rank());
    ti.mrr += s.reciprocal();
    ++queries[textClass[j]];
  }
  ti.medianRank = median(std::move(ranks));
  for (std::size_t k = 0; k < toImages; ++k) ti.chance[k] = double(k + 1) / double(n);

  // Identical texts are one query: its right images are those of every member.
  for (std::size_t c = 0; c < classes.count(); ++c) {
    if (queries[c] == 0) continue;
    const std::int32_t best = classes.best(c, cosine);
    std::vector<std::int32_t> tied;
    for (std::int32_t k = classes.begin[c]; k < classes.begin[c + 1]; ++k)
      if (cosine[classes.members[k]] >= cosine[best] - kTie) tied.push_back(imageOf[classes.members[k]]);
    std::sort(tied.begin(), tied.end());
    const double h = double(std::unique(tied.begin(), tied.end()) - tied.begin());
    const double t = std::max(0.0, double(counts.tiedTextToImage[best]) - (h - 1));
    hits(ti.identicalCurve, {double(counts.aboveTextToImage[best]), t, h}, queries[c]);
  }
  // Counts become means at the end, so that whole numbers of hits stay exact.
  for (auto* curve : {&it.curve, &it.captionCurve, &it.chance, &it.identicalCurve})
    for (double& v : *curve) v /= double(images.size());
  for (auto* curve : {&ti.curve, &ti.identicalCurve})
    for (double& v : *curve) v /= double(texts.size());
  it.mrr /= double(images.size());
  ti.mrr /= double(texts.size());
  return out;
}

namespace {

// `count` of `total` numbers, ascending, without repetition (Floyd's algorithm over SplitMix64).
std::vector<std::int32_t> chosen(std::size_t count, std::size_t total, std::uint64_t seed) {
  std::set<std::int32_t> taken;
  std::uint64_t state = seed;
  for (std::size_t top = total - count; top < total; ++top) {
    std::uint64_t z = state += 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    z ^= z >> 31;
    if (!taken.insert(std::int32_t(z % (top + 1))).second) taken.insert(std::int32_t(top));
  }
  return {taken.begin(), taken.end()};
}

}  // namespace

RetrievalSample sample_queries(std::size_t n, const std::vector<double>& cosine, const std::vector<std::int32_t>& classOf,
                               std::size_t count, std::uint64_t seed) {
  const std::size_t m = cosine.size();
  const std::vector<std::int32_t> textClass = numbered(classOf);
  if (count < 1 || count > n || count > m || textClass.size() != m)
    throw Error(Code::OUT_OF_RANGE, "There are not so many queries to choose.", {{"count", double(count)}, {"images", double(n)}, {"texts", double(m)}});
  const Classes classes(textClass);
  RetrievalSample sample{chosen(count, n, 2 * seed), chosen(count, m, 2 * seed + 1), {}};
  sample.counted = sample.texts;
  for (const std::int32_t j : sample.texts) sample.counted.push_back(classes.best(std::size_t(textClass[j]), cosine));
  std::sort(sample.counted.begin(), sample.counted.end());
  sample.counted.erase(std::unique(sample.counted.begin(), sample.counted.end()), sample.counted.end());
  return sample;
}

}  // namespace askew
