/// A weights file of this kind: an encoder of a WaveNet, and the network that predicts partials
/// and noise from its embeddings.
#pragma once

#include "base/Result.h"
#include "model/ModelCard.h"
#include "model/ModelConfig.h"
#include "model/SafeTensors.h"
#include "model/harmonic/ParameterNetwork.h"

namespace timbre::model::harmonic {

/// The metadata key "config": {"kind": "harmonic", "hidden": 384, "encoder": {a WaveNet's}}.
struct HarmonicConfig {
  WaveNetConfig encoder;  ///< of its sizes, those of the encoder count
  int hidden = 384;       ///< units of each layer
};

/// BadFormat or Unsupported with a sentence when a size is missing or out of range.
Result<HarmonicConfig> readConfig(const SafeTensors& file);

/// See ModelKind::describe.
Result<void> describeHarmonic(const SafeTensors& file, ModelCard& card);

}  // namespace timbre::model::harmonic
