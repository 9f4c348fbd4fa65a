#include "askew/leading_modes.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "askew/spectrum.hpp"
#include "times.hpp"

namespace askew {
namespace {

using Eigen::Index;

// What is left of a column that lies in the space already; it is left out.
constexpr double kNothing = 1e-13;
// Blocks between two looks at the pairs.
constexpr Index kLook = 4;

// Takes the basis' part out of the columns, twice because one pass leaves the rounding of a large part in a small one.
void less_basis(Matrix& columns, const Matrix& basis) {
  for (int pass = 0; pass < 2 && basis.cols() > 0; ++pass) columns -= times(basis, transposed_times(basis, columns));
}

// Orthonormal columns, each also without the basis' part; those with nothing of their own are 0.
void orthonormalise(Matrix& columns, const Matrix& basis, double scale) {
  for (Index j = 0; j < columns.cols(); ++j) {
    Matrix column = columns.col(j);
    double whole = scale;
    for (int pass = 0; pass < 2; ++pass) {
      for (Index i = 0; i < j; ++i) column.col(0) -= columns.col(i).dot(column.col(0)) * columns.col(i);
      const double left = column.norm();
      if (!(left > kNothing * whole)) {
        column.setZero();
        break;
      }
      column /= left;
      whole = 1;
      less_basis(column, basis);
    }
    if (const double left = column.norm(); left > 0) column /= left;
    columns.col(j) = column;
  }
}

}  // namespace

LeadingModes::LeadingModes(Index size, Index count, Product product) : size_(size), count_(count), product_(std::move(product)) {
  if (count < 1 || count > kKrylovBlock || size < 2 * kKrylovBlock)
    throw Error(Code::OUT_OF_RANGE, "Few modes of a large matrix are looked for.", {{"count", double(count)}, {"size", double(size)}});
  next_.resize(size, kKrylovBlock);
  std::uint32_t state = 2463534242u;
  for (double& value : next_.reshaped()) {
    state = state * 1664525u + 1013904223u;
    value = double(state >> 8) * 0x1p-24 - 0.5;
  }
  orthonormalise(next_, Matrix(size, 0), 1);
}

double LeadingModes::done() const { return ended_ ? 1 : double(blocks_) / double(kKrylovBlocks); }

bool LeadingModes::step() {
  if (ended_) return false;
  const Index before = basis_.cols(), all = before + kKrylovBlock;
  basis_.conservativeResize(size_, all);
  basis_.rightCols(kKrylovBlock) = next_;
  Matrix image = product_(next_);
  if (!image.allFinite()) throw Error(Code::NOT_FINITE, "A matrix with NaN or infinite entries has no eigenmodes.");
  const double scale = image.colwise().norm().maxCoeff();
  const Matrix inside = transposed_times(basis_, image);
  projected_.conservativeResize(all, all);
  projected_.rightCols(kKrylovBlock) = inside;
  projected_.bottomRows(kKrylovBlock) = inside.transpose();
  less_basis(image, basis_);
  ++blocks_;
  const bool last = blocks_ == kKrylovBlocks || all + kKrylovBlock > size_;
  if (last || blocks_ % kLook == 0) ended_ = settled(image) || last;
  if (ended_) {
    basis_.resize(0, 0);
    return false;
  }
  next_ = std::move(image);
  orthonormalise(next_, basis_, scale);
  return true;
}

// rest: what the product of the last block has outside the basis.
bool LeadingModes::settled(const Matrix& rest) {
  Eigensolver solver(projected_);
  values_ = solver.values().head(count_);
  const Matrix inside = solver.next_vectors(count_);
  const double most = kKrylovResidual * std::abs(values_[0]);
  if ((rest * inside.bottomRows(kKrylovBlock)).colwise().norm().maxCoeff() > most / 4) return false;
  vectors_ = times(basis_, inside);
  vectors_.colwise().normalize();
  const Matrix product = product_(vectors_);
  found_ = (product - vectors_ * values_.asDiagonal()).colwise().norm().maxCoeff() <= most;
  return found_;
}

}  // namespace askew
