#include "askew/spectral_alignment.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "times.hpp"

namespace askew {

namespace {

using Eigen::Index;

// Modes are found in chunks that always begin at the same places, so that a mode's digits do not depend on how many
// modes were asked for before it.
constexpr Index kChunk = 64;
constexpr double kNull = 1e-13;
// Columns with less than this share of the largest variance do not vary: what is left is the rounding of their mean.
constexpr double kConstant = 1e-20;
// Values of the basis that are kept, a side.
constexpr Index kBasisValues = Index(1) << 23;
// Rows that are widened to float64 at once.
constexpr Index kSlice = 256;
constexpr double kScaleFree = 1e-12;

}  // namespace

Index most_modes(const SecondOrder& s, Side anchor) {
  const Index rows = Index(s.n) - 1, cols = Index(anchor == Side::image ? s.dx : s.dy);
  if (s.gram) return std::min(rows, cols);
  const auto variances = (anchor == Side::image ? s.xx : s.yy).diagonal().array();
  return std::min(rows, Index((variances > kConstant * variances.maxCoeff()).count()));
}

AnchorPass::AnchorPass(std::shared_ptr<const SecondOrder> s, Side anchor)
    : s_(std::move(s)), anchor_(anchor), most_(most_modes(*s_, anchor)), solver_(anchor == Side::image ? s_->xx : s_->yy) {}

AnchorPass::AnchorPass(SecondOrder s, Side anchor) : AnchorPass(std::make_shared<const SecondOrder>(std::move(s)), anchor) {}

const Vector& AnchorPass::eigenvalues() {
  if (rank_ >= 0) return modes_.eigenvalues;
  const Vector& values = solver_.values();
  const Index d = Index(anchor_ == Side::image ? s_->dx : s_->dy), count = std::min(values.size(), most_);
  modes_ = {Vector::Zero(d), Vector::Zero(d), Vector::Zero(d)};
  rank_ = 0;
  // Rounding lifts an eigenvalue of 0 about as far up as another down; a larger limit would take weak directions for it.
  const double null = std::max({0.0, kNull * values[0], -values[values.size() - 1]});
  while (rank_ < count && values[rank_] > null) ++rank_;
  modes_.eigenvalues.head(rank_) = values.head(rank_);
  return modes_.eigenvalues;
}

bool AnchorPass::step(Index count) {
  if (rank_ < 0) {
    if (!solver_.step()) eigenvalues();
    return true;
  }
  const Index wanted = s_->comparable() ? std::min(count, rank_) : 0;
  if (known_ < wanted) extend(std::min(kChunk, rank_ - known_));
  return known_ < wanted;
}

double AnchorPass::done(Index count) const {
  if (rank_ < 0) return 0.5 * solver_.done();
  const Index wanted = std::min(count, rank_);
  return known_ >= wanted ? 1 : 0.5 + 0.5 * double(known_) / double(wanted);
}

void AnchorPass::extend(Index count) {
  const Matrix v = solver_.next_vectors(count);
  const bool image = anchor_ == Side::image;
  const simd::Strided xy = view(s_->xy);
  if (!s_->gram) {
    const Matrix& other = image ? s_->yy : s_->xx;
    modes_.covariance.segment(known_, count) = v.cwiseProduct(times(xy, v.rows(), v)).colwise().sum();
    modes_.otherVariance.segment(known_, count) = v.cwiseProduct(times(view(other), v.rows(), v)).colwise().sum().cwiseMax(0.0);
    keep_basis(v, Matrix());
  } else {
    // (XV)_k = sqrt(n lambda_k) u_k and (YV)_k = Yc Xc' u_k / sqrt(n lambda_k).
    const Matrix other = times(image ? xy.transposed() : xy, v.rows(), v);
    modes_.covariance.segment(known_, count) = v.cwiseProduct(other).colwise().sum();
    modes_.otherVariance.segment(known_, count) =
        other.colwise().squaredNorm().transpose().cwiseQuotient(modes_.eigenvalues.segment(known_, count));
    keep_basis(v, other);
  }
  known_ += count;
}

void AnchorPass::keep_basis(const Matrix& vectors, const Matrix& other) {
  const Index count = std::min(vectors.cols(), kBasisValues / vectors.rows() - known_);
  if (count <= 0) return;
  const auto append = [&](Matrix& to, const Matrix& columns) {
    to.conservativeResize(columns.rows(), known_ + count);
    to.rightCols(count) = columns;
  };
  if (!s_->gram) return append(basis_.vectors, vectors.leftCols(count));
  const Vector root = modes_.eigenvalues.segment(known_, count).cwiseSqrt() * std::sqrt(s_->n);
  append(basis_.own, vectors.leftCols(count) * root.asDiagonal());
  append(basis_.other, other.leftCols(count) * (s_->n * root.cwiseInverse()).asDiagonal());
}

const AnchorBasis& AnchorPass::basis() {
  if (!s_->comparable())
    throw Error(Code::SHAPE, "Modes lie in both sides only where these have one width.", {{"imageCols", s_->dx}, {"textCols", s_->dy}});
  return basis_;
}

AnchorModes AnchorPass::modes() {
  if (!s_->comparable())
    throw Error(Code::SHAPE, "SAS needs images and texts of one width.", {{"imageCols", s_->dx}, {"textCols", s_->dy}});
  eigenvalues();
  return modes_;
}

AnchorModes anchor_modes(const SecondOrder& s, Side anchor) {
  AnchorPass pass(s, anchor);
  while (pass.step(Index(s.dx))) {
  }
  return pass.modes();
}

Vector abs_correlation(const AnchorModes& modes, double epsilon) {
  Vector rho(modes.eigenvalues.size());
  for (Eigen::Index k = 0; k < rho.size(); ++k) {
    const double root = std::sqrt(modes.eigenvalues[k] * modes.otherVariance[k] + epsilon);
    rho[k] = root > 0 ? std::min(std::abs(modes.covariance[k]) / root, 1.0) : 0.0;
    if (!std::isfinite(rho[k])) throw Error(Code::NOT_FINITE, "A mode holds values that are no numbers.", {{"mode", double(k)}});
  }
  return rho;
}

namespace {

// R-7 quantile of descending values, with the interpolation of the paper's library.
double quantile(const Vector& descending, double p) {
  const Eigen::Index last = descending.size() - 1;
  const double position = p * double(last);
  const Eigen::Index below = std::min(last, static_cast<Eigen::Index>(std::floor(position)));
  const Eigen::Index above = std::min(last, below + 1);
  const double weight = position - double(below), lo = descending[last - below], hi = descending[last - above];
  return weight < 0.5 ? lo + weight * (hi - lo) : hi - (hi - lo) * (1 - weight);
}

}  // namespace

Index modes_kept(const Vector& eigenvalues, double q) {
  if (!(q > 0 && q <= 1)) throw Error(Code::OUT_OF_RANGE, "The kept share q must be in (0, 1].", {{"q", q}});
  return (eigenvalues.array() > 0 && eigenvalues.array() >= quantile(eigenvalues, 1 - q)).count();
}

Index modes_of_variance(const Vector& eigenvalues, double share) {
  if (!(share > 0 && share <= 1)) throw Error(Code::OUT_OF_RANGE, "The share of variance must be in (0, 1].", {{"share", share}});
  const double wanted = share * eigenvalues.sum();
  Index count = 0;
  for (double sum = 0; count < eigenvalues.size() && eigenvalues[count] > 0 && sum < wanted; ++count) sum += eigenvalues[count];
  return count;
}

double scale_free_epsilon(const Vector& eigenvalues, double otherTotal) {
  if (!(otherTotal >= 0)) throw Error(Code::OUT_OF_RANGE, "A total variance must be 0 or more.", {{"variance", otherTotal}});
  return eigenvalues.size() > 0 ? kScaleFree * eigenvalues[0] * otherTotal : 0;
}

Score spectral_alignment(const AnchorModes& modes, double q, double epsilon) {
  return leading_alignment(modes, modes_kept(modes.eigenvalues, q), epsilon);
}

Score leading_alignment(const AnchorModes& modes, Index kept, double epsilon) {
  if (!(epsilon >= 0)) throw Error(Code::OUT_OF_RANGE, "epsilon must be 0 or more.", {{"epsilon", epsilon}});
  if (kept < 0 || kept > modes.eigenvalues.size())
    throw Error(Code::OUT_OF_RANGE, "There are not so many modes.", {{"kept", double(kept)}, {"modes", double(modes.eigenvalues.size())}});
  const double total = modes.eigenvalues.head(kept).sum();
  const double weighted = modes.eigenvalues.head(kept).dot(abs_correlation(modes, epsilon).head(kept));
  if (!std::isfinite(total) || !std::isfinite(weighted)) throw Error(Code::NOT_FINITE, "The modes hold values that are no numbers.");
  return {total > 0 ? std::clamp(weighted / total, 0.0, 1.0) : 0.0, double(kept)};
}

Matrix coordinates(const Rows& rows, const Matrix& v) {
  const Index n = Index(rows.rows), d = Index(rows.cols);
  if (v.rows() != d)
    throw Error(Code::SHAPE, "The vectors are not as long as the rows are wide.", {{"length", double(v.rows())}, {"cols", double(d)}});
  Matrix out = Matrix::Zero(n, v.cols());
  std::vector<double> slice;
  for (Index begin = 0; begin < n; begin += kSlice) {
    const Index count = std::min(kSlice, n - begin);
    slice.assign(rows.row(std::size_t(begin)), rows.row(std::size_t(begin + count)));
    simd::multiply_add(out.data() + begin, std::size_t(n), std::size_t(count), std::size_t(v.cols()), std::size_t(d), 1,
                       {slice.data(), d, 1}, view(v));
  }
  return out;
}

}  // namespace askew
