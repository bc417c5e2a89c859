/// Which network the tensors of a checkpoint are, by their names and shapes.
#pragma once

#include <string>
#include <vector>

#include "checkpoint/TensorBundle.h"
#include "model/ModelConfig.h"

namespace timbre::checkpoint {

struct ImportOptions {
  bool averages = false;  ///< the moving averages of the weights instead of the weights themselves
  /// What a WaveNet's shapes cannot tell: layer i (from 0) has dilation 2^(i mod stages), and a
  /// frame of the embedding covers `hop` samples.
  int stages = 10;
  int hop = 512;
};

/// A network and where each of its tensors lies in the checkpoint.
struct IdentifiedNetwork {
  model::ModelConfig config;
  std::vector<model::TensorSpec> tensors;
  std::vector<std::string> stored;  ///< the name in the checkpoint, for each of `tensors`
  bool averages = false;            ///< whether they are moving averages
};

/// Every tensor is there in its shape; the averages are taken too where there is nothing else.
/// BadFormat names the tensor that is missing or mis-shaped and what was expected; Unsupported when
/// it is neither a WaveNet autoencoder nor a baseline.
Result<IdentifiedNetwork> identifyNetwork(const TensorBundle& bundle, const ImportOptions& options);

}  // namespace timbre::checkpoint
