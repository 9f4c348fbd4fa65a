#include "askew/moments.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "simd/product.hpp"
#include "simd/strided_product.hpp"

namespace askew {

SideSums::SideSums(std::size_t d)
    : sum(Vector::Zero(d)), unit(Vector::Zero(d)), weighted(Vector::Zero(d)), own(Vector::Zero(d)), other(Vector::Zero(d)) {}

void SideSums::merge(const SideSums& b, bool first) {
  sum += b.sum;
  unit += b.unit;
  weighted += b.weighted;
  own += b.own;
  other += b.other;
  square += b.square;
  fourth += b.fourth;
  weight += b.weight;
  minNorm = first ? b.minNorm : std::min(minNorm, b.minNorm);
  maxNorm = std::max(maxNorm, b.maxNorm);
}

Spread::Spread(std::size_t dx, std::size_t dy) : kx(Vector::Zero(dx)), lx(Vector::Zero(dx)), ky(Vector::Zero(dy)), ly(Vector::Zero(dy)) {}

Moments::Moments(std::size_t dx, std::size_t dy, bool keep) : x(dx), y(dy), products(keep) {
  if (!keep) return;
  mxx = Matrix::Zero(dx, dx);
  myy = Matrix::Zero(dy, dy);
  mxy = Matrix::Zero(dx, dy);
}

namespace {

constexpr double kVersion = Moments::kFlatVersion, kSpreadVersion = 2;
constexpr std::size_t kHeader = Moments::kFlatHeader;

// Visits the fields in the order of the flat form; Field takes (double*, count).
template <class M, class Field>
void sums(M& m, Field field) {
  field(&m.n, 1);
  for (auto* side : {&m.x, &m.y}) {
    for (auto* v : {&side->sum, &side->unit, &side->weighted, &side->own, &side->other}) field(v->data(), v->size());
    for (auto* s : {&side->square, &side->fourth, &side->weight, &side->minNorm, &side->maxNorm}) field(s, 1);
  }
  field(&m.cross, 1);
  field(&m.cosine, 1);
}

template <class M, class Field>
void matrices(M& m, Field field) {
  for (auto* p : {&m.mxx, &m.myy, &m.mxy}) field(p->data(), p->size());
}

template <class M, class Field>
void spread_sums(M& s, Field field) {
  for (auto* v : {&s.kk, &s.ll, &s.kl}) field(v, 1);
  for (auto* v : {&s.kx, &s.lx, &s.ky, &s.ly}) field(v->data(), v->size());
}

using View = Eigen::Map<const Matrix>;

// What the products of a part give where its centres move by a and b.
struct Moved {
  double traceX = 0, traceY = 0;
  Vector xxa, xyb, yxa, yyb;
  void xx(const View& m, const Vector& a) {
    traceX = m.trace();
    xxa = m * a;
  }
  void yy(const View& m, const Vector& b) {
    traceY = m.trace();
    yyb = m * b;
  }
  void xy(const View& m, const Vector& a, const Vector& b) {
    xyb = m * b;
    yxa = m.transpose() * a;
  }
};

// Spread about centres that lie `a` before the images' and `b` before the texts': x - centre = (x - old) + a. The rows' sums about the old
// centres are u and v; `by` is of their products about the means, n pairs.
Spread about(const Spread& s, double n, const Vector& u, const Vector& v, const Moved& by, const Vector& a, const Vector& b) {
  const double aa = a.squaredNorm(), bb = b.squaredNorm(), au = a.dot(u), bv = b.dot(v);
  const double k = by.traceX + u.squaredNorm() / n, l = by.traceY + v.squaredNorm() / n;
  // Products about the old centres, times a or b.
  const Vector xxa = by.xxa + u * (au / n), xyb = by.xyb + u * (bv / n), yxa = by.yxa + v * (au / n), yyb = by.yyb + v * (bv / n);
  Spread to;
  to.kk = s.kk + 4 * a.dot(s.kx) + 2 * aa * k + 4 * a.dot(xxa) + 4 * aa * au + n * aa * aa;
  to.ll = s.ll + 4 * b.dot(s.ly) + 2 * bb * l + 4 * b.dot(yyb) + 4 * bb * bv + n * bb * bb;
  to.kl = s.kl + 2 * b.dot(s.ky) + bb * k + 2 * a.dot(s.lx) + 4 * a.dot(xyb) + 2 * bb * au + aa * l + 2 * aa * bv + n * aa * bb;
  to.kx = s.kx + (k + 2 * au + n * aa) * a + 2 * xxa + aa * u;
  to.ky = s.ky + (k + 2 * au + n * aa) * b + 2 * yxa + aa * v;
  to.lx = s.lx + (l + 2 * bv + n * bb) * a + 2 * xyb + bb * u;
  to.ly = s.ly + (l + 2 * bv + n * bb) * b + 2 * yyb + bb * v;
  return to;
}

// a += b + w u v', column by column.
void merge_products(Matrix& a, const double* b, double w, const Vector& u, const Vector& v) {
  const std::size_t rows = static_cast<std::size_t>(a.rows());
  for (Eigen::Index j = 0; j < a.cols(); ++j) {
    double* __restrict to = a.data() + std::size_t(j) * rows;
    const double* __restrict from = b + std::size_t(j) * rows;
    const double* __restrict left = u.data();
    const double right = w * v[j];
    for (std::size_t i = 0; i < rows; ++i) to[i] += from[i] + right * left[i];
  }
}

}  // namespace

Moments Moments::without_products() const {
  Moments m(dx(), dy(), false);
  m.n = n;
  m.x = x;
  m.y = y;
  m.cross = cross;
  m.cosine = cosine;
  return m;
}

// b: the other's sums; `product` gives its matrices one after the other: 0 xx, 1 yy, 2 xy.
void Moments::merge(const Moments& b, const std::function<const double*(int)>& product) {
  if (b.dx() != dx() || b.dy() != dy())
    throw Error(Code::SHAPE, "Parts of different widths cannot be merged.", {{"width", double(dx())}, {"otherWidth", double(b.dx())}});
  if (b.n == 0) return;
  if (products) {
    const Eigen::Index p = x.sum.size(), q = y.sum.size();
    const double w = n > 0 ? n * b.n / (n + b.n) : 0, share = b.n / (n + b.n);
    const Vector none = Vector::Zero(p), noneY = Vector::Zero(q);
    const Vector ux = n > 0 ? Vector(b.x.sum / b.n - x.sum / n) : none, uy = n > 0 ? Vector(b.y.sum / b.n - y.sum / n) : noneY;
    // Both spreads about the common means, from the products as they were.
    const bool both = n > 0 && spread && b.spread;
    const Vector ax = -share * ux, ay = -share * uy, bx = (1 - share) * ux, by = (1 - share) * uy;
    Moved mine, theirs;
    if (both) {
      mine.xx(View(mxx.data(), p, p), ax);
      mine.yy(View(myy.data(), q, q), ay);
      mine.xy(View(mxy.data(), p, q), ax, ay);
    }
    const auto take = [&](int which, Matrix& to, Eigen::Index rows, Eigen::Index cols, const Vector& u, const Vector& v) {
      const double* from = product(which);
      const View other(from, rows, cols);
      if (both && which == 0) theirs.xx(other, bx);
      if (both && which == 1) theirs.yy(other, by);
      if (both && which == 2) theirs.xy(other, bx, by);
      merge_products(to, from, w, u, v);
    };
    take(0, mxx, p, p, ux, ux);
    take(1, myy, q, q, uy, uy);
    take(2, mxy, p, q, ux, uy);
    if (both) {
      const Spread own = about(*spread, n, none, noneY, mine, ax, ay);
      *spread = about(*b.spread, b.n, none, noneY, theirs, bx, by);
      spread->kk += own.kk;
      spread->ll += own.ll;
      spread->kl += own.kl;
      spread->kx += own.kx;
      spread->lx += own.lx;
      spread->ky += own.ky;
      spread->ly += own.ly;
    } else if (n == 0)
      spread = b.spread;
    else
      spread.reset();
  }
  x.merge(b.x, n == 0);
  y.merge(b.y, n == 0);
  n += b.n;
  cross += b.cross;
  cosine += b.cosine;
}

void Moments::merge(const Moments& b) {
  if (b.products != products) throw Error(Code::SHAPE, "Parts with and without products cannot be merged.");
  const double* matrices[] = {b.mxx.data(), b.myy.data(), b.mxy.data()};
  merge(b, [&](int which) { return matrices[which]; });
}

namespace {

FlatReader reader(const std::vector<double>& flat) {
  return [&flat](std::size_t at, double* to, std::size_t count) { std::copy_n(flat.begin() + std::ptrdiff_t(at), count, to); };
}

}  // namespace

void Moments::merge(const std::vector<double>& flat) { merge(flat.size(), reader(flat)); }

void Moments::merge(std::size_t size, const FlatReader& read) {
  std::size_t at = 0;
  const Moments b = sums_from(size, read, at, false);
  double keep = 0;
  read(3, &keep, 1);
  if ((keep != 0) != products) throw Error(Code::SHAPE, "Parts with and without products cannot be merged.");
  std::vector<double> matrix;
  merge(b, [&](int which) {
    matrix.resize(which == 0 ? b.dx() * b.dx() : which == 1 ? b.dy() * b.dy() : b.dx() * b.dy());
    read(at, matrix.data(), matrix.size());
    at += matrix.size();
    return static_cast<const double*>(matrix.data());
  });
}

std::size_t Moments::flat_size() const {
  std::size_t size = 0;
  write([&](const double*, std::size_t count) { size += count; });
  return size;
}

void Moments::write(const std::function<void(const double*, std::size_t)>& use) const {
  const double header[kHeader] = {spread ? kSpreadVersion : kVersion, double(dx()), double(dy()), products ? 1.0 : 0.0};
  use(header, kHeader);
  const auto part = [&](const double* p, Eigen::Index count) { use(p, std::size_t(count)); };
  sums(*this, part);
  matrices(*this, part);
  if (spread) spread_sums(*spread, part);
}

std::vector<double> Moments::flat() const {
  std::vector<double> out;
  out.reserve(flat_size());
  write([&](const double* p, std::size_t count) { out.insert(out.end(), p, p + count); });
  return out;
}

// Checks the flat form and takes its sums; `at` is where the matrices begin.
Moments Moments::sums_from(std::size_t size, const FlatReader& read, std::size_t& at, bool allocate) {
  double header[kHeader] = {};
  if (size >= kHeader) read(0, header, kHeader);
  const double dx = header[1], dy = header[2], keep = header[3] != 0 ? 1 : 0;
  const bool spread = header[0] == kSpreadVersion && keep != 0;
  if (size < kHeader || (header[0] != kVersion && !spread) || !(dx >= 1) || !(dy >= 1) || dx > 1e6 || dy > 1e6 || dx != std::floor(dx) || dy != std::floor(dy))
    throw Error(Code::SHAPE, "These numbers are not a set of moments.", {{"length", double(size)}});
  if (double(kHeader) + 13 + 5 * (dx + dy) + keep * (dx * dx + dy * dy + dx * dy) + (spread ? 3 + 2 * (dx + dy) : 0) != double(size))
    throw Error(Code::SHAPE, "A set of moments has the wrong length for its widths.", {{"length", double(size)}, {"dx", dx}, {"dy", dy}});
  Moments m(static_cast<std::size_t>(dx), static_cast<std::size_t>(dy), allocate && keep != 0);
  at = kHeader;
  sums(m, [&](double* p, Eigen::Index count) {
    read(at, p, std::size_t(count));
    at += std::size_t(count);
  });
  if (spread) {
    m.spread.emplace(m.dx(), m.dy());
    std::size_t last = size - (3 + 2 * (m.dx() + m.dy()));
    spread_sums(*m.spread, [&](double* p, Eigen::Index count) {
      read(last, p, std::size_t(count));
      last += std::size_t(count);
    });
  }
  return m;
}

Moments Moments::from(const std::vector<double>& flat) { return from(flat.size(), reader(flat)); }

Moments Moments::from(std::size_t size, const FlatReader& read) {
  std::size_t at = 0;
  Moments m = sums_from(size, read, at, true);
  if (m.products)
    matrices(m, [&](double* p, Eigen::Index count) {
      read(at, p, std::size_t(count));
      at += std::size_t(count);
    });
  return m;
}

struct MomentsPass::Work {
  Arithmetic arithmetic;
  std::vector<float> shiftX, shiftY;
  simd::Panels px, py;
  std::vector<double> sx, sy;
  bool withSpread;
  Spread spread;
  std::vector<double> cx, cy;  // one row about the shift

