#include "askew/svcca.hpp"

#include <Eigen/SVD>
#include <algorithm>
#include <cmath>

#include "askew/spectrum.hpp"

namespace askew {

Matrix svcca_basis(const SecondOrder& s, Side side) {
  const bool image = side == Side::image;
  const Matrix& c = image ? s.xx : s.yy;
  Vector scale;
  Matrix z;
  if (s.gram) {
    z = image ? s.zx : s.zy;
  } else {
    scale = ((c.diagonal().array().max(0.0) * s.n / (s.n - 1)).sqrt() + kStandardiseGuard).inverse();
    z = s.n * (scale.asDiagonal() * c * scale.asDiagonal());
  }
  const Eigenmodes e = eigenmodes(z);
  Eigen::Index k = 0;
  while (k < std::min<Eigen::Index>(kSvccaDirections, e.values.size()) && e.values[k] > 1e-10 * e.values[0]) ++k;
  Matrix basis = e.vectors.leftCols(k);
  if (!s.gram) basis = scale.asDiagonal() * basis * e.values.head(k).cwiseSqrt().cwiseInverse().asDiagonal();
  return basis;
}

Quantity svcca(const SecondOrder& s, const Matrix& imageBasis, const Matrix& textBasis) {
  if (imageBasis.cols() == 0 || textBasis.cols() == 0) return Quantity::unavailable("one side has no variance");
  const Matrix cross =
      s.gram ? Matrix(imageBasis.transpose() * textBasis) : Matrix(s.n * (imageBasis.transpose() * s.xy * textBasis));
  const Vector r = Eigen::JacobiSVD<Matrix>(cross).singularValues();
  return {std::min(1.0, r.mean()), {}};
}

}  // namespace askew
