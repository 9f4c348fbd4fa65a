// An input's bytes as the numbers that a target asks for; where they end, zeros follow.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

namespace askew::fuzz {

class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}

  std::size_t left() const { return left_; }

  std::uint8_t byte() {
    if (left_ == 0) return 0;
    --left_;
    return *data_++;
  }

  // 0 … end - 1
  std::size_t below(std::size_t end) { return (byte() + 256u * (end > 256 ? byte() : 0u)) % end; }

  bool chance(unsigned of256) { return byte() < of256; }

  template <class T>
  T raw() {
    T value{};
    const std::size_t size = left_ < sizeof value ? left_ : sizeof value;
    std::memcpy(&value, data_, size);
    data_ += size;
    left_ -= size;
    return value;
  }

  // Mostly tame; else one of the values that break arithmetic, or any bits.
  double number() {
    constexpr double kInfinity = std::numeric_limits<double>::infinity(), kNaN = std::numeric_limits<double>::quiet_NaN();
    constexpr double kWild[] = {0,     -0.0,   1,         -1,      0.5,    kNaN,   kInfinity, -kInfinity, 1e-308, 5e-324, 1e308, -1e308,
                                1e-45, 1e-40,  3.4e38,    -3.4e38, 1e19,   1e-20,  2,         3,          4294967295.0, 2147483648.0,
                                1e6,   1e9,    9007199254740993.0, 1e150, 1e-160, 0x1p-126};
    const unsigned kind = byte();
    if (kind < 200) return (double(byte()) - 128) / 64;
    if (kind < 250) return kWild[byte() % (sizeof kWild / sizeof *kWild)];
    return raw<double>();
  }

  // As number(), without the wild ones.
  double tame() { return (double(byte()) - 128) / 64; }

  std::vector<double> numbers(std::size_t count) {
    std::vector<double> out(count);
    for (double& v : out) v = number();
    return out;
  }

  // Small whole numbers, now and then any.
  std::vector<std::int32_t> integers(std::size_t count, std::size_t most) {
    std::vector<std::int32_t> out(count);
    for (std::int32_t& v : out) v = chance(240) ? std::int32_t(below(most + 1)) : raw<std::int32_t>();
    return out;
  }

 private:
  const std::uint8_t* data_;
  std::size_t left_;
};

}  // namespace askew::fuzz
