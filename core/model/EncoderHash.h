/// Which encoder a weights file holds: models with the same one read each other's embeddings.
#pragma once

#include <string>

#include "base/Result.h"
#include "model/SafeTensors.h"

namespace timbre::model {

/// The hash of the WaveNet encoder's tensors (names, shapes and numbers), wherever they lie in the
/// file; empty when there is none. BadFormat when one cannot be read.
Result<std::string> encoderHash(const SafeTensors& file);

}  // namespace timbre::model
