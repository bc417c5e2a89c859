/// The ranges of a decoder's activations, kept with its weights so that it can be played in bytes.
/// No torch here.
#pragma once

#include <optional>
#include <span>

#include "base/Progress.h"
#include "base/Result.h"
#include "model/Engine.h"
#include "model/ModelConfig.h"
#include "model/SafeTensors.h"
#include "sampler/Sampler.h"

namespace timbre::model::nets {

/// What the file's metadata key "calibration" says; none when it has none. BadFormat when it does
/// not fit `config`.
Result<std::optional<sampler::Calibration>> calibrationOf(const SafeTensors& file,
                                                          const WaveNetConfig& config);

/// See Engine::calibrate. The weights file is replaced atomically; its numbers and other metadata
/// stay as they are.
Result<void> calibrateModel(const ModelCard& card, std::span<const CalibrationSound> sounds,
                            Progress& progress);

}  // namespace timbre::model::nets
