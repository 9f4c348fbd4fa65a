#include "captions.hpp"

#include <algorithm>
#include <cmath>

#include "definition.hpp"

namespace askew::test {

Captions::Captions(Sample someImages, Sample someTexts, const std::vector<int>& captions)
    : images(std::move(someImages)), texts(std::move(someTexts)), start{0} {
  for (std::size_t i = 0; i < captions.size(); ++i) {
    start.push_back(start.back() + captions[i]);
    for (int c = 0; c < captions[i]; ++c) {
      cosine.push_back(test::cosine(images, i, texts, imageOf.size()));
      imageOf.push_back(std::int32_t(i));
    }
  }
}

std::vector<std::int32_t> Captions::text_classes() const {
  std::vector<std::int32_t> of;
  std::int32_t next = 0;
  for (std::size_t j = 0; j < texts.rows; ++j) {
    std::size_t first = 0;
    while (!std::equal(&texts.values[first * texts.cols], &texts.values[first * texts.cols] + texts.cols, &texts.values[j * texts.cols]))
      ++first;
    of.push_back(first < j ? of[first] : next++);
  }
  return of;
}

int Captions::compare(std::size_t a, std::size_t b, std::size_t c, std::size_t d) const {
  const double p = dot(images, a, texts, b), q = dot(images, c, texts, d);
  const double left = p * std::abs(p) * dot(images, c, images, c) * dot(texts, d, texts, d);
  const double right = q * std::abs(q) * dot(images, a, images, a) * dot(texts, b, texts, b);
  return (left > right) - (left < right);
}

Captions whole_captions(const std::vector<int>& captions, std::size_t cols, int reach, std::uint64_t seed) {
  Dice dice(seed);
  const auto fill = [&](std::size_t rows) {
    Sample out(rows, cols);
    for (std::size_t i = 0; i < rows; ++i) do {
        for (std::size_t k = 0; k < cols; ++k) out.at(i, k) = float(dice.whole(-reach, reach));
      } while (dot(out, i, out, i) == 0);
    return out;
  };
  std::size_t texts = 0;
  for (const int c : captions) texts += std::size_t(c);
  Sample images = fill(captions.size());
  return {std::move(images), fill(texts), captions};
}

Captions real_captions(const std::vector<int>& captions, std::size_t cols, std::uint64_t seed) {
  Dice dice(seed);
  Sample images = noise(captions.size(), cols, seed + 1000);
  std::vector<float> texts;
  for (std::size_t i = 0; i < captions.size(); ++i)
    for (int c = 0; c < captions[i]; ++c)
      for (std::size_t k = 0; k < cols; ++k) texts.push_back(float(images.at(i, k) + 3 * dice.normal()));
  return {std::move(images), Sample(cols, std::move(texts)), captions};
}

Counted count(const Captions& data, std::size_t imageRows, std::size_t textRows, const std::vector<double>& sigmas) {
  const std::size_t n = data.images.rows, m = data.texts.rows;
  Counted out{{std::vector<std::uint32_t>(m), std::vector<std::uint32_t>(m), std::vector<std::uint32_t>(m), std::vector<std::uint32_t>(m)},
              std::vector<double>(kCosineBins, 0.0),
              {}};
  RetrievalPass pass(data.start, data.cosine, sigmas);
  for (std::size_t i = 0; i < n; i += imageRows) {
    const SimilarityBlock images = block(data.images, i, std::min(n, i + imageRows));
    pass.begin();
    for (std::size_t j = 0; j < m; j += textRows) pass.add(images, block(data.texts, j, std::min(m, j + textRows)));
    for (std::size_t j = 0; j < m; ++j) {
      out.counts.aboveImageToText[j] += pass.counts().aboveImageToText[j];
      out.counts.tiedImageToText[j] += pass.counts().tiedImageToText[j];
      out.counts.aboveTextToImage[j] += pass.counts().aboveTextToImage[j];
      out.counts.tiedTextToImage[j] += pass.counts().tiedTextToImage[j];
    }
    for (std::size_t b = 0; b < kCosineBins; ++b) out.histogram[b] += pass.histogram()[b];
    for (std::size_t s = 0; s < 2; ++s) out.kernel[s] += pass.kernel()[s];
  }
  return out;
}

}  // namespace askew::test
