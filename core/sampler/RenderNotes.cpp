/// Shares jobs out over the cores, in batches of about equal length.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/CatchExceptions.h"
#include "base/Cores.h"
#include "base/CountText.h"
#include "base/ParallelFor.h"
#include "sampler/Batch.h"
#include "sampler/LogitsEngine.h"
#include "sampler/WeightLayout.h"

namespace timbre::sampler {
namespace {

constexpr ExceptionText kText{
    "There is not enough memory to generate this many notes at once; close other programs or use "
    "fewer cores",
    "The notes could not be generated"};

using Group = std::vector<std::size_t>;  ///< jobs of one batch, the longest first

/// How the work is spread: `threads` that each play batches of up to `most` notes on `cores` cores.
struct Spread {
  int threads = 1;
  int cores = 1;
  std::size_t most = 8;
};

/// A decoder whose rows all cores share fetches its weights once for sixteen notes. A note that is
/// alone has all cores, too.
Spread spreadFor(const PackedDecoder& decoder, std::size_t jobs, int cores) {
  if (splitFor(decoder, cores) == CoreSplit::Rows) return {1, cores, 16};
  if (jobs == 1) return {1, cores, 1};
  return {cores, 1, 8};
}

class Work {
 public:
  Work(const std::shared_ptr<const PackedDecoder>& decoder, std::span<const NoteJob> jobs,
       const Spread& spread, const NoteSink& sink)
      : decoder_(decoder), jobs_(jobs), spread_(spread), sink_(sink) {
    group();
  }

  std::size_t groups() const { return groups_.size(); }
  /// `worker` is asked every few milliseconds.
  Result<void> play(std::size_t group, ParallelWorker& worker);

 private:
  std::size_t framesOf(const NoteJob& job) const {
    return job.frames.size() / decoder_->shape.condition;
  }
  void group();
  void gather(const Group& group, std::size_t frame, std::vector<float>& frames) const;

  const std::shared_ptr<const PackedDecoder>& decoder_;
  std::span<const NoteJob> jobs_;
  Spread spread_;
  const NoteSink& sink_;
  std::vector<Group> groups_;
};

/// As many groups as give every thread the same number, of equal size but for one note; notes of
/// like length together, since the longest of a group is waited for.
void Work::group() {
  Group order;
  for (std::size_t i = 0; i < jobs_.size(); ++i)
    if (framesOf(jobs_[i]) > 0) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return framesOf(jobs_[a]) > framesOf(jobs_[b]);
  });
  const auto threads = static_cast<std::size_t>(spread_.threads);
  const std::size_t rounds = (order.size() + threads * spread_.most - 1) / (threads * spread_.most);
  const std::size_t count = std::min(order.size(), rounds * threads);
  for (std::size_t g = 0; g < count; ++g) {
    const std::size_t begin = g * order.size() / count;
    const std::size_t end = (g + 1) * order.size() / count;
    groups_.emplace_back(order.begin() + begin, order.begin() + end);
  }
}

/// A note that is over keeps its last frame; nobody hears it.
void Work::gather(const Group& group, std::size_t frame, std::vector<float>& frames) const {
  const std::size_t condition = decoder_->shape.condition;
  for (std::size_t n = 0; n < group.size(); ++n) {
    const NoteJob& job = jobs_[group[n]];
    const std::size_t at = std::min(frame, framesOf(job) - 1);
    std::copy_n(job.frames.data() + at * condition, condition, frames.data() + n * condition);
  }
}

Result<void> Work::play(std::size_t number, ParallelWorker& worker) {
  const Group& group = groups_[number];
  std::vector<SamplerOptions> options;
  for (const std::size_t job : group) options.push_back(jobs_[job].options);
  options.front().cores = spread_.cores;
  options.front().enough = 0;
  options.front().urgent = false;
  Batch batch(decoder_, options);
  const auto hop = static_cast<std::size_t>(decoder_->shape.hop);
  // Between two looks at the wish to cancel: some milliseconds of products.
  const std::size_t piece =
      std::clamp<std::size_t>(100'000'000 / (weightsOfASample(*decoder_) * group.size()), 1,
                              std::min<std::size_t>(hop, 256));
  std::vector<float> frames(group.size() * decoder_->shape.condition);
  std::vector<float> made(group.size() * piece);
  std::vector<float> whole(group.size() * hop);
  const std::size_t longest = framesOf(jobs_[group.front()]);
  for (std::size_t frame = 0; frame < longest; ++frame) {
    gather(group, frame, frames);
    for (std::size_t at = 0; at < hop; at += piece) {
      if (worker.cancelled()) return cancelled();
      const std::size_t count = std::min(piece, hop - at);
      batch.renderFrame(frames, std::span(made).first(group.size() * count));
      for (std::size_t n = 0; n < group.size(); ++n)
        std::copy_n(made.data() + n * count, count, whole.data() + n * hop + at);
    }
    for (std::size_t n = 0; n < group.size() && frame < framesOf(jobs_[group[n]]); ++n)
      sink_(group[n], std::span(whole).subspan(n * hop, hop));
    worker.advanced(static_cast<double>(frame + 1) / static_cast<double>(longest));
  }
  return {};
}

Result<void> check(const PackedDecoder& decoder, std::span<const NoteJob> jobs) {
  const auto condition = static_cast<std::size_t>(decoder.shape.condition);
  for (const NoteJob& job : jobs) {
    if (job.frames.size() % condition != 0)
      return fail(ErrorCode::BadFormat, "An embedding does not have " +
                                            countText(condition, "number") +
                                            " per frame; it belongs to another model");
    if (!std::ranges::all_of(job.frames, [](float x) { return std::isfinite(x); }))
      return fail(ErrorCode::BadFormat, "An embedding holds a number that is not finite");
  }
  return {};
}

}  // namespace

Result<void> renderNotes(const std::shared_ptr<const PackedDecoder>& decoder,
                         std::span<const NoteJob> jobs, int cores, const NoteSink& sink,
                         Progress& progress) {
  if (auto checked = check(*decoder, jobs); !checked) return checked;
  cores = coresOr(cores);
  const Spread spread = spreadFor(*decoder, jobs.size(), cores);
  return catchExceptions(kText, [&] {
    Work work(decoder, jobs, spread, sink);
    return parallelFor(
        work.groups(), spread.threads, progress,
        [&](std::size_t group, ParallelWorker& worker) { return work.play(group, worker); });
  });
}

}  // namespace timbre::sampler
