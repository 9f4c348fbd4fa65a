#include "askew/spectrum.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "simd/strided_product.hpp"
#include "simd/vector.hpp"

namespace askew {
namespace {

using Eigen::Index;

// Columns reduced together; the rest of the matrix is updated once a panel.
constexpr Index kPanel = 32;
// Eigenvalues closer than this share of the largest are orthogonalised against each other.
constexpr double kCluster = 1e-9;
constexpr int kInverseSteps = 3;
// Entries of a unit vector below this are left out.
template <class Scalar>
constexpr double kNothing = sizeof(Scalar) == 8 ? 0 : 1e-14;

template <class Scalar>
using VectorOf = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

template <class Scalar>
simd::StridedOf<Scalar> strided(const Scalar* data, Index lead) {
  return {data, 1, std::ptrdiff_t(lead)};
}

template <class Scalar>
using Columns = Eigen::Ref<const MatrixOf<Scalar>, 0, Eigen::OuterStride<>>;

// y -= A x and A'x for a few columns A. In float64 the order of adding stays that by which saved audits were made.
template <class Scalar>
void subtract_times(const Columns<Scalar>& a, const VectorOf<Scalar>& x, Eigen::Ref<VectorOf<Scalar>> y) {
  if constexpr (sizeof(Scalar) == 8) {
    y.noalias() -= a * x;
  } else {
    const VectorOf<Scalar> less = -x;
    simd::add_times(a.data(), std::size_t(a.outerStride()), std::size_t(a.rows()), std::size_t(a.cols()), less.data(), y.data());
  }
}

template <class Scalar>
VectorOf<Scalar> transposed_times(const Columns<Scalar>& a, const Eigen::Ref<const VectorOf<Scalar>>& x) {
  if constexpr (sizeof(Scalar) == 8) {
    return a.transpose() * x;
  } else {
    VectorOf<Scalar> out(a.cols());
    simd::transposed_times(a.data(), std::size_t(a.outerStride()), std::size_t(a.rows()), std::size_t(a.cols()), x.data(), out.data());
    return out;
  }
}

// LU of a tridiagonal matrix minus lambda I, with partial pivoting.
class ShiftedTridiagonal {
 public:
  ShiftedTridiagonal(const Vector& diagonal, const Vector& below, double lambda, double tiny)
      : n_(diagonal.size()), d_(diagonal.array() - lambda), u_(Vector::Zero(n_)), w_(Vector::Zero(n_)), l_(Vector::Zero(n_)), swap_(n_, 0) {
    u_.head(n_ - 1) = below;
    for (Index i = 0; i + 1 < n_; ++i) {
      const double sub = below[i];
      if (std::abs(d_[i]) >= std::abs(sub)) {
        if (d_[i] == 0) d_[i] = tiny;
        l_[i] = sub / d_[i];
        d_[i + 1] -= l_[i] * u_[i];
      } else {
        swap_[i] = 1;
        l_[i] = d_[i] / sub;
        d_[i] = sub;
        const double next = d_[i + 1];
        d_[i + 1] = u_[i] - l_[i] * next;
        u_[i] = next;
        if (i + 2 < n_) {
          w_[i] = u_[i + 1];
          u_[i + 1] = -l_[i] * w_[i];
        }
      }
    }
    for (Index i = 0; i < n_; ++i)
      if (std::abs(d_[i]) < tiny) d_[i] = std::copysign(tiny, d_[i]);
  }

  void solve(double* x) const {
    for (Index i = 0; i + 1 < n_; ++i) {
      if (swap_[i]) std::swap(x[i], x[i + 1]);
      x[i + 1] -= l_[i] * x[i];
    }
    for (Index i = n_ - 1; i >= 0; --i) {
      double s = x[i];
      if (i + 1 < n_) s -= u_[i] * x[i + 1];
      if (i + 2 < n_) s -= w_[i] * x[i + 2];
      x[i] = s / d_[i];
    }
  }

