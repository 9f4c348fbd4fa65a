// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every engine.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

namespace askew {

class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : state_(seed) {}

  // Streams of one seed that have nothing to do with each other.
  SplitMix(std::uint64_t seed, std::uint64_t stream) : SplitMix(seed) { state_ = next() ^ SplitMix(~stream).next(); }

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
  }

  // Uniform in [0, n), n in 1 … 2^32 (Lemire 2019).
  std::uint32_t below(std::uint64_t n) {
    std::uint64_t product = (next() >> 32) * n;
    if (std::uint32_t(product) < n)
      for (const std::uint64_t least = (std::uint64_t(1) << 32) % n; std::uint32_t(product) < least;) product = (next() >> 32) * n;
    return std::uint32_t(product >> 32);
  }

 private:
  std::uint64_t state_;
};

// `count` of `total` numbers, ascending, without repetition (Floyd's algorithm).
inline std::vector<std::int32_t> without_repetition(std::size_t count, std::size_t total, SplitMix random) {
  std::set<std::int32_t> taken;
  for (std::size_t top = total - count; top < total; ++top)
    if (!taken.insert(std::int32_t(random.next() % (top + 1))).second) taken.insert(std::int32_t(top));
  return {taken.begin(), taken.end()};
}

}  // namespace askew
