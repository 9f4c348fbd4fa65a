#include "askew/svcca.hpp"

#include <algorithm>
#include <cmath>

#include "times.hpp"

namespace askew {

const Matrix& SvccaBasis::own() const {
  const bool image = side_ == Side::image;
  return s_->gram ? (image ? s_->zx : s_->zy) : (image ? s_->xx : s_->yy);
}

Matrix SvccaBasis::standardised() const {
  if (s_->gram) return own();
  return s_->n * (scale_.asDiagonal() * own() * scale_.asDiagonal());
}

Matrix SvccaBasis::standardised_times(const Matrix& v) const {
  if (s_->gram) return times(own(), v);
  return s_->n * (scale_.asDiagonal() * times(own(), Matrix(scale_.asDiagonal() * v)));
}

SvccaBasis::SvccaBasis(std::shared_ptr<const SecondOrder> s, Side side, Eigen::Index least) : s_(std::move(s)), side_(side) {
  if (!s_->gram) scale_ = ((own().diagonal().array().max(0.0) * s_->n / (s_->n - 1)).sqrt() + kStandardiseGuard).inverse();
  if (own().rows() >= least)
    leading_.emplace(own().rows(), kSvccaDirections, [this](const Matrix& v) { return standardised_times(v); });
  else
    solver_.emplace(standardised());
}

SvccaBasis::SvccaBasis(const SecondOrder& s, Side side, Eigen::Index least) : SvccaBasis(std::make_shared<const SecondOrder>(s), side, least) {}

bool SvccaBasis::step() {
  if (solver_) return solver_->step();
  if (leading_->step()) return true;
  if (leading_->found()) return false;
  solver_.emplace(standardised());
  return true;
}

double SvccaBasis::done() const { return solver_ ? solver_->done() : leading_->done(); }

Matrix SvccaBasis::finish() {
  while (step()) {
  }
  const Vector values = solver_ ? solver_->values() : leading_->values();
  Eigen::Index k = 0;
  while (k < std::min<Eigen::Index>(kSvccaDirections, values.size()) && values[k] > kSvccaResolved * values[0]) ++k;
  Matrix basis = solver_ ? solver_->next_vectors(k) : Matrix(leading_->vectors().leftCols(k));
  if (!s_->gram) basis = scale_.asDiagonal() * basis * values.head(k).cwiseSqrt().cwiseInverse().asDiagonal();
  return basis;
}

// Square roots of the eigenvalues of M'M.
Quantity mean_correlation(const Matrix& m) {
  const Vector squares = Eigensolver(m.rows() < m.cols() ? Matrix(m * m.transpose()) : Matrix(m.transpose() * m)).values();
  return {squares.cwiseMax(0.0).cwiseMin(1.0).cwiseSqrt().mean(), {}};
}

Quantity svcca(const SecondOrder& s, const Matrix& imageBasis, const Matrix& textBasis) {
  if (imageBasis.rows() != s.xx.rows() || textBasis.rows() != s.yy.rows())
    throw Error(Code::SHAPE, "A basis has other rows than its side.", {{"imageRows", double(imageBasis.rows())}, {"textRows", double(textBasis.rows())}});
  if (imageBasis.cols() == 0 || textBasis.cols() == 0) return Quantity::unavailable("one side has no variance");
  return mean_correlation(s.gram ? Matrix(imageBasis.transpose() * textBasis)
                                 : Matrix(s.n * (imageBasis.transpose() * s.xy * textBasis)));
}

namespace {

// An eigenvalue of Z'Z below this share of the largest is not resolved in float64; it is found from what the others leave.
constexpr double kResolved = 1e-10;

// The leading left singular vectors of the standardised rows, one a column: those that Z'Z resolves, then those of Z without
// them, and so on, down to kSvccaNull of the first singular value.
Matrix leading(const Rows& x) {
  const Eigen::Index n = Eigen::Index(x.rows), d = Eigen::Index(x.cols), want = std::min({Eigen::Index(kSvccaDirections), n, d});
  Matrix z = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(x.data, n, d).cast<double>();
  z.rowwise() -= z.colwise().mean().eval();
  const Eigen::RowVectorXd std = (z.colwise().squaredNorm() / double(n - 1)).cwiseSqrt();
  z.array().rowwise() /= std.array() + kStandardiseGuard;
  Matrix u(n, 0);
  double null = 0;
  while (u.cols() < want) {
    const bool wide = n < d;
    const Matrix zt = wide ? Matrix(z.transpose()) : Matrix();
    Eigensolver solver(wide ? transposed_times(zt, zt) : transposed_times(z, z));
    const Vector values = solver.values();
    if (u.cols() == 0) null = values[0] * kSvccaNull * kSvccaNull;
    if (!(values[0] > null)) break;
    Eigen::Index k = 0;
    while (k < std::min(want - u.cols(), values.size()) && values[k] > std::max(kResolved * values[0], null)) ++k;
    const Matrix v = solver.next_vectors(k);
    Matrix next = wide ? v : Matrix(z * v);
    // Twice, because one pass of Gram and Schmidt leaves the rounding of a large part in a small one.
    for (int pass = 0; pass < 2; ++pass) {
      if (u.cols() > 0) next -= u * (u.transpose() * next);
      for (Eigen::Index j = 0; j < k; ++j) {
        for (Eigen::Index i = 0; i < j; ++i) next.col(j) -= next.col(i).dot(next.col(j)) * next.col(i);
        next.col(j).normalize();
      }
    }
    z -= next * transposed_times(next, z);
    u.conservativeResize(n, u.cols() + k);
    u.rightCols(k) = next;
  }
  return u;
}

}  // namespace

Quantity svcca_rows(const Rows& x, const Rows& y) {
  if (x.rows != y.rows) throw Error(Code::SHAPE, "The sides differ in rows.", {{"rows", double(x.rows)}, {"otherRows", double(y.rows)}});
  if (x.rows < 2) throw Error(Code::TOO_FEW_ROWS, "At least 2 pairs are needed.", {{"rows", double(x.rows)}});
  const Matrix u = leading(x), v = leading(y);
  if (u.cols() == 0 || v.cols() == 0) return Quantity::unavailable("one side has no variance");
  return mean_correlation(transposed_times(u, v));
}

}  // namespace askew
