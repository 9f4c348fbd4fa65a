// What several sites rely on: float64 moments add up to those of all rows, and every quantity of them to its definition.
#include <gtest/gtest.h>

#include <cmath>

#include "askew/cka.hpp"
#include "askew/coral.hpp"
#include "askew/mmd.hpp"
#include "askew/modality_gap.hpp"
#include "askew/spectral_alignment.hpp"
#include "askew/svcca.hpp"
#include "support/definition.hpp"
#include "support/passes.hpp"

using namespace askew;
using namespace askew::test;

namespace {

Moments exact(const Sample& x, const Sample& y, std::size_t begin, std::size_t end) {
  return moments(x, y, begin, end, MomentsPass::kSlice, true, Arithmetic::float64);
}

// Largest difference of two flat forms, each field beside the size of its own sums (powers of the longest row times n).
double difference(const Moments& a, const Moments& b) {
  const std::vector<double> p = a.flat(), q = b.flat();
  EXPECT_EQ(p.size(), q.size());
  const double longest = std::max(b.x.maxNorm, b.y.maxNorm), size = b.n * std::pow(std::max(1.0, longest), 4);
  double largest = 0;
  for (std::size_t k = 0; k < q.size(); ++k) largest = std::max(largest, std::abs(p[k] - q[k]) / size);
  return largest;
}

std::pair<Sample, Sample> unit_pairs(std::size_t n, std::size_t d, std::uint64_t seed) {
  const auto [x, y] = pairs(n, d, d, seed);
  return {unit(x), unit(y)};
}

struct Named {
  const char* name;
  double value;
};

// Every quantity that moments determine.
std::vector<Named> quantities(const Moments& m) {
  const SecondOrder s = SecondOrder::from(m);
  std::vector<Named> out;
  for (const Side side : {Side::image, Side::text}) {
    const AnchorModes modes = anchor_modes(s, side);
    for (const double q : {0.1, 0.5, 1.0}) out.push_back({"sas", spectral_alignment(modes, q, 1e-8).value});
    const SpectrumSummary summarised = summary(modes.eigenvalues);
    out.push_back({"trace", summarised.trace});
    out.push_back({"effectiveRank", summarised.effectiveRank});
    out.push_back({"participationRatio", summarised.participationRatio});
  }
  const auto basis = [&](Side side) {
    SvccaBasis b(s, side);
    while (b.step()) {
    }
    return b.finish();
  };
  out.push_back({"svcca", svcca(s, basis(Side::image), basis(Side::text)).value});
  out.push_back({"cka", cka(s).value});
  out.push_back({"ckaDebiased", cka_debiased(s).value});
  out.push_back({"coral", coral(s).value});
  out.push_back({"rmg", rmg(m).value});
  out.push_back({"deltaCosine", delta_cosine(m).value});
  out.push_back({"alignment", alignment(m).value});
  out.push_back({"centroidEuclidean", centroid_euclidean(m).value});
  out.push_back({"centroidCosine", centroid_cosine(m).value});
  out.push_back({"mmd", mmd_series(m).value});
  return out;
}

}  // namespace

class MergedMoments : public testing::TestWithParam<std::size_t> {};

TEST_P(MergedMoments, AreAssociativeAndCommutativeTo1e12) {
  const std::size_t d = GetParam(), n = 90;
  const auto [x, y] = unit_pairs(n, d, d);
  const Moments a = exact(x, y, 0, 20), b = exact(x, y, 20, 61), c = exact(x, y, 61, n);
  const auto both = [](Moments p, const Moments& q) {
    p.merge(q);
    return p;
  };
  const Moments left = both(both(a, b), c);
  EXPECT_LE(difference(both(a, both(b, c)), left), 1e-12);
  EXPECT_LE(difference(both(both(c, a), b), left), 1e-12);
  EXPECT_LE(difference(both(b, a), both(a, b)), 1e-12);
}

TEST_P(MergedMoments, OfPartsAreTheWholeInEveryQuantityTo1e9) {
  const std::size_t d = GetParam(), n = d < 600 ? 3 * d + 40 : 400;
  const auto [x, y] = unit_pairs(n, d, d + 1);
  const Moments whole = exact(x, y, 0, n);
  Moments parts = exact(x, y, n / 2, n);
  parts.merge(exact(x, y, 0, n / 7));
  parts.merge(exact(x, y, n / 7, n / 2));
  EXPECT_LE(difference(parts, whole), 1e-12);
  const auto right = quantities(whole), found = quantities(parts);
  for (std::size_t k = 0; k < right.size(); ++k)
    EXPECT_NEAR(found[k].value, right[k].value, 1e-9 * std::max(1.0, std::abs(right[k].value))) << right[k].name << " " << k;
}

