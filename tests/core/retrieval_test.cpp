#include "askew/retrieval.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>

#include "support/captions.hpp"
#include "support/definition.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

// Few float64 operations on probabilities.
constexpr double kRounding = 1e-12;

Retrieval scores(const Captions& data) { return retrieval(data.start, data.cosine, count(data, 512, 512).counts, data.text_classes()); }

// What one query finds, averaged over every order of its candidates that its cosines allow.
struct Found {
  std::vector<double> curve, captionCurve, identicalCurve;
  double rank = 0, reciprocal = 0;
};

// compare(a, b): sign of the cosine of candidate a minus that of b; right and accepted: sets of candidates.
Found over_all_orders(std::size_t candidates, const std::function<int(std::size_t, std::size_t)>& compare,
                      const std::set<std::size_t>& right, const std::set<std::size_t>& accepted) {
  Found out{std::vector<double>(candidates), std::vector<double>(candidates), std::vector<double>(candidates)};
  std::vector<std::size_t> order(candidates);
  std::iota(order.begin(), order.end(), 0);
  double orders = 0;
  do {
    bool allowed = true;
    for (std::size_t p = 0; p + 1 < candidates && allowed; ++p) allowed = compare(order[p], order[p + 1]) >= 0;
    if (!allowed) continue;
    ++orders;
    std::size_t first = candidates, firstAccepted = candidates;
    for (std::size_t p = candidates; p-- > 0;) {
      if (right.count(order[p])) {
        first = p;
        for (std::size_t k = p; k < candidates; ++k) out.captionCurve[k] += 1 / double(right.size());
      }
      if (accepted.count(order[p])) firstAccepted = p;
    }
    for (std::size_t k = first; k < candidates; ++k) ++out.curve[k];
    for (std::size_t k = firstAccepted; k < candidates; ++k) ++out.identicalCurve[k];
    out.rank += double(first + 1);
    out.reciprocal += 1 / double(first + 1);
  } while (std::next_permutation(order.begin(), order.end()));
  for (auto* curve : {&out.curve, &out.captionCurve, &out.identicalCurve})
    for (double& v : *curve) v /= orders;
  out.rank /= orders;
  out.reciprocal /= orders;
  return out;
}

std::vector<Found> image_queries(const Captions& data, bool random = false) {
  const std::vector<std::int32_t> classes = data.text_classes();
  std::vector<Found> out;
  for (std::size_t i = 0; i < data.images.rows; ++i) {
    std::set<std::size_t> right, accepted;
    for (std::size_t j = 0; j < data.texts.rows; ++j) {
      if (std::size_t(data.imageOf[j]) != i) continue;
      right.insert(j);
      for (std::size_t t = 0; t < data.texts.rows; ++t)
        if (classes[t] == classes[j]) accepted.insert(t);
    }
    out.push_back(over_all_orders(data.texts.rows, [&](auto a, auto b) { return random ? 0 : data.compare(i, a, i, b); }, right, accepted));
  }
  return out;
}

std::vector<Found> text_queries(const Captions& data, bool random = false) {
  const std::vector<std::int32_t> classes = data.text_classes();
  std::vector<Found> out;
  for (std::size_t j = 0; j < data.texts.rows; ++j) {
    std::set<std::size_t> accepted;
    for (std::size_t t = 0; t < data.texts.rows; ++t)
      if (classes[t] == classes[j]) accepted.insert(std::size_t(data.imageOf[t]));
    out.push_back(over_all_orders(
        data.images.rows, [&](auto a, auto b) { return random ? 0 : data.compare(a, j, b, j); }, {std::size_t(data.imageOf[j])},
        accepted));
  }
  return out;
}

void expect_curve(const std::vector<double>& curve, const std::vector<Found>& queries, std::vector<double> Found::*of, const char* what) {
  ASSERT_EQ(curve.size(), queries[0].curve.size()) << what;
  for (std::size_t k = 0; k < curve.size(); ++k) {
    double mean = 0;
    for (const Found& q : queries) mean += (q.*of)[k] / double(queries.size());
    EXPECT_NEAR(curve[k], mean, kRounding) << what << " at " << k + 1;
  }
}

