#include "model/harmonic/ParameterNetwork.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/Units.h"
#include "model/harmonic/PortableMath.h"

namespace timbre::model::harmonic {
namespace {

constexpr float kFarthest = 5;  // deviations: what lies farther was never seen
constexpr double kLowestKey = 21, kHighestKey = 108;
constexpr double kFirstKey = 16, kKeysApart = 4, kKeyWidth = 4;
constexpr float kHighestPartialHz = 7900;  // what is above was not measured

/// What is not a number becomes the least.
float held(float x, float least, float most) {
  return std::isfinite(x) ? std::clamp(x, least, most) : least;
}

/// Takes the network's outputs one kind after another.
class Outputs {
 public:
  explicit Outputs(std::span<const float> numbers) : numbers_(numbers) {}
  std::span<const float> next(std::size_t count) {
    const auto some = numbers_.first(count);
    numbers_ = numbers_.subspan(count);
    return some;
  }
  /// Times `unit`, plus `offset`, within bounds.
  template <std::size_t N>
  void into(std::array<float, N>& to, float unit, float offset, float least, float most) {
    const auto from = next(N);
    for (std::size_t i = 0; i < N; ++i) to[i] = held(from[i] * unit + offset, least, most);
  }
  float one(float unit, float offset, float least, float most) {
    return held(next(1)[0] * unit + offset, least, most);
  }

 private:
  std::span<const float> numbers_;
};

/// In a straight line between the middles of the bands.
float envelopeAt(std::span<const float> bands, float hertz) {
  const auto& centres = noiseBandCentres();
  const auto above = std::upper_bound(centres.begin() + 1, centres.end() - 1, hertz);
  const auto i = static_cast<std::size_t>(above - centres.begin()) - 1;
  const float t = std::clamp((hertz - centres[i]) / (centres[i + 1] - centres[i]), 0.0F, 1.0F);
  return bands[i] + t * (bands[i + 1] - bands[i]);
}

void setPartials(std::span<const float> own, std::span<const float> envelope, double pitch,
                 std::array<float, kPartials>& levels) {
  constexpr float kLeastDb = -120, kMostDb = 6;
  const auto fundamental = static_cast<float>(frequencyOf(MidiPitch(pitch)));
  std::array<float, kNoiseBands> bands;
  for (int b = 0; b < kNoiseBands; ++b) bands[b] = envelope[b] * 20 - 50;
  for (int k = 0; k < kPartials; ++k) {
    const float hertz = fundamental * static_cast<float>(k + 1);
    levels[k] = hertz > kHighestPartialHz
                    ? kLeastDb
                    : held(own[k] * 10 + envelopeAt(bands, hertz), kLeastDb, kMostDb);
  }
}

void setPitchInputs(double pitch, std::span<float> out) {
  std::fill(out.begin(), out.end(), 0.0F);
  if (pitch < 0) return;
  const double key = std::clamp(pitch, kLowestKey, kHighestKey);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double away = (key - kFirstKey - kKeysApart * static_cast<double>(i)) / kKeyWidth;
    out[i] = static_cast<float>(std::exp(-away * away / 2));
  }
}

}  // namespace

Result<ParameterNetwork> ParameterNetwork::read(const SafeTensors& file, int channels, int hidden) {
  ParameterNetwork network;
  const int sizes[] = {kContext * (channels + 1) + kPitchInputs, hidden, hidden, kOutputs};
  for (int i = 0; i < 3; ++i) {
    const std::string name = "harmonic_" + std::to_string(i + 1);
    auto weight = file.floats(name + "/W", {sizes[i], sizes[i + 1]});
    auto bias = file.floats(name + "/biases", {sizes[i + 1]});
    if (!weight || !bias) return tl::unexpected(weight ? bias.error() : weight.error());
    network.layers_[i] = {sizes[i], sizes[i + 1], std::move(*weight), std::move(*bias)};
  }
  auto mean = file.floats("harmonic_embedding/mean", {channels});
  auto deviation = file.floats("harmonic_embedding/deviation", {channels});
  if (!mean || !deviation) return tl::unexpected(mean ? deviation.error() : mean.error());
  if (!std::ranges::all_of(*deviation, [](float d) { return std::isfinite(d) && d > 0; }))
    return fail(
        ErrorCode::BadFormat,
        file.path().string() +
            ": A standard deviation of the embeddings is not above zero; train the model again");
  network.mean_ = std::move(*mean);
  network.deviation_ = std::move(*deviation);
  return network;
}

std::size_t ParameterNetwork::room() const {
  return static_cast<std::size_t>(layers_[0].in + layers_[0].out + layers_[1].out + kOutputs);
}

std::int64_t ParameterNetwork::parameters() const {
  std::int64_t sum = 0;
  for (const wavenet::DenseLayer& layer : layers_)
    sum += static_cast<std::int64_t>(layer.weight.size() + layer.bias.size());
  return sum;
}

void ParameterNetwork::normalise(std::span<const float> frame, std::span<float> out) const {
  for (std::size_t i = 0; i < mean_.size(); ++i)
    out[i] = held((frame[i] - mean_[i]) / deviation_[i], -kFarthest, kFarthest);
}

void ParameterNetwork::frame(const EmbeddingWindow& window, double pitch, std::span<float> room,
                             HarmonicFrame& out) const {
  const auto take = [&](int count) {
    const auto some = room.first(static_cast<std::size_t>(count));
    room = room.subspan(static_cast<std::size_t>(count));
    return some;
  };
  const auto input = take(layers_[0].in), first = take(layers_[0].out),
             second = take(layers_[1].out), numbers = take(kOutputs);
  std::copy(window.values.begin(), window.values.end(), input.begin());
  std::copy(window.there.begin(), window.there.end(),
            input.begin() + static_cast<std::ptrdiff_t>(window.values.size()));
  setPitchInputs(pitch, input.last(kPitchInputs));
  layers_[0].apply(input, first);
  for (float& x : first) x = std::max(x, 0.0F);
  layers_[1].apply(first, second);
  for (float& x : second) x = std::max(x, 0.0F);
  layers_[2].apply(second, numbers);

  Outputs outputs(numbers);
  const auto own = outputs.next(kPartials), envelope = outputs.next(kNoiseBands);
  outputs.into(out.halfPartialDb, 20, -80, -120, 6);
  outputs.into(out.noiseDb, 20, -70, -120, 0);
  outputs.into(out.gainDb, 6, 0, -30, 6);
  out.detuneCents = outputs.one(10, 0, -100, 100);
  constexpr float kOctavesPerDecade = 3.3219281F, kLeastInharmonicity = 1e-6F;
  out.inharmonicity = std::min(
      exp2Of(outputs.one(1, -5, -6, -2.5F) * kOctavesPerDecade) - kLeastInharmonicity, 0.002F);
  outputs.into(out.partialDetuneCents, 10, 0, -60, 60);
  if (pitch < 0) {
    out.partialDb.fill(-120);
    out.halfPartialDb.fill(-120);
    out.gainDb.fill(0);
  } else {
    setPartials(own, envelope, pitch, out.partialDb);
  }
}

}  // namespace timbre::model::harmonic
