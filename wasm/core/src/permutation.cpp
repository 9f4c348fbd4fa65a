#include "askew/permutation.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>

#include "askew/modality_gap.hpp"
#include "askew/svcca.hpp"
#include "permuted_anchor.hpp"
#include "random.hpp"
#include "simd/product.hpp"
#include "simd/vector.hpp"

namespace askew {
namespace {

using Eigen::Index;

// Terms of a float32 sum before it is added in float64.
constexpr std::size_t kTerms = 128;

// sum over i of a(i, k) b(pi(i), k), for each of the first `modes` columns.
void covariances(const Along& a, const Along& b, const std::vector<std::uint32_t>& pi, std::size_t modes, std::vector<double>& out) {
  out.assign(modes, 0.0);
  std::vector<float> part(modes);
  for (std::size_t begin = 0; begin < pi.size(); begin += kTerms) {
    std::fill(part.begin(), part.end(), 0.0f);
    float* __restrict sum = part.data();
    for (std::size_t i = begin; i < std::min(pi.size(), begin + kTerms); ++i) {
      const float *__restrict left = a.row(i), *__restrict right = b.row(pi[i]);
      for (std::size_t k = 0; k < modes; ++k) sum[k] += left[k] * right[k];
    }
    for (std::size_t k = 0; k < modes; ++k) out[k] += part[k];
  }
}

// Rows in float32 about the mean of the first that came.
struct About {
  std::vector<double> shift;

  // norms: lengths to divide by, or nullptr.
  void append(std::vector<float>& to, const Rows& x, const double* norms = nullptr) {
    const auto value = [&](std::size_t i, std::size_t k) { return norms ? x.row(i)[k] / norms[i] : double(x.row(i)[k]); };
    if (shift.empty()) {
      shift.assign(x.cols, 0.0);
      for (std::size_t i = 0; i < x.rows; ++i)
        for (std::size_t k = 0; k < x.cols; ++k) shift[k] += value(i, k) / double(x.rows);
    }
    for (std::size_t i = 0; i < x.rows; ++i)
      for (std::size_t k = 0; k < x.cols; ++k) to.push_back(float(value(i, k) - shift[k]));
  }
};

double dot(const float* a, const float* b, std::size_t cols) {
  simd::f4 s0{}, s1{}, s2{}, s3{};
  std::size_t k = 0;
  for (; k + 16 <= cols; k += 16) {
    s0 += simd::load(a + k) * simd::load(b + k);
    s1 += simd::load(a + k + 4) * simd::load(b + k + 4);
    s2 += simd::load(a + k + 8) * simd::load(b + k + 8);
    s3 += simd::load(a + k + 12) * simd::load(b + k + 12);
  }
  const simd::f4 s = (s0 + s1) + (s2 + s3);
  double sum = (double(s[0]) + s[1]) + (double(s[2]) + s[3]);
  for (; k < cols; ++k) sum += double(a[k]) * b[k];
  return sum;
}

}  // namespace

struct PermutationTest::Work {
  double n = 0;  // pairs of the audit
  double epsilon = 0, normX = 0, normY = 0, traces = 0;
  std::size_t cols = 0, rows = 0;
  bool gram = false, ready = false;
  Anchor image, text;
  // Unit rows about a shift, after finish() about their means; what is projected is about a shift too.
  About rowsX, rowsY, unitsX, unitsY;
  std::vector<float> unitX, unitY;
  simd::Panels ckaImages;
  double restCka = 0;
  // Work space of one permutation.
  std::vector<double> sums;
  std::vector<float> gathered;
  simd::Panels ckaTexts;
  ExchangeUnits units;  // none: each pair by itself
  // SVCCA: what the rows are multiplied by, and the pairs along it, one value a direction; none if it was not asked for.
  simd::Panels svccaImage, svccaText;
  Along imageAlong, textAlong;
  // Neighbours, `near` a pair; 0 if they were not asked for.
  std::vector<std::int32_t> nearImage, nearText;
  std::size_t near = 0;
  std::vector<std::uint32_t> marks;
  std::uint32_t mark = 0;

