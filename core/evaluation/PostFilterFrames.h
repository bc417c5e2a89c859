/// Which frames of a note a post-filter is fitted to, and their spectra.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/Result.h"
#include "model/ModelConfig.h"
#include "model/PostFilterRequest.h"

namespace timbre::evaluation {

/// Of a note of kNoteSamples.
int framesOf(const model::WaveNetConfig& config);
/// Frames to either side that one frame of an embedding and its neighbours depend on.
int reachOf(const model::WaveNetConfig& config);

/// Frames of a note of kNoteSamples: [begin, end) are encoded; the embeddings of [first, last), and
/// of the frame to either side as far as the note has one, are what the whole note's would be.
struct Stretch {
  int begin = 0, end = 0;
  int first = 0, last = 0;
};

/// The stretch that begins at frame `begin`; before the note's first frame or after the last place
/// a stretch fits in, it is moved there. About 1.5 s, or more where the encoder looks further.
Stretch stretchFrom(const model::WaveNetConfig& config, int begin);

/// log10 of the magnitudes, as model/PostFilter.h has them, of `frames` frames from `first` on,
/// [frames x kPostFilterBins], in PostFilterExamples::kSteps. Silence around the samples.
/// Unsupported for a hop above half a window. Any thread.
Result<std::vector<std::int16_t>> postFilterSpectra(std::span<const float> samples, int hop,
                                                    int first, int frames);

}  // namespace timbre::evaluation
