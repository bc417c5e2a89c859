#include "checkpoint/Import.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "model/Catalogue.h"

namespace timbre::checkpoint {

namespace {

constexpr double kLooking = 0.05;  // the shares of an import
constexpr double kReading = 0.95;

/// The tensors as they will lie in the file, and their names in the checkpoint.
struct Plan {
  std::vector<model::TensorPlan> file;
  std::vector<std::string> stored;
};

Result<Plan> planOf(const Bundle& bundle, const Network& network) {
  std::map<std::string, const model::TensorSpec*> specs;
  for (std::size_t i = 0; i < network.stored.size(); ++i)
    specs[network.stored[i]] = &network.tensors[i];
  auto order = bundle.inOrder(network.stored);
  if (!order) return tl::unexpected(order.error());
  Plan plan;
  for (auto& name : *order) {
    plan.file.push_back({specs[name]->name, specs[name]->shape});
    plan.stored.push_back(std::move(name));
  }
  return plan;
}

bool usable(const std::string& name, std::span<const float> numbers) {
  const bool variance = name.ends_with("moving_variance");
  return std::all_of(numbers.begin(), numbers.end(),
                     [&](float v) { return std::isfinite(v) && !(variance && v < 0); });
}

Result<void> copyTensors(const Bundle& bundle, const Plan& plan, const model::NumberSink& sink,
                         Progress& progress) {
  return bundle.read(
      plan.stored,
      [&](std::size_t tensor, std::span<const float> numbers) -> Result<void> {
        if (!usable(plan.stored[tensor], numbers))
          return fail(ErrorCode::BadFormat,
                      bundle.place().string() + ": Tensor " + plan.stored[tensor] +
                          " holds a number that cannot be computed with; import an earlier "
                          "checkpoint of this training");
        return sink(numbers);
      },
      progress);
}

}  // namespace

Result<Imported> importCheckpoint(const std::filesystem::path& place,
                                  const std::filesystem::path& target, const ImportOptions& options,
                                  Progress& progress) {
  PartOf looking(progress, 0, kLooking), reading(progress, kLooking, kReading);
  const auto bundle = Bundle::open(place, looking);
  if (!bundle) return tl::unexpected(bundle.error());
  const auto network = networkOf(*bundle, options);
  if (!network) return tl::unexpected(network.error());
  const auto plan = planOf(*bundle, *network);
  if (!plan) return tl::unexpected(plan.error());
  const auto written = model::writeSafeTensors(
      target, plan->file,
      {{"config", model::toJson(network->config)},
       {"format", "pt"},  // other readers of safetensors ask for it
       {"imported_from", bundle->name()},
       {"weights", network->averages ? "moving averages" : "plain"}},
      [&](const model::NumberSink& sink) { return copyTensors(*bundle, *plan, sink, reading); });
  if (!written) return tl::unexpected(written.error());
  auto card = model::readCard(target);
  if (!card) return tl::unexpected(card.error());
  progress.advanced(1);
  const int taken = static_cast<int>(plan->stored.size());
  return Imported{std::move(*card), bundle->name(), network->averages, taken,
                  static_cast<int>(bundle->tensors().size()) - taken};
}

}  // namespace timbre::checkpoint