  void finish();
  double score(const Anchor& a, const std::vector<std::uint32_t>& pi, bool imageIsAnchor);
  double cka(const std::vector<std::uint32_t>& pi, double scale);
  double delta(const std::vector<std::uint32_t>& pi, double scale) const;
  double svcca(const std::vector<std::uint32_t>& pi, double scale) const;
  double mutual(const std::vector<std::uint32_t>& pi);
};

PermutationTest::PermutationTest(const SecondOrder& s, const AnchorModes& image, const AnchorModes& text, double q, double epsilon,
                                 const AnchorBasis& imageBasis, const AnchorBasis& textBasis)
    : work_(new Work) {
  if (!s.comparable())
    throw Error(Code::SHAPE, "SAS needs images and texts of one width.", {{"imageCols", s.dx}, {"textCols", s.dy}});
  if (!(epsilon >= 0)) throw Error(Code::OUT_OF_RANGE, "epsilon must be 0 or more.", {{"epsilon", epsilon}});
  if (image.eigenvalues.size() != Index(s.dx) || text.eigenvalues.size() != Index(s.dx) || image.otherVariance.size() != Index(s.dx) ||
      text.otherVariance.size() != Index(s.dx))
    throw Error(Code::SHAPE, "The modes belong to another width.", {{"modes", double(image.eigenvalues.size())}, {"cols", s.dx}});
  Work& w = *work_;
  w.n = s.n;
  w.epsilon = epsilon;
  w.cols = std::size_t(s.dx);
  w.gram = s.gram;
  w.normX = std::sqrt(s.norm_square(Side::image));
  w.normY = std::sqrt(s.norm_square(Side::text));
  w.traces = s.trace(Side::image) * s.trace(Side::text);
  w.image = Anchor(s, Side::image, image, imageBasis, q);
  w.text = Anchor(s, Side::text, text, textBasis, q);
}

PermutationTest::PermutationTest(PermutationTest&&) noexcept = default;
PermutationTest::~PermutationTest() = default;

namespace {

void append_along(Along& to, const simd::Panels& rows, const simd::Panels& basis) {
  if (to.modes == 0) return;
  const std::size_t padded = basis.panels() * simd::kLanes, count = (rows.count + 3) / 4 * 4;
  std::vector<float> tile(count * padded);
  simd::tile(tile.data(), padded, rows, 0, rows.count, basis);
  for (std::size_t i = 0; i < rows.count; ++i) to.values.insert(to.values.end(), &tile[i * padded], &tile[i * padded] + to.modes);
}

// Rows of `cols` values, by the numbers of those that come.
template <class T>
std::vector<T> in_order(const std::vector<T>& values, std::size_t cols, const std::vector<std::int32_t>& rows) {
  std::vector<T> out;
  if (cols == 0) return out;
  out.reserve(values.size());
  for (const std::int32_t row : rows) out.insert(out.end(), values.begin() + std::ptrdiff_t(std::size_t(row) * cols), values.begin() + std::ptrdiff_t((std::size_t(row) + 1) * cols));
  return out;
}

// Takes the means of row-major values away.
void centre(std::vector<float>& values, std::size_t cols) {
  Along rows{cols, std::move(values)};
  rows.centre();
  values = std::move(rows.values);
}

}  // namespace

void PermutationTest::directions(const Matrix& image, const Matrix& text) {
  Work& w = *work_;
  const Index rows = Index(w.gram ? w.n : double(w.cols));
  if (image.rows() != rows || text.rows() != rows || w.rows > 0)
    throw Error(Code::SHAPE, "Directions belong to other pairs.", {{"imageRows", double(image.rows())}, {"textRows", double(text.rows())}});
  const auto take = [&](const Matrix& basis, simd::Panels& panels, Along& along) {
    along.modes = std::size_t(basis.cols());
    const Eigen::MatrixXf values = basis.cast<float>();
    if (w.gram) {
      const Eigen::MatrixXf byRows = values.transpose();
      along.values.assign(byRows.data(), byRows.data() + byRows.size());
    } else if (along.modes > 0) {
      simd::pack_rows(panels, values.data(), along.modes, w.cols);
    }
  };
  take(image, w.svccaImage, w.imageAlong);
  take(text, w.svccaText, w.textAlong);
}

void PermutationTest::neighbours(std::vector<std::int32_t> image, std::vector<std::int32_t> text, std::size_t k) {
  Work& w = *work_;
  if (k == 0 || image.size() != w.rows * k || text.size() != w.rows * k || double(w.rows) != w.n)
    throw Error(Code::SHAPE, "The neighbours are not those of the pairs that were added.", {{"rows", double(w.rows)}, {"entries", double(image.size())}});
  for (const auto* lists : {&image, &text})
    for (const std::int32_t row : *lists)
      if (row < -1 || row >= std::int32_t(w.rows)) throw Error(Code::SHAPE, "A neighbour is no pair.", {{"row", double(row)}});
  w.nearImage = std::move(image);
  w.nearText = std::move(text);
  w.near = k;
  w.marks.assign(w.rows, 0);
  w.mark = 0;
}

void PermutationTest::add(const Rows& x, const Rows& y, const double* normX, const double* normY) {
  Work& w = *work_;
  if (x.cols != w.cols || y.cols != w.cols || x.rows != y.rows || w.ready || double(w.rows + x.rows) > w.n)
    throw Error(Code::SHAPE, "A slice of pairs has the wrong shape.", {{"rows", double(x.rows)}, {"cols", double(x.cols)}});
  if (x.rows == 0) return;
  w.unitsX.append(w.unitX, x, normX);
  w.unitsY.append(w.unitY, y, normY);
  w.rows += x.rows;
  if (w.gram) return;
  simd::Panels px, py;
  std::vector<float> values;
  w.rowsX.append(values, x);
  simd::pack_rows(px, values.data(), x.rows, x.cols);
  values.clear();
  w.rowsY.append(values, y);
  simd::pack_rows(py, values.data(), y.rows, y.cols);
  append_along(w.image.own, px, w.image.basis);
  append_along(w.image.other, py, w.image.basis);
  append_along(w.text.own, py, w.text.basis);
  append_along(w.text.other, px, w.text.basis);
  append_along(w.imageAlong, px, w.svccaImage);
  append_along(w.textAlong, py, w.svccaText);
}

void PermutationTest::Work::finish() {
  if (rows < 2) throw Error(Code::TOO_FEW_ROWS, "A permutation needs at least 2 pairs.", {{"rows", double(rows)}});
  if (gram && double(rows) != n) throw Error(Code::SHAPE, "Rows are missing.", {{"rows", double(rows)}, {"expected", n}});
  const double scale = std::sqrt((double(rows) - 1) / (n - 1));
  for (Anchor* a : {&image, &text}) {
    if (a->own.modes == 0) continue;
    a->own.centre();
    a->other.centre();
    const double total = a->eigenvalues.head(a->kept).sum();
    for (Index k = 0; k < a->kept; ++k) {
      const double whole = a->eigenvalues[k] * a->otherVariance[k];
      const double sampled = std::sqrt(a->own.variance(std::size_t(k)) * a->other.variance(std::size_t(k)));
      // |covariance| of the sample, in its own standard deviations, as |rho| of the audit with epsilon.
      const double root = sampled > 0 ? scale * std::sqrt(whole / (whole + epsilon)) / sampled / double(rows) : 0;
      a->weight.push_back(total > 0 && whole > 0 ? a->eigenvalues[k] / total * root : 0);
    }
  }
  // CKA's leading modes: images along their own modes, packed by columns.
  const std::size_t lead = std::size_t(image.leading);
  std::vector<float> leading(rows * lead);
  for (std::size_t i = 0; lead > 0 && i < rows; ++i) std::copy_n(image.own.row(i), lead, &leading[i * lead]);
  const std::vector<float> zero(std::max<std::size_t>(lead, std::size_t(text.leading)), 0.0f);
  if (lead > 0) simd::pack_columns(ckaImages, leading.data(), rows, lead, zero.data());
  restCka = (traces - image.eigenvalues.head(image.leading).sum() * text.eigenvalues.head(text.leading).sum()) / (n - 1);
  centre(unitX, cols);
  centre(unitY, cols);
  for (Along* along : {&imageAlong, &textAlong})
    if (along->modes > 0) along->centre();
  ready = true;
}

double PermutationTest::Work::score(const Anchor& a, const std::vector<std::uint32_t>& pi, bool imageIsAnchor) {
  // Row i is the image i and the text pi(i), whichever anchors.
  if (a.kept == 0) return 0;
  covariances(imageIsAnchor ? a.own : a.other, imageIsAnchor ? a.other : a.own, pi, std::size_t(a.kept), sums);
  double value = 0;
  for (std::size_t k = 0; k < sums.size(); ++k) value += a.weight[k] * std::abs(sums[k]);
  return std::clamp(value, 0.0, 1.0);
}

double PermutationTest::Work::cka(const std::vector<std::uint32_t>& pi, double scale) {
  const std::size_t p = std::size_t(image.leading), q = std::size_t(text.leading);
  if (p == 0 || q == 0 || !(normX * normY > 0)) return 0;
  gathered.resize(rows * q);
  for (std::size_t i = 0; i < rows; ++i) std::copy_n(text.own.row(pi[i]), q, &gathered[i * q]);
  const std::vector<float> zero(q, 0.0f);
  simd::pack_columns(ckaTexts, gathered.data(), rows, q, zero.data());
  sums.assign(p * q, 0.0);
  simd::accumulate(sums.data(), q, ckaImages, ckaTexts, false);
  double square = 0;
  for (const double c : sums) square += c * c;
  return (square * std::pow(scale / double(rows), 2) + restCka) / (normX * normY);
}

double PermutationTest::Work::delta(const std::vector<std::uint32_t>& pi, double scale) const {
  double matched = 0;
  for (std::size_t i = 0; i < rows; ++i) matched += dot(&unitX[i * cols], &unitY[pi[i] * cols], cols);
  return scale * matched / (double(rows) - 1);
}

double PermutationTest::Work::svcca(const std::vector<std::uint32_t>& pi, double scale) const {
  const std::size_t p = imageAlong.modes, q = textAlong.modes;
  if (p == 0 || q == 0) return std::numeric_limits<double>::quiet_NaN();
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(Index(q), Index(p));
  Eigen::MatrixXf part = Eigen::MatrixXf::Zero(Index(q), Index(p));
  for (std::size_t begin = 0; begin < rows; begin += kTerms) {
    part.setZero();
    for (std::size_t i = begin; i < std::min(rows, begin + kTerms); ++i) {
      const float *__restrict left = imageAlong.row(i), *__restrict right = textAlong.row(pi[i]);
      for (std::size_t k = 0; k < p; ++k) {
        float* __restrict out = part.data() + k * q;
        for (std::size_t l = 0; l < q; ++l) out[l] += left[k] * right[l];
      }
    }
    sum += part.cast<double>();
  }
  // Of a sample: as many pairs as all have, and their spread.
  return mean_correlation(sum * (scale * n / double(rows))).value;
}

double PermutationTest::Work::mutual(const std::vector<std::uint32_t>& pi) {
  if (near == 0) return std::numeric_limits<double>::quiet_NaN();
  std::size_t common = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    ++mark;
    const std::int32_t *images = &nearImage[i * near], *texts = &nearText[pi[i] * near];
    for (std::size_t k = 0; k < near; ++k)
      if (texts[k] >= 0) marks[std::size_t(texts[k])] = mark;
    for (std::size_t k = 0; k < near; ++k)
      if (images[k] >= 0 && marks[pi[std::size_t(images[k])]] == mark) ++common;
  }
  return double(common) / double(rows * near);
}

