// What normal noise promises: a release whose expectation moves by at most Delta when a person's data are exchanged, plus
// independent normal noise of standard deviation sigma on every coordinate. All follows from mu = Delta / sigma.
//   delta(epsilon) = Phi(mu / 2 - epsilon / mu) - exp(epsilon) Phi(-mu / 2 - epsilon / mu)
// is the least delta at which it is (epsilon, delta)-differentially private (Balle and Wang 2018, theorem 8). Several releases
// about the same person, with mu_1 … mu_k, are together one of mu = sqrt(mu_1^2 + … + mu_k^2) (Dong, Roth and Su 2022, corollary 2).
// Every result errs on the safe side: delta and epsilon are rounded up, mu is rounded down.
#pragma once

namespace askew {

// epsilon >= 0, mu > 0; in [0, 1]. Throws OUT_OF_RANGE.
double gaussian_delta(double epsilon, double mu);

// The least epsilon >= 0 at this delta. mu > 0, 1e-300 <= delta < 1. Throws OUT_OF_RANGE.
double gaussian_epsilon(double mu, double delta);

// The largest mu that keeps (epsilon, delta). epsilon > 0, 1e-300 <= delta < 1. Throws OUT_OF_RANGE, also where it is below 1e-9.
double gaussian_mu(double epsilon, double delta);

}  // namespace askew
