/// library and render: folders of notes.
#include <array>
#include <cmath>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/Commands.h"
#include "app/cli/Console.h"
#include "app/cli/Inputs.h"
#include "app/cli/NumberOptions.h"
#include "app/cli/Outputs.h"
#include "base/CountText.h"
#include "base/Files.h"
#include "base/StandardPaths.h"
#include "base/Stopwatch.h"
#include "dataset/NoteLibrary.h"
#include "dataset/QueryText.h"
#include "quality/CheckLibrary.h"
#include "render/RenderRequest.h"

namespace timbre::cli {
namespace {

struct LibraryArgs {
  std::filesystem::path folder;
  bool notes = false;
  bool check = false;
  bool json = false;
  std::string find;
};

/// By the numbers that occur.
nlohmann::json occurring(const std::array<int, 128>& counts) {
  nlohmann::json all = nlohmann::json::object();
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i]) all[std::to_string(i)] = counts[i];
  return all;
}

nlohmann::json asJson(const dataset::NoteLibrary& library, double seconds, bool withNotes) {
  nlohmann::json families = nlohmann::json::object();
  for (std::size_t f = 0; f < dataset::kFamilies.size(); ++f)
    for (std::size_t s = 0; s < dataset::kSources.size(); ++s)
      families[std::string(dataset::kFamilies[f])][std::string(dataset::kSources[s])] =
          library.counts()[f][s];
  nlohmann::json all{{"folder", library.folder().string()},
                     {"notes", library.size()},
                     {"seconds", seconds},
                     {"counts", families},
                     {"pitches", occurring(library.census().pitches)},
                     {"velocities", occurring(library.census().velocities)}};
  all["problems"] = nlohmann::json::array();
  for (const auto& problem : library.problems()) all["problems"].push_back(problem.message);
  if (!withNotes) return all;
  all["ids"] = nlohmann::json::array();
  for (const auto& note : library.notes()) all["ids"].push_back(note.id);
  return all;
}

void printCounts(const dataset::NoteLibrary& library, double seconds) {
  std::printf("%d notes in %s, opened in %.2f s\n%-12s", library.size(),
              printable(library.folder().string()).c_str(), seconds, "");
  for (const auto source : dataset::kSources) std::printf("%12s", std::string(source).c_str());
  std::printf("\n");
  for (std::size_t f = 0; f < dataset::kFamilies.size(); ++f) {
    std::printf("%-12s", std::string(dataset::kFamilies[f]).c_str());
    for (const int count : library.counts()[f]) std::printf("%12d", count);
    std::printf("\n");
  }
}

/// In the order of dataset::kFindings, whose names are for JSON and for searches.
constexpr std::array<const char*, dataset::kFindings.size()> kFindingWords{
    "silent", "noise", "out of tune", "clipping", "duplicate", "one velocity", "out of range"};

nlohmann::json asJson(const quality::CheckReport& report, const dataset::NoteLibrary& library) {
  nlohmann::json counts = nlohmann::json::object();
  for (std::size_t f = 0; f < dataset::kFindings.size(); ++f)
    counts[std::string(dataset::kFindings[f])] = report.counts[f];
  nlohmann::json all{{"checked", report.notes}, {"findings", counts}};
  all["doubts"] = nlohmann::json::array();
  for (const auto& doubt : report.doubts) {
    nlohmann::json found = nlohmann::json::array();
    for (std::size_t f = 0; f < dataset::kFindings.size(); ++f)
      if (doubt.findings[f]) found.push_back(dataset::kFindings[f]);
    all["doubts"].push_back(
        {{"id", library.note(doubt.index).id}, {"findings", found}, {"reasons", doubt.reasons}});
  }
  all["unread"] = nlohmann::json::array();
  for (const Error& error : report.unread) all["unread"].push_back(error.message);
  return all;
}

