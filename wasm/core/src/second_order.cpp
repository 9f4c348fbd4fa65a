#include "askew/second_order.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "askew/cka.hpp"
#include "simd/product.hpp"
#include "simd/strided_product.hpp"

namespace askew {
namespace {

constexpr double kVersion = 101;
constexpr std::size_t kHeader = 8;

struct Centred {
  double value, error;
};

// sum of |x - u|^2 |y - v|^2 with u, v the means, from sums about zero. The error is that of n terms of float64, which add up like
// independent roundings, times their size before they cancel.
Centred centred_cross(double n, const SideSums& x, const SideSums& y, const Vector& yOther, const Vector& xOther,
                     double raw, double uXYv) {
  const Vector u = x.sum / n, v = y.sum / n;
  const double uu = u.squaredNorm(), vv = v.squaredNorm();
  // |x-u|^2 = a - 2p + uu with a = |x|^2, p = x.u; likewise b - 2q + vv.
  const double ab = raw, aq = xOther.dot(v), pb = yOther.dot(u), pq = uXYv;
  const double a = x.square, b = y.square, p = n * uu, q = n * vv;
  const double value = ab - 2 * aq + a * vv - 2 * pb + 4 * pq - 2 * p * vv + uu * b - 2 * uu * q + n * uu * vv;
  return {value, 0x1p-50 * std::sqrt(n) * (ab + a * vv + uu * b + n * uu * vv)};
}

}  // namespace

SecondOrder SecondOrder::from(Moments m) {
  if (m.n < 2)
    throw Error(Code::TOO_FEW_ROWS, "At least 2 pairs are needed; there are " + std::to_string(long(m.n)) + ".",
                {{"rows", m.n}});
  if (!m.products) throw Error(Code::SHAPE, "These moments hold no products.");
  SecondOrder s;
  s.n = m.n;
  s.dx = double(m.dx());
  s.dy = double(m.dy());
  const Vector u = m.x.sum / m.n, v = m.y.sum / m.n;
  const double uu = u.squaredNorm(), vv = v.squaredNorm();
  const auto quadratic = [&](const Vector& a, const Matrix& c, const Vector& b, double aa, double bb) {
    return a.dot(c * b) + m.n * aa * bb;
  };
  if (m.spread) {
    s.kk = m.spread->kk;
    s.ll = m.spread->ll;
    s.kl = m.spread->kl;
  } else {
    const auto take = [](double& value, double& error, const Centred& c) {
      value = c.value;
      error = c.error;
    };
    take(s.kk, s.kkError, centred_cross(m.n, m.x, m.x, m.x.own, m.x.own, m.x.fourth, quadratic(u, m.mxx, u, uu, uu)));
    take(s.ll, s.llError, centred_cross(m.n, m.y, m.y, m.y.own, m.y.own, m.y.fourth, quadratic(v, m.myy, v, vv, vv)));
    // x.other = sum |y|^2 x and y.other = sum |x|^2 y.
    take(s.kl, s.klError, centred_cross(m.n, m.x, m.y, m.x.other, m.y.other, m.cross, quadratic(u, m.mxy, v, uu, vv)));
  }
  s.xx = std::move(m.mxx);
  s.yy = std::move(m.myy);
  s.xy = std::move(m.mxy);
  for (Matrix* c : {&s.xx, &s.yy, &s.xy}) *c /= m.n;
  return s;
}

double SecondOrder::trace(Side side) const { return (side == Side::image ? xx : yy).trace(); }

double SecondOrder::norm_square(Side side) const { return (side == Side::image ? xx : yy).squaredNorm(); }

double SecondOrder::cross_norm_square() const { return gram ? xx.cwiseProduct(yy).sum() : xy.squaredNorm(); }

double SecondOrder::inner() const { return gram ? xy.squaredNorm() : xx.cwiseProduct(yy).sum(); }

double cancellation(const SecondOrder& s) {
  const double x = s.norm_square(Side::image), y = s.norm_square(Side::text);
  double most = 1;
  if (s.comparable()) {
    const double rest = s.gram ? std::max(x + y - 2 * s.inner(), 0.0) : (s.xx - s.yy).squaredNorm();
    if (rest > 0) most = std::max(most, (std::sqrt(x) + std::sqrt(y)) / std::sqrt(rest));
  }
  if (s.n < 4) return most;
  for (const auto& [norm, trace, own] : {std::tuple{x, s.trace(Side::image), s.kk}, std::tuple{y, s.trace(Side::text), s.ll}}) {
    if (!(norm > 0)) continue;
    const double whole = s.n * s.n * norm, hsic = hsic_1(s.n, whole, s.n * trace, s.n * trace, own) * s.n * (s.n - 3);
    most = std::max(most, hsic > 0 ? whole / hsic : std::numeric_limits<double>::infinity());
  }
  return most;
}

std::vector<double> SecondOrder::flat() const {
  std::vector<double> out{kVersion, gram ? 1.0 : 0.0, n, dx, dy, kk, ll, kl};
  for (const Matrix* m : {&xx, &yy, &xy, &zx, &zy}) out.insert(out.end(), m->data(), m->data() + m->size());
  return out;
}

SecondOrder SecondOrder::from(const std::vector<double>& flat) {
  return from(flat.size(), [&](std::size_t at, double* to, std::size_t count) { std::copy_n(flat.begin() + std::ptrdiff_t(at), count, to); });
}

SecondOrder SecondOrder::from(std::size_t size, const FlatReader& read) {
  double header[kHeader] = {};
  if (size > 0) read(0, header, 1);
  if (size > 0 && header[0] != kVersion) return from(Moments::from(size, read));
  if (size < kHeader) throw Error(Code::SHAPE, "These numbers are not a second-order structure.");
  read(0, header, kHeader);
  SecondOrder s;
  s.gram = header[1] != 0;
  s.n = header[2];
  s.dx = header[3];
  s.dy = header[4];
  s.kk = header[5];
  s.ll = header[6];
  s.kl = header[7];
  for (const double count : {s.n, s.dx, s.dy})
    if (!(count >= 1 && count <= 1e6 && count == std::floor(count)))
      throw Error(Code::SHAPE, "A second-order structure has a size that is not a whole number.", {{"size", count}});
  const double rows = s.gram ? s.n : s.dx, cols = s.gram ? s.n : s.dy;
  const double want = double(kHeader) + rows * rows + cols * cols + rows * cols + (s.gram ? 2 * s.n * s.n : 0);
  if (!(rows >= 1) || !(cols >= 1) || want != double(size))
    throw Error(Code::SHAPE, "A second-order structure has the wrong length.", {{"length", double(size)}});
  std::size_t at = kHeader;
  const auto take = [&](Matrix& m, double r, double c) {
    m.resize(Eigen::Index(r), Eigen::Index(c));
    read(at, m.data(), std::size_t(m.size()));
    at += std::size_t(m.size());
  };
  take(s.xx, rows, rows);
  take(s.yy, cols, cols);
  take(s.xy, rows, cols);
  if (s.gram) {
    take(s.zx, s.n, s.n);
    take(s.zy, s.n, s.n);
  }
  return s;
}

struct GramPass::Work {
  // One side: its rows, then the packed centred rows and the packed standardised rows.
  struct Half {
    std::size_t d;
    std::vector<float> rows;
    simd::Panels centred, standardised;
    // In float64 instead, row-major.
    std::vector<double> wideCentred, wideStandardised;
  };
  struct Product {
    const simd::Panels *a, *b;
    const std::vector<double> *wideA, *wideB;
    std::size_t depth;
    bool symmetric;
    std::vector<double> out;
  };
  std::size_t n;
  Arithmetic arithmetic;
  Half x, y;
  std::vector<Product> products;
  std::size_t product = 0, panel = 0;
  bool packed = false;

