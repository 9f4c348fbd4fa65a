#include "askew/retrieval_pass.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <numeric>
#include <set>

#include "support/captions.hpp"
#include "support/definition.hpp"
#include "support/refusal.hpp"

using namespace askew;
using namespace askew::test;

namespace {

const std::vector<int> kRagged{2, 1, 4, 3, 1, 1, 2, 5, 1, 3, 2, 2, 1, 6, 1, 2, 3, 1, 1, 4};

// Every comparison one by one.
template <class Compare>
RetrievalCounts definition(const Captions& data, Compare compare) {
  const std::size_t n = data.images.rows, m = data.texts.rows;
  RetrievalCounts c{std::vector<std::uint32_t>(m), std::vector<std::uint32_t>(m), std::vector<std::uint32_t>(m),
                    std::vector<std::uint32_t>(m)};
  for (std::size_t j = 0; j < m; ++j) {
    const std::size_t i = std::size_t(data.imageOf[j]);
    for (std::size_t t = 0; t < m; ++t) {
      if (std::size_t(data.imageOf[t]) == i) continue;
      const int order = compare(i, t, i, j);
      c.aboveImageToText[j] += order > 0;
      c.tiedImageToText[j] += order == 0;
    }
    for (std::size_t other = 0; other < n; ++other) {
      if (other == i) continue;
      const int order = compare(other, j, i, j);
      c.aboveTextToImage[j] += order > 0;
      c.tiedTextToImage[j] += order == 0;
    }
  }
  return c;
}

RetrievalCounts exactly(const Captions& data) {
  return definition(data, [&](auto a, auto b, auto c, auto d) { return data.compare(a, b, c, d); });
}

RetrievalCounts in_float64(const Captions& data) {
  return definition(data, [&](auto a, auto b, auto c, auto d) {
    const double difference = test::cosine(data.images, a, data.texts, b) - test::cosine(data.images, c, data.texts, d);
    return (difference > 0) - (difference < 0);
  });
}

void expect_equal(const RetrievalCounts& a, const RetrievalCounts& b) {
  EXPECT_EQ(a.aboveImageToText, b.aboveImageToText);
  EXPECT_EQ(a.tiedImageToText, b.tiedImageToText);
  EXPECT_EQ(a.aboveTextToImage, b.aboveTextToImage);
  EXPECT_EQ(a.tiedTextToImage, b.tiedTextToImage);
}

std::uint32_t sum(const std::vector<std::uint32_t>& v) { return std::accumulate(v.begin(), v.end(), 0u); }

SimilarityBlock chosen(const Sample& x, const std::vector<std::int32_t>& ids) {
  Sample rows(ids.size(), x.cols);
  for (std::size_t i = 0; i < ids.size(); ++i) std::copy_n(&x.values[std::size_t(ids[i]) * x.cols], x.cols, &rows.at(i, 0));
  SimilarityBlock out;
  out.assign(ids, rows.view(), rows.norms().data());
  return out;
}

}  // namespace

TEST(RetrievalCounts, AreThoseOfExactComparisonsWhereManyCosinesAreEqual) {
  for (const auto& [cols, reach] : {std::pair{2, 1}, std::pair{3, 1}, std::pair{4, 2}, std::pair{9, 1}}) {
    const Captions data = whole_captions(kRagged, std::size_t(cols), reach, std::uint64_t(cols));
    const RetrievalCounts right = exactly(data);
    EXPECT_GT(sum(right.tiedImageToText), 10u);
    EXPECT_GT(sum(right.tiedTextToImage), 10u);
    expect_equal(count(data, 20, 512).counts, right);
  }
}

TEST(RetrievalCounts, AreThoseOfFloat64CosinesOnRealNumbers) {
  for (const std::size_t cols : {5, 130, 300}) {
    const Captions data = real_captions(kRagged, cols, cols);
    expect_equal(count(data, 512, 512).counts, in_float64(data));
  }
}

TEST(RetrievalCounts, DoNotDependOnHowImagesAndTextsAreCut) {
  // 40 texts: a multiple of 8, so that no padding hides a write past the end.
  for (const auto& captions : {std::vector<int>(20, 2), kRagged}) {
    const Captions data = whole_captions(captions, 3, 1, 7);
    const RetrievalCounts right = exactly(data);
    for (const std::size_t images : {1, 3, 8, 20})
      for (const std::size_t texts : {1, 3, 5, 8, 13, 64}) expect_equal(count(data, images, texts).counts, right);
  }
}

