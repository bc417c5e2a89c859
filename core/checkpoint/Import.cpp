#include "checkpoint/Import.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>

#include "base/AtomicFile.h"
#include "base/Files.h"
#include "checkpoint/ArchiveWalk.h"
#include "model/catalogue/Catalogue.h"

namespace timbre::checkpoint {
namespace fs = std::filesystem;

namespace {

constexpr double kLooking = 0.05;  // the shares of an import
constexpr double kReading = 0.95;

/// The tensors as they will lie in the file, and their names in the checkpoint.
struct Plan {
  std::vector<model::TensorPlan> file;
  std::vector<std::string> stored;
};

Result<Plan> planOf(const TensorBundle& bundle, const IdentifiedNetwork& network) {
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

Result<void> copyTensors(const TensorBundle& bundle, const Plan& plan,
                         const model::NumberSink& sink, Progress& progress) {
  return bundle.read(
      plan.stored,
      [&](std::size_t tensor, std::span<const float> numbers) -> Result<void> {
        if (!usable(plan.stored[tensor], numbers))
          return fail(ErrorCode::BadFormat, bundle.place().string() + ": Tensor " +
                                                plan.stored[tensor] +
                                                " holds a number that is not finite; import an "
                                                "earlier checkpoint of this training");
        return sink(numbers);
      },
      progress);
}

bool isWeights(const fs::path& place) {
  return place.extension() == ".safetensors";
}

Result<void> copyFile(const fs::path& from, const fs::path& to, Progress& progress) {
  return writeAtomically(to, [&](const fs::path& part) -> Result<void> {
    std::error_code code;
    const auto size = static_cast<double>(fs::file_size(from, code));
    std::ifstream in(from, std::ios::binary);
    std::ofstream out(part, std::ios::binary);
    std::string block(kStreamBytes, '\0');
    for (double done = 0;
         in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0;) {
      if (progress.cancelled()) return cancelled();
      out.write(block.data(), in.gcount());
      progress.advanced(std::min(1.0, (done += static_cast<double>(in.gcount())) / size));
    }
    out.close();
    if (!in.eof() || !out)
      return fail(ErrorCode::Internal, "Cannot copy " + from.string() + " to " + to.string() +
                                           "; check that the disk has room");
    return {};
  });
}

Result<model::ModelCard> copyWeights(const fs::path& from, const fs::path& to, Progress& progress) {
  const auto card = model::readCard(from);  // only what can be used is copied
  if (!card) return card;
  if (auto copied = copyFile(from, to, progress); !copied) return tl::unexpected(copied.error());
  return model::readCard(to);
}

/// "name.safetensors", or "name-2.safetensors" and so on where that is taken.
fs::path freePath(const fs::path& folder, const std::string& name) {
  fs::path path = folder / (name + ".safetensors");
  for (int i = 2; pathExists(path); ++i)
    path = folder / (name + "-" + std::to_string(i) + ".safetensors");
  return path;
}

}  // namespace

std::string suggestedName(const fs::path& place, const ImportOptions& options) {
  std::error_code code;
  const fs::path whole = fs::absolute(place, code).lexically_normal();
  if (isWeights(whole) && whole.stem() == "weights")  // as every training run calls them
    return whole.parent_path().filename().string();
  if (isWeights(whole)) return whole.stem().string();
  const bool folder = fs::is_directory(whole, code);
  fs::path named = folder ? whole : whole.parent_path();
  const std::string file = whole.filename().string();
  if (const auto ending = archiveEnding(file); !folder && !ending.empty())
    named = file.substr(0, file.size() - ending.size());
  if (named.filename().empty()) named = named.parent_path();  // "folder/"
  const auto name = named.filename().string();
  return (name.empty() || name == "/" ? "imported" : name) + (options.averages ? "-ema" : "");
}

Result<model::ModelCard> importModel(const fs::path& place, const fs::path& folder,
                                     const ImportOptions& options, Progress& progress) {
  std::error_code code;
  fs::create_directories(folder, code);
  if (code)
    return fail(ErrorCode::Internal, "Cannot create the folder of models " + folder.string() +
                                         " (" + code.message() + "); check its permissions");
  const fs::path target = freePath(folder, suggestedName(place, options));
  if (isWeights(place)) return copyWeights(place, target, progress);
  const auto made = importCheckpoint(place, target, options, progress);
  if (!made) return tl::unexpected(made.error());
  return made->card;
}

Result<Imported> importCheckpoint(const std::filesystem::path& place,
                                  const std::filesystem::path& target, const ImportOptions& options,
                                  Progress& progress) {
  PartOf looking(progress, 0, kLooking), reading(progress, kLooking, kReading);
  const auto bundle = TensorBundle::open(place, looking);
  if (!bundle) return tl::unexpected(bundle.error());
  const auto network = identifyNetwork(*bundle, options);
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
