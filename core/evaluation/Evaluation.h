/// How well models and the reference systems rebuild notes: pitch, spectrum, envelope, each note
/// against its reconstruction.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "evaluation/SoundErrors.h"
#include "model/Autoencoder.h"

namespace timbre::evaluation {

/// One note.
struct NoteScore {
  std::string id;
  int family = 0;        ///< index into dataset::kFamilies
  bool pitched = false;  ///< YIN finds a pitch in the original; else `cents` is meaningless
  std::optional<double>
      cents;  ///< of the reconstruction against the original, both by YIN; none when it lost it
  /// The same by subharmonic summation (spectral/HarmonicSum.h), a tracker with other faults.
  std::optional<double> harmonicCents;
  double spectralDistance = 0;      ///< dB, see spectral::logSpectralDistance
  double wideSpectralDistance = 0;  ///< dB, the same down to 80 dB: mostly how silent silence is
  double envelopeCorrelation =
      0;  ///< of the levels every 32 ms, in [-1, 1]; 0 when one of them is constant
  std::optional<double> nats;  ///< per sample, see model::Autoencoder::nllPerSample; WaveNets only
  SoundErrors sound;
  double encodeSeconds = 0;
  double decodeSeconds = 0;

  bool inTune() const { return cents && *cents >= -50 && *cents <= 50; }
  bool inTuneByHarmonics() const {
    return harmonicCents && *harmonicCents >= -50 && *harmonicCents <= 50;
  }
};

/// Compares two clips of equal rate, both brought to -1 dBFS first, since the baseline does not
/// keep levels; the longer one is cut. `told`: the MIDI pitch that the decoder was given.
NoteScore compare(const audio::AudioClip& original, const audio::AudioClip& rebuilt,
                  std::optional<double> told = std::nullopt);

struct Rebuilt {
  audio::AudioClip sound;
  std::optional<double> nats;
  double encodeSeconds = 0;
  double decodeSeconds = 0;
};

/// Rebuilds a clip at the models' rate whose MIDI pitch is known. One call at a time.
using Reconstructor =
    std::function<Result<Rebuilt>(const audio::AudioClip&, double pitch, Progress&)>;

/// Encodes and decodes; `nats`: also computes the nats per sample where the model has them.
Reconstructor rebuiltBy(const std::shared_ptr<model::Autoencoder>& model,
                        const model::DecodeOptions& options, bool nats = true);
/// The samples through 8-bit mu-law: as good as a WaveNet can be.
Reconstructor quantised();
/// Griffin-Lim from the true spectrogram (what the baseline sees, its phases lost): as good as a
/// baseline can be.
Reconstructor fromTrueSpectrogram(int iterations);

/// Rebuilds and compares notes on one thread for each of `workers`. Calls `heard` for each finished
/// note, in any order, one at a time; a note that cannot be read or rebuilt comes as an Error and
/// is left out. Scores are in the order of the notes. Cancellable.
Result<std::vector<NoteScore>> evaluate(std::span<const dataset::NoteInfo> notes,
                                        std::span<const Reconstructor> workers,
                                        const std::function<void(const Result<NoteScore>&)>& heard,
                                        Progress& progress);

}  // namespace timbre::evaluation
