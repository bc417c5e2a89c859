/// timbre: everything the window does that is not about pixels on a screen, from a shell or a
/// script.
#include <array>
#include <iostream>

#include "app/cli/Commands.h"
#include "app/cli/Console.h"

namespace timbre::cli {
namespace {

constexpr std::array kCommands{
    &addRainbowgram, &addEncode,  &addDecode, &addReconstruct, &addMorph,      &addEvaluate,
    &addCalibrate,   &addRender,  &addPack,   &addTrain,       &addPostFilter, &addModels,
    &addExplain,     &addLibrary, &addImport, &addImportSound, &addBench};

int run(int argc, char** argv) {
  CLI::App app("See, hear and bend musical notes with WaveNet autoencoders", "timbre");
  app.set_version_flag("--version", TIMBRE_VERSION);
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::simple);
  Work work;
  for (const AddCommand add : kCommands) add(app, work);
  CLI11_PARSE(app, argc, argv);

  ConsoleProgress progress;
  const auto done = work(progress);
  progress.clear();
  if (done) return 0;
  std::cerr << "timbre: " << done.error().message << '\n';
  return done.error().code == ErrorCode::Cancelled ? 130 : 1;
}

}  // namespace
}  // namespace timbre::cli

int main(int argc, char** argv) {
  return timbre::cli::run(argc, argv);
}