void PermutationTest::exchange(ExchangeUnits units, const std::vector<std::int32_t>& pairs) {
  Work& w = *work_;
  if (units.begin.empty() || units.begin.back() != w.rows || (!pairs.empty() && pairs.size() != w.rows))
    throw Error(Code::SHAPE, "The units are not the pairs that were added.", {{"rows", double(w.rows)}});
  w.units = std::move(units);
  if (pairs.empty() || double(w.rows) != w.n) return;
  std::vector<std::int32_t> place(w.rows, -1);
  for (std::size_t p = 0; p < w.rows; ++p) {
    if (pairs[p] < 0 || pairs[p] >= std::int32_t(w.rows) || place[std::size_t(pairs[p])] >= 0)
      throw Error(Code::SHAPE, "A pair was added twice, or is none of the audit's.", {{"pair", double(pairs[p])}});
    place[std::size_t(pairs[p])] = std::int32_t(p);
  }
  // What came by the audit's numbers, not with the rows.
  if (w.gram)
    for (Along* along : {&w.image.own, &w.image.other, &w.text.own, &w.text.other, &w.imageAlong, &w.textAlong}) along->values = in_order(along->values, along->modes, pairs);
  for (auto* lists : {&w.nearImage, &w.nearText}) {
    *lists = in_order(*lists, w.near, pairs);
    for (std::int32_t& row : *lists)
      if (row >= 0) row = place[std::size_t(row)];
  }
}