TEST(RetrievalCounts, TellCosinesApartThatFloat32Cannot) {
  // cos(e1 + e2, e1 + e2 + s e3) = 1 / sqrt(1 + s^2 / 2): steps of some 1e-9 between texts.
  const std::size_t n = 24;
  Sample images(n, 3), texts(n, 3);
  for (std::size_t i = 0; i < n; ++i) {
    images.at(i, 0) = images.at(i, 1) = 1;
    texts.at(i, 0) = texts.at(i, 1) = 1;
    texts.at(i, 2) = 1e-5f * float(1 + i * 7 % n);
  }
  const Captions data(images, texts, std::vector<int>(n, 1));
  const SimilarityBlock a = block(images, 0, 1), b = block(texts, 0, n);
  Tile tile(a, b);
  tile.strip(0);
  for (std::size_t j = 1; j < n; ++j) ASSERT_EQ(tile.row(0)[j], tile.row(0)[0]) << "equal in float32";
  const RetrievalCounts right = in_float64(data), found = count(data, 8, 8).counts;
  EXPECT_EQ(sum(right.tiedImageToText), 0u);
  EXPECT_EQ(found.aboveImageToText, right.aboveImageToText);
  EXPECT_EQ(found.tiedImageToText, right.tiedImageToText);
  EXPECT_EQ(found.tiedTextToImage, std::vector<std::uint32_t>(n, std::uint32_t(n - 1))) << "all images are the same";
  const RetrievalCounts exchanged = count(Captions(texts, images, std::vector<int>(n, 1)), 8, 8).counts;
  EXPECT_EQ(exchanged.aboveTextToImage, right.aboveImageToText);
  EXPECT_EQ(exchanged.tiedTextToImage, right.tiedImageToText);
  EXPECT_EQ(exchanged.tiedImageToText, found.tiedTextToImage);
}

TEST(RetrievalCounts, CopiesOfTheRightTextTieWhereverTheyStand) {
  Captions data = real_captions(std::vector<int>(30, 1), 150, 8);
  for (const std::size_t j : {9, 16, 29}) std::copy_n(&data.texts.values[4 * 150], 150, &data.texts.at(j, 0));
  data = Captions(data.images, data.texts, std::vector<int>(30, 1));
  const RetrievalCounts found = count(data, 7, 11).counts;
  EXPECT_EQ(found.tiedImageToText[4], 3u);
  EXPECT_EQ(found.tiedImageToText[16], 3u);
  EXPECT_EQ(sum(found.tiedImageToText), 12u);
  EXPECT_EQ(sum(found.tiedTextToImage), 0u);
}

TEST(RetrievalCounts, DoNotChangeWithTheLengthOfAnyRow) {
  const Captions data = real_captions(kRagged, 40, 9);
  Sample images = data.images, texts = data.texts;
  for (std::size_t i = 0; i < images.rows; ++i)
    for (std::size_t k = 0; k < 40; ++k) images.at(i, k) *= i % 2 ? 0x1p55f : 0x1p-55f;
  for (std::size_t j = 0; j < texts.rows; ++j)
    for (std::size_t k = 0; k < 40; ++k) texts.at(j, k) *= j % 3 ? 0x1p-40f : 8;
  expect_equal(count(Captions(images, texts, kRagged), 16, 16).counts, count(data, 16, 16).counts);
}

TEST(RetrievalCounts, CountOnlyTheDirectionsAskedFor) {
  const Captions data = whole_captions(kRagged, 3, 1, 10);
  const RetrievalCounts right = exactly(data);
  const std::vector<std::uint32_t> none(data.texts.rows, 0);
  const auto run = [&](bool imageQueries, bool textQueries) {
    RetrievalPass pass(data.start, data.cosine, {});
    pass.add(block(data.images, 0, data.images.rows), block(data.texts, 0, data.texts.rows), imageQueries, textQueries);
    RetrievalCounts c = pass.counts();
    for (auto* v : {&c.aboveImageToText, &c.tiedImageToText, &c.aboveTextToImage, &c.tiedTextToImage}) v->resize(data.texts.rows);
    return c;
  };
  expect_equal(run(true, false), {right.aboveImageToText, right.tiedImageToText, none, none});
  expect_equal(run(false, true), {none, none, right.aboveTextToImage, right.tiedTextToImage});
  expect_equal(run(false, false), {none, none, none, none});
}

