/// Rendering many notes on several cores; for this room only.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "render/NoteSynth.h"
#include "render/ProgramTable.h"
#include "render/RenderRequest.h"

namespace timbre::render {

/// What is known of a wanted note before it is made: everything but its measured qualities.
dataset::NoteInfo infoOf(const WantedNote& wanted);

/// The table of programs (the one of the request) and the notes of it that are wanted.
Result<std::vector<WantedNote>> wantedNotes(const RenderRequest& request);

struct MadeNote {
  dataset::NoteInfo info;
  audio::AudioClip sound;  ///< empty: the font is silent there
};

/// Makes the notes of a list on several threads and hands them on in their order.
class ParallelRenderer {
 public:
  /// Called on the worker that made the note, several at a time; the note it leaves is taken.
  using Finish = std::function<Result<void>(MadeNote&)>;
  /// Called in the order of the list, one at a time.
  using Take = std::function<Result<void>(const MadeNote&)>;

  ParallelRenderer(std::vector<WantedNote> wanted, Finish finish, Take take)
      : wanted_(std::move(wanted)), finish_(std::move(finish)), take_(std::move(take)) {}

  /// Makes every note, on as many cores as the request says; Cancelled, or the first failure.
  Result<void> run(const RenderRequest& request, Progress& progress);

 private:
  Result<MadeNote> made(NoteSynth& synth, const WantedNote& wanted) const;
  Result<void> takeInOrder(std::size_t index, MadeNote note);

  const std::vector<WantedNote> wanted_;
  const Finish finish_;
  const Take take_;
  std::mutex mutex_;
  std::map<std::size_t, MadeNote> waiting_;  ///< made, but one before it is not
  std::size_t taken_ = 0;
};

}  // namespace timbre::render
