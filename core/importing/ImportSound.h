/// Any recording as a note: one sound of it, mono, 16 kHz, four seconds, with its pitch.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "importing/HeardPitch.h"
#include "importing/NoteSegmentation.h"

namespace timbre::importing {

struct ImportedSound {
  audio::AudioClip clip;  ///< kNoteSamples at 16 kHz, peak at -1 dBFS, as our notes have it
  std::optional<HeardPitch> heard;  ///< the best guess, however uncertain; none in silence
  NoteSegmentation segmentation;
  int sound = 0;     ///< index into segmentation.sounds
  double start = 0;  ///< s: where in the recording the note begins; what lies before was trimmed
  double end = 0;    ///< s: what lies behind is not in the note
  std::vector<std::string> remarks{};  ///< what was guessed, levelled, cut or left out: sentences
                                       ///< that name the file, without a full stop
};

/// Takes sound number `sound` of the recording, counted from 0; negative: the segmentation's
/// choice. The note starts 5 ms before its attack and keeps its decay up to the next sound, faded
/// out at its end or after 4 s. Everything audio::SoundReader reads, any number of channels to 64
/// (see audio::DownmixAnalyzer), up to 12 hours. Constant memory but for the few seconds taken.
/// BadFormat with a sentence for what is not a sound, is cut short, is silent, or has no such
/// sound. Cancellable; any thread.
Result<ImportedSound> importSound(const std::filesystem::path& path, Progress& progress,
                                  int sound = -1);

}  // namespace timbre::importing