void expect_ranks(const RetrievalDirection& d, const std::vector<Found>& queries) {
  std::vector<double> ranks;
  double reciprocal = 0;
  for (const Found& q : queries) {
    ranks.push_back(q.rank);
    reciprocal += q.reciprocal / double(queries.size());
  }
  std::sort(ranks.begin(), ranks.end());
  EXPECT_NEAR(d.medianRank, (ranks[(ranks.size() - 1) / 2] + ranks[ranks.size() / 2]) / 2, kRounding);
  EXPECT_NEAR(d.mrr, reciprocal, kRounding);
}

void expect_all_orders(const Captions& data) {
  const Retrieval r = scores(data);
  const std::vector<Found> images = image_queries(data), texts = text_queries(data);
  expect_curve(r.imageToText.curve, images, &Found::curve, "I->T");
  expect_curve(r.imageToText.captionCurve, images, &Found::captionCurve, "I->T captions");
  expect_curve(r.imageToText.identicalCurve, images, &Found::identicalCurve, "I->T identical");
  expect_curve(r.textToImage.curve, texts, &Found::curve, "T->I");
  expect_curve(r.textToImage.identicalCurve, texts, &Found::identicalCurve, "T->I identical");
  expect_ranks(r.imageToText, images);
  expect_ranks(r.textToImage, texts);
}

}  // namespace

TEST(Retrieval, IsTheExpectationOverAllOrdersOfTiedCandidates) {
  for (std::uint64_t seed = 0; seed < 25; ++seed) expect_all_orders(whole_captions({1, 1, 1, 1, 1}, 2, 1, seed));
}

TEST(Retrieval, IsTheExpectationOverAllOrdersWithSeveralTextsAnImage) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    expect_all_orders(whole_captions({2, 1, 2}, 2, 1, seed));
    expect_all_orders(whole_captions({3, 3}, 2, 1, seed + 100));
    expect_all_orders(whole_captions({1, 3, 1, 1}, 2, 2, seed + 200));
  }
}

TEST(Retrieval, IsTheExpectationWhereTextsAreRepeatedWithinAndAcrossImages) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    Captions data = whole_captions({2, 2, 1, 1}, 2, 2, seed + 300);
    for (std::size_t k = 0; k < 2; ++k) {
      data.texts.at(1, k) = data.texts.at(0, k);
      data.texts.at(4, k) = data.texts.at(seed % 2 ? 0 : 2, k);
    }
    expect_all_orders(Captions(data.images, data.texts, {2, 2, 1, 1}));
  }
}

TEST(Retrieval, ChanceIsTheExpectationOverAllOrdersOfAllCandidates) {
  for (const auto& captions : {std::vector<int>{1, 1, 1, 1}, std::vector<int>{2, 1, 3}, std::vector<int>{5, 1}}) {
    const Captions data = whole_captions(captions, 3, 1, 5);
    const Retrieval r = scores(data);
    expect_curve(r.imageToText.chance, image_queries(data, true), &Found::curve, "I->T");
    expect_curve(r.textToImage.chance, text_queries(data, true), &Found::curve, "T->I");
  }
}

TEST(Retrieval, CountsRanksDirectlyWhereThereAreNoTies) {
  const Captions data = real_captions(std::vector<int>(130, 1), 24, 6);
  const Retrieval r = scores(data);
  std::vector<double> forth, back;
  for (std::size_t i = 0; i < 130; ++i) {
    double above = 0, over = 0;
    for (std::size_t j = 0; j < 130; ++j) {
      above += test::cosine(data.images, i, data.texts, j) > data.cosine[i];
      over += test::cosine(data.images, j, data.texts, i) > data.cosine[i];
    }
    forth.push_back(above + 1);
    back.push_back(over + 1);
  }
  const auto expect = [](const RetrievalDirection& d, std::vector<double> ranks) {
    ASSERT_EQ(d.curve.size(), 100u) << "the curve ends at 100";
    for (std::size_t k = 1; k <= 100; ++k)
      EXPECT_NEAR(d.curve[k - 1], double(std::count_if(ranks.begin(), ranks.end(), [&](double x) { return x <= double(k); })) / 130,
                  kRounding);
    double mrr = 0;
    for (const double x : ranks) mrr += 1 / x / 130;
    EXPECT_NEAR(d.mrr, mrr, kRounding);
    std::sort(ranks.begin(), ranks.end());
    EXPECT_EQ(d.medianRank, (ranks[64] + ranks[65]) / 2);
  };
  expect(r.imageToText, forth);
  expect(r.textToImage, back);
  EXPECT_EQ(r.imageToText.captionCurve, r.imageToText.curve) << "one text an image";
  EXPECT_EQ(r.imageToText.identicalCurve, r.imageToText.curve) << "no text twice";
  EXPECT_EQ(r.textToImage.identicalCurve, r.textToImage.curve);
  EXPECT_EQ(r.identicalTexts, 0);
}

