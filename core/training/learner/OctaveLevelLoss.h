/// What a predicted spectrum lacks in level, octave by octave. No torch here.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/Units.h"
#include "model/PostFilterWeights.h"

namespace timbre::training {

/// The mean of a noise's logarithms lies below the logarithm of its mean, and the more so the less
/// is known about a bin. So a network that has each bin right on average is too quiet, by 7 to 9 dB
/// above 2 kHz. This loss compares the power of whole octaves from 62.5 Hz to 8 kHz and, where
/// there is room between the harmonics of the note's pitch, also that of the bins around the
/// harmonics and that of the others. All spectra are log10 magnitudes [kPostFilterBins], as
/// model/PostFilterWeights.h has them. Safe to share between threads.
class OctaveLevelLoss {
 public:
  OctaveLevelLoss();

  /// The mean over the levels of their squared error, in (log10 of magnitude)^2: octaves count
  /// once, their two parts a quarter each. Levels further than 60 dB below the frame's loudest
  /// count as lying there. 0 for a silent frame. `weight` times its gradient by `predicted` is
  /// added to `gradient`.
  double operator()(std::span<const float> predicted, std::span<const float> wanted, int pitch,
                    float weight, std::span<float> gradient) const;

 private:
  static constexpr int kOctaves = 7;
  /// Each octave's harmonics, what lies between them, and the whole octave.
  static constexpr int kLevels = 3 * kOctaves;
  using Levels = std::array<double, kLevels>;
  /// Of each bin: its octave's harmonics, the rest, or the octave alone where there is no room.
  using Parts = std::array<std::int8_t, model::kPostFilterBins>;

  static Parts partsOf(int pitch);
  static Levels powers(std::span<const float> spectrum, const Parts& parts);

  std::vector<Parts> parts_;  // of each key
};

}  // namespace timbre::training
