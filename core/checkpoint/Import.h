/// From a TensorFlow checkpoint of NSynth's networks to a weights file of this program.
#pragma once

#include <filesystem>
#include <string>

#include "base/Progress.h"
#include "base/Result.h"
#include "checkpoint/IdentifyNetwork.h"
#include "model/ModelCard.h"

namespace timbre::checkpoint {

struct Imported {
  model::ModelCard card;
  std::string checkpoint;  ///< "model.ckpt-200000"
  bool averages = false;   ///< whether the weights are moving averages
  int tensors = 0;         ///< how many were taken
  int ignored = 0;         ///< how many of the checkpoint were not: optimiser, counters
};

/// Reads the checkpoint at `place` (see TensorBundle::open) and writes the network to `target`
/// atomically. Memory: some mebibytes, whatever the size. Failures as TensorBundle::open,
/// TensorBundle::read and identifyNetwork, BadFormat too when a weight is not finite; Internal when
/// `target` cannot be written.
Result<Imported> importCheckpoint(const std::filesystem::path& place,
                                  const std::filesystem::path& target, const ImportOptions& options,
                                  Progress& progress);

/// What a model of this file would be called: "wavenet-ckpt" for wavenet-ckpt/model.ckpt-200000
/// and for wavenet-ckpt.tar, the stem for weights files,
/// the folder's name for the weights.safetensors of a training run; "-ema" is added for moving
/// averages.
std::string suggestedName(const std::filesystem::path& place, const ImportOptions& options);

/// Brings a model into a folder of models (made when absent) under a name that is free there: a
/// weights file of this program is copied as it is, anything else is imported as a checkpoint.
Result<model::ModelCard> importModel(const std::filesystem::path& place,
                                     const std::filesystem::path& folder,
                                     const ImportOptions& options, Progress& progress);

}  // namespace timbre::checkpoint