TEST(Retrieval, IsPerfectForIdenticalSides) {
  const Sample x = noise(40, 12, 7);
  const Retrieval r = scores(Captions(x, x, std::vector<int>(40, 1)));
  for (const RetrievalDirection* d : {&r.imageToText, &r.textToImage}) {
    EXPECT_EQ(d->curve, std::vector<double>(40, 1.0));
    EXPECT_EQ(d->medianRank, 1);
    EXPECT_EQ(d->mrr, 1);
  }
}

TEST(Retrieval, IsAtTheChanceLevelWhereAllRowsAreTheSame) {
  const Sample x = noise(1, 12, 8);
  const Retrieval r = scores(Captions(repeated(x, 0, 30), repeated(x, 0, 60), std::vector<int>(30, 2)));
  for (std::size_t k = 0; k < 60; ++k) EXPECT_NEAR(r.imageToText.curve[k], r.imageToText.chance[k], kRounding) << k;
  for (std::size_t k = 0; k < 30; ++k) EXPECT_NEAR(r.textToImage.curve[k], double(k + 1) / 30, kRounding) << k;
  EXPECT_EQ(r.identicalTexts, 59);
  EXPECT_EQ(r.imageToText.identicalCurve[0], 1) << "every text equals the right one";
  EXPECT_EQ(r.textToImage.identicalCurve[0], 1) << "every image has that text";
}

TEST(Retrieval, CurvesRiseAndEndAtOneWhereAllCandidatesAreTaken) {
  const Retrieval r = scores(whole_captions({2, 1, 4, 3, 1, 1, 2, 5}, 3, 1, 9));
  for (const auto* curve : {&r.imageToText.curve, &r.imageToText.captionCurve, &r.imageToText.identicalCurve, &r.imageToText.chance,
                            &r.textToImage.curve, &r.textToImage.identicalCurve, &r.textToImage.chance}) {
    for (std::size_t k = 1; k < curve->size(); ++k) EXPECT_GE((*curve)[k], (*curve)[k - 1] - kRounding);
    EXPECT_NEAR(curve->back(), 1, kRounding);
  }
  EXPECT_EQ(r.imageToText.curve.size(), 19u);
  EXPECT_EQ(r.textToImage.curve.size(), 8u);
}

TEST(Retrieval, AcceptingIdenticalTextsNeverLowersRecall) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Retrieval r = scores(whole_captions(std::vector<int>(40, 1), 3, 1, seed));
    EXPECT_GT(r.identicalTexts, 5);
    for (const RetrievalDirection* d : {&r.imageToText, &r.textToImage})
      for (std::size_t k = 0; k < d->curve.size(); ++k) EXPECT_GE(d->identicalCurve[k], d->curve[k] - kRounding);
  }
}

TEST(Retrieval, DoesNotDependOnTheOrderOfThePairs) {
  const Captions data = whole_captions(std::vector<int>(30, 1), 3, 1, 10);
  Sample images(30, 3), texts(30, 3);
  for (std::size_t i = 0; i < 30; ++i)
    for (std::size_t k = 0; k < 3; ++k) images.at(i, k) = data.images.at(i * 7 % 30, k), texts.at(i, k) = data.texts.at(i * 7 % 30, k);
  const Retrieval a = scores(data), b = scores(Captions(images, texts, std::vector<int>(30, 1)));
  for (std::size_t k = 0; k < 30; ++k) {
    EXPECT_NEAR(a.imageToText.curve[k], b.imageToText.curve[k], kRounding);
    EXPECT_NEAR(a.textToImage.identicalCurve[k], b.textToImage.identicalCurve[k], kRounding);
  }
  EXPECT_NEAR(a.textToImage.medianRank, b.textToImage.medianRank, kRounding);
}