  void pack(Half& h) const;
  Matrix matrix(std::size_t k, double scale) const;
};

GramPass::GramPass(std::size_t n, std::size_t dx, std::size_t dy, Arithmetic arithmetic)
    : work_(new Work{n, arithmetic, {dx, {}, {}, {}, {}, {}}, {dy, {}, {}, {}, {}, {}}, {}}) {
  if (n < 2)
    throw Error(Code::TOO_FEW_ROWS, "At least 2 pairs are needed; there are " + std::to_string(n) + ".",
                {{"rows", double(n)}});
  if (dx < 1 || dy < 1) throw Error(Code::SHAPE, "A side needs at least one column.", {{"imageCols", double(dx)}, {"textCols", double(dy)}});
  work_->x.rows.reserve(n * dx);
  work_->y.rows.reserve(n * dy);
}

GramPass::~GramPass() = default;

void GramPass::add(const Rows& x, const Rows& y) {
  Work& w = *work_;
  if (x.cols != w.x.d || y.cols != w.y.d || x.rows != y.rows || w.x.rows.size() + x.rows * x.cols > w.n * w.x.d)
    throw Error(Code::SHAPE, "A slice of pairs has the wrong shape.", {{"rows", double(x.rows)}, {"cols", double(x.cols)}});
  w.x.rows.insert(w.x.rows.end(), x.data, x.data + x.rows * x.cols);
  w.y.rows.insert(w.y.rows.end(), y.data, y.data + y.rows * y.cols);
}

void GramPass::Work::pack(Half& h) const {
  const std::size_t d = h.d;
  std::vector<double> mean(d, 0.0), scale(d, 0.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < d; ++k) mean[k] += h.rows[i * d + k];
  for (double& m : mean) m /= double(n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < d; ++k) scale[k] += std::pow(h.rows[i * d + k] - mean[k], 2);
  for (double& s : scale) s = 1 / (std::sqrt(s / double(n - 1)) + kStandardiseGuard);
  if (arithmetic == Arithmetic::float64) {
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t k = 0; k < d; ++k) {
        h.wideCentred.push_back(h.rows[i * d + k] - mean[k]);
        h.wideStandardised.push_back(h.wideCentred.back() * scale[k]);
      }
    return;
  }
  std::vector<float> standard(n * d);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < d; ++k) {
      const double c = h.rows[i * d + k] - mean[k];
      h.rows[i * d + k] = static_cast<float>(c);
      standard[i * d + k] = static_cast<float>(c * scale[k]);
    }
  simd::pack_rows(h.centred, h.rows.data(), n, d);
  simd::pack_rows(h.standardised, standard.data(), n, d);
}

