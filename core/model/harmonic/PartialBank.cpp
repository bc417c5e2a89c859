#include "model/harmonic/PartialBank.h"

#include <cstring>

#include "model/harmonic/PortableMath.h"

namespace timbre::model::harmonic {
namespace {

constexpr int kLanes = 8;
static_assert(kOscillators % kLanes == 0);
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));

bool silent(const float* from, const float* to) {
  for (int i = 0; i < kLanes; ++i)
    if (from[i] != 0 || to[i] != 0) return false;
  return true;
}

/// Oscillators that turn by a fixed angle each sample.
struct Group {
  Lanes cosine, sine;          // now
  Lanes turnCosine, turnSine;  // a sample
  Lanes amplitude, rise;
};

Group groupOf(const std::uint32_t* phases, const std::uint32_t* steps, const float* from,
              const float* to) {
  Group g;
  for (int i = 0; i < kLanes; ++i) {
    const Direction at = directionOf(phases[i]), turn = directionOf(steps[i]);
    g.cosine[i] = at.cosine;
    g.sine[i] = at.sine;
    g.turnCosine[i] = turn.cosine;
    g.turnSine[i] = turn.sine;
    g.amplitude[i] = from[i];
    g.rise[i] = (to[i] - from[i]) * (1.0F / kBlock);
  }
  return g;
}

void addGroup(Group g, Lanes* sums) {
  for (int n = 0; n < kBlock; ++n) {
    sums[n] += g.amplitude * g.sine;
    const Lanes cosine = g.cosine * g.turnCosine - g.sine * g.turnSine;
    g.sine = g.sine * g.turnCosine + g.cosine * g.turnSine;
    g.cosine = cosine;
    g.amplitude += g.rise;
  }
}

}  // namespace

PartialBank::PartialBank(SampleRate rate, std::uint64_t seed)
    : seed_(scrambled(seed)), phasePerHertz_(0x1p32 / rate.hz) {
  begin();
}

void PartialBank::begin() {
  for (int k = 0; k < kOscillators; ++k)
    phases_[k] = static_cast<std::uint32_t>(scrambled(seed_ + static_cast<std::uint64_t>(k)));
}

void PartialBank::add(std::span<const float, kOscillators> hertz,
                      std::span<const float, kOscillators> from,
                      std::span<const float, kOscillators> to, std::span<float, kBlock> out) {
  Lanes sums[kBlock] = {};
  std::array<std::uint32_t, kOscillators> steps;
  for (int k = 0; k < kOscillators; ++k)
    steps[k] = static_cast<std::uint32_t>(static_cast<std::int64_t>(hertz[k] * phasePerHertz_));
  for (int k = 0; k < kOscillators; k += kLanes)
    if (!silent(from.data() + k, to.data() + k))
      addGroup(groupOf(phases_.data() + k, steps.data() + k, from.data() + k, to.data() + k), sums);
  for (int k = 0; k < kOscillators; ++k) phases_[k] += kBlock * steps[k];
  for (int n = 0; n < kBlock; ++n) {
    const Lanes& s = sums[n];
    out[n] += ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
  }
}

}  // namespace timbre::model::harmonic