TEST(RetrievalCounts, OfChosenRowsAreThoseOfAllRows) {
  const Captions data = whole_captions(kRagged, 3, 1, 11);
  const RetrievalCounts right = exactly(data);
  const std::vector<std::int32_t> images{0, 3, 7, 8, 19}, texts{1, 2, 10, 17, 18, 30, 45};
  RetrievalPass pass(data.start, data.cosine, {});
  const SimilarityBlock someImages = chosen(data.images, images), someTexts = chosen(data.texts, texts);
  for (std::size_t j = 0; j < data.texts.rows; j += 9)
    pass.add(someImages, block(data.texts, j, std::min(data.texts.rows, j + 9)), true, false);
  for (std::size_t i = 0; i < data.images.rows; i += 6)
    pass.add(block(data.images, i, std::min(data.images.rows, i + 6)), someTexts, false, true);
  for (const std::int32_t i : images)
    for (std::int32_t j = data.start[std::size_t(i)]; j < data.start[std::size_t(i) + 1]; ++j) {
      EXPECT_EQ(pass.counts().aboveImageToText[std::size_t(j)], right.aboveImageToText[std::size_t(j)]) << j;
      EXPECT_EQ(pass.counts().tiedImageToText[std::size_t(j)], right.tiedImageToText[std::size_t(j)]) << j;
    }
  for (const std::int32_t j : texts) {
    EXPECT_EQ(pass.counts().aboveTextToImage[std::size_t(j)], right.aboveTextToImage[std::size_t(j)]) << j;
    EXPECT_EQ(pass.counts().tiedTextToImage[std::size_t(j)], right.tiedTextToImage[std::size_t(j)]) << j;
  }
}

TEST(RetrievalCounts, BeginAtZeroForEachBlock) {
  const Captions data = whole_captions(kRagged, 3, 1, 12);
  RetrievalPass pass(data.start, data.cosine, {10});
  const SimilarityBlock images = block(data.images, 0, 20), texts = block(data.texts, 0, data.texts.rows);
  pass.add(images, texts);
  const RetrievalCounts once = pass.counts();
  const auto histogram = pass.histogram();
  const auto kernel = pass.kernel();
  pass.begin();
  EXPECT_EQ(sum(pass.counts().aboveImageToText) + sum(pass.counts().tiedTextToImage), 0u);
  pass.add(images, texts);
  expect_equal(pass.counts(), once);
  EXPECT_EQ(pass.histogram(), histogram);
  EXPECT_EQ(pass.kernel(), kernel);
}

TEST(RetrievalHistogram, HoldsTheUnmatchedCosinesInEqualBins) {
  const Captions data = real_captions(kRagged, 40, 13);
  std::vector<double> right(kCosineBins, 0.0), unsure(kCosineBins, 0.0);
  for (std::size_t i = 0; i < data.images.rows; ++i)
    for (std::size_t j = 0; j < data.texts.rows; ++j) {
      if (std::size_t(data.imageOf[j]) == i) continue;
      const double place = (test::cosine(data.images, i, data.texts, j) + 1) * 100;
      const double edge = std::round(place);
      right[std::size_t(place)] += 1;
      // Within float32's reach of an edge either bin may take it.
      if (std::abs(place - edge) < 1e-3) unsure[std::size_t(edge)] += 1, unsure[std::size_t(edge) - 1] += 1;
    }
  for (const std::size_t texts : {7, 512}) {
    const std::vector<double> found = count(data, 6, texts).histogram;
    for (std::size_t b = 0; b < kCosineBins; ++b) EXPECT_LE(std::abs(found[b] - right[b]), unsure[b]) << b;
    EXPECT_EQ(std::accumulate(found.begin(), found.end(), 0.0), double(data.images.rows * data.texts.rows - data.texts.rows));
  }
}