  // Adds to the products (x - shift)(x - shift)' …; of the symmetric two only the lower triangle.
  void add32(Moments& m, const Rows& x, const Rows& y);
  void add64(Moments& m, const Rows& x, const Rows& y);
  void add_spread(const Rows& x, const Rows& y);
};

MomentsPass::MomentsPass(std::size_t dx, std::size_t dy, bool products, Arithmetic arithmetic, bool spread)
    : m_(dx, dy, products), work_(new Work{arithmetic, {}, {}, {}, {}, {}, {}, spread, Spread(products ? dx : 0, products ? dy : 0), std::vector<double>(dx), std::vector<double>(dy)}) {}

MomentsPass::~MomentsPass() = default;

namespace {

void add_side(SideSums& s, const Rows& x, const double* norms, const double* otherNorms, bool first) {
  const Eigen::Index d = static_cast<Eigen::Index>(x.cols);
  for (std::size_t i = 0; i < x.rows; ++i) {
    const double norm = norms[i], square = norm * norm, other = otherNorms[i] * otherNorms[i];
    const double w = std::exp(-square / (2 * kMmdSigma * kMmdSigma)), inverse = 1 / norm;
    const float* row = x.row(i);
    double *__restrict sum = s.sum.data(), *__restrict unit = s.unit.data(), *__restrict weighted = s.weighted.data(),
                       *__restrict own = s.own.data(), *__restrict partner = s.other.data();
    for (Eigen::Index k = 0; k < d; ++k) {
      const double v = row[k];
      sum[k] += v;
      unit[k] += v * inverse;
      weighted[k] += v * w;
      own[k] += v * square;
      partner[k] += v * other;
    }
    s.square += square;
    s.fourth += square * square;
    s.weight += w;
    s.minNorm = first && i == 0 ? norm : std::min(s.minNorm, norm);
    s.maxNorm = std::max(s.maxNorm, norm);
  }
}

std::vector<float> column_means(const Rows& x) {
  std::vector<double> sum(x.cols, 0.0);
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t k = 0; k < x.cols; ++k) sum[k] += x.row(i)[k];
  std::vector<float> mean(x.cols);
  for (std::size_t k = 0; k < x.cols; ++k) mean[k] = static_cast<float>(sum[k] / double(x.rows));
  return mean;
}

void shifted(std::vector<double>& out, const Rows& x, const std::vector<float>& shift) {
  out.resize(x.rows * x.cols);
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t k = 0; k < x.cols; ++k) out[i * x.cols + k] = double(x.row(i)[k]) - double(shift[k]);
}

}  // namespace