Result<void> checkNotes(const dataset::NoteLibrary& library, bool json, Progress& progress) {
  const auto report = quality::checkLibrary(library, 0, progress);
  if (!report) return tl::unexpected(report.error());
  if (json) {
    std::cout
        << asJson(*report, library).dump(1, ' ', false, nlohmann::json::error_handler_t::replace)
        << '\n';
    return {};
  }
  for (const auto& doubt : report->doubts) {
    std::cout << printable(library.note(doubt.index).id) << ':';
    for (std::size_t i = 0; i < doubt.reasons.size(); ++i)
      std::cout << (i ? "; " : " ") << printable(doubt.reasons[i]);
    std::cout << '\n';
  }
  std::printf("%d notes checked, %zu with findings\n", report->notes, report->doubts.size());
  for (std::size_t f = 0; f < dataset::kFindings.size(); ++f)
    std::printf("%-16s%8d\n", kFindingWords[f], report->counts[f]);
  for (const Error& error : report->unread) warn(error.message);
  return {};
}

/// The ids of what a typed query finds; BadFormat when a term is not understood.
Result<void> findNotes(const dataset::NoteLibrary& library, const LibraryArgs& args) {
  const auto parsed = dataset::parseQuery(args.find);
  if (const auto* term = parsed.notUnderstood()) return fail(ErrorCode::BadFormat, term->problem);
  const auto found = library.select(parsed.query);
  if (args.json) {
    nlohmann::json all{{"query", args.find}, {"notes", library.size()}, {"found", found.size()}};
    all["ids"] = nlohmann::json::array();
    for (const int index : found) all["ids"].push_back(library.note(index).id);
    std::cout << all.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    return {};
  }
  for (const int index : found) std::cout << printable(library.note(index).id) << '\n';
  if (found.empty()) warn("Nothing found: " + dataset::whyNothing(library, args.find));
  return {};
}

/// Notes that were left out, sounds that are missing.
void sayProblems(const dataset::NoteLibrary& library) {
  for (const auto& problem : library.problems()) warn(problem.message);
}

Result<void> showLibrary(const LibraryArgs& args, Progress& progress) {
  const auto folder = args.folder.empty() ? assetsFolder() / "library" : args.folder;
  const Stopwatch watch;
  const auto library = dataset::NoteLibrary::open(folder, progress);
  const double seconds = watch.seconds();
  if (!library) return tl::unexpected(library.error());
  if (library->empty())
    return fail(ErrorCode::BadFormat,
                folder.string() + " holds no notes; its examples.json is empty");
  if (args.check) {
    sayProblems(*library);
    return checkNotes(*library, args.json, progress);
  }
  if (!args.find.empty()) {
    sayProblems(*library);
    return findNotes(*library, args);
  }
  if (args.json) {
    std::cout << asJson(*library, seconds, args.notes)
                     .dump(1, ' ', false, nlohmann::json::error_handler_t::replace)
              << '\n';
    return {};
  }
  if (args.notes) {
    for (const auto& note : library->notes()) std::cout << printable(note.id) << '\n';
  } else {
    printCounts(*library, seconds);
  }
  sayProblems(*library);
  return {};
}

struct RenderArgs {
  render::RenderRequest request;
  bool wav = false;
  std::string split;
};

Result<void> renderNotes(RenderArgs args, Progress& progress) {
  if (const auto named = checkFolder(args.request.out); !named) return named;
  if (args.wav) args.request.kind = render::FileKind::Wav;
  args.request.resumable = true;
  if (!args.split.empty()) {
    const auto split = dataset::splitNamed(args.split);
    if (!split) return tl::unexpected(split.error());
    args.request.split = *split;
  }
  const Stopwatch watch;
  const auto report = render::renderLibrary(args.request, progress);
  if (!report) {
    if (isFile(args.request.out / "render.journal"))
      printError("The notes rendered so far are kept; the same command resumes there");
    return tl::unexpected(report.error());
  }
  for (const auto& id : report->silent) warn(id + " is silent in this SoundFont; left out");
  std::cout << countText(report->notes, "note") << " of "
            << countText(report->instruments, "instrument") << " in "
            << printable(args.request.out.string()) << " after " << std::lround(watch.seconds())
            << " s\n";
  return {};
}

}  // namespace

