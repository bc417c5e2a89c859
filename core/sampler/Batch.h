/// Several notes at once: on one core, each weight is fetched once for all of them; over all cores,
/// each has notes of its own.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "base/Progress.h"
#include "base/Result.h"
#include "sampler/Sampler.h"

namespace timbre::sampler {

/// Notes being generated together, sample by sample; each has the samples it would have alone. One
/// thread at a time.
class Batch {
 public:
  /// One or more notes, of which 4 to 8 are the fastest. The first one's `cores`, `enough`
  /// and `urgent` count.
  Batch(std::shared_ptr<const PackedDecoder> decoder, std::span<const SamplerOptions> notes);
  ~Batch();
  Batch(Batch&&) noexcept;
  Batch& operator=(Batch&&) noexcept;

  /// As Sampler::renderFrame for every note: `frames` [notes][condition], `out` [notes][samples] of
  /// at most hop samples each. Neither allocates nor locks.
  void renderFrame(std::span<const float> frames, std::span<float> out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct NoteJob {
  std::span<const float> frames;  ///< [frames][condition], as many as the note has
  SamplerOptions options;         ///< `cores`, `enough` and `urgent` are not read
};

/// The next samples of a job, a frame at most, in order. On the threads that generate: for several
/// jobs at once, for one job never.
using NoteSink = std::function<void(std::size_t job, std::span<const float> samples)>;

/// Generates every job on `cores` (0: all) cores; each note has the samples it would have alone,
/// whatever the number of cores or jobs. Memory: some MB for a note of those being generated, not
/// for its length. `progress` covers the whole and is called on the calling thread. BadFormat when
/// a job's frames are not whole or not finite; Cancelled within 20 ms of the wish.
Result<void> renderNotes(const std::shared_ptr<const PackedDecoder>& decoder,
                         std::span<const NoteJob> jobs, int cores, const NoteSink& sink,
                         Progress& progress);

}  // namespace timbre::sampler
