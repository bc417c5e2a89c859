/// The ranges of a decoder's activations, kept with its weights so that it can be played in bytes.
///
#pragma once

#include <optional>
#include <span>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "model/ModelCard.h"
#include "model/ModelConfig.h"
#include "model/SafeTensors.h"
#include "sampler/Sampler.h"

namespace timbre::model::wavenet {

/// What the file's metadata key "calibration" says; none when it has none. BadFormat when it does
/// not fit `config`.
Result<std::optional<sampler::Calibration>> calibrationOf(const SafeTensors& file,
                                                          const WaveNetConfig& config);

/// A real sound that makes a network produce its usual activations.
struct CalibrationSound {
  audio::AudioClip clip;  ///< at the model's rate; a second or two are enough
  double pitch = -1;      ///< MIDI, for pitch-conditioned models
};

/// Finds the ranges a WaveNet's activations take on these sounds and writes them into its weights
/// file, which from then on is played in bytes, several times faster. The file is replaced
/// atomically; its numbers and other metadata stay as they are. Unsupported for models that are not
/// generated sample by sample.
Result<void> calibrateModel(const ModelCard& card, std::span<const CalibrationSound> sounds,
                            Progress& progress);

/// How well the calibration that a file holds fits these sounds. BadFormat when it holds none.
Result<sampler::CalibrationReport> checkModel(const ModelCard& card,
                                              std::span<const CalibrationSound> sounds,
                                              Progress& progress);

}  // namespace timbre::model::wavenet
