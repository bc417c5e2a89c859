#include "training/run/Train.h"

#include <cstdlib>
#include <string>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/CatchExceptions.h"
#include "model/TrainRequestCheck.h"
#include "training/run/TrainingRun.h"

namespace timbre::training {

using model::TrainRequest;

namespace {

/// Large tensors would be taken from the system and given back at every operation: a seventh of the
/// time.
void keepMemory() {
#ifdef __GLIBC__
  constexpr int kKept = 1 << 30;
  mallopt(M_MMAP_THRESHOLD, kKept);
  mallopt(M_TRIM_THRESHOLD, kKept);
#endif
}

Result<void> trainOrThrow(const TrainRequest& request, model::TrainingObserver& observer) {
  if (auto checked = model::checkTrainRequest(request); !checked) return checked;
  const auto config = model::parseConfig(request.config, "The training request");
  if (!config) return tl::unexpected(config.error());
  const auto process = processRank();
  if (!process) return tl::unexpected(process.error());
  std::optional<RunFolder> folder;
  if (process->first()) {
    auto opened = RunFolder::open(request, *config);
    if (!opened) return tl::unexpected(std::move(opened.error()));
    folder.emplace(std::move(*opened));
  }
  keepMemory();
  TrainingRun run(request, *config, *process, observer, std::move(folder));
  if (auto ready = run.prepare(); !ready) return ready;
  return run.loop();
}

}  // namespace

Result<void> train(const TrainRequest& request, model::TrainingObserver& observer) {
  constexpr ExceptionText kText{
      "There is not enough memory for these notes and this model; train on fewer notes",
      "The training failed"};
  return catchExceptions(kText, [&] { return trainOrThrow(request, observer); });
}

}  // namespace timbre::training
