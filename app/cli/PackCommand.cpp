/// pack: training packs out of folders of notes or straight from a SoundFont, cut and joined.
#include <array>
#include <iostream>
#include <memory>

#include "app/cli/Commands.h"
#include "app/cli/Console.h"
#include "app/cli/Inputs.h"
#include "app/cli/NumberOptions.h"
#include "app/cli/Outputs.h"
#include "base/AtomicFile.h"
#include "base/CountText.h"
#include "base/StandardPaths.h"
#include "corpus/PackLibrary.h"
#include "render/RenderRequest.h"

namespace timbre::cli {
namespace {

struct PackArgs {
  std::filesystem::path notes;
  std::filesystem::path out;
  render::RenderRequest render;
  bool rendered = false;
  dataset::SplitRule splits;
  std::uint64_t cutBytes = 0;
  std::vector<std::filesystem::path> join;
  std::filesystem::path pack;  ///< to cut
};

void say(const corpus::PackReport& report, const std::filesystem::path& out) {
  for (const auto& problem : report.problems) warn(problem.message);
  for (const auto& instrument : report.shared)
    warn(instrument + " shares samples with training and unseen instruments; leaving it out");
  std::cout << countText(report.all(), "note") << " in " << printable(out.string()) << ':';
  for (int i = 0; i < dataset::kSplits; ++i)
    std::cout << (i ? ", " : " ") << report.notes[static_cast<std::size_t>(i)] << ' '
              << dataset::nameOf(static_cast<dataset::Split>(i));
  std::cout << '\n';
}

Result<void> packRendered(const PackArgs& args, Progress& progress) {
  corpus::PackReport report;
  const auto written = corpus::writePack(args.out, [&](corpus::PackWriter& writer) -> Result<void> {
    const auto rendered = render::renderNotes(
        args.render,
        [&](const dataset::NoteInfo& note, const audio::AudioClip& sound) {
          return corpus::addNote(writer, args.splits, note, sound, report);
        },
        progress);
    if (!rendered) return tl::unexpected(rendered.error());
    return {};
  });
  if (!written) return written;
  say(report, args.out);
  return {};
}

Result<void> packFolder(const PackArgs& args, Progress& progress) {
  PartOf opening(progress, 0, 0.02), packing(progress, 0.02, 1);
  const auto library = dataset::NoteLibrary::open(
      args.notes.empty() ? assetsFolder() / "library" : args.notes, opening);
  if (!library) return tl::unexpected(library.error());
  const auto report = corpus::packLibrary(*library, args.splits, args.out, packing);
  if (!report) return tl::unexpected(report.error());
  say(*report, args.out);
  return {};
}

Result<void> cutPack(const PackArgs& args, Progress& progress) {
  const auto whole = corpus::TrainingPack::open(args.pack);
  if (!whole) return tl::unexpected(whole.error());
  const auto parts =
      corpus::cut(*whole, args.out.empty() ? args.pack : args.out, args.cutBytes, progress);
  if (!parts) return tl::unexpected(parts.error());
  for (const auto& part : *parts) std::cout << printable(part.string()) << '\n';
  return {};
}

Result<void> joinPacks(const PackArgs& args, Progress& progress) {
  std::vector<corpus::TrainingPack> parts;
  for (const auto& path : args.join) {
    auto part = corpus::TrainingPack::open(path);
    if (!part) return tl::unexpected(part.error());
    parts.push_back(std::move(*part));
  }
  const auto joined = corpus::join(parts, args.out, progress);
  if (!joined) return tl::unexpected(joined.error());
  std::cout << countText(joined->notes, "note") << " in " << printable(args.out.string());
  if (joined->twice) std::cout << "; " << countText(joined->twice, "duplicate") << " left out";
  std::cout << '\n';
  return {};
}

Result<void> packNotes(const PackArgs& args, Progress& progress) {
  if (!args.out.empty())
    if (const auto ends = checkEnding(args.out, ".safetensors"); !ends) return ends;
  if (args.cutBytes > 0) {
    if (const auto good = checkWritable(args.out.empty() ? args.pack : args.out); !good)
      return good;
    return cutPack(args, progress);
  }
  if (args.out.empty()) return fail(ErrorCode::BadFormat, "Use -o FILE to name the pack to write");
  std::vector<std::filesystem::path> inputs = args.join;
  inputs.push_back(args.notes);
  if (const auto apart = checkOutputs(std::array{args.out}, inputs); !apart) return apart;
  if (!args.join.empty()) return joinPacks(args, progress);
  return args.rendered ? packRendered(args, progress) : packFolder(args, progress);
}

}  // namespace

void addPack(CLI::App& app, Work& work) {
  auto args = std::make_shared<PackArgs>();
  auto* command =
      app.add_subcommand("pack", "Write notes to one training file: 8-bit samples, labels, splits");
  command->add_option("notes", args->notes,
                      "An NSynth-format folder (default: the starter library)");
  command->add_option("-o,--output", args->out, "The pack to write (.safetensors)");
  auto* rendered = command->add_flag(
      "--render", args->rendered, "Render the notes directly from a SoundFont, without a folder");
  for (auto* option : addRenderOptions(*command, args->render)) option->needs(rendered);
  addSplitOptions(*command, args->splits);
  auto* cut = command
                  ->add_option("--cut", args->cutBytes,
                               "Cut a pack (--pack) into parts of at most this size")
                  ->transform(CLI::AsSizeValue(false))
                  ->check(within(std::uint64_t{1}, std::uint64_t{1} << 60));
  cut->needs(command->add_option("--pack", args->pack, "The pack to cut")->needs(cut));
  command->add_option("--join", args->join, "Join these packs into one")->excludes(cut);
  command->callback(
      [&work, args] { work = [args](Progress& progress) { return packNotes(*args, progress); }; });
}

}  // namespace timbre::cli
