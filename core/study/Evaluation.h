/// How well a model rebuilds notes: pitch, spectrum, envelope, each note against its
/// reconstruction.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "model/Autoencoder.h"

namespace timbre::study {

/// One note.
struct NoteScore {
  std::string id;
  int family = 0;        ///< index into dataset::kFamilies
  bool pitched = false;  ///< YIN finds a pitch in the original; else `cents` says nothing
  std::optional<double>
      cents;  ///< of the reconstruction against the original, both by YIN; none when it lost it
  double spectralDistance = 0;  ///< dB, see spectral::logSpectralDistance
  double envelopeCorrelation =
      0;  ///< of the levels every 32 ms, in [-1, 1]; 0 when one of them is constant
  double encodeSeconds = 0;
  double decodeSeconds = 0;

  bool inTune() const { return cents && *cents >= -50 && *cents <= 50; }
};

/// A share of notes with its 95 % Wilson interval.
struct Share {
  int hits = 0;
  int of = 0;
  double value() const { return of ? static_cast<double>(hits) / of : 0; }
  double low() const;
  double high() const;
};

/// A mean with the half-width of its 95 % interval.
struct Mean {
  double value = 0;
  double margin = 0;
};

struct Summary {
  int notes = 0;
  Share inTune;  ///< of the pitched notes
  Mean spectralDistance;
  Mean envelopeCorrelation;
  double decodeSeconds = 0;  ///< mean
};

/// Compares two clips of equal rate; the longer one is cut.
NoteScore compare(const audio::AudioClip& original, const audio::AudioClip& rebuilt);

/// Reads, encodes, decodes and compares one note. Both are brought to -1 dBFS first, since the
/// baseline does not keep levels.
Result<NoteScore> evaluate(const dataset::NoteInfo& note, model::Autoencoder& model,
                           const model::DecodeOptions& options, Progress& progress);

Summary summarised(std::span<const NoteScore> scores);

}  // namespace timbre::study
