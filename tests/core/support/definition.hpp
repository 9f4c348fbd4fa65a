// Definitions in float64 by plain loops: the slow road that the core's results are held against.
#pragma once

#include "samples.hpp"

namespace askew::test {

Matrix centred(const Sample& x);                      // rows minus the column means
Matrix product(const Matrix& a, const Matrix& b);     // a b
Matrix transposed(const Matrix& a);
double frobenius(const Matrix& a);                    // root of the sum of squares

double dot(const Sample& x, std::size_t i, const Sample& y, std::size_t j);
double cosine(const Sample& x, std::size_t i, const Sample& y, std::size_t j);
double square_distance(const Sample& x, std::size_t i, const Sample& y, std::size_t j);
double median_of_distances(const Sample& x, const Sample& y);  // among the rows of both

struct Eigenpairs {
  std::vector<double> values;  // descending
  Matrix vectors;
};
// Jacobi's rotations; slow, simple, accurate.
Eigenpairs eigenpairs(Matrix symmetric);

}  // namespace askew::test
