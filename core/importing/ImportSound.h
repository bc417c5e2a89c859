/// Any recording as a note: one sound of it, mono, 16 kHz, four seconds, with its pitch.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "importing/NoteSegmentation.h"

namespace timbre::importing {

inline constexpr double kSurePitch = 0.8;

/// The pitch that was heard, and how sure that is. An unsure one is still the best guess there is.
struct HeardPitch {
  MidiPitch pitch{60};
  /// In [0, 1]: how probable it is that the pitch is right within half a semitone
  /// (spectral::estimatePitchCandidates). Below kSurePitch a person should look.
  double confidence = 0;
  /// What it may be instead, if anything speaks for it.
  std::optional<MidiPitch> second{};
  double secondConfidence = 0;  ///< likewise in [0, 1]; 0 without a second

  bool isSure() const { return confidence >= kSurePitch; }
  int key() const;       ///< the nearest MIDI key, in [0, 127]
  double cents() const;  ///< from that key, in [-50, 50]
};

struct ImportedSound {
  audio::AudioClip clip;  ///< kNoteSamples at 16 kHz, peak at -1 dBFS, as our notes have it
  std::optional<HeardPitch> heard;  ///< none: nothing periodic at all, as in noise
  NoteSegmentation segmentation;
  int sound = 0;     ///< which of survey.sounds it is
  double start = 0;  ///< s: where in the recording the note begins; what lies before was trimmed
  double end = 0;    ///< s: what lies behind is not in the note
  std::vector<std::string> remarks{};  ///< what was guessed, levelled, cut or left out: sentences
                                       ///< that name the file, without a full stop
};

/// Takes sound number `sound` of the recording, counted from 0; negative: survey's choice. The
/// note begins 5 ms before its attack; it keeps what rings on until the next sound, faded out
/// at its end or after 4 s. Everything audio::SoundReader reads, any number of channels to 64 (see
/// audio::DownmixAnalyzer), up to 12 hours. Constant memory but for the few seconds taken.
/// BadFormat with a sentence for what is not a sound, is cut short, is silent, or has no such
/// sound. Cancellable; any thread.
Result<ImportedSound> importSound(const std::filesystem::path& path, Progress& progress,
                                  int sound = -1);

}  // namespace timbre::importing
