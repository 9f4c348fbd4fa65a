#include "askew/svcca.hpp"

#include <Eigen/QR>
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>


namespace askew {

Matrix SvccaBasis::standardised(const SecondOrder& s, Side side, Vector& scale) {
  const bool image = side == Side::image;
  if (s.gram) return image ? s.zx : s.zy;
  const Matrix& c = image ? s.xx : s.yy;
  scale = ((c.diagonal().array().max(0.0) * s.n / (s.n - 1)).sqrt() + kStandardiseGuard).inverse();
  return s.n * (scale.asDiagonal() * c * scale.asDiagonal());
}

SvccaBasis::SvccaBasis(const SecondOrder& s, Side side) : gram_(s.gram), solver_(standardised(s, side, scale_)) {}

Matrix SvccaBasis::finish() {
  const Vector& values = solver_.values();
  Eigen::Index k = 0;
  while (k < std::min<Eigen::Index>(kSvccaDirections, values.size()) && values[k] > kSvccaResolved * values[0]) ++k;
  Matrix basis = solver_.next_vectors(k);
  if (!gram_) basis = scale_.asDiagonal() * basis * values.head(k).cwiseSqrt().cwiseInverse().asDiagonal();
  return basis;
}

Quantity svcca(const SecondOrder& s, const Matrix& imageBasis, const Matrix& textBasis) {
  if (imageBasis.cols() == 0 || textBasis.cols() == 0) return Quantity::unavailable("one side has no variance");
  const Matrix cross =
      s.gram ? Matrix(imageBasis.transpose() * textBasis) : Matrix(s.n * (imageBasis.transpose() * s.xy * textBasis));
  const Vector r = Eigen::JacobiSVD<Matrix>(cross).singularValues();
  return {std::min(1.0, r.mean()), {}};
}

namespace {

// The leading left singular vectors of the standardised rows; none where no column varies.
Matrix leading(const Rows& x) {
  const Eigen::Index n = Eigen::Index(x.rows), d = Eigen::Index(x.cols);
  Matrix z = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(x.data, n, d).cast<double>();
  z.rowwise() -= z.colwise().mean().eval();
  const Eigen::RowVectorXd std = (z.colwise().squaredNorm() / double(n - 1)).cwiseSqrt();
  if (!(std.maxCoeff() > 0)) return Matrix(n, 0);
  z.array().rowwise() /= std.array() + kStandardiseGuard;
  const Eigen::Index k = std::min({Eigen::Index(kSvccaDirections), n, d});
  if (n <= d) return Eigen::BDCSVD<Matrix>(z, Eigen::ComputeThinU).matrixU().leftCols(k);
  const Eigen::HouseholderQR<Matrix> qr(z);
  const Matrix r = qr.matrixQR().topRows(d).triangularView<Eigen::Upper>();
  Matrix u = Matrix::Zero(n, k);
  u.topRows(d) = Eigen::BDCSVD<Matrix>(r, Eigen::ComputeThinU).matrixU().leftCols(k);
  u.applyOnTheLeft(qr.householderQ());
  return u;
}

}  // namespace

Quantity svcca_rows(const Rows& x, const Rows& y) {
  if (x.rows != y.rows) throw Error(Code::SHAPE, "The sides differ in rows.", {{"rows", double(x.rows)}, {"otherRows", double(y.rows)}});
  if (x.rows < 2) throw Error(Code::TOO_FEW_ROWS, "At least 2 pairs are needed.", {{"rows", double(x.rows)}});
  const Matrix u = leading(x), v = leading(y);
  if (u.cols() == 0 || v.cols() == 0) return Quantity::unavailable("one side has no variance");
  const Vector r = Eigen::JacobiSVD<Matrix>(u.transpose() * v).singularValues();
  return {std::min(1.0, r.mean()), {}};
}

}  // namespace askew