void addLibrary(CLI::App& app, Work& work) {
  auto args = std::make_shared<LibraryArgs>();
  auto* command =
      app.add_subcommand("library", "Print what a folder of notes contains, search it or check it");
  command->add_option(
      "folder", args->folder,
      "An NSynth-format folder, the dataset as .zip, .tar, .tar.gz (.xz, .bz2, .zst) or .tfrecord, "
      "or a folder of several of these (default: the starter library)");
  command->add_flag("--notes", args->notes, "List the notes by id");
  command->add_option(
      "--find", args->find,
      "List the notes that match a search, as in the window: \"bass pitch:40-52 vel:127 -reverb\"; "
      "fields: family, source, quality, pitch, vel, split, finding, is");
  command->add_flag("--check", args->check,
                    "Analyse every note: silence, noise, wrong pitch labels, clipping and more");
  command->add_flag("--json", args->json, "Print as JSON");
  command->callback([&work, args] {
    work = [args](Progress& progress) { return showLibrary(*args, progress); };
  });
}

namespace {

/// A name alone may be that of an installed font. For CLI11: "" says that there is no error.
std::string findInstalledFont(std::string& font) {
  const std::filesystem::path installed = std::filesystem::path("/usr/share/sounds/sf2") / font;
  std::error_code code;
  if (!std::filesystem::path(font).has_parent_path() && !std::filesystem::exists(font, code) &&
      std::filesystem::is_regular_file(installed, code))
    font = installed.string();
  return {};
}

}  // namespace

std::vector<CLI::Option*> addRenderOptions(CLI::App& command, render::RenderRequest& request) {
  std::vector<CLI::Option*> all;
  const auto add = [&](CLI::Option* option) {
    all.push_back(option);
    return option;
  };
  add(command.add_option("--font", request.soundFont,
                         "The SoundFont (.sf2), or the name of one in /usr/share/sounds/sf2"))
      ->transform(CLI::Validator(findInstalledFont, ""))
      ->capture_default_str();
  add(command.add_option("--map", request.map,
                         "CSV: family and source of each program (default: General MIDI)"));
  add(command.add_option("--plan", request.plan,
                         "CSV: render exactly these notes (bank, program, pitch, velocity)"));
  add(command.add_option("--step", request.pitchStep, "Semitones between pitches"))
      ->check(within(1, 127))
      ->capture_default_str();
  add(command.add_option("--velocities", request.velocities, "Velocities, separated by commas"))
      ->delimiter(',')
      ->check(within(1, 127));
  add(command.add_option("--instruments", request.instruments,
                         "Only these: parts of program names, or BANK:PROGRAM"))
      ->delimiter(',');
  add(addThreadsOption(command, request.threads));
  return all;
}

void addSplitOptions(CLI::App& command, dataset::SplitRule& rule) {
  command
      .add_option_function<std::vector<std::string>>(
          "--unseen",
          [&rule](const std::vector<std::string>& sets) {
            rule.unseen = sets;
            rule.tenthOfOthers = false;
          },
          "Instruments to leave unseen: sample sets (BANK:PROGRAM) or names (default: twelve "
          "programs; a tenth of the instruments where notes name no sample sets)")
      ->delimiter(',');
  command.add_option("--held-out-of", rule.heldOutOf, "Hold out one in N pitches (0: none)")
      ->check(within(0, 128))
      ->capture_default_str();
}

void addRender(CLI::App& app, Work& work) {
  auto args = std::make_shared<RenderArgs>();
  auto* command =
      app.add_subcommand("render", "Render notes from a SoundFont into an NSynth-format folder");
  auto& request = args->request;
  command->add_option("-o,--output", request.out, "The folder to write")->required();
  addRenderOptions(*command, request);
  addSplitOptions(*command, request.splits);
  command->add_option("--split", args->split, "Only these notes: train, held-out or unseen");
  command->add_flag("--wav", args->wav, "Write WAV instead of FLAC");
  command->callback([&work, args] {
    work = [args](Progress& progress) { return renderNotes(*args, progress); };
  });
}

}  // namespace timbre::cli
