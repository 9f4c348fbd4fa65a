#include "askew/spectrum.hpp"

#include <algorithm>
#include <cmath>

#include "panel.hpp"
#include "tridiagonal.hpp"

namespace askew {
namespace {

using Eigen::Index;

// Eigenvalues closer than this share of the largest are orthogonalised against each other.
constexpr double kCluster = 1e-9;
template <class Scalar>
constexpr int kInverseSteps = sizeof(Scalar) == 8 ? 3 : 2;
// Entries of a unit vector below this are left out.
template <class Scalar>
constexpr double kNothing = sizeof(Scalar) == 8 ? 0 : 1e-14;

// Inverse iteration leaves a sign that rounding decides: the largest entry becomes positive, of several as large the first.
template <class Scalar>
void face_forward(Eigen::Ref<VectorOf<Scalar>> v) {
  constexpr Scalar kAlmost = Scalar(1 - 1e-4);
  const Scalar most = kAlmost * v.cwiseAbs().maxCoeff();
  Index first = 0;
  while (std::abs(v[first]) < most) ++first;
  if (v[first] < 0) v = -v;
}

}  // namespace

template <class Scalar>
EigensolverOf<Scalar>::EigensolverOf(Values symmetric) : n_(symmetric.rows()), a_(std::move(symmetric)) {
  if (n_ == 0 || a_.cols() != n_)
    throw Error(Code::SHAPE, "Eigenmodes need a square matrix.", {{"rows", double(a_.rows())}, {"cols", double(a_.cols())}});
  if (!a_.allFinite()) throw Error(Code::NOT_FINITE, "A matrix with NaN or infinite entries has no eigenmodes.");
  tau_ = VectorOf<Scalar>::Zero(n_);
  diagonal_ = Vector::Zero(n_);
  below_ = Vector::Zero(std::max<Index>(n_ - 1, 0));
}

template <class Scalar>
double EigensolverOf<Scalar>::done() const { return 1 - std::pow(1 - double(reduced_) / double(n_), 3); }

template <class Scalar>
bool EigensolverOf<Scalar>::step() {
  if (reduced_ < n_) panel(std::min(kPanel, n_ - reduced_));
  return reduced_ < n_;
}

template <class Scalar>
void EigensolverOf<Scalar>::panel(Index columns) {
  const Index first = reduced_, rest = n_ - first;
  // V: the panel's reflectors; W: so that the update is A - V W' - W V'. Rows are those from `first` on.
  Values v = Values::Zero(rest, columns), w = Values::Zero(rest, columns);
  VectorOf<Scalar> product(rest);
  for (Index i = 0; i < columns; ++i) {
    const Index c = first + i, below = n_ - c - 1;
    auto column = a_.col(c).segment(c, n_ - c);
    // The panel's earlier reflectors on this column: A - V W' - W V'.
    if (i > 0) {
      subtract_times<Scalar>(v.block(i, 0, rest - i, i), w.row(i).head(i).transpose(), column);
      subtract_times<Scalar>(w.block(i, 0, rest - i, i), v.row(i).head(i).transpose(), column);
    }
    diagonal_[c] = column[0];
    if (below == 0) continue;
    // Reflector that leaves only the first entry below the diagonal.
    auto x = a_.col(c).segment(c + 1, below);
    const Reflector<Scalar> reflector = reflect<Scalar>(x);
    tau_[c] = reflector.tau;
    below_[c] = reflector.beta;
    v.col(i).segment(i + 1, below) = x;
    if (reflector.tau == 0) continue;

    auto p = product.head(below);
    simd::symmetric_times(&a_(c + 1, c + 1), std::size_t(n_), std::size_t(below), x.data(), p.data());
    if (i > 0) {
      const VectorOf<Scalar> wx = transposed_product<Scalar>(w.block(i + 1, 0, below, i), x), vx = transposed_product<Scalar>(v.block(i + 1, 0, below, i), x);
      subtract_times<Scalar>(v.block(i + 1, 0, below, i), wx, p);
      subtract_times<Scalar>(w.block(i + 1, 0, below, i), vx, p);
    }
    p *= tau_[c];
    w.col(i).segment(i + 1, below) = p - Scalar(0.5) * tau_[c] * p.dot(x) * x;
  }
  reduced_ += columns;
  const Index left = n_ - reduced_;
  if (left == 0) return;
  Values both(left, 2 * columns), other(left, 2 * columns);
  both << v.bottomRows(left), w.bottomRows(left);
  other << w.bottomRows(left), v.bottomRows(left);
  simd::multiply_add(&a_(reduced_, reduced_), std::size_t(n_), std::size_t(left), std::size_t(left), std::size_t(2 * columns), -1,
                     view<Scalar>(both), view<Scalar>(other).transposed(), true);
}

template <class Scalar>
const Vector& EigensolverOf<Scalar>::values() {
  while (step()) {
  }
  if (values_.size() == n_) return values_;
  values_ = tridiagonal_values(diagonal_, below_);
  scale_ = std::max(std::abs(values_[0]), std::abs(values_[n_ - 1]));
  return values_;
}

template <class Scalar>
const Vector& EigensolverOf<Scalar>::leading_values(Index count) {
  while (step()) {
  }
  if (values_.size() >= count) return values_;
  scale_ = std::max(diagonal_.cwiseAbs().maxCoeff(), n_ > 1 ? below_.cwiseAbs().maxCoeff() : 0);
  values_ = leading_tridiagonal_values(diagonal_, below_, count, scale_);
  return values_;
}

template <class Scalar>
void EigensolverOf<Scalar>::tridiagonal_vectors(Index count) {
  const double scale = std::max(scale_, 1e-280), tiny = 2.3e-16 * scale;
  const Index first = inner_.cols();
  inner_.conservativeResize(n_, first + count);
  Index near = 0;
  double previous = 0;
  for (Index k = first; k < first + count; ++k) {
    while (values_[near] - values_[k] > kCluster * scale) ++near;
    // Equal eigenvalues are told apart by a rounding, so that their solves differ.
    double lambda = values_[k];
    if (k > first && near < k && previous - lambda < tiny) lambda = previous - tiny;
    previous = lambda;
    const ShiftedTridiagonal lu(diagonal_, below_, lambda, tiny);
    auto x = inner_.col(k);
    // A start without structure: a linear congruence of the row and the mode.
    std::uint32_t state = 2463534242u + 7919u * std::uint32_t(k);
    for (Index i = 0; i < n_; ++i) {
      state = state * 1664525u + 1013904223u;
      x[i] = double(state >> 8) * 0x1p-24 - 0.5;
    }
    for (int step = 0; step < kInverseSteps<Scalar>; ++step) {
      lu.solve(x.data());
      x /= x.cwiseAbs().maxCoeff();
      for (Index j = near; j < k; ++j) x -= inner_.col(j).dot(x) * inner_.col(j);
      x.normalize();
    }
  }
}

template <class Scalar>
Matrix EigensolverOf<Scalar>::next_vectors(Index count) {
  if (values_.size() == 0) values();
  const Index first = inner_.cols();
  if (count < 0 || first + count > values_.size())
    throw Error(Code::OUT_OF_RANGE, "There are not so many eigenmodes.", {{"first", double(first)}, {"count", double(count)}, {"modes", double(values_.size())}});
  if (count == 0) return Matrix(n_, 0);
  tridiagonal_vectors(count);
  // What is nothing beside 1 would become subnormal numbers, which are slow.
  Values u = inner_.rightCols(count).unaryExpr([](double value) { return std::abs(value) < kNothing<Scalar> ? Scalar(0) : Scalar(value); });
  // Q = H_0 H_1 …, a panel at a time from the last: U - V T (V'U), T upper triangular (Schreiber and Van Loan 1989).
  const Index reflectors = std::max<Index>(n_ - 1, 0);
  for (Index end = reflectors; end > 0;) {
    const Index begin = (end - 1) / kPanel * kPanel, size = end - begin, rows = n_ - begin - 1;
    Values v = Values::Zero(rows, size);
    for (Index i = 0; i < size; ++i) v.col(i).tail(rows - i) = a_.col(begin + i).tail(rows - i);
    Values t = Values::Zero(size, size);
    for (Index i = 0; i < size; ++i) {
      const Scalar tau = tau_[begin + i];
      t(i, i) = tau;
      if (i == 0) continue;
      const VectorOf<Scalar> inner = transposed_product<Scalar>(v.leftCols(i), v.col(i));
      t.col(i).head(i) = -tau * (t.topLeftCorner(i, i) * inner);
    }
    Values vu = Values::Zero(size, count);
    Scalar* top = u.data() + begin + 1;
    simd::multiply_add(vu.data(), std::size_t(size), std::size_t(size), std::size_t(count), std::size_t(rows), 1,
                       view<Scalar>(v).transposed(), {top, 1, n_});
    const Values tvu = t * vu;
    simd::multiply_add(top, std::size_t(n_), std::size_t(rows), std::size_t(count), std::size_t(size), -1, view<Scalar>(v), view<Scalar>(tvu));
    end = begin;
  }
  for (Index k = 0; k < count; ++k) face_forward<Scalar>(u.col(k));
  return u.template cast<double>();
}

template class EigensolverOf<double>;
template class EigensolverOf<float>;

Eigenmodes eigenmodes(const Matrix& symmetric) {
  Eigensolver solver(symmetric);
  const Vector values = solver.values();
  return {values, solver.next_vectors(values.size())};
}

SpectrumSummary summary(const Vector& eigenvalues) {
  const Eigen::ArrayXd l = eigenvalues.array().max(0.0);
  const double trace = l.sum();
  if (!(trace > 0)) return {0, 0, 0};
  double entropy = 0;
  for (const double v : l)
    if (v > 0) entropy -= v / trace * std::log(v / trace);
  return {trace, std::exp(entropy), trace * trace / l.square().sum()};
}

}  // namespace askew