// A row-major upper triangle is a column-major lower one; a row-major Y'X is a column-major X'Y.
void MomentsPass::Work::add32(Moments& m, const Rows& x, const Rows& y) {
  simd::pack_columns(px, x.data, x.rows, x.cols, shiftX.data());
  simd::pack_columns(py, y.data, y.rows, y.cols, shiftY.data());
  simd::accumulate(m.mxx.data(), x.cols, px, px, true);
  simd::accumulate(m.myy.data(), y.cols, py, py, true);
  simd::accumulate(m.mxy.data(), x.cols, py, px, false);
}

void MomentsPass::Work::add_spread(const Rows& x, const Rows& y) {
  const auto about = [](std::vector<double>& to, const float* row, const std::vector<float>& shift) {
    double *__restrict out = to.data(), even = 0, odd = 0;
    const std::size_t d = to.size();
    for (std::size_t k = 0; k < d; ++k) out[k] = double(row[k]) - double(shift[k]);
    for (std::size_t k = 0; k + 1 < d; k += 2) {
      even += out[k] * out[k];
      odd += out[k + 1] * out[k + 1];
    }
    return even + odd + (d % 2 ? out[d - 1] * out[d - 1] : 0);
  };
  const auto add = [](Vector& withK, Vector& withL, const std::vector<double>& row, double k, double l) {
    double *__restrict a = withK.data(), *__restrict b = withL.data();
    for (std::size_t j = 0; j < row.size(); ++j) {
      a[j] += k * row[j];
      b[j] += l * row[j];
    }
  };
  for (std::size_t i = 0; i < x.rows; ++i) {
    const double k = about(cx, x.row(i), shiftX), l = about(cy, y.row(i), shiftY);
    spread.kk += k * k;
    spread.ll += l * l;
    spread.kl += k * l;
    add(spread.kx, spread.lx, cx, k, l);
    add(spread.ky, spread.ly, cy, k, l);
  }
}

