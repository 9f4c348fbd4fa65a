#include "askew/rounded_normal.hpp"

#include <bit>
#include <utility>

#include "askew/error.hpp"

namespace askew {

void SecretWords::fill() {
  if (counter_ > 0xffffffffu) throw Error(Code::OUT_OF_RANGE, "The stream of random words is at its end.", {{"blocks", double(counter_)}});
  std::array<std::uint32_t, 16> start{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
  for (std::size_t k = 0; k < key_.size(); ++k) start[4 + k] = key_[k];
  start[12] = std::uint32_t(counter_);
  auto s = start;
  const auto quarter = [&s](int a, int b, int c, int d) {
    s[a] += s[b], s[d] = std::rotl(s[d] ^ s[a], 16);
    s[c] += s[d], s[b] = std::rotl(s[b] ^ s[c], 12);
    s[a] += s[b], s[d] = std::rotl(s[d] ^ s[a], 8);
    s[c] += s[d], s[b] = std::rotl(s[b] ^ s[c], 7);
  };
  for (int round = 0; round < 10; ++round) {
    for (int k = 0; k < 4; ++k) quarter(k, 4 + k, 8 + k, 12 + k);
    for (int k = 0; k < 4; ++k) quarter(k, 4 + (k + 1) % 4, 8 + (k + 2) % 4, 12 + (k + 3) % 4);
  }
  for (std::size_t k = 0; k < 16; ++k) block_[k] = s[k] + start[k];
  ++counter_;
  at_ = 0;
}

// Uniform on 0 … below - 1.
std::uint32_t RoundedNormals::whole(std::uint32_t below) {
  const std::uint32_t unfair = std::uint32_t(-below) % below;
  while (true) {
    const std::uint64_t product = std::uint64_t(words_.next()) * below;
    if (std::uint32_t(product) >= unfair) return std::uint32_t(product >> 32);
  }
}

// True with probability exp(-1/2): an even number of steps down from 1/2 (von Neumann 1951).
bool RoundedNormals::half() {
  Uniform *last = &a_, *next = &b_;
  last->renew();
  if (last->digit(0) >= 0x80000000u) return true;
  bool even = false;
  while (true) {
    next->renew();
    if (!next->below(*last)) return even;
    even = !even;
    std::swap(last, next);
  }
}

// True with probability exp(-x (2 k + x) / (2 k + 2)).
bool RoundedNormals::decays(std::uint32_t k) {
  Uniform *last = &x_, *next = &a_, *spare = &b_;
  bool even = true;
  while (true) {
    next->renew();
    if (!next->below(*last)) return even;
    // Goes on with probability (2 k + x) / (2 k + 2).
    const std::uint32_t part = whole(2 * k + 2);
    if (part > 2 * k) return even;
    if (part == 2 * k) {
      r_.renew();
      if (!r_.below(x_)) return even;
    }
    even = !even;
    last = next;
    std::swap(next, spare);
  }
}

// The whole number nearest to s (k + x).
std::int64_t RoundedNormals::nearest(std::uint32_t s, std::uint32_t k) {
  // In units of 2^-32, s x = s digit(0) + s rest, 0 < rest < 1, and s < 2^31: only the next middle can be passed.
  const std::uint64_t product = std::uint64_t(s) * x_.digit(0);
  const std::int64_t below = std::int64_t(s) * k + std::int64_t(product >> 32), base = std::int64_t(1) << 32;
  std::int64_t missing = base / 2 - std::int64_t(product & 0xffffffffu);
  for (std::size_t digit = 1; missing > 0 && missing < std::int64_t(s); ++digit) missing = missing * base - std::int64_t(s) * x_.digit(digit);
  return missing > 0 ? below : below + 1;
}

std::int64_t RoundedNormals::next(std::uint32_t s) {
  if (s > (1u << 30)) throw Error(Code::OUT_OF_RANGE, "The spread must be at most 2^30.", {{"s", double(s)}});
  if (s == 0) return 0;
  while (true) {
    std::uint32_t k = 0;
    while (half()) ++k;
    bool kept = true;
    for (std::uint32_t turn = 0; kept && turn < k * (k - (k > 0)); ++turn) kept = half();
    if (!kept) continue;
    x_.renew();
    for (std::uint32_t turn = 0; kept && turn <= k; ++turn) kept = decays(k);
    if (!kept) continue;
    const std::int64_t size = nearest(s, k);
    return words_.next() >> 31 ? -size : size;
  }
}

}  // namespace askew
