#include <iostream>
#include <memory>

#include "app/cli/Commands.h"
#include "app/cli/Console.h"
#include "app/cli/Inputs.h"
#include "app/cli/NumberOptions.h"
#include "base/StandardPaths.h"
#include "dataset/NoteLibrary.h"
#include "dataset/SplitSelection.h"
#include "evaluation/EvaluationJson.h"
#include "evaluation/EvaluationReport.h"
#include "evaluation/EvaluationRun.h"
#include "evaluation/EvaluationTable.h"

namespace timbre::cli {
namespace {

struct EvaluateArgs {
  std::vector<std::string> models;
  std::filesystem::path notes;
  evaluation::EvaluationRequest request;  ///< but for the models
  std::string split;
  dataset::SplitRule splits;
  int every = 1;
  bool byFamily = false;
  bool json = false;
  bool markdown = false;
};

Result<std::vector<dataset::NoteInfo>> notesOf(const EvaluateArgs& args, Progress& progress) {
  const auto library = dataset::NoteLibrary::open(
      args.notes.empty() ? assetsFolder() / "library" : args.notes, progress);
  if (!library) return tl::unexpected(library.error());
  dataset::SplitSelection selection{.split = {}, .rule = args.splits, .every = args.every};
  if (!args.split.empty()) {
    const auto named = dataset::splitNamed(args.split);
    if (!named) return tl::unexpected(named.error());
    selection.split = *named;
  }
  const auto chosen = dataset::selectNotes(*library, selection, progress);
  if (!chosen) return tl::unexpected(chosen.error());
  if (chosen->empty())
    return fail(ErrorCode::BadFormat,
                library->folder().string() +
                    " holds no notes of this choice; choose another folder, --split or --every");
  std::vector<dataset::NoteInfo> notes;
  for (const int i : *chosen) notes.push_back(library->note(i));
  return notes;
}

Result<void> evaluate(const EvaluateArgs& args, Progress& progress) {
  PartOf opening(progress, 0, 0.01), running(progress, 0.01, 1);
  const auto notes = notesOf(args, opening);
  if (!notes) return tl::unexpected(notes.error());
  evaluation::EvaluationRequest request = args.request;
  if (args.markdown) {  // which does not show them
    request.morphs = 0;
    request.nats = false;
  }
  for (const auto& word : args.models) {
    auto model = openModel(word, 1);
    if (!model) return tl::unexpected(model.error());
    request.models.push_back({std::filesystem::path(word).stem().string(), std::move(*model)});
  }
  const evaluation::EvaluationListener listener{
      [&](const std::string& system, const evaluation::NoteScore& score) {
        if (args.json) std::cout << evaluation::jsonOf(system, score).dump() << std::endl;
      },
      [](const Error& problem) { warn(problem.message); }};
  const auto results = evaluation::runEvaluation(*notes, request, listener, running);
  if (!results) return tl::unexpected(results.error());
  const auto report = evaluation::reportOf(*results);
  if (args.json)
    std::cout << evaluation::jsonOf(report).dump() << std::endl;
  else if (args.markdown)
    std::cout << evaluation::markdownOf(report) << std::flush;
  else
    std::cout << evaluation::tableOf(report, args.byFamily) << std::flush;
  return {};
}

}  // namespace

void addEvaluate(CLI::App& app, Work& work) {
  auto args = std::make_shared<EvaluateArgs>();
  auto* command = app.add_subcommand(
      "evaluate",
      "Measure how well a model rebuilds a folder of notes: pitch, spectrum, noise, attack, "
      "envelope. With several models, say which is nearer to the originals");
  command
      ->add_option("-m,--model", args->models,
                   "A name from `timbre models`, or a weights file; several are compared")
      ->required();
  command->add_option("--notes", args->notes,
                      "An NSynth-format folder (default: the starter library)");
  command->add_option("--split", args->split, "Only these notes: train, held-out or unseen");
  addSplitOptions(*command, args->splits);
  command->add_option("--every", args->every, "Use only every n-th note")
      ->check(within(1, 1000000))
      ->capture_default_str();
  addSeedOption(*command, args->request.decode.seed, "; the same seed gives the same figures");
  command
      ->add_option("--temperature", args->request.decode.temperature,
                   "WaveNet: spread of the sampling; 0 always takes the most likely sample")
      ->check(within(0.0, 10.0))
      ->capture_default_str();
  command->add_flag("!--no-post-filter", args->request.decode.postFilter,
                    "WaveNet: measure the sound as sampled, without the post-filter");
  command
      ->add_option("--iterations", args->request.decode.griffinLimIterations,
                   "Baseline and true spectrogram: Griffin-Lim iterations")
      ->check(within(1, 100000))
      ->capture_default_str();
  command->add_option("--morphs", args->request.morphs, "Pairs of notes to morph (0: none)")
      ->check(within(0, 10000))
      ->capture_default_str();
  command->add_flag("!--no-floors", args->request.referenceSystems,
                    "Leave out the reference systems: 8-bit mu-law and the true spectrogram");
  command->add_flag("!--no-nats", args->request.nats, "WaveNet: leave out the nats per sample");
  addThreadsOption(*command, args->request.workers, "Cores to use, one note on each (0: all)");
  addProcessorOption(*command);
  command->add_flag("--by-family", args->byFamily,
                    "Also print every measure for each instrument family");
  auto* json = command->add_flag(
      "--json", args->json,
      "Print one JSON object per note, then one with the summary and the comparisons");
  command->add_flag("--markdown", args->markdown, "Print one Markdown table")->excludes(json);
  command->callback(
      [&work, args] { work = [args](Progress& progress) { return evaluate(*args, progress); }; });
}

}  // namespace timbre::cli
