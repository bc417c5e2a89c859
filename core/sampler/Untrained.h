/// A decoder nobody trained, to measure speed with: the arithmetic does not mind.
#pragma once

#include "sampler/Sampler.h"

namespace timbre::sampler {

/// The same for one shape everywhere.
DecoderWeights untrainedDecoder(const DecoderShape& shape);
/// Wide enough for its activations.
Calibration roughCalibration(const DecoderShape& shape);

}  // namespace timbre::sampler
