/// train-classifier: the judge of the studies, from training packs.
#include <cstdio>
#include <memory>

#include "app/cli/Commands.h"
#include "app/cli/Console.h"
#include "app/cli/Inputs.h"
#include "app/cli/NumberOptions.h"
#include "app/cli/Outputs.h"
#include "studies/ClassifierTraining.h"

namespace timbre::cli {
namespace {

struct ClassifierArgs {
  std::vector<std::filesystem::path> packs;
  std::filesystem::path out;
  studies::ClassifierParams params;
  int threads = 0;
};

std::string lineOf(const studies::EpochReport& r) {
  char text[200];
  std::snprintf(
      text, sizeof text,
      "epoch %d  loss %.3f  pitch: held out %.1f %%, unseen %.1f %%  family: unseen %.1f %%\n",
      r.epoch, r.loss, 100 * r.heldOut.value(), 100 * r.unseen.value(),
      100 * r.unseenFamily.value());
  return text;
}

Result<void> train(const ClassifierArgs& args, Progress& progress) {
  if (const auto ends = checkEnding(args.out, ".safetensors"); !ends) return ends;
  const std::vector<std::filesystem::path> outputs{args.out};
  if (const auto apart = checkOutputs(outputs, args.packs); !apart) return apart;
  PartOf reading(progress, 0, 0.4), learning(progress, 0.4, 1);
  const auto notes = studies::labelledNotes(args.packs, args.threads, reading);
  if (!notes) return tl::unexpected(notes.error());
  std::string curve;
  const auto made = studies::trainClassifier(
      *notes, args.params,
      [&](const studies::EpochReport& report) {
        const std::string line = lineOf(report);
        curve += line;
        std::printf("%s", line.c_str());
        std::fflush(stdout);
      },
      learning);
  if (!made) return tl::unexpected(made.error());
  return made->write(args.out, curve);
}

}  // namespace

void addTrainClassifier(CLI::App& app, Work& work) {
  auto args = std::make_shared<ClassifierArgs>();
  auto* command = app.add_subcommand("train-classifier",
                                     "Train the classifier with which the studies judge "
                                     "reconstructions, on originals from training packs");
  command->add_option("packs", args->packs, "Training packs (`timbre pack`)")->required();
  command->add_option("-o,--output", args->out, "The classifier to write (.safetensors)")
      ->required();
  command->add_option("--epochs", args->params.epochs, "Passes over the notes")
      ->check(within(1, 10000))
      ->capture_default_str();
  command->add_option("--hidden", args->params.hidden, "Units of each hidden layer")
      ->check(within(8, 4096))
      ->capture_default_str();
  addSeedOption(*command, args->params.seed, "; the same seed gives the same weights");
  addThreadsOption(*command, args->threads, "Cores to read the notes with (0: all)");
  command->callback(
      [&work, args] { work = [args](Progress& progress) { return train(*args, progress); }; });
}

}  // namespace timbre::cli
