// Whole numbers round(s N), N standard normal: exactly that distribution, not to float64's digits.
//   P(r) = Phi((r + 1/2) / s) - Phi((r - 1/2) / s)
// Karney's algorithm N (Sampling exactly from the normal distribution, ACM TOMS 42, 2016): only comparisons of uniform numbers
// whose binary digits are drawn as they are needed, and whole-number arithmetic. No logarithm, root or cosine is rounded.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace askew {

using SecretKey = std::array<std::uint32_t, 8>;

// ChaCha20 (Bernstein 2008; RFC 8439 with the nonce 0): a stream of 32-bit words from a key of 256 bits. 2^32 blocks at most;
// throws OUT_OF_RANGE beyond.
class SecretWords {
 public:
  explicit SecretWords(const SecretKey& key) : key_(key) {}
  std::uint32_t next() {
    if (at_ == block_.size()) fill();
    return block_[at_++];
  }

 private:
  void fill();
  SecretKey key_;
  std::array<std::uint32_t, 16> block_{};
  std::size_t at_ = 16;
  std::uint64_t counter_ = 0;
};

class RoundedNormals {
 public:
  explicit RoundedNormals(const SecretKey& key) : words_(key) {}
  // 0 <= s <= 2^30; 0 gives 0. Throws OUT_OF_RANGE.
  std::int64_t next(std::uint32_t s);

 private:
  // A number uniform on (0, 1), as many of its digits to base 2^32 as were looked at.
  class Uniform {
   public:
    explicit Uniform(SecretWords& words) : words_(words) {}
    void renew() { digits_.clear(); }
    std::uint32_t digit(std::size_t k) {
      while (digits_.size() <= k) digits_.push_back(words_.next());
      return digits_[k];
    }
    bool below(Uniform& other) {
      std::size_t k = 0;
      while (digit(k) == other.digit(k)) ++k;
      return digit(k) < other.digit(k);
    }

   private:
    SecretWords& words_;
    std::vector<std::uint32_t> digits_;
  };

  std::uint32_t whole(std::uint32_t below);
  bool half();
  bool decays(std::uint32_t k);
  std::int64_t nearest(std::uint32_t s, std::uint32_t k);

  SecretWords words_;
  Uniform x_{words_}, a_{words_}, b_{words_}, r_{words_};
};

}  // namespace askew
