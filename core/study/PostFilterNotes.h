/// From notes to what a WaveNet's post-filter is fitted to.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "model/Autoencoder.h"
#include "model/ModelConfig.h"
#include "model/PostFilterFit.h"
#include "study/EncodeNotes.h"

namespace timbre::study {

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

struct SharedNotes {
  NoteSource notes;  ///< `name` and `sound` are called from any thread
  double share = 1;  ///< how often they are drawn, relative to the other sources'
};

/// Draws `count` notes of these sources, no note twice before every other one of its source has
/// been, and of each a stretch, every third at the note's beginning. A twentieth of the notes is
/// held back. Notes are cut or padded with silence to NSynth's length; those that cannot be read
/// are left out, and `problem` is told, on any thread but one at a time. The same seed gives the
/// same examples, whatever the workers. `workers`: the model, once for each thread. BadFormat when
/// the sources or shares make no sense or no note can be read, Unsupported for more frames than
/// fit into memory. Cancellable. Throws nothing.
Result<model::PostFilterExamples> postFilterExamples(
    const model::WaveNetConfig& config,
    std::span<const std::shared_ptr<model::Autoencoder>> workers,
    std::span<const SharedNotes> sources, int count, std::uint64_t seed,
    const std::function<void(const Error&)>& problem, Progress& progress);

}  // namespace timbre::study
