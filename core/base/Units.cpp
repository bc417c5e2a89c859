#include "base/Units.h"

#include <array>

namespace timbre {

std::string noteName(MidiPitch pitch) {
  static constexpr std::array names{"C",  "C♯", "D",  "D♯", "E",  "F",
                                    "F♯", "G",  "G♯", "A",  "A♯", "B"};
  const int key = static_cast<int>(std::lround(pitch.value));
  const int inOctave = ((key % 12) + 12) % 12;
  const int octave = (key - inOctave) / 12 - 1;
  return names[static_cast<std::size_t>(inOctave)] + std::to_string(octave);
}

}  // namespace timbre