TEST(RetrievalHistogram, TakesTheEndsOfTheRange) {
  Sample images(2, std::vector<float>{1, 0, -1, 0}), texts = images;
  const std::vector<double> found = count(Captions(images, texts, {1, 1}), 2, 2).histogram;
  EXPECT_EQ(found.front(), 2) << "cosine -1";
  const std::vector<double> same = count(Captions(repeated(images, 0, 2), repeated(images, 0, 2), {1, 1}), 2, 2).histogram;
  EXPECT_EQ(same.back(), 2) << "cosine 1";
}

TEST(CosineBins, CountFoursAndSinglesAlike) {
  // The range's ends, beyond them, edges of bins, no number.
  const std::vector<float> cosines{-1, 1, -1.001f, 1.001f, NAN, 0, 0.005f, -0.005f, 0.999f, -0.999f, -1e30f, 1e30f, 0.5f};
  const std::vector<std::size_t> right{0, 199, 0, 199, 0, 100, 100, 99, 199, 0, 0, 199, 150};
  CosineBins bins;
  std::vector<double> together(kCosineBins, 0.0), alone(kCosineBins, 0.0), expected(kCosineBins, 0.0);
  bins.add(cosines.data(), cosines.size());
  bins.move_to(together);
  for (const float& cosine : cosines) bins.add(&cosine, 1);
  bins.move_to(alone);
  for (const std::size_t b : right) ++expected[b];
  EXPECT_EQ(together, expected);
  EXPECT_EQ(alone, expected);
}

TEST(RetrievalKernel, IsTheSumOverImagesAndFirstTexts) {
  const Captions data = real_captions(kRagged, 20, 14);
  for (const double sigma : {10.0, 4.0}) {
    double right = 0;
    for (std::size_t i = 0; i < data.images.rows; ++i)
      for (std::size_t k = 0; k < data.images.rows; ++k)
        right += std::exp(-square_distance(data.images, i, data.texts, std::size_t(data.start[k])) / (2 * sigma * sigma));
    // Float32 cosines, and float32 exponentials beside sigma = 10.
    for (const std::size_t texts : {7, 512})
      EXPECT_NEAR(count(data, 6, texts, {sigma}).kernel[0], right, (sigma == 10 ? 2e-7 : 2e-6) * right) << texts;
  }
}

TEST(RetrievalKernel, KeepsTwoScalesApart) {
  const Captions data = real_captions(kRagged, 20, 15);
  const auto both = count(data, 20, 512, {10, 4}).kernel;
  EXPECT_EQ(both[0], count(data, 20, 512, {10}).kernel[0]);
  EXPECT_EQ(both[1], count(data, 20, 512, {4}).kernel[0]);
}

TEST(RetrievalPass, RefusesATextMapThatDoesNotFitTheTexts) {
  const auto make = [](std::vector<std::int32_t> start, std::size_t texts, std::vector<double> sigmas = {}) {
    return refusal([&] { RetrievalPass(start, std::vector<double>(texts, 0.5), sigmas); });
  };
  EXPECT_EQ(make({0, 1, 3}, 3), "accepted");
  EXPECT_EQ(make({}, 0), "SHAPE");
  EXPECT_EQ(make({0}, 0), "SHAPE");
  EXPECT_EQ(make({1, 3}, 3), "SHAPE") << "does not begin at 0";
  EXPECT_EQ(make({0, 1, 3}, 4), "SHAPE") << "a text too many";
  EXPECT_EQ(make({0, 1, 3}, 2), "SHAPE") << "a text too few";
  EXPECT_EQ(make({0, 1, 1, 3}, 3), "SHAPE") << "an image without a text";
  EXPECT_EQ(make({0, 2, 1, 3}, 3), "SHAPE") << "descending";
  EXPECT_EQ(make({0, 1, 3}, 3, {1, 2}), "accepted");
  EXPECT_EQ(make({0, 1, 3}, 3, {1, 2, 3}), "SHAPE") << "three scales";
}