PermutedScores PermutationTest::scores(std::uint64_t seed, std::uint64_t index) {
  const Work& w = *work_;
  return scores(w.units.begin.empty() ? permutation(w.rows, seed, index) : permutation(w.units, seed, index));
}

PermutedScores PermutationTest::ranked_scores(std::uint64_t rank) { return scores(pairing(work_->rows, rank)); }

PermutedScores PermutationTest::scores(const std::vector<std::uint32_t>& pi) {
  Work& w = *work_;
  if (!w.ready) w.finish();
  const double scale = std::sqrt((double(w.rows) - 1) / (w.n - 1));
  return {w.score(w.image, pi, true), w.score(w.text, pi, false), w.cka(pi, scale), w.delta(pi, scale), w.svcca(pi, scale), w.mutual(pi)};
}

std::vector<std::uint32_t> permutation(std::size_t n, std::uint64_t seed, std::uint64_t index) {
  SplitMix random(seed, index);
  std::vector<std::uint32_t> pi(n);
  std::iota(pi.begin(), pi.end(), 0u);
  for (std::size_t i = n; i > 1; --i) std::swap(pi[i - 1], pi[random.below(i)]);
  return pi;
}

std::vector<std::uint32_t> permutation(const ExchangeUnits& units, std::uint64_t seed, std::uint64_t index) {
  const auto& [begin, classOf] = units;
  if (begin.size() < 2 || begin[0] != 0 || classOf.size() + 1 != begin.size() || std::adjacent_find(begin.begin(), begin.end(), std::greater_equal<>()) != begin.end())
    throw Error(Code::SHAPE, "Units of pairs must follow one another, and none may be empty.", {{"units", double(classOf.size())}});
  SplitMix random(seed, index);
  // Of each class: its units, and whose texts they get.
  std::map<std::uint32_t, std::vector<std::uint32_t>> classes;
  for (std::uint32_t u = 0; u < classOf.size(); ++u) classes[classOf[u]].push_back(u);
  std::vector<std::uint32_t> pi(begin.back());
  for (const auto& [name, own] : classes) {
    std::vector<std::uint32_t> other = own;
    for (std::size_t i = other.size(); i > 1; --i) std::swap(other[i - 1], other[random.below(i)]);
    for (std::size_t k = 0; k < own.size(); ++k) {
      const std::uint32_t from = begin[other[k]], count = begin[other[k] + 1] - from;
      for (std::uint32_t row = begin[own[k]]; row < begin[own[k] + 1]; ++row) pi[row] = from + (row - begin[own[k]]) % count;
    }
  }
  return pi;
}

