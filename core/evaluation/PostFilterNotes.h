/// Makes the examples for fitting a WaveNet's post-filter from notes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "base/Progress.h"
#include "base/Result.h"
#include "evaluation/EncodeNotes.h"
#include "model/Autoencoder.h"
#include "model/ModelConfig.h"
#include "model/PostFilterRequest.h"

namespace timbre::evaluation {

struct SharedNotes {
  NoteSequence notes;  ///< `name` and `sound` are called from any thread
  double share = 1;    ///< how often they are drawn, relative to the other sources'
};

/// Which of the notes are drawn.
struct ExampleDraw {
  int count = 0;
  std::uint64_t seed = 1;
  /// Called for a note that cannot be read, on any thread but one at a time.
  std::function<void(const Error&)> problem;
};

/// Draws `draw.count` notes of these sources, no note twice before every other one of its source
/// has been, and of each a stretch, every third at the note's beginning. A twentieth of the notes
/// is held out. Notes are cut or padded with silence to NSynth's length; those that cannot be read
/// are left out, and `problem` is called, on any thread but one at a time. The same seed gives the
/// same examples, whatever the workers. `workers`: the model, once for each thread. BadFormat when
/// the sources or shares make no sense or no note can be read, Unsupported for a hop above half a
/// window or more frames than fit into memory. Cancellable. Throws nothing.
Result<model::PostFilterExamples> postFilterExamples(
    const model::WaveNetConfig& config,
    std::span<const std::shared_ptr<model::Autoencoder>> workers,
    std::span<const SharedNotes> sources, const ExampleDraw& draw, Progress& progress);

}  // namespace timbre::evaluation
