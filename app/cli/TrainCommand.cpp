#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/Commands.h"
#include "app/cli/Console.h"
#include "app/cli/NumberOptions.h"
#include "app/cli/Outputs.h"
#include "base/AtomicFile.h"
#include "base/Files.h"
#include "base/StandardPaths.h"
#include "model/TrainRequestCheck.h"
#include "model/TrainRequestJson.h"
#include "model/catalogue/DefaultBackend.h"

namespace timbre::cli {
namespace fs = std::filesystem;

namespace {

constexpr const char* kDefaultPreset = "wavenet-compact";

struct TrainArgs {
  model::TrainRequest request;
  std::string preset;
  std::vector<std::string> overrides, without;
  std::vector<fs::path> notes;
  std::vector<double> shares;
  bool json = false;
  /// For each option that was given: copies it from the first request to the second.
  std::vector<std::function<void(const model::TrainRequest&, model::TrainRequest&)>> given;
};

/// An option whose value lands at `place` of the request. A run that is resumed keeps its own
/// unless the option is given.
template <class Place>
CLI::Option* addOption(CLI::App& command, TrainArgs& args, const char* name, Place place,
                       const std::string& help) {
  auto* option = command.add_option(name, place(args.request), help);
  args.given.push_back([option, place](const model::TrainRequest& said, model::TrainRequest& run) {
    // `place` gives a reference into whichever request it is shown.
    if (option->count() > 0) place(run) = place(const_cast<model::TrainRequest&>(said));
  });
  return option;
}

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
    std::printf("%s\n", model::toJsonLine(r).c_str());
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
    if (!r.remark.empty()) std::printf("%s\n", printable(r.remark).c_str());
    std::fflush(stdout);
  }

  Progress& progress_;
  bool json_;
};

/// `preset`: a name of assets/params or a JSON file; `overrides`: "key=value" with JSON values.
Result<std::string> configText(const TrainArgs& args) {
  const std::string preset = args.preset.empty() ? kDefaultPreset : args.preset;
  const fs::path named = assetsFolder() / "params" / (preset + ".json");
  if (!isFile(named) && !isFile(preset))
    return fail(ErrorCode::NotFound, "There is no configuration " + preset +
                                         "; choose wavenet-compact, wavenet-paper, "
                                         "baseline-compact, baseline-paper or a JSON file");
  const auto text = readBytes(isFile(named) ? named : fs::path(preset), 1 << 20);
  if (!text) return text;
  auto config = nlohmann::json::parse(*text, nullptr, false);
  if (!config.is_object())
    return fail(ErrorCode::BadFormat, preset + " is not a JSON object; see assets/params");
  for (const auto& word : args.overrides) {
    const auto equals = word.find('=');
    const auto value = nlohmann::json::parse(
        equals == std::string::npos ? "" : word.substr(equals + 1), nullptr, false);
    if (value.is_discarded() || !config.contains(word.substr(0, equals)))
      return fail(ErrorCode::BadFormat,
                  std::string("--set ")
                      .append(word)
                      .append(" has no effect; write KEY=VALUE with a key of ")
                      .append(preset));
    config[word.substr(0, equals)] = value;
  }
  return config.dump();
}

Result<void> nameSources(TrainArgs& args) {
  if (!args.shares.empty() && args.shares.size() != args.notes.size())
    return fail(ErrorCode::BadFormat, "--share needs one number per source of notes, here " +
                                          std::to_string(args.notes.size()));
  for (std::size_t i = 0; i < args.notes.size(); ++i)
    args.request.notes.push_back({args.notes[i], args.shares.empty() ? 1 : args.shares[i]});
  return {};
}

const std::map<std::string, bool model::RecipeOptions::*>& additionNames() {
  static const std::map<std::string, bool model::RecipeOptions::*> names{
      {"pitch", &model::RecipeOptions::pitch},
      {"input-corruption", &model::RecipeOptions::inputCorruption},
      {"spectral-loss", &model::RecipeOptions::spectralAux},
      {"residual-scale", &model::RecipeOptions::quiet},
      {"hold", &model::RecipeOptions::hold},
      {"attacks", &model::RecipeOptions::attacks}};
  return names;
}

void leaveOut(const std::vector<std::string>& names, model::RecipeOptions& recipeOptions) {
  for (const auto& name : names) recipeOptions.*additionNames().at(name) = false;
}

/// As the run's folder says, and as the options that were given say.
Result<model::TrainRequest> resumed(const TrainArgs& args) {
  auto request = model::readTrainRequest(args.request.run);
  if (!request) return request;
  if (!args.preset.empty() || !args.overrides.empty())
    return fail(ErrorCode::BadFormat,
                "A resumed run keeps its configuration; leave out --config and --set, or give "
                "notes and another folder to start a new run");
  if (!args.shares.empty())
    return fail(ErrorCode::BadFormat,
                "--share needs the notes on the command line, one number per source");
  for (const auto& copy : args.given) copy(args.request, *request);
  leaveOut(args.without, request->recipeOptions);
  return request;
}

Result<model::TrainRequest> requestOf(TrainArgs args) {
  if (args.notes.empty()) return resumed(args);
  auto config = configText(args);
  if (!config) return tl::unexpected(config.error());
  args.request.config = std::move(*config);
  if (auto sources = nameSources(args); !sources) return tl::unexpected(sources.error());
  leaveOut(args.without, args.request.recipeOptions);
  return args.request;
}

Result<void> train(const TrainArgs& args, Progress& progress) {
  if (const auto named = checkFolder(args.request.run); !named) return named;
  const auto request = requestOf(args);
  if (!request) return tl::unexpected(request.error());
  if (const auto checked = model::checkTrainRequest(*request); !checked) return checked;
  if (const auto ready = model::defaultBackend()->prepare(); !ready) return ready;
  waitForTheEnd();  // a cancelled training saves where it is
  TrainingConsole console(progress, args.json);
  return model::defaultBackend()->train(*request, console);
}

