#include "askew/pair_grams.hpp"

#include <algorithm>
#include <cmath>

#include "simd/product.hpp"
#include "simd/strided_product.hpp"
#include "times.hpp"

namespace askew {
namespace {

using Eigen::Index;

// Columns of a Gram matrix that one step forms.
constexpr std::size_t kColumns = 64;

// All of a symmetric matrix from its lower triangle.
template <class M>
void mirrored(M& m) {
  m.template triangularView<Eigen::StrictlyUpper>() = m.transpose();
}

}  // namespace

struct PairGrams::Packed {
  simd::Panels rows;
};

template <class Scalar>
MatrixOf<Scalar> PairGrams::Products::part(const std::vector<Index>& rows, const std::vector<Index>& cols) const {
  if (wide.size() > 0) return wide(rows, cols).cast<Scalar>();
  return narrow(rows, cols).cast<Scalar>();
}

void PairGrams::Products::mirror() {
  mirrored(wide);
  mirrored(narrow);
}

// The distinct pairs of a replicate.
struct PairGrams::Draw {
  double n = 0;  // pairs drawn
  std::vector<Index> rows;
  Vector weight, root;  // how often each was drawn, and its square root

  explicit Draw(const std::vector<std::uint32_t>& weights) {
    for (std::size_t i = 0; i < weights.size(); ++i) {
      n += weights[i];
      if (weights[i] > 0) rows.push_back(Index(i));
    }
    weight.resize(Index(rows.size()));
    for (std::size_t a = 0; a < rows.size(); ++a) weight[Index(a)] = weights[std::size_t(rows[a])];
    root = weight.cwiseSqrt();
  }

  Vector of(const Vector& all) const { return all(rows); }

  // Products about the replicate's means, each row times its root, divided by n.
  Matrix centred(const Products& gram) const {
    Matrix out = gram.part<double>(rows, rows);
    const Vector left = out * weight / n, right = out.transpose() * weight / n;
    const double both = left.dot(weight) / n;
    for (Index j = 0; j < out.cols(); ++j)
      for (Index i = 0; i < out.rows(); ++i) out(i, j) = (out(i, j) - left[i] - right[j] + both) * (root[i] * root[j] / n);
    return out;
  }

  // Sum over all ordered pairs drawn of (a.b)^2, from the products about the means: a.b = gram + left + right + means.
  double squares(const Products& gram, const Vector& left, const Vector& right, double means) const {
    const Vector a = of(left), b = of(right);
    double sum = 0;
    for (Index j = 0; j < b.size(); ++j) {
      double column = 0;
      for (Index i = 0; i < a.size(); ++i) {
        const double product = gram.at(rows[std::size_t(i)], rows[std::size_t(j)]) + a[i] + b[j] + means;
        column += weight[i] * product * product;
      }
      sum += weight[j] * column;
    }
    return sum;
  }

