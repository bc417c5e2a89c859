/// study: an experiment of the paper or a question of its readers, with tables, figures and a
/// report.
#include <iostream>
#include <memory>

#include "app/cli/Commands.h"
#include "app/cli/Console.h"
#include "app/cli/Inputs.h"
#include "app/cli/NumberOptions.h"
#include "app/cli/Outputs.h"
#include "base/StandardPaths.h"
#include "dataset/NoteLibrary.h"
#include "studies/Study.h"

namespace timbre::cli {
namespace {

struct StudyArgs {
  std::string name;
  std::filesystem::path notes;
  studies::StudyRequest request;
};

void list() {
  for (const auto& study : studies::studies())
    std::cout << study.name << ": " << study.question << '\n';
}

Result<void> study(const StudyArgs& args, Progress& progress) {
  if (args.name.empty()) {
    list();
    return {};
  }
  const auto chosen = studies::studyNamed(args.name);
  if (!chosen) return tl::unexpected(chosen.error());
  if (args.request.folder.empty())
    return fail(ErrorCode::BadFormat, "Use -o FOLDER to name a folder for the report");
  if (const auto named = checkFolder(args.request.folder); !named) return named;
  studies::StudyRequest request = args.request;
  PartOf opening(progress, 0, 0);
  auto library = dataset::NoteLibrary::open(
      args.notes.empty() ? assetsFolder() / "library" : args.notes, opening);
  if (!library) return tl::unexpected(library.error());
  request.notes = std::move(*library);
  studies::StudyProgress observer(progress);
  const auto report = studies::runStudy(**chosen, request, observer);
  if (!report) return tl::unexpected(report.error());
  std::cout << printable(report->string()) << '\n';
  return {};
}

}  // namespace

void addStudy(CLI::App& app, Work& work) {
  auto args = std::make_shared<StudyArgs>();
  auto* command = app.add_subcommand(
      "study",
      "Repeat an experiment of the paper or answer a question about notes and models, in a report "
      "with tables (CSV), figures (SVG, PNG, PDF) and sounds. Without a name, list the studies");
  command->add_option("name", args->name, "Name of the study");
  command->add_option("--notes", args->notes,
                      "A dataset in the NSynth format (default: the starter library)");
  command->add_option("-o,--output", args->request.folder,
                      "The report's folder; the same call resumes a cancelled study there");
  command->add_option("--note", args->request.note, "Id of the note to study");
  command->add_option("-m,--model", args->request.models,
                      "A name from `timbre models`, or a weights file; several are compared");
  command
      ->add_option("--most", args->request.most,
                   "Use at most this many notes (0: the study's default)")
      ->check(within(0, 1000000));
  addSeedOption(*command, args->request.seed, "; the same seed gives the same report");
  addThreadsOption(*command, args->request.threads);
  command->callback(
      [&work, args] { work = [args](Progress& progress) { return study(*args, progress); }; });
}

}  // namespace timbre::cli
