#include "askew/spectrum.hpp"

#include <Eigen/Eigenvalues>
#include <cmath>

namespace askew {

Eigenmodes eigenmodes(const Matrix& symmetric) {
  Eigen::SelfAdjointEigenSolver<Matrix> solver(symmetric);
  if (solver.info() != Eigen::Success) throw Error(Code::INTERNAL, "The eigenvalue iteration did not converge.");
  return {solver.eigenvalues().reverse(), solver.eigenvectors().rowwise().reverse()};
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