bool GramPass::step() {
  Work& w = *work_;
  if (!w.packed) {
    if (w.x.rows.size() != w.n * w.x.d)
      throw Error(Code::TOO_FEW_ROWS, "Rows are missing.", {{"rows", double(w.x.rows.size() / w.x.d)}, {"expected", double(w.n)}});
    w.pack(w.x);
    w.pack(w.y);
    const auto centred = [&](const Work::Half& a, const Work::Half& b, bool symmetric) {
      w.products.push_back({&a.centred, &b.centred, &a.wideCentred, &b.wideCentred, a.d, symmetric, std::vector<double>(w.n * w.n, 0.0)});
    };
    const auto standardised = [&](const Work::Half& h) {
      w.products.push_back({&h.standardised, &h.standardised, &h.wideStandardised, &h.wideStandardised, h.d, true, std::vector<double>(w.n * w.n, 0.0)});
    };
    centred(w.x, w.x, true);
    centred(w.y, w.y, true);
    if (w.x.d == w.y.d) centred(w.x, w.y, false);
    standardised(w.x);
    standardised(w.y);
    w.packed = true;
    return true;
  }
  if (w.product == w.products.size()) return false;
  Work::Product& p = w.products[w.product];
  if (w.arithmetic == Arithmetic::float64) {
    // Row-major out: a column-major product of b's rows with a's. A step is one product: float64 is for few pairs.
    const simd::Strided a{p.wideA->data(), std::ptrdiff_t(p.depth), 1}, b{p.wideB->data(), std::ptrdiff_t(p.depth), 1};
    simd::multiply_add(p.out.data(), w.n, w.n, w.n, p.depth, 1, b, a.transposed());
    return ++w.product < w.products.size();
  }
  // About 2e8 multiply-adds a step.
  const std::size_t panels = std::max<std::size_t>(1, 200'000'000 / (w.n * p.b->depth * simd::kLanes));
  simd::accumulate(p.out.data(), w.n, *p.a, *p.b, p.symmetric, w.panel, w.panel + panels);
  w.panel += panels;
  if (w.panel >= p.b->panels()) {
    w.panel = 0;
    ++w.product;
  }
  return w.product < w.products.size();
}

Matrix GramPass::Work::matrix(std::size_t k, double scale) const {
  const Product& p = products[k];
  Matrix m(n, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      m(i, j) = scale * (p.symmetric && j < i ? p.out[j * n + i] : p.out[i * n + j]);
  return m;
}

SecondOrder GramPass::finish() {
  const Work& w = *work_;
  if (!w.packed || w.product != w.products.size()) throw Error(Code::INTERNAL, "The Gram matrices are not finished.");
  SecondOrder s;
  s.gram = true;
  s.n = double(w.n);
  s.dx = double(w.x.d);
  s.dy = double(w.y.d);
  const bool cross = w.x.d == w.y.d;
  std::size_t k = 0;
  s.xx = w.matrix(k++, 1 / s.n);
  s.yy = w.matrix(k++, 1 / s.n);
  s.xy = cross ? w.matrix(k++, 1 / s.n) : Matrix(Matrix::Zero(w.n, w.n));
  s.zx = w.matrix(k++, 1);
  s.zy = w.matrix(k++, 1);
  const Eigen::ArrayXd a = s.n * s.xx.diagonal().array(), b = s.n * s.yy.diagonal().array();
  s.kk = (a * a).sum();
  s.ll = (b * b).sum();
  s.kl = (a * b).sum();
  return s;
}

}  // namespace askew
