#include "askew/retrieval.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "random.hpp"
#include "text_map.hpp"

namespace askew {
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

// What of an image's own cluster is no candidate.
class OwnClusters {
 public:
  OwnClusters(const std::vector<std::int32_t>& of, const std::vector<std::int32_t>& start) : of_(of), start_(start) {
    for (std::size_t i = 0; i < of.size(); ++i) {
      Size& size = sizes_[of[i]];
      ++size.images;
      size.texts += double(start[i + 1] - start[i]);
    }
  }
  double images(std::int32_t i) const { return of_.empty() ? 0 : sizes_.at(of_[i]).images - 1; }
  double texts(std::int32_t i) const { return of_.empty() ? 0 : sizes_.at(of_[i]).texts - double(start_[i + 1] - start_[i]); }
  // Of two images, one as candidate of the other.
  bool apart(std::int32_t a, std::int32_t b) const { return a != b && (of_.empty() || of_[a] != of_[b]); }

 private:
  struct Size {
    double images = 0, texts = 0;
  };
  const std::vector<std::int32_t>&of_, &start_;
  std::unordered_map<std::int32_t, Size> sizes_;
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
                    const std::vector<std::int32_t>& textClass, const std::vector<std::int32_t>& clusterOf) {
  std::vector<std::int32_t> images(start.empty() ? 0 : start.size() - 1), texts(cosine.size());
  std::iota(images.begin(), images.end(), 0);
  std::iota(texts.begin(), texts.end(), 0);
  return retrieval_sample(start, cosine, counts, textClass, images, texts, clusterOf);
}

Retrieval retrieval_sample(const std::vector<std::int32_t>& start, const std::vector<double>& cosine, const RetrievalCounts& counts,
                           const std::vector<std::int32_t>& classOf, const std::vector<std::int32_t>& images,
                           const std::vector<std::int32_t>& texts, const std::vector<std::int32_t>& clusterOf) {
  const std::size_t m = cosine.size();
  check_map(start, m);
  const std::size_t n = start.size() - 1;
  const std::vector<std::int32_t> textClass = numbered(classOf);
  if (textClass.size() != m || images.empty() || texts.empty() || !within(images, n) || !within(texts, m) ||
      (!clusterOf.empty() && clusterOf.size() != n) || !possible(counts.aboveImageToText, counts.tiedImageToText, m, m) || !possible(counts.aboveTextToImage, counts.tiedTextToImage, m, n))
    throw Error(Code::SHAPE, "The counts or queries do not fit the texts.", {{"images", double(n)}, {"texts", double(m)}});
  const Classes classes(textClass);
  const std::vector<std::int32_t> imageOf = image_of(start);
  const OwnClusters ownClusters(clusterOf, start);

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
      for (std::int32_t k = classes.begin[c]; k < classes.begin[c + 1]; ++k) identical += ownClusters.apart(imageOf[classes.members[k]], i);
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
    const double candidates = double(m) - ownClusters.texts(i);
    for (std::size_t k = 0; k < toTexts; ++k) {
      double none = 1;
      for (std::size_t a = 0; a < end - begin; ++a) none *= std::max(0.0, candidates - double(a) - double(k + 1)) / (candidates - double(a));
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
    const double candidates = double(n) - ownClusters.images(imageOf[j]);
    for (std::size_t k = 0; !clusterOf.empty() && k < toImages; ++k) ti.chance[k] += std::min(1.0, double(k + 1) / candidates);
  }
  ti.medianRank = median(std::move(ranks));
  for (std::size_t k = 0; k < toImages; ++k) ti.chance[k] = clusterOf.empty() ? double(k + 1) / double(n) : ti.chance[k] / double(texts.size());

  // Identical texts are one query: its right images are those of every member.
  for (std::size_t c = 0; c < classes.count(); ++c) {
    if (queries[c] == 0) continue;
    const std::int32_t best = classes.best(c, cosine);
    std::vector<std::int32_t> tied;
    for (std::int32_t k = classes.begin[c]; k < classes.begin[c + 1]; ++k)
      if (const std::int32_t image = imageOf[classes.members[k]];
          cosine[classes.members[k]] >= cosine[best] - kTie && (image == imageOf[best] || ownClusters.apart(image, imageOf[best])))
        tied.push_back(image);
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

RetrievalSample sample_queries(std::size_t n, const std::vector<double>& cosine, const std::vector<std::int32_t>& classOf,
                               std::size_t count, std::uint64_t seed) {
  const std::size_t m = cosine.size();
  const std::vector<std::int32_t> textClass = numbered(classOf);
  if (count < 1 || count > n || count > m || textClass.size() != m)
    throw Error(Code::OUT_OF_RANGE, "There are not so many queries to choose.", {{"count", double(count)}, {"images", double(n)}, {"texts", double(m)}});
  const Classes classes(textClass);
  RetrievalSample sample{without_repetition(count, n, SplitMix(2 * seed)), without_repetition(count, m, SplitMix(2 * seed + 1)), {}};
  sample.counted = sample.texts;
  for (const std::int32_t j : sample.texts) sample.counted.push_back(classes.best(std::size_t(textClass[j]), cosine));
  std::sort(sample.counted.begin(), sample.counted.end());
  sample.counted.erase(std::unique(sample.counted.begin(), sample.counted.end()), sample.counted.end());
  return sample;
}

}  // namespace askew
