#include "definition.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace askew::test {

Matrix centred(const Sample& x) {
  Matrix out(x.rows, x.cols);
  for (std::size_t k = 0; k < x.cols; ++k) {
    double mean = 0;
    for (std::size_t i = 0; i < x.rows; ++i) mean += x.at(i, k);
    mean /= double(x.rows);
    for (std::size_t i = 0; i < x.rows; ++i) out(i, k) = x.at(i, k) - mean;
  }
  return out;
}

Matrix product(const Matrix& a, const Matrix& b) {
  Matrix out(a.rows(), b.cols());
  for (Eigen::Index i = 0; i < a.rows(); ++i)
    for (Eigen::Index j = 0; j < b.cols(); ++j) {
      double s = 0;
      for (Eigen::Index k = 0; k < a.cols(); ++k) s += a(i, k) * b(k, j);
      out(i, j) = s;
    }
  return out;
}

Matrix transposed(const Matrix& a) {
  Matrix out(a.cols(), a.rows());
  for (Eigen::Index i = 0; i < a.rows(); ++i)
    for (Eigen::Index j = 0; j < a.cols(); ++j) out(j, i) = a(i, j);
  return out;
}

double frobenius(const Matrix& a) {
  double s = 0;
  for (Eigen::Index i = 0; i < a.rows(); ++i)
    for (Eigen::Index j = 0; j < a.cols(); ++j) s += a(i, j) * a(i, j);
  return std::sqrt(s);
}

double dot(const Sample& x, std::size_t i, const Sample& y, std::size_t j) {
  double s = 0;
  for (std::size_t k = 0; k < x.cols; ++k) s += double(x.at(i, k)) * double(y.at(j, k));
  return s;
}

double cosine(const Sample& x, std::size_t i, const Sample& y, std::size_t j) {
  return dot(x, i, y, j) / std::sqrt(dot(x, i, x, i) * dot(y, j, y, j));
}

double square_distance(const Sample& x, std::size_t i, const Sample& y, std::size_t j) {
  double s = 0;
  for (std::size_t k = 0; k < x.cols; ++k) s += std::pow(double(x.at(i, k)) - double(y.at(j, k)), 2);
  return s;
}

double median_of_distances(const Sample& x, const Sample& y) {
  Sample all = x;
  all.values.insert(all.values.end(), y.values.begin(), y.values.end());
  all.rows += y.rows;
  std::vector<double> d;
  for (std::size_t i = 0; i < all.rows; ++i)
    for (std::size_t j = 0; j < i; ++j) d.push_back(std::sqrt(square_distance(all, i, all, j)));
  std::sort(d.begin(), d.end());
  return (d[(d.size() - 1) / 2] + d[d.size() / 2]) / 2;
}

Eigenpairs eigenpairs(Matrix a) {
  const Eigen::Index d = a.rows();
  Matrix v = Matrix::Zero(d, d);
  for (Eigen::Index k = 0; k < d; ++k) v(k, k) = 1;
  const double tiny = 1e-18 * frobenius(a);
  for (int sweep = 0; sweep < 60; ++sweep) {
    double off = 0;
    for (Eigen::Index p = 0; p < d; ++p)
      for (Eigen::Index q = p + 1; q < d; ++q) {
        off = std::max(off, std::abs(a(p, q)));
        if (std::abs(a(p, q)) <= tiny) continue;
        const double gap = a(q, q) - a(p, p), angle = gap == 0 ? std::atan(1.0) : 0.5 * std::atan(2 * a(p, q) / gap);
        const double c = std::cos(angle), s = std::sin(angle);
        for (Eigen::Index k = 0; k < d; ++k) {
          const double x = a(k, p), y = a(k, q);
          a(k, p) = c * x - s * y;
          a(k, q) = s * x + c * y;
        }
        for (Eigen::Index k = 0; k < d; ++k) {
          const double x = a(p, k), y = a(q, k);
          a(p, k) = c * x - s * y;
          a(q, k) = s * x + c * y;
        }
        for (Eigen::Index k = 0; k < d; ++k) {
          const double x = v(k, p), y = v(k, q);
          v(k, p) = c * x - s * y;
          v(k, q) = s * x + c * y;
        }
      }
    if (off <= tiny) break;
  }
  std::vector<Eigen::Index> order(static_cast<std::size_t>(d));
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](auto p, auto q) { return a(p, p) > a(q, q); });
  Eigenpairs out{{}, Matrix(d, d)};
  for (Eigen::Index k = 0; k < d; ++k) {
    const Eigen::Index from = order[std::size_t(k)];
    out.values.push_back(a(from, from));
    for (Eigen::Index r = 0; r < d; ++r) out.vectors(r, k) = v(r, from);
  }
  return out;
}

}  // namespace askew::test
