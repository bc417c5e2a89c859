/// Rainbowgrams made by hand, for tests of what shows them.
#pragma once

#include <memory>

#include "ui/widgets/Picture.h"

namespace timbre::ui::test {

inline constexpr int kBins = 240;
inline constexpr int kFrames = 251;

/// The usual size, silent but for one loud row at A4 (bin 110), 0 dB, whose phase turns as 440 Hz
/// does.
inline Picture pictureOfA4() {
  auto numbers = std::make_shared<spectral::Rainbowgram>();
  numbers->bins = kBins;
  numbers->frames = kFrames;
  numbers->hop = 256;
  numbers->lowest = 65.40639133;
  numbers->binsPerOctave = 40;
  numbers->levelDb.assign(static_cast<std::size_t>(kBins) * kFrames, -70.0f);
  numbers->phaseAdvance.assign(static_cast<std::size_t>(kBins) * kFrames, 0.0f);
  for (int frame = 0; frame < kFrames; ++frame) {
    numbers->levelDb[numbers->index(110, frame)] = 0;
    numbers->phaseAdvance[numbers->index(110, frame)] = 0.08f;  // 2 * 440 * 256 / 16000 - 14
  }
  return pictureOf(numbers, {.map = spectral::ColourMap::Rainbow, .stretch = false});
}

}  // namespace timbre::ui::test