void MomentsPass::Work::add64(Moments& m, const Rows& x, const Rows& y) {
  shifted(sx, x, shiftX);
  shifted(sy, y, shiftY);
  const simd::Strided a{sx.data(), std::ptrdiff_t(x.cols), 1}, b{sy.data(), std::ptrdiff_t(y.cols), 1};
  simd::multiply_add(m.mxx.data(), x.cols, x.cols, x.cols, x.rows, 1, a.transposed(), a, true);
  simd::multiply_add(m.myy.data(), y.cols, y.cols, y.cols, y.rows, 1, b.transposed(), b, true);
  simd::multiply_add(m.mxy.data(), x.cols, x.cols, y.cols, x.rows, 1, a.transposed(), b);
}

void MomentsPass::add(const Rows& x, const Rows& y, const double* normX, const double* normY,
                      const double* cosine) {
  if (x.cols != m_.dx() || y.cols != m_.dy() || x.rows != y.rows)
    throw Error(Code::SHAPE, "A slice of pairs has the wrong shape.",
                {{"rows", double(x.rows)}, {"otherRows", double(y.rows)}, {"cols", double(x.cols)}});
  if (x.rows == 0) return;
  if (x.rows > kSlice)
    throw Error(Code::OUT_OF_RANGE, "A slice has at most 256 rows.", {{"rows", double(x.rows)}});

  const bool first = m_.n == 0;
  add_side(m_.x, x, normX, normY, first);
  add_side(m_.y, y, normY, normX, first);
  for (std::size_t i = 0; i < x.rows; ++i) {
    m_.cross += normX[i] * normX[i] * normY[i] * normY[i];
    if (cosine) m_.cosine += cosine[i];
  }
  m_.n += double(x.rows);
  if (!m_.products) return;

  Work& w = *work_;
  if (w.shiftX.empty()) {
    w.shiftX = column_means(x);
    w.shiftY = column_means(y);
  }
  w.arithmetic == Arithmetic::float64 ? w.add64(m_, x, y) : w.add32(m_, x, y);
  if (w.withSpread) w.add_spread(x, y);
}

