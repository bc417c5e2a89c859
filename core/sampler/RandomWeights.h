/// A decoder with random weights, to measure speed: the arithmetic is the same.
#pragma once

#include <random>

#include "sampler/Sampler.h"

namespace timbre::sampler {

/// What comes out is about as loud as what goes in.
Affine affineWithRandomWeights(std::minstd_rand& random, int taps, int in, int out);
/// The same for one shape everywhere.
DecoderWeights decoderWithRandomWeights(const DecoderShape& shape);
/// Wide enough for its activations.
Calibration roughCalibration(const DecoderShape& shape);

}  // namespace timbre::sampler
