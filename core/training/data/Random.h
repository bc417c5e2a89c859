/// Numbers that follow from a seed and a place alone, the same on every machine. No torch here.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

namespace timbre::training {

/// SplitMix64: a sequence of its own for every (seed, step, part).
class Random {
 public:
  Random(std::uint64_t seed, std::int64_t step, std::int64_t part = 0)
      : state_(mixed(seed) ^ mixed(static_cast<std::uint64_t>(step) + 1) ^
               mixed(mixed(static_cast<std::uint64_t>(part)) + 2)) {}
  /// 0 .. below - 1.
  int below(std::size_t limit) { return static_cast<int>(next() % limit); }
  /// In (0, 1).
  float uniform() { return (static_cast<float>(next() >> 41) + 0.5f) * 0x1p-23f; }
  float normal() {
    const float radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi_v<float> * uniform());
  }

 private:
  static std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  std::uint64_t next() { return mixed(state_ += 0x9e3779b97f4a7c15u); }
  std::uint64_t state_;
};

}  // namespace timbre::training