namespace {

// The counts of `whole`, without what is of the query's own cluster.
RetrievalCounts apart(const Captions& whole, const std::vector<std::int32_t>& clusterOf) {
  RetrievalCounts counts;
  for (std::size_t j = 0; j < whole.imageOf.size(); ++j) {
    const auto i = std::size_t(whole.imageOf[j]);
    std::array<std::uint32_t, 4> of{};
    for (std::size_t other = 0; other < whole.imageOf.size(); ++other) {
      if (clusterOf[std::size_t(whole.imageOf[other])] == clusterOf[i]) continue;
      const int sign = whole.compare(i, other, i, j);
      of[0] += sign > 0;
      of[1] += sign == 0;
    }
    for (std::size_t other = 0; other + 1 < whole.start.size(); ++other) {
      if (clusterOf[other] == clusterOf[i]) continue;
      const int sign = whole.compare(other, j, i, j);
      of[2] += sign > 0;
      of[3] += sign == 0;
    }
    counts.aboveImageToText.push_back(of[0]);
    counts.tiedImageToText.push_back(of[1]);
    counts.aboveTextToImage.push_back(of[2]);
    counts.tiedTextToImage.push_back(of[3]);
  }
  return counts;
}

// Without the other images of image i's cluster; and where image i stands then.
std::pair<Captions, std::int32_t> without_the_rest(const Captions& whole, const std::vector<std::int32_t>& clusterOf, std::size_t i) {
  const std::size_t d = whole.images.cols;
  Sample images(0, d), texts(0, d);
  std::vector<int> captions;
  std::int32_t place = 0;
  for (std::size_t k = 0; k < clusterOf.size(); ++k) {
    if (k == i) place = std::int32_t(captions.size());
    if (k != i && clusterOf[k] == clusterOf[i]) continue;
    const auto copy = [&](Sample& to, const Sample& from, std::size_t row) {
      to.values.insert(to.values.end(), from.values.begin() + std::ptrdiff_t(row * d), from.values.begin() + std::ptrdiff_t((row + 1) * d));
      ++to.rows;
    };
    copy(images, whole.images, k);
    for (std::int32_t j = whole.start[k]; j < whole.start[k + 1]; ++j) copy(texts, whole.texts, std::size_t(j));
    captions.push_back(whole.start[k + 1] - whole.start[k]);
  }
  return {Captions(images, texts, captions), place};
}

// As long as there are candidates; every one is taken beyond them.
void expect_curve(const std::vector<double>& actual, const std::vector<double>& expected) {
  for (std::size_t k = 0; k < actual.size(); ++k) EXPECT_NEAR(actual[k], k < expected.size() ? expected[k] : 1, kRounding) << k;
}

}  // namespace

