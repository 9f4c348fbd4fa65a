#include "askew/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "askew/error.hpp"
#include "boost_distributions.hpp"
#include "random.hpp"
#include "ranks.hpp"

namespace askew {
namespace {

// Sums that differ by less, of the observed one, are tied with it.
constexpr double kTied = 1e-9;

TestResult without(const std::string& reason) { return {Quantity::unavailable(reason), Quantity::unavailable(reason), false}; }

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

// p of a statistic whose distribution is symmetric about 0.
template <class Distribution>
double p_value(const Distribution& symmetric, double z, Alternative alternative) {
  if (alternative == Alternative::two_sided) return std::min(1.0, 2 * above(symmetric, std::abs(z)));
  return above(symmetric, alternative == Alternative::greater ? z : -z);
}

// Share of the C(n + m, m) equally likely arrangements with a rank-sum statistic of at least u; m is the smaller group.
double rank_sum_tail(std::size_t m, std::size_t n, std::size_t u) {
  const std::size_t most = m * n;
  std::vector<std::vector<double>> ways(m + 1, std::vector<double>(most + 1, 0.0));
  ways[0][0] = 1;
  for (std::size_t rank = 0; rank < m + n; ++rank)
    for (std::size_t j = std::min(m, rank + 1); j >= 1; --j) {
      const std::size_t others = rank - (j - 1);
      for (std::size_t v = most + 1; v-- > others;) ways[j][v] += ways[j - 1][v - others];
    }
  const std::vector<double>& all = ways[m];
  return std::accumulate(all.begin() + std::ptrdiff_t(u), all.end(), 0.0) / sum(all);
}

// Shares of the 2^n signs by twice the sum of positive ranks: average ranks are halves at least.
std::vector<double> signed_rank_shares(const std::vector<double>& ranks) {
  std::vector<double> shares(std::size_t(2 * sum(ranks)) + 1, 0.0);
  shares[0] = 1;
  for (const double rank : ranks) {
    const std::size_t twice = std::size_t(2 * rank);
    for (std::size_t v = shares.size(); v-- > 0;) shares[v] = (shares[v] + (v >= twice ? shares[v - twice] : 0)) / 2;
  }
  return shares;
}

double signed_rank_exact(const std::vector<double>& ranks, double plus, Alternative alternative) {
  const std::vector<double> shares = signed_rank_shares(ranks);
  const auto at = shares.begin() + std::ptrdiff_t(2 * plus);
  const double less = std::accumulate(shares.begin(), at + 1, 0.0), greater = std::accumulate(at, shares.end(), 0.0);
  if (alternative == Alternative::two_sided) return std::min(1.0, 2 * std::min(less, greater));
  return alternative == Alternative::greater ? greater : less;
}

Quantity correlation_of(const std::vector<double>& x, const std::vector<double>& y) {
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += x[i] * x[i];
    yy += y[i] * y[i];
    xy += x[i] * y[i];
  }
  if (!(xx > 0 && yy > 0)) return Quantity::unavailable("one side is constant");
  return {std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0), {}};
}

// 1 / n!
double one_order(std::size_t n) { return std::exp(-std::lgamma(double(n) + 1)); }

// least: p of the most extreme orders.
TestResult correlation(const std::vector<double>& x, const std::vector<double>& y, double freedom, double least) {
  if (x.empty() || freedom < 1) return without("a rank correlation needs at least 3 runs, and one more for each further dataset");
  const Quantity rho = correlation_of(x, y);
  if (!rho.available()) return without(rho.reason);
  const double rest = (1 - rho.value) * (1 + rho.value);
  const double p = rest > 0 ? p_value(boost::math::students_t(freedom), rho.value * std::sqrt(freedom / rest), Alternative::two_sided) : 0.0;
  return {rho, {std::min(1.0, std::max(p, least)), {}}, false};
}

void expect_equal(std::size_t x, std::size_t y) {
  if (x != y) throw Error(Code::SHAPE, "A correlation takes as many values on both sides.", {{"x", double(x)}, {"y", double(y)}});
}

std::vector<double> picked(const std::vector<double>& values, const std::vector<std::size_t>& at) {
  std::vector<double> chosen;
  for (const std::size_t i : at) chosen.push_back(values[i]);
  return chosen;
}

std::map<std::int32_t, std::vector<std::size_t>> members_of(const std::vector<std::int32_t>& labels) {
  std::map<std::int32_t, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < labels.size(); ++i) members[labels[i]].push_back(i);
  return members;
}

// Ranks over size plus 1, centred: a stratum's runs weigh alike whatever its size.
void append_centred(std::vector<double>& to, const std::vector<double>& values) {
  const double size = double(values.size());
  for (const double rank : ranks(values).of) to.push_back((rank - (size + 1) / 2) / (size + 1));
}

struct Centred {
  std::vector<std::size_t> at;  // places of the runs, stratum by stratum
  std::vector<double> x, y;
  double strata = 0;
  double order = 1;  // share of one order within each stratum
};

