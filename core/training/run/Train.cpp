#include "training/run/Train.h"

#include <cstdlib>
#include <string>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/CatchExceptions.h"
#include "base/CountText.h"
#include "training/run/TrainingRun.h"

namespace timbre::training {

using model::ModelConfig;
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

Result<void> checkRequest(const TrainRequest& r, const ModelConfig& config) {
  const auto bad = [](std::string what) { return fail(ErrorCode::BadFormat, std::move(what)); };
  if (r.run.empty()) return bad("A training run needs its own folder; choose one");
  if (r.recipe != "paper" && r.recipe != "compact")
    return bad("Unknown recipe " + r.recipe + "; choose compact or paper");
  if (!(r.recipeOptions.levelDb >= 0 && r.recipeOptions.levelDb <= 40 &&
        r.recipeOptions.cents >= 0 && r.recipeOptions.cents <= 100 &&
        r.recipeOptions.semitones >= 0 && r.recipeOptions.semitones <= 24))
    return bad("Crops can be varied by 0 to 40 dB, 0 to 100 cents and 0 to 24 semitones");
  if (r.steps < 0 || r.minutes < 0 || r.scheduleSteps < 0 || r.batch < 0 || r.batch > 4096 ||
      !(r.rate >= 0 && r.rate < 1))
    return bad(
        "Steps, minutes, batch and rate must not be negative; the batch must be at most 4096 and "
        "the rate below 1");
  if (const auto* waveNet = std::get_if<model::WaveNetConfig>(&config))
    if (r.crop < waveNet->hop || r.crop > kNoteSamples || r.crop % waveNet->hop != 0)
      return bad("A crop of " + countText(r.crop, "sample") +
                 " is not possible; choose a multiple of " + std::to_string(waveNet->hop) +
                 " up to " + std::to_string(kNoteSamples));
  return {};
}

Result<void> trainOrThrow(const TrainRequest& request, model::TrainingObserver& observer) {
  const auto config = model::parseConfig(request.config, "The training request");
  if (!config) return tl::unexpected(config.error());
  if (auto checked = checkRequest(request, *config); !checked) return checked;
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