  Matrix standardised(const float* values, std::size_t d) const;
};

// Products of rows whose columns have the replicate's mean 0 and variance 1, each row times its root.
Matrix PairGrams::Draw::standardised(const float* values, std::size_t d) const {
  const Index count = weight.size();
  const auto row = [&](Index a) {
    return Eigen::Map<const Eigen::VectorXf>(values + std::size_t(rows[std::size_t(a)]) * d, Index(d)).cast<double>();
  };
  Vector mean = Vector::Zero(Index(d)), square = Vector::Zero(Index(d));
  for (Index a = 0; a < count; ++a) mean += weight[a] * row(a);
  mean /= n;
  for (Index a = 0; a < count; ++a) square += weight[a] * (row(a) - mean).cwiseAbs2();
  const Vector scale = ((square / (n - 1)).cwiseSqrt().array() + kStandardiseGuard).inverse();
  Eigen::MatrixXf standard(Index(d), count);
  for (Index a = 0; a < count; ++a) standard.col(a) = (root[a] * (row(a) - mean).cwiseProduct(scale)).cast<float>();
  simd::Panels packed;
  simd::pack_rows(packed, standard.data(), std::size_t(count), d);
  Matrix out = Matrix::Zero(count, count);
  // The upper triangle by rows is the lower one by columns.
  simd::accumulate(out.data(), std::size_t(count), packed, packed, true);
  mirrored(out);
  return out;
}

PairGrams::PairGrams(std::size_t n, std::size_t dx, std::size_t dy, Arithmetic arithmetic) : n_(n), arithmetic_(arithmetic) {
  if (n < 2) throw Error(Code::TOO_FEW_ROWS, "At least 2 pairs are needed; there are " + std::to_string(n) + ".", {{"rows", double(n)}});
  if (dx < 1 || dy < 1) throw Error(Code::SHAPE, "A side needs at least one column.", {{"imageCols", double(dx)}, {"textCols", double(dy)}});
  x_.d = dx;
  y_.d = dy;
}

PairGrams::PairGrams(PairGrams&&) = default;
PairGrams::~PairGrams() = default;

void PairGrams::add(const Rows& x, const Rows& y, const double* normX, const double* normY, const double* cosine) {
  if (x.cols != x_.d || y.cols != y_.d || x.rows != y.rows || x_.norms.size() + x.rows > n_ || (cosine != nullptr) != comparable())
    throw Error(Code::SHAPE, "A slice of pairs has the wrong shape.", {{"rows", double(x.rows)}, {"cols", double(x.cols)}});
  const auto append = [](Half& half, const Rows& rows, const double* norms) {
    half.rows.insert(half.rows.end(), rows.data, rows.data + rows.rows * rows.cols);
    half.norms.insert(half.norms.end(), norms, norms + rows.rows);
  };
  append(x_, x, normX);
  append(y_, y, normY);
  if (cosine) cosines_.insert(cosines_.end(), cosine, cosine + x.rows);
}

void PairGrams::centre() {
  if (x_.norms.size() != n_)
    throw Error(Code::TOO_FEW_ROWS, "Rows are missing.", {{"rows", double(x_.norms.size())}, {"expected", double(n_)}});
  for (Half* half : {&x_, &y_}) centre(*half);
  if (comparable())
    for (Half* half : {&x_, &y_}) {
      half->alongX = along(*half, x_.mean);
      half->alongY = along(*half, y_.mean);
    }
  const auto room = [&](Products& of) {
    const Index n = Index(n_);
    if (arithmetic_ == Arithmetic::float64)
      of.wide = Matrix::Zero(n, n);
    else
      of.narrow = Eigen::MatrixXf::Zero(n, n);
  };
  room(x_.gram);
  room(y_.gram);
  if (comparable()) room(cross_);
  centred_ = true;
}

// The centred rows times v.
Vector PairGrams::along(const Half& half, const Vector& v) const {
  if (arithmetic_ == Arithmetic::float64) return half.centred.transpose() * v;
  Vector out = Vector::Zero(Index(n_));
  const Eigen::Map<const Eigen::MatrixXf> rows(half.rows.data(), Index(half.d), Index(n_));
  for (Index i = 0; i < rows.cols(); ++i) out[i] = (rows.col(i).cast<double>() - half.mean).dot(v);
  return out;
}

void PairGrams::centre(Half& half) {
  const Eigen::Map<const Eigen::MatrixXf> rows(half.rows.data(), Index(half.d), Index(n_));
  if (arithmetic_ == Arithmetic::float64) {
    half.centred = rows.cast<double>();
    half.mean = half.centred.rowwise().sum() / double(n_);
    half.centred.colwise() -= half.mean;
    return;
  }
  half.mean = Vector::Zero(Index(half.d));
  for (Index i = 0; i < rows.cols(); ++i) half.mean += rows.col(i).cast<double>();
  half.mean /= double(n_);
  Eigen::MatrixXf centred(rows.rows(), rows.cols());
  for (Index i = 0; i < rows.cols(); ++i) centred.col(i) = (rows.col(i).cast<double>() - half.mean).cast<float>();
  half.packed = std::make_unique<Packed>();
  simd::pack_rows(half.packed->rows, centred.data(), n_, half.d);
}

// The next columns, products of all rows of a with some of b; of symmetric ones from the diagonal on.
void PairGrams::columns(Products& out, const Half& a, const Half& b, bool symmetric, std::size_t count) const {
  const std::size_t first = symmetric ? column_ : 0, d = a.d;
  if (arithmetic_ == Arithmetic::float64) {
    const auto view = [d](const Half& half, std::size_t row) { return simd::Strided{half.centred.data() + row * d, std::ptrdiff_t(d), 1}; };
    simd::multiply_add(out.wide.data() + column_ * n_ + first, n_, n_ - first, count, d, 1, view(a, first), view(b, column_).transposed());
    return;
  }
  // Columns begin at whole panels.
  const simd::Panels &all = a.packed->rows, &others = b.packed->rows;
  simd::Panels some;
  some.count = count;
  some.depth = d;
  const std::size_t panels = some.panels(), begin = column_ / simd::kLanes;
  some.data.assign(others.panel(begin), others.panel(begin + panels));
  std::vector<double> values(count * n_, 0.0);
  simd::accumulate(values.data(), n_, some, all, false, first / simd::kLanes, all.panels());
  out.narrow.middleCols(Index(column_), Index(count)) = Eigen::Map<const Matrix>(values.data(), Index(n_), Index(count)).cast<float>();
}

bool PairGrams::step() {
  if (!centred_) {
    centre();
    return true;
  }
  const std::size_t products = comparable() ? 3 : 2;
  if (product_ == products) return false;
  const Half &a = product_ == 1 ? y_ : x_, &b = product_ == 0 ? x_ : y_;
  Products& out = product_ == 0 ? x_.gram : product_ == 1 ? y_.gram : cross_;
  const bool symmetric = product_ < 2;
  const std::size_t count = std::min(kColumns, n_ - column_);
  columns(out, a, b, symmetric, count);
  column_ += count;
  if (column_ < n_) return true;
  if (symmetric) out.mirror();
  column_ = 0;
  if (++product_ < products) return true;
  for (Half* half : {&x_, &y_}) {
    half->centred.resize(0, 0);
    half->packed.reset();
  }
  return false;
}

double PairGrams::done() const {
  return (double(product_) + double(column_) / double(n_)) / (comparable() ? 3 : 2);
}

Moments PairGrams::sums(const Draw& draw) const {
  MomentsPass pass(x_.d, y_.d, false);
  std::vector<float> x, y;
  std::vector<double> normX, normY, cosine;
  const auto flush = [&] {
    pass.add({x.data(), normX.size(), x_.d}, {y.data(), normX.size(), y_.d}, normX.data(), normY.data(), comparable() ? cosine.data() : nullptr);
    for (auto* values : {&x, &y}) values->clear();
    for (auto* values : {&normX, &normY, &cosine}) values->clear();
  };
  const auto append = [](std::vector<float>& to, const Half& half, std::size_t i) {
    to.insert(to.end(), half.rows.begin() + std::ptrdiff_t(i * half.d), half.rows.begin() + std::ptrdiff_t((i + 1) * half.d));
  };
  for (std::size_t a = 0; a < draw.rows.size(); ++a)
    for (double drawn = 0; drawn < draw.weight[Index(a)]; ++drawn) {
      const std::size_t i = std::size_t(draw.rows[a]);
      append(x, x_, i);
      append(y, y_, i);
      normX.push_back(x_.norms[i]);
      normY.push_back(y_.norms[i]);
      if (comparable()) cosine.push_back(cosines_[i]);
      if (normX.size() == MomentsPass::kSlice) flush();
    }
  flush();
  return pass.finish();
}

SecondOrder PairGrams::structure(const Draw& draw, bool standardised) const {
  SecondOrder s;
  s.gram = true;
  s.n = draw.n;
  s.dx = double(x_.d);
  s.dy = double(y_.d);
  s.xx = draw.centred(x_.gram);
  s.yy = draw.centred(y_.gram);
  s.xy = comparable() ? draw.centred(cross_) : Matrix(Matrix::Zero(s.xx.rows(), s.xx.cols()));
  if (standardised) {
    s.zx = draw.standardised(x_.rows.data(), x_.d);
    s.zy = draw.standardised(y_.rows.data(), y_.d);
  }
  // The diagonals hold w_i |x_i - mean|^2 / n.
  const auto once = [&](const Matrix& gram) { return Eigen::ArrayXd(draw.n * gram.diagonal().array() / draw.weight.array()); };
  const Eigen::ArrayXd a = once(s.xx), b = once(s.yy), w = draw.weight.array();
  s.kk = (w * a * a).sum();
  s.ll = (w * b * b).sum();
  s.kl = (w * a * b).sum();
  return s;
}

Quantity PairGrams::mmd(const Moments& sums, const Draw& draw, double bound) const {
  const double u = x_.mean.squaredNorm(), v = y_.mean.squaredNorm(), uv = x_.mean.dot(y_.mean);
  return within_bound(mmd_series(sums, {draw.squares(x_.gram, x_.alongX, x_.alongX, u), draw.squares(y_.gram, y_.alongY, y_.alongY, v),
                                        draw.squares(cross_, x_.alongY, y_.alongX, uv)}),
                      bound);
}

void PairGrams::check(const std::vector<std::uint32_t>& weights) const {
  if (product_ < (comparable() ? 3u : 2u)) throw Error(Code::INTERNAL, "The Gram matrices are not finished.");
  if (weights.size() != n_)
    throw Error(Code::SHAPE, "A replicate needs one weight a pair.", {{"weights", double(weights.size())}, {"pairs", double(n_)}});
}

Quantities PairGrams::replicate(const std::vector<std::uint32_t>& weights, double q, double epsilon, double mmdBound) const {
  check(weights);
  const Draw draw(weights);
  if (draw.n < 2) throw Error(Code::SHAPE, "A replicate needs at least 2 pairs.", {{"pairs", draw.n}});
  const Moments drawn = sums(draw);
  return replicate_scores(structure(draw, true), drawn, comparable() ? mmd(drawn, draw, mmdBound) : Quantity(), q, epsilon);
}

Quantities PairGrams::scores(const Draw& draw, double q, double epsilon, double mmdBound, KeptModes& image, KeptModes& text) const {
  const Moments drawn = sums(draw);
  const SecondOrder s = structure(draw, false);
  if (comparable()) {
    image = kept_modes_of_part(s, Matrix(), Side::image, q);
    text = kept_modes_of_part(s, Matrix(), Side::text, q);
  }
  return part_scores(s, drawn, comparable() ? mmd(drawn, draw, mmdBound) : Quantity(), image, text, epsilon);
}

double PairGrams::cross(const Draw& here, const Draw& there, Side anchor, const KeptModes& modes, double epsilon) const {
  if (modes.count() == 0) return 0;
  // v_k = (rows here)' u_k / sqrt(n lambda_k), and own_k = sqrt(n lambda_k) u_k. What sums to 0 needs no products about the mean.
  Matrix u = modes.basis * (here.n * modes.modes.eigenvalues).cwiseInverse().asDiagonal();
  u.rowwise() -= u.colwise().mean();
  const bool image = anchor == Side::image;
  const auto along = [&]<class Scalar>(Scalar, const Products& gram, bool transposed) {
    Matrix rows = transposed ? transposed_times(gram.part<Scalar>(here.rows, there.rows), u) : times(gram.part<Scalar>(there.rows, here.rows), u);
    rows.rowwise() -= rows.colwise().mean();
    return rows;
  };
  const auto rows = [&](const Products& gram, bool transposed) {
    return Index(here.rows.size()) < kLeastFloat32 ? along(double(), gram, transposed) : along(float(), gram, transposed);
  };
  const Matrix own = rows(image ? x_.gram : y_.gram, false), other = rows(cross_, image);
  return cross_fitted(modes.modes.covariance,
                      {own.colwise().squaredNorm().transpose() / there.n, own.cwiseProduct(other).colwise().sum().transpose() / there.n,
                       other.colwise().squaredNorm().transpose() / there.n},
                      epsilon);
}

std::array<Quantities, 2> PairGrams::halves(const std::vector<std::uint32_t>& weights, double q, double epsilon, double mmdBound) const {
  check(weights);
  std::vector<std::uint32_t> rest(weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) rest[i] = weights[i] == 0 ? 1 : 0;
  const std::array<Draw, 2> draws{Draw(weights), Draw(rest)};
  for (const Draw& draw : draws)
    if (draw.n < 2 || draw.n != double(draw.rows.size()))
      throw Error(Code::SHAPE, "A half needs at least 2 pairs, each of weight 1.", {{"pairs", draw.n}});
  return half_scores(
      comparable(),
      [&](std::size_t here, KeptModes& image, KeptModes& text) { return scores(draws[here], q, epsilon, mmdBound, image, text); },
      [&](std::size_t here, Side anchor, const KeptModes& modes) { return cross(draws[here], draws[1 - here], anchor, modes, epsilon); });
}

}  // namespace askew
