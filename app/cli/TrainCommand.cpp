#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/Commands.h"
#include "base/AtomicFile.h"
#include "base/StandardPaths.h"
#include "model/ModelBackend.h"

namespace timbre::cli {
namespace fs = std::filesystem;

namespace {

struct TrainArgs {
  model::TrainRequest request;
  std::string preset = "wavenet-compact";
  std::vector<std::string> overrides, without;
  std::vector<fs::path> notes;
  std::vector<double> shares;
  bool json = false;
};

/// Prints each report and hands cancel on.
class TrainingConsole final : public model::TrainingObserver {
 public:
  TrainingConsole(Progress& progress, bool json) : progress_(progress), json_(json) {}
  void advanced(double) override {}  // the reports say more
  bool cancelled() const override { return progress_.cancelled(); }
  void reported(const model::TrainReport& report) override {
    json_ ? printJson(report) : printLine(report);
  }

 private:
  static void printJson(const model::TrainReport& r) {
    const nlohmann::json line{{"step", r.step},
                              {"seconds", r.seconds},
                              {"loss", r.loss},
                              {"held_out", r.heldOut},
                              {"unseen", r.unseen},
                              {"rate", r.rate},
                              {"per_second", r.perSecond},
                              {"seconds_left", r.secondsLeft},
                              {"peak_mb", r.peakMemoryMb}};
    std::printf("%s\n", line.dump().c_str());
    std::fflush(stdout);
  }
  static void printLine(const model::TrainReport& r) {
    std::printf("step %lld  loss %.4f", static_cast<long long>(r.step), r.loss);
    if (r.heldOut >= 0) std::printf("  held out %.4f", r.heldOut);
    if (r.unseen >= 0) std::printf("  unseen %.4f", r.unseen);
    std::printf("  rate %.2e  %.0f/s", r.rate, r.perSecond);
    if (r.peakMemoryMb >= 0) std::printf("  %.0f MB", r.peakMemoryMb);
    if (r.secondsLeft >= 0) std::printf("  %.0f min left", r.secondsLeft / 60);
    std::printf("\n");
    if (!r.remark.empty()) std::printf("%s\n", r.remark.c_str());
    std::fflush(stdout);
  }