 private:
  Index n_;
  Vector d_, u_, w_, l_;
  std::vector<char> swap_;
};

// Eigenvalues of a symmetric tridiagonal matrix, descending: implicit QL with Wilkinson's shift.
// Source: Dubrulle, Martin and Wilkinson 1968, "The implicit QL algorithm", Numer. Math. 12.
Vector tridiagonal_values(Vector d, const Vector& below) {
  const Index n = d.size();
  double scale = d.cwiseAbs().maxCoeff();
  if (n > 1) scale = std::max(scale, below.cwiseAbs().maxCoeff());
  if (!(scale > 0)) return d;
  d /= scale;
  Vector e = Vector::Zero(n);
  e.head(n - 1) = below / scale;
  // QL converges fast where the small entries come first.
  if (std::abs(d[0]) > std::abs(d[n - 1])) {
    d.reverseInPlace();
    e.head(n - 1).reverseInPlace();
  }
  constexpr double kEpsilon = 0x1p-52;
  constexpr double kNegligible = 1e-18;  // beside the largest entry, 1
  // Between entries that rounding keeps stirring, what is left of 0 never becomes so small: there the error of the whole is good enough.
  constexpr int kPatience = 60, kMost = 200;
  for (Index l = 0; l < n; ++l) {
    for (int turn = 0;; ++turn) {
      const double negligible = turn < kPatience ? kNegligible : kEpsilon;
      Index m = l;
      while (m + 1 < n && std::abs(e[m]) > std::max(negligible, kEpsilon * (std::abs(d[m]) + std::abs(d[m + 1])))) ++m;
      if (m == l) break;
      if (turn == kMost) throw Error(Code::INTERNAL, "The eigenvalue iteration did not converge.");
      const double half = (d[l + 1] - d[l]) / (2 * e[l]), root = std::sqrt(half * half + 1);
      double g = d[m] - d[l] + e[l] / (half + std::copysign(root, half));
      double sine = 1, cosine = 1, moved = 0;
      Index i = m - 1;
      for (; i >= l; --i) {
        const double f = sine * e[i], b = cosine * e[i], r = std::sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r == 0) {
          d[i + 1] -= moved;
          e[m] = 0;
          break;
        }
        sine = f / r;
        cosine = g / r;
        g = d[i + 1] - moved;
        const double t = (d[i] - g) * sine + 2 * cosine * b;
        moved = sine * t;
        d[i + 1] = g + moved;
        g = cosine * t - b;
      }
      if (i >= l) continue;
      d[l] -= moved;
      e[l] = g;
      e[m] = 0;
    }
  }
  std::sort(d.data(), d.data() + n, std::greater<>());
  return d * scale;
}

// How many eigenvalues lie above each of some shifts.
constexpr std::size_t kShifts = 8;
using Shifts = std::array<double, kShifts>;
std::array<Index, kShifts> above(const Vector& diagonal, const Vector& squares, const Shifts& shifts, double tiny) {
  constexpr std::size_t vectors = kShifts / 2;
  simd::d2 shift[vectors], pivot[vectors];
  simd::i2 below[vectors] = {};
  for (std::size_t v = 0; v < vectors; ++v) {
    shift[v] = simd::load(shifts.data() + 2 * v);
    pivot[v] = simd::d2{1, 1};
  }
  const simd::d2 least{tiny, tiny};
  for (Index i = 0; i < diagonal.size(); ++i) {
    const double e = i > 0 ? squares[i - 1] : 0;
    const simd::d2 entry{diagonal[i], diagonal[i]}, square{e, e};
    for (std::size_t v = 0; v < vectors; ++v) {
      const simd::d2 next = entry - shift[v] - square / pivot[v];
      const simd::i2 nothing = (next < least) & (next > -least);
      pivot[v] = nothing ? -least : next;
      below[v] -= pivot[v] < simd::d2{0, 0};
    }
  }
  std::array<Index, kShifts> out;
  for (std::size_t k = 0; k < kShifts; ++k) out[k] = diagonal.size() - Index(below[k / 2][k % 2]);
  return out;
}

// The largest eigenvalues of a symmetric tridiagonal matrix of this scale, descending.
Vector leading_tridiagonal_values(const Vector& diagonal, const Vector& below, Index count, double scale) {
  constexpr int kHalvings = 46;
  const Vector squares = below.cwiseAbs2();
  const double tiny = std::max(1e-32 * scale, 1e-290);
  Vector out(count);
  // All of them lie below the last one found, or Gershgorin's bound.
  double most = 3 * scale;
  for (Index first = 0; first < count; first += Index(kShifts)) {
    Shifts low, high;
    low.fill(-3 * scale);
    high.fill(most);
    for (int step = 0; step < kHalvings; ++step) {
      Shifts middle;
      for (std::size_t k = 0; k < kShifts; ++k) middle[k] = 0.5 * (low[k] + high[k]);
      const auto larger = above(diagonal, squares, middle, tiny);
      for (std::size_t k = 0; k < kShifts; ++k) (larger[k] > first + Index(k) ? low : high)[k] = middle[k];
    }
    for (Index k = 0; k < std::min(count - first, Index(kShifts)); ++k) out[first + k] = 0.5 * (low[std::size_t(k)] + high[std::size_t(k)]);
    most = high[kShifts - 1];
  }
  return out;
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
    const Scalar tail = x.tail(below - 1).squaredNorm(), head = x[0];
    if (tail == 0) {
      tau_[c] = 0;
      below_[c] = head;
      v(i + 1, i) = 1;
      x[0] = 1;
      continue;
    }
    const Scalar beta = -std::copysign(std::sqrt(head * head + tail), head);
    tau_[c] = (beta - head) / beta;
    x.tail(below - 1) /= head - beta;
    x[0] = 1;
    below_[c] = beta;
    v.col(i).segment(i + 1, below) = x;

    auto p = product.head(below);
    simd::symmetric_times(&a_(c + 1, c + 1), std::size_t(n_), std::size_t(below), x.data(), p.data());
    if (i > 0) {
      const VectorOf<Scalar> wx = transposed_times<Scalar>(w.block(i + 1, 0, below, i), x), vx = transposed_times<Scalar>(v.block(i + 1, 0, below, i), x);
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
                     strided<Scalar>(both.data(), left), strided<Scalar>(other.data(), left).transposed(), true);
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
    for (int step = 0; step < kInverseSteps; ++step) {
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
      const VectorOf<Scalar> inner = transposed_times<Scalar>(v.leftCols(i), v.col(i));
      t.col(i).head(i) = -tau * (t.topLeftCorner(i, i) * inner);
    }
    Values vu = Values::Zero(size, count);
    Scalar* top = u.data() + begin + 1;
    simd::multiply_add(vu.data(), std::size_t(size), std::size_t(size), std::size_t(count), std::size_t(rows), 1,
                       strided<Scalar>(v.data(), rows).transposed(), strided<Scalar>(top, n_));
    const Values tvu = t * vu;
    simd::multiply_add(top, std::size_t(n_), std::size_t(rows), std::size_t(count), std::size_t(size), -1, strided<Scalar>(v.data(), rows),
                       strided<Scalar>(tvu.data(), size));
    end = begin;
  }
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
