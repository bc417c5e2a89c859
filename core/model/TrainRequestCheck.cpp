#include "model/TrainRequestCheck.h"

#include <string>
#include <utility>
#include <variant>

#include "base/CountText.h"
#include "base/Units.h"
#include "model/ModelConfig.h"

namespace timbre::model {
namespace {

// Each comparison is one that NaN fails.

tl::unexpected<Error> badRequest(std::string what) {
  return fail(ErrorCode::BadFormat, std::move(what));
}

bool augmentationFits(const RecipeOptions& options) {
  return options.levelDb >= 0 && options.levelDb <= 40 && options.cents >= 0 &&
         options.cents <= 100 && options.semitones >= 0 && options.semitones <= 24;
}

bool lengthsFit(const TrainRequest& r) {
  return r.steps >= 0 && r.minutes >= 0 && r.scheduleSteps >= 0 && r.batch >= 0 &&
         r.batch <= 4096 && r.rate >= 0 && r.rate < 1 && r.threads >= 0;
}

Result<void> checkCrop(int crop, const ModelConfig& config) {
  const auto* waveNet = std::get_if<WaveNetConfig>(&config);
  if (!waveNet || (crop >= waveNet->hop && crop <= kNoteSamples && crop % waveNet->hop == 0))
    return {};
  return badRequest("A crop of " + countText(crop, "sample") +
                    " is not possible; choose a multiple of " + std::to_string(waveNet->hop) +
                    " up to " + std::to_string(kNoteSamples));
}

}  // namespace

Result<void> checkSources(std::span<const TrainingSource> sources) {
  if (sources.empty())
    return fail(ErrorCode::NotFound,
                "There are no notes to train on; give a folder or a pack of notes");
  double sum = 0;
  for (const auto& source : sources) {
    if (!(source.share >= 0 && source.share <= 1e6))
      return badRequest("The share of " + source.path.string() +
                        " must not be negative; use a number such as 1");
    sum += source.share;
  }
  if (sum <= 0) return badRequest("At least one source needs a share above 0");
  return {};
}

Result<void> checkTrainRequest(const TrainRequest& r) {
  const auto config = parseConfig(r.config, "The training request");
  if (!config) return tl::unexpected(config.error());
  if (r.run.empty()) return badRequest("A training run needs its own folder; choose one");
  if (r.recipe != "paper" && r.recipe != "compact")
    return badRequest("Unknown recipe " + r.recipe + "; choose compact or paper");
  if (!augmentationFits(r.recipeOptions))
    return badRequest("Crops can be varied by 0 to 40 dB, 0 to 100 cents and 0 to 24 semitones");
  if (!lengthsFit(r))
    return badRequest(
        "Steps, minutes, batch, rate and threads must not be negative; the batch must be at most "
        "4096 and the rate below 1");
  if (!(r.reportSeconds >= 0 && r.checkpointSeconds >= 0))
    return badRequest("The seconds between reports and checkpoints must not be negative");
  if (const auto sources = checkSources(r.notes); !sources) return sources;
  return checkCrop(r.crop, *config);
}

}  // namespace timbre::model