  Progress& progress_;
  bool json_;
};

/// `preset`: a name of assets/params or a JSON file; `overrides`: "key=value" with JSON values.
Result<std::string> configText(const TrainArgs& args) {
  const fs::path named = assetsFolder() / "params" / (args.preset + ".json");
  const auto text = readBytes(fs::exists(named) ? named : fs::path(args.preset), 1 << 20);
  if (!text) return text;
  auto config = nlohmann::json::parse(*text, nullptr, false);
  if (!config.is_object())
    return fail(ErrorCode::BadFormat, args.preset + " is not a JSON object; see assets/params");
  for (const auto& word : args.overrides) {
    const auto equals = word.find('=');
    const auto value = nlohmann::json::parse(
        equals == std::string::npos ? "" : word.substr(equals + 1), nullptr, false);
    if (value.is_discarded() || !config.contains(word.substr(0, equals)))
      return fail(
          ErrorCode::BadFormat,
          "--set " + word + " changes nothing; write KEY=VALUE with a key of " + args.preset);
    config[word.substr(0, equals)] = value;
  }
  return config.dump();
}

Result<void> nameSources(TrainArgs& args) {
  if (!args.shares.empty() && args.shares.size() != args.notes.size())
    return fail(ErrorCode::BadFormat, "--share needs a number for each source of notes: " +
                                          std::to_string(args.notes.size()) + " of them");
  for (std::size_t i = 0; i < args.notes.size(); ++i)
    args.request.notes.push_back({args.notes[i], args.shares.empty() ? 1 : args.shares[i]});
  return {};
}

const std::map<std::string, bool model::RecipeOptions::*>& trickNames() {
  static const std::map<std::string, bool model::RecipeOptions::*> names{
      {"pitch", &model::RecipeOptions::pitch},
      {"history", &model::RecipeOptions::inputCorruption},
      {"hint", &model::RecipeOptions::spectralAux},
      {"quiet", &model::RecipeOptions::quiet},
      {"hold", &model::RecipeOptions::hold},
      {"attacks", &model::RecipeOptions::attacks}};
  return names;
}

void leaveOut(const std::vector<std::string>& names, model::RecipeOptions& recipeOptions) {
  for (const auto& name : names) recipeOptions.*trickNames().at(name) = false;
}

Result<void> train(TrainArgs args, Progress& progress) {
  auto config = configText(args);
  if (!config) return tl::unexpected(config.error());
  args.request.config = std::move(*config);
  if (auto sources = nameSources(args); !sources) return sources;
  leaveOut(args.without, args.request.recipeOptions);
  const auto backend = model::openTorchBackend();
  if (!backend) return tl::unexpected(backend.error());
  TrainingConsole console(progress, args.json);
  return (*backend)->train(args.request, console);
}

void addScheduleOptions(CLI::App& command, model::TrainRequest& request) {
  command.add_option("--steps", request.steps, "Stop after so many steps in all (0: no limit)");
  command.add_option("--minutes", request.minutes,
                     "Stop after so many minutes of this call (0: no limit)");
  command.add_option("--schedule-steps", request.scheduleSteps,
                     "Length of the schedule (0: --steps or --minutes, else the paper's)");
  command.add_option("--rate", request.rate, "Peak learning rate (0: the recipe's)");
  command.add_option("--batch", request.batch, "Notes or crops a step (0: the model's default)");
  command.add_option("--crop", request.crop, "WaveNet: samples a crop, a multiple of 512")
      ->capture_default_str();
  command.add_option("--report-seconds", request.reportSeconds, "Between lines of metrics.jsonl")
      ->capture_default_str();
  command.add_option("--checkpoint-seconds", request.checkpointSeconds, "Between states on disk")
      ->capture_default_str();
}

void addRecipeOptions(CLI::App& command, TrainArgs& args) {
  std::vector<std::string> names;
  for (const auto& [name, member] : trickNames()) names.push_back(name);
  auto& recipeOptions = args.request.recipeOptions;
  command
      .add_option("--recipe", args.request.recipe,
                  "compact: ours, with its tricks; paper: as it was published")
      ->check(CLI::IsMember({"compact", "paper"}))
      ->capture_default_str();
  command
      .add_option(
          "--without", args.without,
          "Leave a trick of the compact recipe out: pitch (neighbouring keys share what they "
          "learn), history (noise in what the decoder hears), hint (spectrum read off the "
          "embedding), quiet (small residual branches at first), attacks (a third of the crops "
          "there), hold (the baseline's normalisation held)")
      ->check(CLI::IsMember(names));
  command.add_flag("--balance", recipeOptions.balance,
                   "Draw every instrument family equally often");
  command.add_option("--level-db", recipeOptions.levelDb,
                     "Vary the level of each crop by up to so much");
  command.add_option("--detune-cents", recipeOptions.cents,
                     "Vary the pitch of each crop by up to so much");
  command.add_option("--shift-semitones", recipeOptions.semitones,
                     "Play each crop or note up to so many whole semitones higher or lower, as a "
                     "note of that pitch: its timbre changes, too");
}

}  // namespace

void addTrain(CLI::App& app, Work& work) {
  auto args = std::make_shared<TrainArgs>();
  auto* command = app.add_subcommand("train",
                                     "Train a model on a folder of notes; the run folder gets its "
                                     "weights, its state to go on from and metrics.jsonl");
  command
      ->add_option(
          "notes", args->notes,
          "NSynth-format folders or training packs; each is drawn as often as the others, or "
          "see --share")
      ->required();
  command->add_option("--share", args->shares, "How often each source is drawn, in their order");
  command
      ->add_option("-o,--run", args->request.run,
                   "The run's folder; an unfinished run in it goes on")
      ->required();
  command
      ->add_option(
          "-c,--config", args->preset,
          "wavenet-compact, wavenet-paper, baseline-compact, baseline-paper, or a JSON file")
      ->capture_default_str();
  command->add_option("--set", args->overrides,
                      "Change one size of the configuration, e.g. --set width=32");
  command->add_option("--init", args->request.init, "Weights to start from");
  command->add_option("--seed", args->request.seed, "Same seed, same run on a CPU")
      ->capture_default_str();
  command->add_option("--device", args->request.device, "Where to compute")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
      ->capture_default_str();
  command->add_option("--threads", args->request.threads, "Cores to use (0: all)");
  command->add_flag("--json", args->json, "Print each report as JSON");
  addScheduleOptions(*command, args->request);
  addRecipeOptions(*command, *args);
  command->callback(
      [&work, args] { work = [args](Progress& progress) { return train(*args, progress); }; });
}

}  // namespace timbre::cli
