/// The program's door to its models.
#pragma once

#include "model/ModelBackend.h"

namespace timbre::model::wavenet {

/// Loads WaveNets itself; for everything else opens the module that holds LibTorch
/// (openTorchBackend), which so need not be there, nor cost its second, as long as nobody asks for
/// it. One per process, never destroyed.
ModelBackend* defaultBackend();

}  // namespace timbre::model::wavenet
