/// One note of a SoundFont as raw sound, through libfluidsynth.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::render {

/// Holds a loaded font. One thread at a time.
class NoteSynth {
 public:
  /// NotFound, naming the Debian package that brings the usual font; BadFormat when it is no
  /// SoundFont.
  static Result<NoteSynth> open(const std::filesystem::path& soundFont);
  NoteSynth(NoteSynth&&) noexcept;
  NoteSynth& operator=(NoteSynth&&) noexcept;
  ~NoteSynth();

  /// 4 s at 48 kHz, key down for the first 3 s; left and right folded to their mean; no reverb, no
  /// chorus, any level. The same note is the same to the bit, whatever was rendered before. Empty
  /// when the font has no such program.
  audio::AudioClip render(int bank, int program, int pitch, int velocity);

 private:
  struct State;
  explicit NoteSynth(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace timbre::render
