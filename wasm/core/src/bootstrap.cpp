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

// Columns of m + n u v' down to the diagonal (upper), or whole, are put at the end.
void append(std::vector<float>& out, const Matrix& m, double n, const Vector& u, const Vector& v, bool upper) {
  for (Index j = 0; j < m.cols(); ++j)
    for (Index i = 0; i < (upper ? j + 1 : m.rows()); ++i) out.push_back(float(m(i, j) + n * u[i] * v[j]));
}

// The reverse: what lies at `from`, less n u v', symmetric where upper. Gives where it ends.
const float* centred(Matrix& m, const float* from, double n, const Vector& u, const Vector& v, bool upper) {
  for (Index j = 0; j < m.cols(); ++j) {
    const Index count = upper ? j + 1 : m.rows();
    for (Index i = 0; i < count; ++i) m(i, j) = double(from[i]) - n * u[i] * v[j];
    from += count;
  }
  if (upper) m.triangularView<Eigen::StrictlyLower>() = m.transpose();
  return from;
}

// Packed products of these widths.
std::size_t packed_size(std::size_t dx, std::size_t dy) { return dx * (dx + 1) / 2 + dy * (dy + 1) / 2 + dx * dy; }

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

PackedMoments Shift::packed(const Moments& m) const {
  const Vector u = m.x.sum / m.n - x, v = m.y.sum / m.n - y;
  PackedMoments out{m.without_products(), {}};
  out.products.reserve(packed_size(m.dx(), m.dy()));
  append(out.products, m.mxx, m.n, u, u, true);
  append(out.products, m.myy, m.n, v, v, true);
  append(out.products, m.mxy, m.n, u, v, false);
  return out;
}

Moments Shift::unpacked(const PackedMoments& m) const {
  const std::size_t dx = m.sums.dx(), dy = m.sums.dy();
  if (Index(dx) != x.size() || Index(dy) != y.size() || m.products.size() != packed_size(dx, dy))
    throw Error(Code::SHAPE, "Packed moments have the wrong number of products.", {{"length", double(m.products.size())}});
  Moments out = m.sums;
  out.products = true;
  out.mxx.resize(Index(dx), Index(dx));
  out.myy.resize(Index(dy), Index(dy));
  out.mxy.resize(Index(dx), Index(dy));
  const Vector u = out.x.sum / out.n - x, v = out.y.sum / out.n - y;
  const float* from = centred(out.mxx, m.products.data(), out.n, u, u, true);
  from = centred(out.myy, from, out.n, v, v, true);
  centred(out.mxy, from, out.n, u, v, false);
  return out;
}

void MomentBlocks::add(const Moments& block) {
  if (!block.products || !(block.n > 0)) throw Error(Code::SHAPE, "A block's moments need rows and products.");
  if (blocks_.empty()) shift_ = {block.x.sum / block.n, block.y.sum / block.n};
  if (Index(block.dx()) != shift_.x.size() || Index(block.dy()) != shift_.y.size())
    throw Error(Code::SHAPE, "Blocks of different widths cannot be summed.", {{"width", double(block.dx())}});
  blocks_.push_back(shift_.packed(block));
}

Moments MomentBlocks::sums(const std::vector<std::uint32_t>& weights) const {
  if (weights.size() != blocks_.size() || blocks_.empty())
    throw Error(Code::SHAPE, "A replicate needs one weight a block.", {{"weights", double(weights.size())}, {"blocks", double(size())}});
  Moments m(std::size_t(shift_.x.size()), std::size_t(shift_.y.size()), false);
  for (std::size_t b = 0; b < weights.size(); ++b) {
    if (weights[b] == 0) continue;
    const Moments& block = blocks_[b].sums;
    const double w = weights[b];
    add_sums(m.x, block.x, w, m.n == 0);
    add_sums(m.y, block.y, w, m.n == 0);
    m.n += w * block.n;
    m.cross += w * block.cross;
    m.cosine += w * block.cosine;
  }
  return m;
}

PackedMoments MomentBlocks::packed(const std::vector<std::uint32_t>& weights) const {
  PackedMoments out{sums(weights), {}};
  out.products.resize(blocks_[0].products.size());
  for (std::size_t b = 0; b < weights.size(); ++b)
    if (weights[b] > 0) add_scaled(out.products, blocks_[b].products, float(weights[b]));
  return out;
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