using Request = model::TrainRequest;

void addScheduleOptions(CLI::App& command, TrainArgs& args) {
  const auto add = [&](const char* name, auto place, const char* help) {
    return addOption(command, args, name, place, help);
  };
  add(
      "--steps", [](Request & r) -> auto& { return r.steps; },
      "Stop after this many steps in total (0: no limit)");
  add(
      "--minutes", [](Request & r) -> auto& { return r.minutes; },
      "Stop after this many minutes of this call (0: no limit)");
  add(
      "--schedule-steps", [](Request & r) -> auto& { return r.scheduleSteps; },
      "Length of the learning-rate schedule in steps (0: as --steps or --minutes, else the "
      "paper's)");
  add(
      "--rate", [](Request & r) -> auto& { return r.rate; },
      "Peak learning rate (0: the recipe's)");
  add(
      "--batch", [](Request & r) -> auto& { return r.batch; },
      "Notes or crops per step (0: the model's default)");
  add(
      "--crop", [](Request & r) -> auto& { return r.crop; },
      "WaveNet: samples per crop, a multiple of 512")
      ->capture_default_str();
  add(
      "--report-seconds", [](Request & r) -> auto& { return r.reportSeconds; },
      "Seconds between lines of metrics.jsonl")
      ->capture_default_str();
  add(
      "--checkpoint-seconds", [](Request & r) -> auto& { return r.checkpointSeconds; },
      "Seconds between checkpoints")
      ->capture_default_str();
}

void addRecipeOptions(CLI::App& command, TrainArgs& args) {
  std::vector<std::string> names;
  for (const auto& [name, member] : additionNames()) names.push_back(name);
  const auto add = [&](const char* name, auto place, const char* help) {
    return addOption(command, args, name, place, help);
  };
  add(
      "--recipe", [](Request & r) -> auto& { return r.recipe; },
      "compact: ours, with additions; paper: as published")
      ->check(CLI::IsMember({"compact", "paper"}))
      ->capture_default_str();
  command
      .add_option(
          "--without", args.without,
          "Leave out an addition of the compact recipe: pitch (neighbouring keys share "
          "what they learn), input-corruption (of the decoder's input), spectral-loss (auxiliary "
          "loss: the spectrum predicted from the embedding), residual-scale (small residual "
          "branches at first), attacks (a third of the crops hold the attack), hold (the "
          "baseline's normalisation is fixed after 700 steps)")
      ->check(CLI::IsMember(names));
  auto* balance = command.add_flag("--balance,!--no-balance", args.request.recipeOptions.balance,
                                   "Draw every instrument family equally often");
  args.given.push_back([balance](const Request& said, Request& run) {
    if (balance->count() > 0) run.recipeOptions.balance = said.recipeOptions.balance;
  });
  add(
      "--level-db", [](Request & r) -> auto& { return r.recipeOptions.levelDb; },
      "Vary the level of each crop by up to this many dB");
  add(
      "--detune-cents", [](Request & r) -> auto& { return r.recipeOptions.cents; },
      "Vary the pitch of each crop by up to this many cents");
  add(
      "--shift-semitones", [](Request & r) -> auto& { return r.recipeOptions.semitones; },
      "Transpose each crop or note by up to this many semitones and label it with the new pitch; "
      "its timbre changes too");
}

void addPlaceOptions(CLI::App& command, TrainArgs& args) {
  command.add_option("notes", args.notes,
                     "NSynth-format folders or training packs, drawn equally often unless --share "
                     "is given. Without any, the run in the folder resumes as it was started");
  command.add_option("--share", args.shares, "Relative weight of each source, in the order given")
      ->check(within(0.0, 1e9));
  command
      .add_option("-o,--run", args.request.run,
                  "The run's folder; resumes a run that is already there")
      ->required();
  command.add_option("-c,--config", args.preset,
                     "wavenet-compact (the default), wavenet-paper, baseline-compact, "
                     "baseline-paper, or a JSON file");
  command.add_option("--set", args.overrides,
                     "Change one value of the configuration, such as --set width=32");
}

void addMachineOptions(CLI::App& command, TrainArgs& args) {
  addOption(
      command, args, "--init", [](Request & r) -> auto& { return r.init; },
      "Weights to start from");
  addOption(
      command, args, "--seed", [](Request & r) -> auto& { return r.seed; },
      "Seed of the random numbers; on a CPU, the same seed gives the same run")
      ->capture_default_str();
  addOption(
      command, args, "--device", [](Request & r) -> auto& { return r.device; },
      "Device to train on")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
      ->capture_default_str();
  addOption(
      command, args, "--threads", [](Request & r) -> auto& { return r.threads; }, kThreadsHelp)
      ->check(within(0, kMostThreads));
}

}  // namespace

void addTrain(CLI::App& app, Work& work) {
  auto args = std::make_shared<TrainArgs>();
  auto* command = app.add_subcommand(
      "train",
      "Train a model on a folder of notes. The run folder holds the weights, the checkpoint to "
      "resume from and metrics.jsonl. `timbre train --run FOLDER` resumes a run");
  addPlaceOptions(*command, *args);
  addMachineOptions(*command, *args);
  command->add_flag("--json", args->json, "Print each report as JSON");
  addScheduleOptions(*command, *args);
  addRecipeOptions(*command, *args);
  command->callback(
      [&work, args] { work = [args](Progress& progress) { return train(*args, progress); }; });
}

}  // namespace timbre::cli