Centred centred(const std::vector<double>& x, const std::vector<double>& y, const std::vector<std::int32_t>& stratum) {
  Centred c;
  for (const auto& [label, at] : members_of(stratum)) {
    if (at.size() < 2) continue;
    ++c.strata;
    c.order *= one_order(at.size());
    c.at.insert(c.at.end(), at.begin(), at.end());
    append_centred(c.x, picked(x, at));
    append_centred(c.y, picked(y, at));
  }
  return c;
}

// Clusters that can stand for each other: each class has clusters with runs in the same strata, as places in Centred.
std::vector<std::vector<std::vector<std::size_t>>> exchangeable(const Centred& c, const std::vector<std::int32_t>& stratum,
                                                                const std::vector<std::int32_t>& cluster) {
  std::map<std::int32_t, std::vector<std::size_t>> places;
  for (std::size_t k = 0; k < c.at.size(); ++k) places[cluster[c.at[k]]].push_back(k);
  std::map<std::vector<std::int32_t>, std::vector<std::vector<std::size_t>>> classes;
  for (const auto& [label, own] : places) {
    std::vector<std::int32_t> strata;
    for (const std::size_t k : own) strata.push_back(stratum[c.at[k]]);
    classes[strata].push_back(own);
  }
  std::vector<std::vector<std::vector<std::size_t>>> found;
  for (const auto& [strata, clusters] : classes) found.push_back(clusters);
  return found;
}

}  // namespace

TestResult mann_whitney(const std::vector<double>& x, const std::vector<double>& y, Alternative alternative) {
  expect_finite(x);
  expect_finite(y);
  if (x.empty() || y.empty()) return without("a group is empty");
  std::vector<double> both = x;
  both.insert(both.end(), y.begin(), y.end());
  const Ranks r = ranks(both);
  const double nx = double(x.size()), ny = double(y.size()), n = nx + ny;
  const double ux = std::accumulate(r.of.begin(), r.of.begin() + std::ptrdiff_t(x.size()), 0.0) - nx * (nx + 1) / 2, uy = nx * ny - ux;
  const double sides = alternative == Alternative::two_sided ? 2 : 1;
  const double u = alternative == Alternative::two_sided ? std::max(ux, uy) : alternative == Alternative::greater ? ux : uy;
  const std::size_t small = std::min(x.size(), y.size()), large = std::max(x.size(), y.size());
  if (small <= 8 && r.ties == 0 && both.size() <= kExactRankSum)
    return {{ux, {}}, {std::min(1.0, sides * rank_sum_tail(small, large, std::size_t(u))), {}}, true};
  const double spread = std::sqrt(nx * ny / 12 * (n + 1 - r.ties / (n * (n - 1))));
  const double tail = spread > 0 ? above(boost::math::normal(), (u - nx * ny / 2 - 0.5) / spread) : 1.0;
  const double arrangement = one_order(both.size()) / (one_order(x.size()) * one_order(y.size()));
  return {{ux, {}}, {std::min(1.0, sides * std::max(tail, arrangement)), {}}, false};
}

TestResult one_sample_t(const std::vector<double>& x, Alternative alternative) {
  expect_finite(x);
  if (x.size() < 2) return without("a t test needs at least 2 values");
  const double n = double(x.size()), mean = sum(x) / n;
  double square = 0;
  for (const double v : x) square += (v - mean) * (v - mean);
  if (!(square > 0)) return without("all values are equal");
  const double t = mean / std::sqrt(square / (n - 1) / n);
  return {{t, {}}, {p_value(boost::math::students_t(n - 1), t, alternative), {}}, false};
}

TestResult wilcoxon(const std::vector<double>& differences, Alternative alternative) {
  expect_finite(differences);
  std::vector<double> signs, sizes;
  for (const double d : differences)
    if (d != 0) {
      signs.push_back(d > 0 ? 1 : 0);
      sizes.push_back(std::abs(d));
    }
  if (sizes.empty()) return without("no difference is left that is not 0");
  const Ranks r = ranks(sizes);
  const double n = double(sizes.size()), whole = n * (n + 1) / 2;
  const double plus = std::inner_product(signs.begin(), signs.end(), r.of.begin(), 0.0);
  const double statistic = alternative == Alternative::two_sided ? std::min(plus, whole - plus) : plus;
  const bool untied = sizes.size() == differences.size() && r.ties == 0;
  if (sizes.size() <= (untied ? 50 : kExactSigns)) return {{statistic, {}}, {signed_rank_exact(r.of, plus, alternative), {}}, true};
  const double spread = std::sqrt((n * (n + 1) * (2 * n + 1) - r.ties / 2) / 24);
  return {{statistic, {}}, {p_value(boost::math::normal(), (plus - whole / 2) / spread, alternative), {}}, false};
}

TestResult spearman(const std::vector<double>& x, const std::vector<double>& y) {
  return spearman_stratified(x, y, std::vector<std::int32_t>(x.size(), 0));
}

