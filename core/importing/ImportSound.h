/// Any recording as a note: one sound of it, mono, 16 kHz, four seconds, with its pitch.
#pragma once

#include <filesystem>
#include <optional>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "importing/NoteSegmentation.h"

namespace timbre::importing {

/// The pitch that was heard, and how sure that is.
struct HeardPitch {
  MidiPitch pitch{60};
  double confidence =
      0;  ///< in [0, 1]: share of the frames that agree, times how periodic they are

  int key() const;       ///< the nearest MIDI key, in [0, 127]
  double cents() const;  ///< from that key, in [-50, 50]
};

struct ImportedSound {
  audio::AudioClip clip;  ///< kNoteSamples at 16 kHz, peak at -1 dBFS, as our notes have it
  std::optional<HeardPitch> heard;  ///< none: noise, or too short to tell
  NoteSegmentation segmentation;
  int sound = 0;     ///< which of survey.sounds it is
  double start = 0;  ///< s: where in the recording the note begins; what lies before was trimmed
  double end = 0;    ///< s: what lies behind is not in the note
};

/// Takes sound number `sound` of the recording, counted from 0; negative: survey's choice. The
/// note begins 5 ms before its attack; it keeps what rings on until the next sound, faded out
/// at its end or after 4 s. WAV, FLAC, AIFF, Ogg Vorbis, Opus, MP3 and the like, any number of
/// channels to 64 (see audio::DownmixAnalyzer), 1 to 768 kHz, up to 12 hours. Constant memory but
/// for the few seconds taken. BadFormat with a sentence for what is no sound, is cut short, is
/// silent, or has no such sound. Cancellable; any thread.
Result<ImportedSound> importSound(const std::filesystem::path& path, Progress& progress,
                                  int sound = -1);

}  // namespace timbre::importing
