#include "askew/mmd.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "simd/product.hpp"
#include "simd/strided_product.hpp"

namespace askew {
namespace {

constexpr double kScale = kMmdSigma * kMmdSigma;  // exp(t / kScale)
// Of a float64, and of the float32 products of moments: simd::kFlush terms, each partial sum at most |a||b|.
constexpr double kUnit = 0x1p-53, kProducts = (double(simd::kFlush) + 8) * 0x1p-24;
// Exponentials of float64, and sums of very many.
constexpr double kSums = 1e-12;
// Squared distances below this share of the squared lengths are not taken from products.
constexpr double kNear = 1e-8;

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
  const double products = weights * (a.square / n) * (b.square / n) * kProducts / (2 * kScale * kScale);
  const double rounding = (n + double(a.sum.size()) + 16) * kUnit * (weights + std::abs(first) + second);
  return {at * (weights + first + second) / pairs, at * (spread + remainder + products + rounding) / pairs};
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

double mmd_biased_bound(const KernelSums& s, double n, double longestX, double longestY, double error) {
  const auto off = [&](double sum, double lengths) { return sum * (std::expm1(error * lengths / kScale) + kSums); };
  const double bound = 100 * (off(s.xx, longestX * longestX) + off(s.yy, longestY * longestY) + 2 * off(s.xy, longestX * longestY)) / (n * n);
  return std::isfinite(bound) ? bound : std::numeric_limits<double>::infinity();
}

double mmd_unbiased(const KernelSums& s, double n) {
  return (s.xx - n + s.yy - n) / (n * (n - 1)) - 2 * s.xy / (n * n);
}

double median_distance(const Rows& x, const Rows& y) {
  if (x.cols != y.cols)
    throw Error(Code::SHAPE, "Distances need images and texts of one width.", {{"imageCols", double(x.cols)}, {"textCols", double(y.cols)}});
  const std::size_t total = x.rows + y.rows;
  if (total < 2) throw Error(Code::TOO_FEW_ROWS, "A distance needs two rows.", {{"rows", double(total)}});
  const Eigen::Index n = Eigen::Index(total), d = Eigen::Index(x.cols);
  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> z(n, d);
  for (std::size_t i = 0; i < total; ++i) {
    const float* row = i < x.rows ? x.row(i) : y.row(i - x.rows);
    for (std::size_t k = 0; k < x.cols; ++k) z(Eigen::Index(i), Eigen::Index(k)) = row[k];
  }
  z.rowwise() -= z.colwise().mean().eval();
  const simd::Strided rows{z.data(), std::ptrdiff_t(d), 1};
  Matrix products = Matrix::Zero(n, n);
  simd::multiply_add(products.data(), total, total, total, x.cols, 1, rows, rows.transposed(), true);
  std::vector<double> squares;
  squares.reserve(total * (total - 1) / 2);
  for (Eigen::Index j = 0; j < n; ++j)
    for (Eigen::Index i = j + 1; i < n; ++i) {
      const double lengths = products(i, i) + products(j, j), square = lengths - 2 * products(i, j);
      // Nearer than the product can tell: from the differences, so that equal rows are at distance 0.
      squares.push_back(square > kNear * lengths ? square : (z.row(i) - z.row(j)).squaredNorm());
    }
  const std::size_t half = squares.size() / 2;
  std::nth_element(squares.begin(), squares.begin() + half, squares.end());
  const double upper = squares[half];
  if (squares.size() % 2) return std::sqrt(upper);
  const double lower = *std::max_element(squares.begin(), squares.begin() + half);
  return (std::sqrt(lower) + std::sqrt(upper)) / 2;
}

}  // namespace askew