TestResult spearman_stratified(const std::vector<double>& x, const std::vector<double>& y, const std::vector<std::int32_t>& stratum) {
  expect_equal(x.size(), y.size());
  expect_equal(x.size(), stratum.size());
  expect_finite(x);
  expect_finite(y);
  const Centred c = centred(x, y, stratum);
  return correlation(c.x, c.y, double(c.x.size()) - 1 - c.strata, 2 * c.order);
}

std::vector<double> spearman_replicates(const std::vector<double>& x, const std::vector<double>& y, const std::vector<std::int32_t>& stratum,
                                        const std::vector<std::int32_t>& cluster, std::size_t replicates, std::uint64_t seed) {
  for (const std::size_t length : {y.size(), stratum.size(), cluster.size()}) expect_equal(x.size(), length);
  expect_finite(x);
  expect_finite(y);
  const auto groups = members_of(cluster);
  std::vector<const std::vector<std::size_t>*> clusters;
  for (const auto& [label, at] : groups) clusters.push_back(&at);
  std::vector<double> rhos;
  for (std::size_t r = 0; r < replicates; ++r) {
    SplitMix random(seed, r);
    std::vector<std::size_t> drawn;
    for (std::size_t k = 0; k < clusters.size(); ++k) {
      const auto& at = *clusters[random.below(clusters.size())];
      drawn.insert(drawn.end(), at.begin(), at.end());
    }
    std::vector<std::int32_t> strata;
    for (const std::size_t i : drawn) strata.push_back(stratum[i]);
    const Centred c = centred(picked(x, drawn), picked(y, drawn), strata);
    const Quantity rho = correlation_of(c.x, c.y);
    rhos.push_back(rho.available() ? rho.value : std::numeric_limits<double>::quiet_NaN());
  }
  return rhos;
}

TestResult spearman_permuted(const std::vector<double>& x, const std::vector<double>& y, const std::vector<std::int32_t>& stratum,
                             const std::vector<std::int32_t>& cluster, std::size_t permutations, std::uint64_t seed) {
  expect_equal(x.size(), cluster.size());
  const TestResult plain = spearman_stratified(x, y, stratum);
  if (!plain.p.available()) return plain;
  const Centred c = centred(x, y, stratum);
  const auto classes = exchangeable(c, stratum, cluster);
  std::vector<std::vector<std::size_t>> orders;
  double all = 1;
  for (const auto& clusters : classes) {
    orders.emplace_back(clusters.size());
    std::iota(orders.back().begin(), orders.back().end(), std::size_t{0});
    all /= one_order(clusters.size());
  }
  all = std::round(all);
  if (all == 1) return {plain.statistic, Quantity::unavailable("no two models have runs on the same datasets"), false};
  const auto product = [&] {
    double sum = 0;
    for (std::size_t g = 0; g < classes.size(); ++g)
      for (std::size_t i = 0; i < orders[g].size(); ++i)
        for (std::size_t r = 0; r < classes[g][i].size(); ++r) sum += c.x[classes[g][i][r]] * c.y[classes[g][orders[g][i]][r]];
    return std::abs(sum);
  };
  const double observed = product();
  const double least = observed - kTied * observed;
  double hits = 0;
  if (all <= double(permutations)) {
    for (bool more = true; more;) {
      hits += product() >= least;
      more = false;
      for (auto order = orders.begin(); order != orders.end() && !more; ++order) more = std::next_permutation(order->begin(), order->end());
    }
    return {plain.statistic, {hits / all, {}}, true};
  }
  for (std::size_t draw = 0; draw < permutations; ++draw) {
    SplitMix random(seed, draw);
    for (auto& order : orders)
      for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    hits += product() >= least;
  }
  return {plain.statistic, {(1 + hits) / (1 + double(permutations)), {}}, false};
}

std::vector<double> holm(const std::vector<double>& p) {
  for (const double value : p)
    if (!(value >= 0 && value <= 1)) throw Error(Code::OUT_OF_RANGE, "A p-value lies in [0, 1].", {{"p", value}});
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double running = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    running = std::max(running, std::min(1.0, double(p.size() - k) * p[order[k]]));
    adjusted[order[k]] = running;
  }
  return adjusted;
}

TestResult mcnemar(double b, double c) {
  for (const double count : {b, c})
    if (!(count >= 0 && std::isfinite(count) && count == std::floor(count)))
      throw Error(Code::OUT_OF_RANGE, "A count is a whole number of at least 0.", {{"count", count}});
  const double n = b + c;
  if (n == 0) return without("the two models are right and wrong on the same queries");
  if (n < 25) return {{std::min(b, c), {}}, {std::min(1.0, 2 * boost::math::cdf(boost::math::binomial(n, 0.5), std::min(b, c))), {}}, true};
  const double excess = std::max(std::abs(b - c) - 1, 0.0), statistic = excess * excess / n;
  // Chi-squared with 1 degree of freedom is a squared normal.
  return {{statistic, {}}, {p_value(boost::math::normal(), std::sqrt(statistic), Alternative::two_sided), {}}, false};
}

}  // namespace askew