std::vector<std::int32_t> sample_rows(std::size_t n, std::size_t count, std::uint64_t seed, Purpose purpose) {
  if (count > n || n > std::size_t(std::numeric_limits<std::int32_t>::max()))
    throw Error(Code::OUT_OF_RANGE, "There are not so many rows to choose.", {{"count", double(count)}, {"rows", double(n)}});
  // Beside the streams of permutations and replicates, which are numbered from 0.
  return without_repetition(count, n, SplitMix(seed, ~std::uint64_t(purpose)));
}

std::vector<std::uint32_t> pairing(std::size_t n, std::uint64_t rank) {
  if (n > kRankedPairs) throw Error(Code::OUT_OF_RANGE, "So many pairs have too many pairings to go through.", {{"pairs", double(n)}});
  std::uint64_t pairings = 1;
  for (std::uint64_t k = 2; k <= n; ++k) pairings *= k;
  if (rank >= pairings) throw Error(Code::OUT_OF_RANGE, "There are not so many pairings.", {{"rank", double(rank)}, {"pairings", double(pairings)}});
  std::vector<std::uint32_t> left(n), pi;
  std::iota(left.begin(), left.end(), 0u);
  for (std::uint64_t k = n; k > 0; --k) {
    pairings /= k;
    const auto at = left.begin() + std::ptrdiff_t(rank / pairings);
    rank %= pairings;
    pi.push_back(*at);
    left.erase(at);
  }
  return pi;
}

}  // namespace askew
