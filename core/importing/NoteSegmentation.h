/// Where in a recording the notes are.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "base/Units.h"

namespace timbre::importing {

/// Longer recordings are refused.
inline constexpr double kLongestHours = 12;

/// From where a sound begins to where it has died away or the next begins.
struct SoundSpan {
  double start = 0;  ///< s
  double end = 0;    ///< s
  double level = 0;  ///< dBFS, RMS of the loudest 10 ms
};

struct NoteSegmentation {
  SampleRate rate{0};
  int channels = 0;
  double seconds = 0;
  std::vector<SoundSpan> sounds;  ///< at least one, in the order of time
  int chosen = 0;  ///< the first that is a note rather than a click, a thump or a breath: 0.2 s
                   ///< long (or half of the longest) and at most 20 dB below the loudest
  std::vector<std::string> remarks{};  ///< what the reader guessed, cut or left out
};

/// Reads a file of any length in constant memory (70 MB for the longest). A sound exceeds the
/// quietest tenth by 10 dB and is at most 40 dB softer than the loudest. A new sound starts after
/// 150 ms of quiet, where it is struck again (isAttack), unless that is the tremolo of one note
/// (joinedTremolo), and where the pitch changes (PitchChanges). What may be several notes is kept
/// as one, and a remark says so. A swell starts where it grows from, down to 60 dB below its peak.
/// Recordings below -60 dBFS are judged against their own noise: they need a pitch, or 20 dB over
/// it. BadFormat as audio::SoundReader, for silence and for hiss. Cancellable; any thread.
Result<NoteSegmentation> segmentNotes(const std::filesystem::path& path, Progress& progress);

/// What else than a level says where a sound begins.
struct Onsets {
  std::vector<float> bright{};         ///< dBFS of the treble (LevelMeter), or empty
  std::vector<std::size_t> changes{};  ///< blocks at which the pitch changes (PitchChanges)
};

/// The same over levels: `blocks` in dBFS, one every 10 ms. Empty for silence, and below -60 dBFS
/// unless `faint`.
std::vector<SoundSpan> soundsIn(const std::vector<float>& blocks, bool faint = false,
                                const Onsets& onsets = {});

}  // namespace timbre::importing
