#include "askew/mmd.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "askew/similarity.hpp"

namespace askew {
namespace {

constexpr double kScale = kMmdSigma * kMmdSigma;  // exp(t / kScale)

struct Term {
  double mean;   // mean kernel value over all ordered pairs
  double bound;  // its error at most
};

// Mean over all (i, j) of w_i v_j exp(a_i.b_j / kScale). ab2 = sum over all pairs of (a.b)^2.
Term series(double n, const SideSums& a, const SideSums& b, double ab2) {
  const double pairs = n * n;
  const double mean = a.sum.dot(b.sum) / pairs;
  const double variance = std::max(0.0, ab2 / pairs - mean * mean);
  const double reach = a.maxNorm * b.maxNorm;
  const double farthest = reach + std::abs(mean);

  const double weights = a.weight * b.weight;
  const double first = (a.weighted.dot(b.weighted) - mean * weights) / kScale;
  const double second = weights * variance / (2 * kScale * kScale);
  const double at = std::exp(mean / kScale);

  const auto weight = [](double norm) { return std::exp(-norm * norm / (2 * kScale)); };
  const double largest = weight(a.minNorm) * weight(b.minNorm), smallest = weight(a.maxNorm) * weight(b.maxNorm);
  const double spread = (largest - smallest) * pairs * variance / (2 * kScale * kScale);
  const double remainder = largest * pairs * variance * farthest / (6 * kScale * kScale * kScale) * std::exp(farthest / kScale);
  return {at * (weights + first + second) / pairs, at * (spread + remainder) / pairs};
}

}  // namespace

SeriesValue mmd_series(const Moments& m) {
  if (!m.products || m.dx() != m.dy())
    throw Error(Code::SHAPE, "The MMD series needs products and one width.", {{"imageCols", double(m.dx())}, {"textCols", double(m.dy())}});
  const double n = m.n;
  const Vector u = m.x.sum / n, v = m.y.sum / n;
  // <X'X, Y'Y> with X'X = M + n u u'.
  const auto squares = [n](const Matrix& ma, const Vector& a, const Matrix& mb, const Vector& b) {
    return ma.cwiseProduct(mb).sum() + n * (a.dot(mb * a) + b.dot(ma * b)) + n * n * std::pow(a.dot(b), 2);
  };
  return mmd_series(m, {squares(m.mxx, u, m.mxx, u), squares(m.myy, v, m.myy, v), squares(m.mxx, u, m.myy, v)});
}

SeriesValue mmd_series(const Moments& m, const SquareSums& squares) {
  if (m.dx() != m.dy())
    throw Error(Code::SHAPE, "The MMD series needs one width.", {{"imageCols", double(m.dx())}, {"textCols", double(m.dy())}});
  const Term xx = series(m.n, m.x, m.x, squares.xx), yy = series(m.n, m.y, m.y, squares.yy), xy = series(m.n, m.x, m.y, squares.xy);
  const SeriesValue whole{100 * (xx.mean + yy.mean - 2 * xy.mean), 100 * (xx.bound + yy.bound + 2 * xy.bound)};
  return std::isfinite(whole.value) && std::isfinite(whole.bound) ? whole : SeriesValue{0, std::numeric_limits<double>::infinity()};
}

double mmd_biased(const KernelSums& s, double n) { return 100 * (s.xx + s.yy - 2 * s.xy) / (n * n); }

double mmd_unbiased(const KernelSums& s, double n) {
  return (s.xx - n + s.yy - n) / (n * (n - 1)) - 2 * s.xy / (n * n);
}

double median_distance(const Rows& x, const Rows& y) {
  if (x.cols != y.cols)
    throw Error(Code::SHAPE, "Distances need images and texts of one width.", {{"imageCols", double(x.cols)}, {"textCols", double(y.cols)}});
  const std::size_t total = x.rows + y.rows;
  if (total < 2) throw Error(Code::TOO_FEW_ROWS, "A distance needs two rows.", {{"rows", double(total)}});
  std::vector<float> pooled(x.data, x.data + x.rows * x.cols);
  pooled.insert(pooled.end(), y.data, y.data + y.rows * y.cols);
  std::vector<double> norms;
  for (std::size_t i = 0; i < total; ++i) {
    const auto row = Eigen::Map<const Eigen::VectorXf>(pooled.data() + i * x.cols, Eigen::Index(x.cols)).cast<double>();
    norms.push_back(row.norm());
  }
  SimilarityBlock block;
  block.assign(0, {pooled.data(), total, x.cols}, norms.data());
  Tile tile(block, block);
  std::vector<double> squares;
  squares.reserve(total * (total - 1) / 2);
  for (std::size_t i = 0; i < total; ++i) {
    if (i % Tile::kStrip == 0) tile.strip(i);
    for (std::size_t j = 0; j < i; ++j) {
      const double both = norms[i] * norms[j];
      double square = norms[i] * norms[i] + norms[j] * norms[j] - 2 * both * double(tile.row(i)[j]);
      // Nearer than the cosine can tell: from the differences, so that equal rows are at distance 0.
      if (square <= 4 * double(tile.tolerance()) * both) {
        square = 0;
        for (std::size_t k = 0; k < x.cols; ++k) square += std::pow(double(pooled[i * x.cols + k]) - double(pooled[j * x.cols + k]), 2);
      }
      squares.push_back(square);
    }
  }
  const std::size_t half = squares.size() / 2;
  std::nth_element(squares.begin(), squares.begin() + half, squares.end());
  const double upper = squares[half];
  if (squares.size() % 2) return std::sqrt(upper);
  const double lower = *std::max_element(squares.begin(), squares.begin() + half);
  return (std::sqrt(lower) + std::sqrt(upper)) / 2;
}

}  // namespace askew