TEST_P(MergedMoments, AreThoseOfPlainLoopsOverTheRowsTo1e9) {
  const std::size_t d = GetParam(), n = 120;
  const auto [x, y] = unit_pairs(n, d, d + 2);
  Moments m = exact(x, y, 0, 50);
  m.merge(exact(x, y, 50, n));
  const Matrix cx = centred(x), cy = centred(y);
  double worst = 0, matched = 0;
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t j = i; j < d; j += d / 8) {
      const Eigen::Index a = Eigen::Index(i), b = Eigen::Index(j);
      worst = std::max({worst, std::abs(m.mxx(a, b) - cx.col(a).dot(cx.col(b))), std::abs(m.myy(a, b) - cy.col(a).dot(cy.col(b))),
                        std::abs(m.mxy(a, b) - cx.col(a).dot(cy.col(b)))});
    }
  EXPECT_LE(worst, 1e-12 * double(n));
  // CKA and CORAL by Gram matrices of the rows: another road than the covariances'.
  const Matrix k = cx * cx.transpose(), l = cy * cy.transpose(), c = cx * cy.transpose();
  const SecondOrder s = SecondOrder::from(m);
  EXPECT_NEAR(cka(s).value, k.cwiseProduct(l).sum() / (k.norm() * l.norm()), 1e-9);
  EXPECT_NEAR(coral(s).value, std::sqrt(k.squaredNorm() + l.squaredNorm() - 2 * c.squaredNorm()) / double(n - 1), 1e-9);
  double kernel[3] = {0, 0, 0}, unmatched = 0, within = 0;
  for (std::size_t i = 0; i < n; ++i) {
    matched += cosine(x, i, y, i);
    for (std::size_t j = 0; j < n; ++j) {
      if (i != j) unmatched += cosine(x, i, y, j), within += 2 - cosine(x, i, x, j) - cosine(y, i, y, j);
      kernel[0] += std::exp(-square_distance(x, i, x, j) / 200);
      kernel[1] += std::exp(-square_distance(y, i, y, j) / 200);
      kernel[2] += std::exp(-square_distance(x, i, y, j) / 200);
    }
  }
  const double p = double(n) * double(n - 1), xy = 1 - matched / double(n);
  EXPECT_NEAR(delta_cosine(m).value, matched / double(n) - unmatched / p, 1e-9);
  EXPECT_NEAR(rmg(m).value, xy / (xy + within / (2 * p)), 1e-9);
  EXPECT_NEAR(alignment(m).value, 2 * xy, 1e-9);
  const SeriesValue mmd = mmd_series(m);
  EXPECT_NEAR(mmd.value, mmd_biased({kernel[0], kernel[1], kernel[2]}, double(n)), mmd.bound + 1e-9);
}

INSTANTIATE_TEST_SUITE_P(Widths, MergedMoments, testing::Values(8, 17, 64, 257, 512, 1152));

TEST(Float64Moments, HaveTheSumsOfFloat32OnesAndBetterProducts) {
  const auto [x, y] = pairs(300, 11, 11, 21);
  const Moments coarse = moments(x, y), fine = exact(x, y, 0, 300);
  EXPECT_EQ(fine.x.own, coarse.x.own);
  EXPECT_EQ(fine.cosine, coarse.cosine);
  const Matrix c = centred(x), right = product(transposed(c), c);
  EXPECT_LE((fine.mxx - right).cwiseAbs().maxCoeff(), 1e-12 * right.trace());
  EXPECT_EQ(fine.mxx, Matrix(fine.mxx.transpose()));
}

TEST(Float64Moments, OfSidesThatDifferInWidth) {
  const auto [x, y] = pairs(40, 5, 11, 22);
  const Matrix right = product(transposed(centred(x)), centred(y));
  EXPECT_LE((exact(x, y, 0, 40).mxy - right).cwiseAbs().maxCoeff(), 1e-12 * x.norms().size() * 100);
}
