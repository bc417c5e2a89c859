/// Networks with random weights, to measure the speed of a size.
#pragma once

#include "encoder/Encoder.h"

namespace timbre::encoder {

/// The same for one shape everywhere.
EncoderWeights encoderWithRandomWeights(const EncoderShape& shape);

}  // namespace timbre::encoder