TEST(Retrieval, OfAQueryWhosePatientHasMoreItemsIsThatWithoutThem) {
  const std::vector<std::int32_t> clusterOf{4, 0, 4, 2, 0, 0, 7};
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Captions whole = seed % 2 ? whole_captions({1, 2, 1, 3, 1, 2, 1}, 2, 1, seed) : real_captions({2, 1, 1, 1, 2, 3, 1}, 3, seed);
    const RetrievalCounts counts = apart(whole, clusterOf);
    const auto classes = whole.text_classes();
    for (std::size_t i = 0; i < clusterOf.size(); ++i) {
      const auto [rest, place] = without_the_rest(whole, clusterOf, i);
      const RetrievalCounts of = count(rest, 512, 512).counts;
      for (std::int32_t c = 0; c < whole.start[i + 1] - whole.start[i]; ++c) {
        const std::int32_t text = whole.start[i] + c;
        const Retrieval r = retrieval_sample(whole.start, whole.cosine, counts, classes, {std::int32_t(i)}, {text}, clusterOf);
        const Retrieval e = retrieval_sample(rest.start, rest.cosine, of, rest.text_classes(), {place}, {rest.start[std::size_t(place)] + c});
        for (auto direction : {&Retrieval::imageToText, &Retrieval::textToImage}) {
          expect_curve((r.*direction).curve, (e.*direction).curve);
          expect_curve((r.*direction).chance, (e.*direction).chance);
          EXPECT_NEAR((r.*direction).medianRank, (e.*direction).medianRank, kRounding);
          EXPECT_NEAR((r.*direction).mrr, (e.*direction).mrr, kRounding);
        }
        expect_curve(r.imageToText.captionCurve, e.imageToText.captionCurve);
        expect_curve(r.imageToText.identicalCurve, e.imageToText.identicalCurve);
        // Identical texts are one query, that of the nearest image: only there are the same items left out.
        const auto twin = [&](std::size_t j) { return classes[j] == classes[std::size_t(text)] && whole.cosine[j] > whole.cosine[std::size_t(text)]; };
        bool nearest = true;
        for (std::size_t j = 0; j < classes.size(); ++j) nearest = nearest && !twin(j) && (classes[j] != classes[std::size_t(text)] || std::int32_t(j) >= text);
        if (nearest) expect_curve(r.textToImage.identicalCurve, e.textToImage.identicalCurve);
      }
    }
  }
}

TEST(Retrieval, ClustersAreOneAnImage) {
  const Captions data = real_captions({1, 2, 1}, 5, 12);
  const RetrievalCounts counts = count(data, 8, 8).counts;
  EXPECT_EQ(refusal([&] { retrieval(data.start, data.cosine, counts, {0, 1, 2, 3}, {0, 1}); }), "SHAPE");
}

TEST(Retrieval, TextClassesMayBeAnyNumbersFromZeroOn) {
  const Captions data = whole_captions(std::vector<int>(12, 1), 2, 1, 11);
  const RetrievalCounts counts = count(data, 512, 512).counts;
  std::vector<std::int32_t> sparse = data.text_classes();
  for (std::int32_t& c : sparse) c = 3 * c + 2;
  const Retrieval dense = scores(data), other = retrieval(data.start, data.cosine, counts, sparse);
  EXPECT_EQ(other.identicalTexts, dense.identicalTexts);
  EXPECT_EQ(other.textToImage.identicalCurve, dense.textToImage.identicalCurve);
}

TEST(Retrieval, RefusesCountsThatDoNotFitTheTexts) {
  const Captions data = real_captions({1, 2, 1}, 5, 12);
  const RetrievalCounts counts = count(data, 8, 8).counts;
  const std::vector<std::int32_t> classes{0, 1, 2, 3};
  const auto with = [&](const std::vector<std::int32_t>& start, const std::vector<double>& cosine, const RetrievalCounts& c,
                        const std::vector<std::int32_t>& of) { return refusal([&] { retrieval(start, cosine, c, of); }); };
  EXPECT_EQ(with(data.start, data.cosine, counts, classes), "accepted");
  EXPECT_EQ(with({}, data.cosine, counts, classes), "SHAPE");
  EXPECT_EQ(with({0, 1, 3}, data.cosine, counts, classes), "SHAPE");
  EXPECT_EQ(with(data.start, {0.5, 0.5, 0.5}, counts, classes), "SHAPE");
  EXPECT_EQ(with(data.start, data.cosine, counts, {0, 1, 2}), "SHAPE");
  EXPECT_EQ(with(data.start, data.cosine, counts, {0, 1, -1, 2}), "SHAPE");
  EXPECT_EQ(with({0, 3, 1, 4}, data.cosine, counts, classes), "SHAPE") << "descending";
  for (auto part : {&RetrievalCounts::aboveImageToText, &RetrievalCounts::tiedImageToText, &RetrievalCounts::aboveTextToImage,
                    &RetrievalCounts::tiedTextToImage}) {
    RetrievalCounts cut = counts;
    (cut.*part).resize(3);
    EXPECT_EQ(with(data.start, data.cosine, cut, classes), "SHAPE");
  }
}

