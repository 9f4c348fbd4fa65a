#include "askew/singular_values.hpp"

#include <algorithm>

#include "panel.hpp"
#include "tridiagonal.hpp"

namespace askew {
namespace {

using Eigen::Index;

// Reduces `columns` columns and rows of an upper bidiagonal matrix from `first` on; what is left becomes A - V Y' - X U'.
// V, U: the reflectors of columns and of rows. All matrices count from `first`.
// Source: Dongarra, Sorensen and Hammarling 1989, "Block reduction of matrices to condensed forms", J. Comput. Appl. Math. 27.
void reduce(Matrix& a, Index first, Index columns, Vector& diagonal, Vector& above) {
  const Index m = a.rows() - first, n = a.cols() - first;
  Matrix v = Matrix::Zero(m, columns), x = v, y = Matrix::Zero(n, columns), u = y;
  for (Index i = 0; i < columns; ++i) {
    const Index c = first + i, below = m - i, right = n - i - 1;
    Vector column = a.col(c).tail(below);
    subtract_times<double>(v.block(i, 0, below, i), y.row(i).head(i).transpose(), column);
    subtract_times<double>(x.block(i, 0, below, i), u.row(i).head(i).transpose(), column);
    const auto left = reflect<double>(column);
    diagonal[c] = left.beta;
    v.col(i).tail(below) = column;
    if (right == 0) continue;

    Vector along = transposed_product<double>(a.block(c, c + 1, below, right), column);
    subtract_times<double>(y.block(i + 1, 0, right, i), transposed_product<double>(v.block(i, 0, below, i), column), along);
    subtract_times<double>(u.block(i + 1, 0, right, i), transposed_product<double>(x.block(i, 0, below, i), column), along);
    y.col(i).tail(right) = left.tau * along;

    Vector row = a.row(c).tail(right).transpose();
    subtract_times<double>(y.block(i + 1, 0, right, i + 1), v.row(i).head(i + 1).transpose(), row);
    subtract_times<double>(u.block(i + 1, 0, right, i), x.row(i).head(i).transpose(), row);
    const auto rest = reflect<double>(row);
    above[c] = rest.beta;
    u.col(i).tail(right) = row;

    Vector product = Vector::Zero(below - 1);
    subtract_times<double>(a.block(c + 1, c + 1, below - 1, right), -row, product);
    subtract_times<double>(v.block(i + 1, 0, below - 1, i + 1), transposed_product<double>(y.block(i + 1, 0, right, i + 1), row), product);
    subtract_times<double>(x.block(i + 1, 0, below - 1, i), transposed_product<double>(u.block(i + 1, 0, right, i), row), product);
    x.col(i).tail(below - 1) = rest.tau * product;
  }
  const Index rows = m - columns, cols = n - columns;
  if (cols == 0) return;
  Matrix own(rows, 2 * columns), other(cols, 2 * columns);
  own << v.bottomRows(rows), x.bottomRows(rows);
  other << y.bottomRows(cols), u.bottomRows(cols);
  simd::multiply_add(&a(first + columns, first + columns), std::size_t(a.rows()), std::size_t(rows), std::size_t(cols), std::size_t(2 * columns), -1,
                     view(own), view(other).transposed());
}

}  // namespace

Vector singular_values(Matrix m) {
  if (!m.allFinite()) throw Error(Code::NOT_FINITE, "A matrix with NaN or infinite entries has no singular values.");
  if (m.rows() < m.cols()) m = Matrix(m.transpose());
  const Index n = m.cols();
  if (n == 0) return Vector(0);
  Vector diagonal(n), above(n - 1);
  for (Index first = 0; first < n; first += kPanel) reduce(m, first, std::min(kPanel, n - first), diagonal, above);
  // d_0, e_0, d_1, e_1 … d_(n - 1) beside a diagonal of 0
  Vector beside(2 * n - 1);
  beside(Eigen::seqN(0, n, 2)) = diagonal;
  beside(Eigen::seqN(1, n - 1, 2)) = above;
  return tridiagonal_values(Vector::Zero(2 * n), beside).head(n).cwiseMax(0);
}

}  // namespace askew
