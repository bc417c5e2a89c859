/// The program's door to its models.
#pragma once

#include "model/Engine.h"

namespace timbre::model::wavenet {

/// Loads WaveNets itself; for everything else opens the module that holds LibTorch
/// (openEngine), which so need not be there, nor cost its second, as long as nobody asks for it.
/// One per process, never destroyed.
Engine* programEngine();

}  // namespace timbre::model::wavenet