TEST(RetrievalSample, ChoosesDistinctQueriesInAscendingOrderByItsSeed) {
  const std::vector<double> cosine(60, 0.5);
  std::vector<std::int32_t> classes(60);
  std::iota(classes.begin(), classes.end(), 0);
  const auto ascending = [](const std::vector<std::int32_t>& v, std::size_t count, std::int32_t below) {
    EXPECT_EQ(v.size(), count);
    for (std::size_t k = 1; k < v.size(); ++k) EXPECT_LT(v[k - 1], v[k]);
    EXPECT_GE(v.front(), 0);
    EXPECT_LT(v.back(), below);
  };
  const RetrievalSample a = sample_queries(40, cosine, classes, 10, 1), again = sample_queries(40, cosine, classes, 10, 1),
                        other = sample_queries(40, cosine, classes, 10, 2);
  ascending(a.images, 10, 40);
  ascending(a.texts, 10, 60);
  EXPECT_EQ(a.images, again.images);
  EXPECT_EQ(a.texts, again.texts);
  EXPECT_NE(a.images, other.images);
  EXPECT_EQ(sample_queries(40, cosine, classes, 40, 3).images.size(), 40u);
}

TEST(RetrievalSample, ChoosesEveryQueryEquallyOften) {
  const std::vector<double> cosine(20, 0.5);
  std::vector<std::int32_t> classes(20), seen(20);
  std::iota(classes.begin(), classes.end(), 0);
  for (std::uint64_t seed = 0; seed < 2000; ++seed)
    for (const std::int32_t i : sample_queries(20, cosine, classes, 5, seed).images) ++seen[std::size_t(i)];
  // 500 expected, standard deviation sqrt(2000 / 4 3 / 4) = 19: five of them.
  for (const std::int32_t s : seen) EXPECT_NEAR(s, 500, 97);
}

TEST(RetrievalSample, CountsTheNearestOfIdenticalTextsToo) {
  const std::vector<double> cosine{0.1, 0.9, 0.3, 0.2, 0.8, 0.4};
  const std::vector<std::int32_t> classes{0, 0, 0, 1, 2, 1};
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const RetrievalSample s = sample_queries(6, cosine, classes, 2, seed);
    std::set<std::int32_t> needed(s.texts.begin(), s.texts.end());
    for (const std::int32_t j : s.texts) needed.insert(classes[std::size_t(j)] == 0 ? 1 : classes[std::size_t(j)] == 1 ? 5 : 4);
    EXPECT_EQ(s.counted, std::vector<std::int32_t>(needed.begin(), needed.end())) << seed;
  }
}

TEST(RetrievalSample, OfAllQueriesIsTheWhole) {
  const Captions data = whole_captions({2, 1, 3, 1}, 2, 1, 13);
  const RetrievalCounts counts = count(data, 512, 512).counts;
  const Retrieval whole = scores(data),
                  sampled = retrieval_sample(data.start, data.cosine, counts, data.text_classes(), {0, 1, 2, 3}, {0, 1, 2, 3, 4, 5, 6});
  EXPECT_EQ(sampled.imageToText.curve, whole.imageToText.curve);
  EXPECT_EQ(sampled.imageToText.mrr, whole.imageToText.mrr);
  EXPECT_EQ(sampled.textToImage.identicalCurve, whole.textToImage.identicalCurve);
}

TEST(RetrievalSample, IsTheMeanOverTheChosenQueriesAmongAllCandidates) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const Captions data = whole_captions({2, 1, 2, 1}, 2, 1, seed + 400);
    const std::vector<std::int32_t> images{1, 2}, texts{0, 3, 5};
    const Retrieval r = retrieval_sample(data.start, data.cosine, count(data, 512, 512).counts, data.text_classes(), images, texts);
    const std::vector<Found> allImages = image_queries(data), allTexts = text_queries(data);
    const std::vector<Found> someImages{allImages[1], allImages[2]}, someTexts{allTexts[0], allTexts[3], allTexts[5]};
    expect_curve(r.imageToText.curve, someImages, &Found::curve, "I->T");
    expect_curve(r.imageToText.captionCurve, someImages, &Found::captionCurve, "I->T captions");
    expect_curve(r.imageToText.identicalCurve, someImages, &Found::identicalCurve, "I->T identical");
    expect_curve(r.textToImage.curve, someTexts, &Found::curve, "T->I");
    expect_curve(r.textToImage.identicalCurve, someTexts, &Found::identicalCurve, "T->I identical");
    expect_ranks(r.imageToText, someImages);
    expect_ranks(r.textToImage, someTexts);
  }
}

