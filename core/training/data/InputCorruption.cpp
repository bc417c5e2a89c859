#include "training/data/InputCorruption.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace timbre::training {

namespace {

// Cumulated shares of the kinds.
constexpr float kTrue = 0.25f, kWhite = 0.4f, kColoured = 0.85f;
constexpr float kRate = 16'000;
constexpr float kTurn = 2 * std::numbers::pi_v<float>;

void addWhite(std::span<float> heard, float level, Random& random) {
  for (float& x : heard) x += level * random.normal();
}

void makeHole(std::span<float> heard, Random& random) {
  const auto size = static_cast<std::size_t>(200 + random.below(1300));
  const auto begin = static_cast<std::size_t>(random.below(heard.size()));
  for (float& x : heard.subspan(begin, std::min(size, heard.size() - begin)))
    x = 0.05f * random.normal();
}

/// White noise that falls by up to 12 dB per octave from a corner of 20 to 4000 Hz on.
std::vector<float> colouredNoise(std::size_t count, Random& random) {
  const float corner = 20 * std::pow(200.0f, random.uniform());
  const float order = 2 * random.uniform();
  const float keep = std::exp(-kTurn * corner / kRate);
  const float second = std::max(0.0f, order - 1), first = order - 2 * second,
              none = 1 - first - second;
  std::vector<float> noise(count);
  float once = 0, twice = 0;
  for (float& x : noise) {
    const float white = random.normal();
    once = keep * once + (1 - keep) * white;
    twice = keep * twice + (1 - keep) * once;
    x = none * white + first * once + second * twice;
  }
  return noise;
}

float loudness(std::span<const float> x) {
  double sum = 0;
  for (const float v : x) sum += v * v;
  return static_cast<float>(std::sqrt(sum / static_cast<double>(x.size()))) + 1e-6f;
}

void addWhistle(std::span<float> noise, Random& random) {
  const float level = 1.5f * random.uniform(), frequency = 30 * std::pow(150.0f, random.uniform());
  const float begin = random.uniform();
  for (std::size_t i = 0; i < noise.size(); ++i)
    noise[i] += level * std::sin(kTurn * (frequency * static_cast<float>(i) / kRate + begin));
}

void comeAndGo(std::span<float> noise, Random& random) {
  const float frequency = 1 + 9 * random.uniform(), begin = random.uniform();
  for (std::size_t i = 0; i < noise.size(); ++i)
    noise[i] *= 0.5f + 0.5f * std::sin(kTurn * (frequency * static_cast<float>(i) / kRate + begin));
}

/// Adds noise to the sound itself, not to its mu-law numbers.
void addColoured(std::span<float> heard, Random& random) {
  std::vector<float> sound(heard.begin(), heard.end());
  for (float& u : sound) u = std::copysign((std::pow(256.0f, std::abs(u)) - 1) / 255, u);
  std::vector<float> noise = colouredNoise(heard.size(), random);
  const float size = loudness(noise);
  for (float& x : noise) x /= size;
  if (random.below(2) == 0)
    for (int i = 1 + random.below(3); i > 0; --i) addWhistle(noise, random);
  if (random.below(2) == 0) comeAndGo(noise, random);
  const float level = loudness(sound) * std::pow(10.0f, (3 - 38 * random.uniform()) / 20);
  for (std::size_t i = 0; i < heard.size(); ++i) {
    const float y = std::clamp(sound[i] + level * noise[i], -1.0f, 1.0f);
    heard[i] = std::copysign(std::log1p(255 * std::abs(y)) / std::log(256.0f), y) +
               0.004f * random.normal();
  }
}

}  // namespace

void corruptInput(std::span<float> heard, Random& random) {
  const float kind = random.uniform();
  if (kind < kTrue) return;
  const float drawn = random.uniform();
  if (kind < kWhite) return addWhite(heard, 0.15f * drawn * drawn, random);
  if (kind < kColoured) return addColoured(heard, random);
  addWhite(heard, 0.02f * drawn, random);
  for (int i = 0; i < 2; ++i) makeHole(heard, random);
}

}  // namespace timbre::training
