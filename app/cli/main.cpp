/// timbre: everything the window does that is not about pixels on a screen, from a shell or a
/// script.
#include <array>
#include <cerrno>
#include <cstdio>
#include <sstream>

#include "app/cli/Commands.h"
#include "app/cli/Console.h"
#include "base/AtomicFile.h"
#include "base/CatchExceptions.h"
#include "base/FileHandle.h"
#include "base/Log.h"

namespace timbre::cli {
namespace {

constexpr std::array kCommands{
    &addRainbowgram, &addEncode,          &addDecode,    &addReconstruct, &addMorph,   &addEvaluate,
    &addStudy,       &addTrainClassifier, &addCalibrate, &addRender,      &addPack,    &addTrain,
    &addPostFilter,  &addModels,          &addExplain,   &addMidiTable,   &addLibrary, &addSimilar,
    &addImport,      &addImportSound,     &addBench};
constexpr ExceptionText kText{"There is not enough memory for this; close other programs",
                              "An unexpected error occurred"};

/// The words that were not understood are the user's, or those of whoever wrote a file's name.
std::string understood(const CLI::App* app, const CLI::Error& error) {
  if (const auto words = app->remaining(); app->get_subcommands().empty() && !words.empty())
    return "timbre: There is no command " + printable(words.front()) + "; see timbre --help\n";
  std::istringstream lines(CLI::FailureMessage::simple(app, error));
  std::string text = "timbre: ";
  for (std::string line; std::getline(lines, line);) text += printable(line) + '\n';
  return text;
}

/// The exit status.
int report(const Error& error) {
  if (error.code == ErrorCode::Cancelled) {
    sayCancelled();
    return kCancelledStatus;
  }
  printError(error.message);
  logError(error.message);
  return 1;
}

int run(int argc, char** argv) {
  CLI::App app("See, hear and bend musical notes with WaveNet autoencoders", "timbre");
  app.set_version_flag("--version", TIMBRE_VERSION);
  app.require_subcommand(1);
  app.failure_message(understood);
  Work work;
  for (const AddCommand add : kCommands) add(app, work);
  CLI11_PARSE(app, argc, argv);

  ConsoleProgress progress;
  const auto done = catchExceptions(kText, [&] { return work(progress); });
  progress.clear();
  if (!done) return report(done.error());
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return 0;
  return report(cannotWrite("the output", lastSystemError()));
}

}  // namespace
}  // namespace timbre::cli

int main(int argc, char** argv) {
  timbre::openLog("timbre");
  try {
    return timbre::cli::run(argc, argv);
  } catch (...) {
    return timbre::cli::report(timbre::currentException(timbre::cli::kText));
  }
}
