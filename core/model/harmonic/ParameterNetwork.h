/// Predicts partials and noise from an embedding.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "base/Result.h"
#include "model/SafeTensors.h"
#include "model/harmonic/HarmonicFrame.h"
#include "model/wavenet/DenseLayer.h"

namespace timbre::model::harmonic {

inline constexpr int kContext = 6;       ///< embedding frames about an instant, three on each side
inline constexpr int kPitchInputs = 24;  ///< keys 16, 20 .. 108, each four semitones wide
/// Numbers the network gives: see ParameterNetwork::frame().
inline constexpr int kOutputs = kPartials + kNoiseBands + kHalfPartials + kNoiseBands +
                                kGainsPerFrame + 1 + 1 + kDetunedPartials;

/// The embedding frames about one instant, which lies between the third and the fourth.
struct EmbeddingWindow {
  std::span<const float> values;  ///< kContext * channels, normalised; zero where there is no frame
  std::span<const float> there;   ///< kContext: 1 where there is a frame, else 0
};

/// Two layers of rectified units and one of levels. Immutable: any thread.
class ParameterNetwork {
 public:
  /// BadFormat, naming the tensor, when one is missing or does not fit.
  static Result<ParameterNetwork> read(const SafeTensors& file, int channels, int hidden);

  int channels() const { return static_cast<int>(mean_.size()); }
  /// Floats that frame() needs as room.
  std::size_t room() const;
  /// What the network is given of one embedding frame: each number less its mean, by its deviation,
  /// at most five of these away.
  void normalise(std::span<const float> frame, std::span<float> out) const;
  /// `pitch`: MIDI; negative: none, then there are no partials. Outside the piano's keys it knows
  /// the nearest of these. Whatever the numbers are, every field keeps within its range.
  void frame(const EmbeddingWindow& window, double pitch, std::span<float> room,
             HarmonicFrame& out) const;
  std::int64_t parameters() const;

 private:
  std::vector<float> mean_, deviation_;
  std::array<wavenet::DenseLayer, 3> layers_;
};

}  // namespace timbre::model::harmonic
