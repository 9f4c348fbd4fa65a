#include "askew/kernel_pass.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "askew/error.hpp"
#include "askew/similarity.hpp"
#include "kernel_sum.hpp"

namespace askew {
namespace {

// Of a sum of float64 exponentials, of as many as there may be.
constexpr double kSums = 1e-12;
// Centred rows are rounded to float32 for the tiles: both factors of a product.
constexpr double kRounded = 0x1p-22;
// exp(-kFar) is 0 beside 1, a row's kernel with itself.
constexpr double kFar = 700;

// Of the rows as they are: differences of float32 in float64 lose nothing.
double square_distance(const float* a, const float* b, std::size_t d) {
  double s[4] = {0, 0, 0, 0};
  const auto add = [&](std::size_t lane, std::size_t k) {
    const double difference = double(a[k]) - double(b[k]);
    s[lane] += difference * difference;
  };
  std::size_t k = 0;
  for (; k + 4 <= d; k += 4)
    for (std::size_t j = 0; j < 4; ++j) add(j, k + j);
  for (; k < d; ++k) add(0, k);
  return (s[0] + s[1]) + (s[2] + s[3]);
}

}  // namespace

struct KernelPass::Centred {
  Rows own;
  std::size_t rows = 0;
  double longest = 0;
  std::vector<double> norms;
  SimilarityBlock block;
};

KernelPass::KernelPass(std::vector<double> centre, std::vector<double> sigmas, bool exact)
    : centre_(std::move(centre)), sigmas_(std::move(sigmas)), reach_(exact ? 0 : kKernelReach) {
  for (const double sigma : sigmas_)
    if (!(sigma > 0)) throw Error(Code::OUT_OF_RANGE, "A length scale must be above 0.", {{"sigma", sigma}});
}

KernelPass::Centred KernelPass::centred(const Rows& x) const {
  if (x.cols != centre_.size())
    throw Error(Code::SHAPE, "Rows and centre differ in width.", {{"cols", double(x.cols)}, {"centre", double(centre_.size())}});
  Centred c{x, x.rows, 0, {}, SimilarityBlock()};
  std::vector<double> values;
  for (std::size_t i = 0; i < x.rows; ++i) {
    double square = 0;
    for (std::size_t k = 0; k < x.cols; ++k) {
      const double v = double(x.row(i)[k]) - centre_[k];
      values.push_back(v);
      square += v * v;
    }
    c.norms.push_back(std::sqrt(square));
    c.longest = std::max(c.longest, c.norms.back());
  }
  if (reach_ == 0) return c;
  // By a power of two to lengths near 1: products of very short and very long rows stay within float32.
  const double scale = c.longest > 0 ? std::exp2(-std::ilogb(c.longest)) : 1;
  std::vector<float> narrow;
  std::vector<double> lengths;
  for (const double v : values) narrow.push_back(float(v * scale));
  // A row at the centre has no direction; its products are 0 whatever its length.
  for (const double norm : c.norms) lengths.push_back(norm > 0 ? norm * scale : 1);
  c.block.assign(0, {narrow.data(), x.rows, x.cols}, lengths.data());
  return c;
}

KernelPass::Sums KernelPass::between(const Rows& a, const Rows& b) const { return sums(centred(a), centred(b), false); }

KernelPass::Sums KernelPass::within(const Rows& a) const {
  const Centred c = centred(a);
  Sums s = sums(c, c, true);
  for (std::vector<double>* values : {&s.values, &s.bounds})
    for (double& v : *values) v *= 2;
  return s;
}

KernelPass::Sums KernelPass::sums(const Centred& a, const Centred& b, bool itself) const {
  Sums out{std::vector<double>(sigmas_.size(), 0.0), std::vector<double>(sigmas_.size(), 0.0)};
  std::vector<KernelSum> kernels;
  for (const double sigma : sigmas_) {
    kernels.emplace_back(sigma, true);
    kernels.back().block(b.rows, [&](std::size_t j) { return b.norms[j]; });
  }
  std::optional<Tile> tile;
  if (reach_ > 0) tile.emplace(a.block, b.block);
  const double error = tile ? double(tile->tolerance()) + kRounded : 0;
  for (std::size_t i = 0; i < a.rows; ++i) {
    if (tile && i % Tile::kStrip == 0) tile->strip(i);
    const std::size_t begin = itself ? i + 1 : 0;
    for (std::size_t s = 0; s < sigmas_.size(); ++s) {
      const double square = sigmas_[s] * sigmas_[s], reach = reach_ * square;
      // A row at the centre has products of 0, which are within reach of nothing where every distance is exact.
      if (tile && a.norms[i] * b.longest <= reach) {
        const double sum = kernels[s](tile->row(i), a.norms[i], begin, b.rows);
        out.values[s] += sum;
        out.bounds[s] += sum * std::expm1(error * a.norms[i] * b.longest / square);
        continue;
      }
      double near = 0, far = 0;
      for (std::size_t j = begin; j < b.rows; ++j) {
        if (tile && a.norms[i] * b.norms[j] <= reach)
          near += kernels[s](tile->row(i), a.norms[i], j, j + 1);
        else if (std::abs(a.norms[i] - b.norms[j]) <= std::sqrt(2 * kFar * square))
          far += std::exp(-square_distance(a.own.row(i), b.own.row(j), a.own.cols) / (2 * square));
      }
      out.values[s] += near + far;
      out.bounds[s] += near * std::expm1(error * reach_);
    }
  }
  for (std::size_t s = 0; s < sigmas_.size(); ++s) out.bounds[s] += kSums * out.values[s];
  return out;
}

}  // namespace askew
