// The core's view of data: row-major float32 rows that somebody else owns.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <string>

#include "askew/error.hpp"

namespace askew {

template <class Scalar>
using MatrixOf = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

struct Rows {
  const float* data = nullptr;
  std::size_t rows = 0;
  std::size_t cols = 0;

  const float* row(std::size_t i) const { return data + i * cols; }

  // Throws SHAPE unless length == rows * cols.
  static Rows checked(const float* data, std::size_t length, std::size_t rows, std::size_t cols) {
    if (cols == 0 || length / cols != rows || length % cols != 0)
      throw Error(Code::SHAPE,
                  std::to_string(length) + " values are not " + std::to_string(rows) + " rows of " +
                      std::to_string(cols) + ".",
                  {{"length", double(length)}, {"rows", double(rows)}, {"cols", double(cols)}});
    return {data, rows, cols};
  }
};

}  // namespace askew
