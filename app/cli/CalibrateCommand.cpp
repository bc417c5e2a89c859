#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <vector>

#include "app/cli/Commands.h"
#include "app/cli/NumberOptions.h"
#include "app/cli/Outputs.h"
#include "base/StandardPaths.h"
#include "dataset/NoteLibrary.h"
#include "dataset/SplitSelection.h"
#include "model/catalogue/Catalogue.h"
#include "model/wavenet/Calibration.h"

namespace timbre::cli {
namespace {

struct CalibrateArgs {
  std::string model;
  std::filesystem::path notes;
  int count = 24;
  bool check = false;
};

constexpr int kSamples = kModelRate.hz;  // the first second: attacks reach furthest

/// So many notes, evenly through the library.
Result<std::vector<model::wavenet::CalibrationSound>> soundsOf(const CalibrateArgs& args,
                                                               Progress& progress) {
  PartOf opening(progress, 0, 0);
  const auto library = dataset::NoteLibrary::open(
      args.notes.empty() ? assetsFolder() / "library" : args.notes, opening);
  if (!library) return tl::unexpected(library.error());
  const auto chosen = dataset::selectNotes(*library, {.count = args.count}, progress);
  if (!chosen) return tl::unexpected(chosen.error());
  std::vector<model::wavenet::CalibrationSound> sounds;
  for (const int i : *chosen) {
    if (progress.cancelled()) return cancelled();
    const auto note = library->note(i);
    const auto clip = dataset::readNote(note);
    if (!clip) return tl::unexpected(clip.error());
    sounds.push_back({audio::fitted(*clip, kSamples), static_cast<double>(note.pitch)});
  }
  return sounds;
}

/// Clipping this few of the loudest peaks is inaudible.
constexpr double kBearable = 1e-5;

void printReport(const sampler::CalibrationReport& report) {
  const double share = static_cast<double>(report.clipped) /
                       static_cast<double>(std::max<std::uint64_t>(report.activations, 1));
  std::printf(
      "%llu samples: %.1e nats from float32; %llu of %llu activations (%.2g %%) exceed the "
      "calibrated range and are clipped\n",
      static_cast<unsigned long long>(report.samples), report.nats,
      static_cast<unsigned long long>(report.clipped),
      static_cast<unsigned long long>(report.activations), 100 * share);
  if (share > kBearable)
    std::printf(
        "These notes cause larger activations than those used for calibration; calibrate again "
        "with --notes and notes like these\n");
}

Result<void> calibrate(const CalibrateArgs& args, Progress& progress) {
  const auto folders = model::modelFolders();
  const auto card = model::chooseModel(model::findModels(folders), args.model);
  if (!card) return tl::unexpected(card.error());
  if (!args.check)
    if (const auto good = checkChangeable(card->file); !good) return good;
  const auto sounds = soundsOf(args, progress);
  if (!sounds) return tl::unexpected(sounds.error());
  if (!args.check) return model::wavenet::calibrateModel(*card, *sounds, progress);
  const auto report = model::wavenet::checkModel(*card, *sounds, progress);
  if (!report) return tl::unexpected(report.error());
  printReport(*report);
  return {};
}

}  // namespace

void addCalibrate(CLI::App& app, Work& work) {
  auto args = std::make_shared<CalibrateArgs>();
  auto* command = app.add_subcommand("calibrate",
                                     "Measure the range of a WaveNet's activations and store it in "
                                     "the weights file; needed to play it in int8");
  command
      ->add_option("model", args->model,
                   "A name from `timbre models`, or a weights file; the file is changed, except "
                   "with --check")
      ->required();
  command->add_option("--notes", args->notes,
                      "An NSynth-format folder (default: the starter library)");
  command->add_option("--count", args->count, "How many notes to measure")
      ->check(within(1, 10000))
      ->capture_default_str();
  command->add_flag("--check", args->check,
                    "Change nothing; print how far int8 is from float32 on these notes, and how "
                    "often an activation exceeds the range");
  command->callback(
      [&work, args] { work = [args](Progress& progress) { return calibrate(*args, progress); }; });
}

}  // namespace timbre::cli
