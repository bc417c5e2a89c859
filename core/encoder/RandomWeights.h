/// Networks that were never trained: to measure how fast a size is.
#pragma once

#include "encoder/Encoder.h"

namespace timbre::encoder {

/// The same for one shape everywhere.
EncoderWeights encoderWithRandomWeights(const EncoderShape& shape);

}  // namespace timbre::encoder