TEST(RetrievalPass, RefusesBlocksPastTheEndEmptyOnesAndUnequalWidths) {
  const Captions data = real_captions({1, 2, 1}, 5, 16);
  const Sample more = noise(6, 5, 17), wide = noise(4, 6, 18);
  RetrievalPass pass(data.start, data.cosine, {});
  const SimilarityBlock images = block(data.images, 0, 3), texts = block(data.texts, 0, 4);
  EXPECT_EQ(refusal([&] { pass.add(block(more, 1, 4), texts); }), "SHAPE");
  EXPECT_EQ(refusal([&] { pass.add(images, block(more, 1, 5)); }), "SHAPE");
  EXPECT_EQ(refusal([&] { pass.add(images, block(wide, 0, 4)); }), "SHAPE");
  EXPECT_EQ(refusal([&] { pass.add(images, SimilarityBlock()); }), "SHAPE");
  EXPECT_EQ(refusal([&] { pass.add(SimilarityBlock(), texts); }), "SHAPE");
  EXPECT_EQ(refusal([&] { pass.add(images, texts); }), "accepted");
}

namespace {

// Both sides' lists, blocks merged.
struct Nearest {
  NeighbourLists texts, images;
};

Nearest nearest_of(const Captions& data, std::size_t k, std::size_t imageRows, std::size_t textRows, bool descending = false) {
  const std::size_t n = data.images.rows, m = data.texts.rows;
  RetrievalPass pass(data.start, data.cosine, {}, k);
  Nearest out{NeighbourLists(0, n, k), NeighbourLists(0, m, k)};
  std::vector<std::size_t> begins;
  for (std::size_t i = 0; i < n; i += imageRows) begins.push_back(i);
  if (descending) std::reverse(begins.begin(), begins.end());
  for (const std::size_t i : begins) {
    const SimilarityBlock images = block(data.images, i, std::min(n, i + imageRows));
    pass.begin();
    for (std::size_t j = 0; j < m; j += textRows) pass.add(images, block(data.texts, j, std::min(m, j + textRows)));
    out.texts.merge(pass.nearest_texts());
    out.images.merge(pass.nearest_images());
  }
  return out;
}

NeighbourLists by_definition(std::size_t queries, std::size_t candidates, std::size_t k, const std::function<double(std::size_t, std::size_t)>& cosine) {
  NeighbourLists out(0, queries, k);
  for (std::size_t q = 0; q < queries; ++q)
    for (std::size_t c = 0; c < candidates; ++c) out.insert(q, cosine(q, c), std::int32_t(c));
  return out;
}

}  // namespace

TEST(RetrievalPass, FindsTheNearestBothWaysHoweverTheRowsAreCut) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const bool tied = seed % 2 == 0;
    const Captions data = tied ? whole_captions(kRagged, 3, 1, seed) : real_captions(kRagged, 7, seed);
    const std::size_t n = data.images.rows, m = data.texts.rows;
    const auto cosine = [&](std::size_t i, std::size_t j) { return test::cosine(data.images, i, data.texts, j); };
    for (const std::size_t k : {1u, 4u, 10u}) {
      const NeighbourLists texts = by_definition(n, m, k, cosine);
      const NeighbourLists images = by_definition(m, n, k, [&](std::size_t j, std::size_t i) { return cosine(i, j); });
      for (const auto& [rows, columns] : {std::pair<std::size_t, std::size_t>{512, 512}, {3, 5}, {1, 50}, {7, 2}}) {
        const Nearest found = nearest_of(data, k, rows, columns, seed > 3);
        ASSERT_EQ(found.texts.cosines.size(), texts.cosines.size());
        for (std::size_t at = 0; at < texts.cosines.size(); ++at) EXPECT_NEAR(found.texts.cosines[at], texts.cosines[at], 1e-12);
        for (std::size_t at = 0; at < images.cosines.size(); ++at) EXPECT_NEAR(found.images.cosines[at], images.cosines[at], 1e-12);
        if (tied) continue;
        EXPECT_EQ(found.texts.rows, texts.rows);
        EXPECT_EQ(found.images.rows, images.rows);
      }
    }
  }
}

TEST(RetrievalPass, HasListsShorterThanThereIsRoomWhereCandidatesAreFew) {
  const Captions data = real_captions({1, 1, 1}, 4, 3);
  const Nearest found = nearest_of(data, 5, 2, 2);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(std::set<std::int32_t>(found.texts.rows.begin() + std::ptrdiff_t(5 * i), found.texts.rows.begin() + std::ptrdiff_t(5 * i + 3)), (std::set<std::int32_t>{0, 1, 2}));
    EXPECT_EQ(found.texts.rows[5 * i + 3], -1);
  }
}