TEST(RetrievalSample, HasAtLeastOneQueryAndNoMoreThanThereAre) {
  const std::vector<double> cosine(6, 0.5);
  const std::vector<std::int32_t> classes{0, 1, 2, 3, 4, 5};
  const auto choose = [&](std::size_t n, std::size_t queries) { return refusal([&] { sample_queries(n, cosine, classes, queries, 0); }); };
  EXPECT_EQ(choose(4, 0), "OUT_OF_RANGE");
  EXPECT_EQ(choose(4, 5), "OUT_OF_RANGE");
  EXPECT_EQ(choose(4, 4), "accepted");
  EXPECT_EQ(choose(9, 7), "OUT_OF_RANGE");
}

TEST(RetrievalSample, WithoutQueriesIsRefused) {
  const Captions data = real_captions({1, 2, 1}, 5, 14);
  const RetrievalCounts counts = count(data, 8, 8).counts;
  EXPECT_EQ(refusal([&] { retrieval_sample(data.start, data.cosine, counts, {0, 1, 2, 3}, {}, {0}); }), "SHAPE");
  EXPECT_EQ(refusal([&] { retrieval_sample(data.start, data.cosine, counts, {0, 1, 2, 3}, {0}, {}); }), "SHAPE");
}

TEST(RetrievalSample, NamesOnlyQueriesThatAreThere) {
  const Captions data = real_captions({1, 2, 1}, 5, 14);
  const RetrievalCounts counts = count(data, 8, 8).counts;
  const auto with = [&](const std::vector<std::int32_t>& images, const std::vector<std::int32_t>& texts) {
    return refusal([&] { retrieval_sample(data.start, data.cosine, counts, {0, 1, 2, 3}, images, texts); });
  };
  EXPECT_EQ(with({2}, {3}), "accepted");
  EXPECT_EQ(with({3}, {0}), "SHAPE");
  EXPECT_EQ(with({-1}, {0}), "SHAPE");
  EXPECT_EQ(with({0}, {4}), "SHAPE");
  EXPECT_EQ(with({0}, {-1}), "SHAPE");
}

TEST(Retrieval, RefusesCountsAboveTheNumberOfCandidates) {
  const Captions data = real_captions({1, 2, 1}, 5, 14);
  RetrievalCounts counts = count(data, 8, 8).counts;
  counts.tiedTextToImage[1] = 4000000000u;
  EXPECT_EQ(refusal([&] { retrieval(data.start, data.cosine, counts, {0, 1, 2, 3}); }), "SHAPE");
}

TEST(Retrieval, TextClassesTakeNoMemoryByTheirLargestNumber) {
  const Captions data = real_captions({1, 2, 1}, 5, 14);
  const RetrievalCounts counts = count(data, 8, 8).counts;
  const Retrieval small = retrieval(data.start, data.cosine, counts, {0, 1, 0, 2});
  const Retrieval large = retrieval(data.start, data.cosine, counts, {5, 7, 5, 2147483647});
  EXPECT_EQ(large.identicalTexts, small.identicalTexts);
  EXPECT_EQ(large.textToImage.identicalCurve, small.textToImage.identicalCurve);
}

TEST(Retrieval, MapsThatRunBackOrPastTheTextsAreRefusedBeforeTheyAreRead) {
  const std::vector<double> cosine(5, 0.5);
  EXPECT_EQ(refusal([&] { RetrievalPass({0, 100, 5}, cosine, {}); }), "SHAPE");
  EXPECT_EQ(refusal([&] { RetrievalPass({0, -3, 5}, cosine, {}); }), "SHAPE");
  EXPECT_EQ(refusal([&] { RetrievalPass({0, 5, 5}, cosine, {}); }), "SHAPE");
}