Moments MomentsPass::finish() {
  if (m_.products && m_.n > 0) {
    const Work& w = *work_;
    const std::size_t dx = m_.dx(), dy = m_.dy();
    Vector ux = m_.x.sum / m_.n, uy = m_.y.sum / m_.n;
    for (std::size_t k = 0; k < dx; ++k) ux[k] -= w.shiftX[k];
    for (std::size_t k = 0; k < dy; ++k) uy[k] -= w.shiftY[k];
    const auto symmetric = [&](Matrix& c, const Vector& u, std::size_t d) {
      for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = i; j < d; ++j) c(i, j) = c(j, i) -= m_.n * u[i] * u[j];
    };
    symmetric(m_.mxx, ux, dx);
    symmetric(m_.myy, uy, dy);
    for (std::size_t j = 0; j < dy; ++j)
      for (std::size_t i = 0; i < dx; ++i) m_.mxy(i, j) -= m_.n * ux[i] * uy[j];
    if (w.withSpread) {
      const Eigen::Index p = Eigen::Index(dx), q = Eigen::Index(dy);
      Moved by;
      by.xx(View(m_.mxx.data(), p, p), -ux);
      by.yy(View(m_.myy.data(), q, q), -uy);
      by.xy(View(m_.mxy.data(), p, q), -ux, -uy);
      m_.spread = about(w.spread, m_.n, m_.n * ux, m_.n * uy, by, -ux, -uy);
    }
  }
  return std::move(m_);
}

}  // namespace askew
