/// One held note whose level swings (tremolo, beating strings, a chopped pad) looks like a row of
/// notes by its level alone. Its pieces have one pitch, one level and one rhythm, and none is
/// struck.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "importing/NoteSegmentation.h"

namespace timbre::importing {

/// The pitch (MIDI) of each span, by YIN over its first quarter of a second; nothing where there
/// is none. `spans` in the order of time. Reads the file once, in bounded memory.
Result<std::vector<std::optional<double>>> keysOf(const std::filesystem::path& path,
                                                  const std::vector<SoundSpan>& spans,
                                                  Progress& progress);

/// Runs of spans [first, last] that may be one swinging note by their levels and times: three or
/// more, each close behind the one before, at even distances (or multiples of one) below 2.2 s, and
/// as loud or dying away: at most 3 dB louder and 12 dB softer than the one before.
struct Run {
  std::size_t first = 0;
  std::size_t last = 0;
};
std::vector<Run> swingingRuns(const std::vector<SoundSpan>& sounds);

struct JoinedSounds {
  std::vector<SoundSpan> sounds;
  std::vector<SoundSpan> doubtful{};  ///< those of them that may be several short, even notes
};

/// `sounds` with every run joined whose pieces have one pitch, within half a semitone, and are not
/// struck (SwingShape), and neighbours of one pitch that a smooth dip parts (isSmoothDip). A last
/// piece may be too short to have a pitch. `levels` as soundsIn() takes them. The file is read only
/// where sounds follow each other closely.
Result<JoinedSounds> joinedTremolo(const std::filesystem::path& path, std::vector<SoundSpan> sounds,
                                   const std::vector<float>& levels, Progress& progress);

}  // namespace timbre::importing
