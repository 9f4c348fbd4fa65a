#include "askew/bootstrap.hpp"

#include <algorithm>

#include "askew/svcca.hpp"
#include "random.hpp"

namespace askew {
namespace {

using Eigen::Index;

// a += w b
void add_scaled(std::vector<float>& a, const std::vector<float>& b, float w) {
  const std::size_t count = a.size();
  float* __restrict to = a.data();
  const float* __restrict from = b.data();
  for (std::size_t i = 0; i < count; ++i) to[i] += w * from[i];
}

// Columns of m + n u v' down to the diagonal (upper), or whole.
std::vector<float> raw(const Matrix& m, double n, const Vector& u, const Vector& v, bool upper) {
  std::vector<float> out;
  out.reserve(std::size_t(upper ? m.cols() * (m.cols() + 1) / 2 : m.size()));
  for (Index j = 0; j < m.cols(); ++j)
    for (Index i = 0; i < (upper ? j + 1 : m.rows()); ++i) out.push_back(float(m(i, j) + n * u[i] * v[j]));
  return out;
}

// The reverse: raw - n u v', symmetric where upper.
void centred(Matrix& m, const std::vector<float>& raw, double n, const Vector& u, const Vector& v, bool upper) {
  const float* from = raw.data();
  for (Index j = 0; j < m.cols(); ++j)
    for (Index i = 0; i < (upper ? j + 1 : m.rows()); ++i) {
      m(i, j) = double(*from++) - n * u[i] * v[j];
      if (upper) m(j, i) = m(i, j);
    }
}

void add_sums(SideSums& a, const SideSums& b, double w, bool first) {
  a.sum += w * b.sum;
  a.unit += w * b.unit;
  a.weighted += w * b.weighted;
  a.own += w * b.own;
  a.other += w * b.other;
  a.square += w * b.square;
  a.fourth += w * b.fourth;
  a.weight += w * b.weight;
  a.minNorm = first ? b.minNorm : std::min(a.minNorm, b.minNorm);
  a.maxNorm = std::max(a.maxNorm, b.maxNorm);
}

Matrix basis(const SecondOrder& s, Side side) {
  SvccaBasis basis(borrowed(s), side);
  while (basis.step()) {
  }
  return basis.finish();
}

}  // namespace

std::vector<std::uint32_t> bootstrap_weights(std::size_t units, std::uint64_t seed, std::uint64_t index) {
  SplitMix random(seed, index);
  std::vector<std::uint32_t> weights(units, 0);
  for (std::size_t k = 0; k < units; ++k) ++weights[random.below(units)];
  return weights;
}

void MomentBlocks::add(const Moments& block) {
  if (!block.products || !(block.n > 0)) throw Error(Code::SHAPE, "A block's moments need rows and products.");
  if (blocks_.empty()) {
    shiftX_ = block.x.sum / block.n;
    shiftY_ = block.y.sum / block.n;
  }
  if (Index(block.dx()) != shiftX_.size() || Index(block.dy()) != shiftY_.size())
    throw Error(Code::SHAPE, "Blocks of different widths cannot be summed.", {{"width", double(block.dx())}});
  const Vector u = block.x.sum / block.n - shiftX_, v = block.y.sum / block.n - shiftY_;
  blocks_.push_back({block.without_products(), raw(block.mxx, block.n, u, u, true), raw(block.myy, block.n, v, v, true),
                     raw(block.mxy, block.n, u, v, false)});
}

Moments MomentBlocks::replicate(const std::vector<std::uint32_t>& weights) const {
  if (weights.size() != blocks_.size() || blocks_.empty())
    throw Error(Code::SHAPE, "A replicate needs one weight a block.", {{"weights", double(weights.size())}, {"blocks", double(size())}});
  Moments m(std::size_t(shiftX_.size()), std::size_t(shiftY_.size()), true);
  std::vector<float> xx(blocks_[0].xx.size()), yy(blocks_[0].yy.size()), xy(blocks_[0].xy.size());
  for (std::size_t b = 0; b < weights.size(); ++b) {
    if (weights[b] == 0) continue;
    const Block& block = blocks_[b];
    const double w = weights[b];
    add_sums(m.x, block.sums.x, w, m.n == 0);
    add_sums(m.y, block.sums.y, w, m.n == 0);
    m.n += w * block.sums.n;
    m.cross += w * block.sums.cross;
    m.cosine += w * block.sums.cosine;
    add_scaled(xx, block.xx, float(w));
    add_scaled(yy, block.yy, float(w));
    add_scaled(xy, block.xy, float(w));
  }
  const Vector u = m.x.sum / m.n - shiftX_, v = m.y.sum / m.n - shiftY_;
  centred(m.mxx, xx, m.n, u, u, true);
  centred(m.myy, yy, m.n, v, v, true);
  centred(m.mxy, xy, m.n, u, v, false);
  return m;
}

Quantity within_bound(const SeriesValue& series, double most) {
  if (series.bound <= most) return Quantity(series.value, "");
  return Quantity::unavailable("the rows are too far from unit length for the series");
}

Quantities replicate_scores(const Moments& m, double q, double epsilon, double mmdBound) {
  const SecondOrder s = SecondOrder::from(m);
  return replicate_scores(s, m, s.comparable() ? within_bound(mmd_series(m), mmdBound) : Quantity(), q, epsilon);
}

Quantities part_scores(const SecondOrder& s, const Moments& sums, const Quantity& mmd, const KeptModes& image, const KeptModes& text, double epsilon) {
  Quantities scores;
  const auto add = [&](std::string_view name, const auto& quantity) {
    scores.emplace_back(name, s.comparable() ? quantity() : Quantity::unavailable("this needs one width"));
  };
  const auto score = [&](const KeptModes& kept) { return Quantity(leading_alignment(kept.modes, kept.count(), epsilon).value, ""); };
  add("imageToText", [&] { return score(image); });
  add("textToImage", [&] { return score(text); });
  add("mmd", [&] { return mmd; });
  for (auto& metric : plain_metrics(sums, s)) scores.push_back(std::move(metric));
  return scores;
}

Quantities replicate_scores(const SecondOrder& s, const Moments& sums, const Quantity& mmd, double q, double epsilon) {
  KeptModes image, text;
  if (s.comparable()) {
    image = kept_modes(s, Side::image, q);
    text = kept_modes(s, Side::text, q);
  }
  Quantities scores = part_scores(s, sums, mmd, image, text, epsilon);
  scores.emplace_back("svcca", svcca(s, basis(s, Side::image), basis(s, Side::text)));
  return scores;
}

}  // namespace askew
