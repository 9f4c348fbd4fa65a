// Resampling of single images where pairs are few beside their columns: replicates and halves by Gram matrices.
//
// With G = XX' (n x n) of all rows about their mean, formed once, a replicate needs no product of rows with rows: of its m
// distinct pairs, pair i drawn w_i times, the centred structure is
//   (G_ij - r_i - r_j + g) sqrt(w_i w_j) / n,   r_i = sum_k w_k G_ik / n,   g = sum_i w_i r_i / n,
// whose non-zero eigenvalues are those of the replicate's d x d covariance; Y and X Y' alike. On average m is 0.632 n.
// SVCCA alone standardises the replicate's columns and forms their Gram matrix anew, in float32 as GramPass does; halves have no SVCCA.
// With Arithmetic::float32 the products are those of the moments (float32, added in float64) and are kept as float32: half the memory,
// for halves of many pairs of wide rows.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "askew/bootstrap.hpp"
#include "askew/half_samples.hpp"
#include "askew/second_order.hpp"

namespace askew {

class PairGrams {
 public:
  // Throws TOO_FEW_ROWS for n < 2, SHAPE for a width of 0.
  PairGrams(std::size_t n, std::size_t dx, std::size_t dy, Arithmetic arithmetic = Arithmetic::float64);
  ~PairGrams();
  PairGrams(PairGrams&&);

  // The next pairs, facts as MomentsPass::add takes them. Throws SHAPE.
  void add(const Rows& x, const Rows& y, const double* normX, const double* normY, const double* cosine);
  // Forms a part of the matrices; true while some is left. Throws TOO_FEW_ROWS if rows are missing.
  bool step();
  // Share of the matrices that is formed, [0, 1].
  double done() const;

  // As replicate_scores of the moments of the pairs drawn. Throws SHAPE unless there is one weight a pair and at least 2 are
  // drawn, INTERNAL before the last step.
  Quantities replicate(const std::vector<std::uint32_t>& weights, double q, double epsilon, double mmdBound) const;

  // As half_scores of the pairs whose weight is 1 and of those whose weight is 0. Throws as replicate.
  std::array<Quantities, 2> halves(const std::vector<std::uint32_t>& weights, double q, double epsilon, double mmdBound) const;

 private:
  // Products of all rows with all rows, in one of two precisions.
  struct Products {
    Matrix wide;
    Eigen::MatrixXf narrow;
    double at(Eigen::Index i, Eigen::Index j) const { return wide.size() > 0 ? wide(i, j) : double(narrow(i, j)); }
    template <class Scalar>
    MatrixOf<Scalar> part(const std::vector<Eigen::Index>& rows, const std::vector<Eigen::Index>& cols) const;
    void mirror();
  };
  struct Packed;
  struct Half {
    std::size_t d = 0;
    std::vector<float> rows;
    std::vector<double> norms;
    Vector mean;
    Matrix centred;                  // d x n about the mean, until the products are formed
    std::unique_ptr<Packed> packed;  // the same in float32
    Vector alongX, alongY;           // centred rows times the means of the images and of the texts; empty for unequal widths
    Products gram;
  };
  struct Draw;

  bool comparable() const { return x_.d == y_.d; }
  void centre();
  void centre(Half& half);
  Vector along(const Half& half, const Vector& v) const;
  void columns(Products& out, const Half& a, const Half& b, bool symmetric, std::size_t count) const;
  Moments sums(const Draw& draw) const;
  SecondOrder structure(const Draw& draw, bool standardised) const;
  Quantity mmd(const Moments& sums, const Draw& draw, double bound) const;
  void check(const std::vector<std::uint32_t>& weights) const;
  Quantities scores(const Draw& draw, double q, double epsilon, double mmdBound, KeptModes& image, KeptModes& text) const;
  double cross(const Draw& here, const Draw& there, Side anchor, const KeptModes& modes, double epsilon) const;

  std::size_t n_, product_ = 0, column_ = 0;
  Arithmetic arithmetic_;
  bool centred_ = false;
  Half x_, y_;
  Products cross_;
  std::vector<double> cosines_;
};

}  // namespace askew
