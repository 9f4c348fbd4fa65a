// Singular values alone.
#pragma once

#include "askew/matrix.hpp"

namespace askew {

// Of any m x n matrix, descending, min(m, n) of them, each to about 1e-15 of the largest.
//
// Blocked Householder reduction to a bidiagonal matrix B (8/3 n^3 operations for m = n); its singular values are the eigenvalues above 0 of
// [[0, B], [B', 0]], which with rows and columns in turn is tridiagonal with a diagonal of 0 (Golub and Van Loan, 5.4 and 8.6).
// Throws NOT_FINITE for NaN or infinite entries.
Vector singular_values(Matrix m);

}  // namespace askew
