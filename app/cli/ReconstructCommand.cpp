/// reconstruct: sounds through a model and back.
#include <iostream>

#include "app/cli/Codec.h"
#include "app/cli/Console.h"
#include "base/CountText.h"
#include "base/Files.h"
#include "base/Stopwatch.h"

namespace timbre::cli {
namespace fs = std::filesystem;

namespace {

struct Task {
  std::string word;
  fs::path file;
};

Result<Encoded> encodeOne(const Task& task, const CodecArgs& args, InputEncoder& encoder,
                          Progress& progress) {
  const Stopwatch watch;
  auto input = encoder.encode(task.word, progress);
  if (!input) return tl::unexpected(input.error());
  Encoded sound{task.file,
                {std::move(input->embedding), decodeOptions(args)},
                watch.seconds(),
                {},
                input->pitchOrigin};
  sound.request.kind = synthesis::SynthesisKind::Reconstruction;
  sound.request.notes = {std::move(input->source)};
  return sound;
}

/// One bad file does not stop a batch: it is reported and counted.
Result<int> reconstructSome(std::span<const Task> tasks, const CodecArgs& args,
                            model::Autoencoder& model, InputEncoder& encoder, Progress& progress) {
  constexpr double kEncoding = 0.2;  // of the time, about
  std::vector<Encoded> sounds;
  int failures = 0;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const double step = kEncoding / static_cast<double>(tasks.size());
    PartOf part(progress, step * static_cast<double>(i), step * static_cast<double>(i + 1));
    auto sound = encodeOne(tasks[i], args, encoder, part);
    if (!sound && (sound.error().code == ErrorCode::Cancelled || args.inputs.size() == 1))
      return tl::unexpected(sound.error());
    if (sound) {
      sounds.push_back(std::move(*sound));
    } else {
      printError(sound.error().message);
      ++failures;
    }
  }
  if (sounds.empty()) return failures;
  PartOf decoding(progress, kEncoding, 1);
  return makeSounds(args, sounds, model, decoding).map([failures] { return failures; });
}

Result<void> reconstruct(const CodecArgs& args, Progress& progress) {
  const auto files = soundOutputs(args.inputs, args.output, formatOf(args));
  if (!files) return tl::unexpected(files.error());
  const auto model = openModel(args);
  if (!model) return tl::unexpected(model.error());
  const fs::path folder = files->front().parent_path();
  if (const auto made = makeFolders(folder.empty() ? "." : folder); !made) return made;
  std::vector<Task> tasks;
  for (std::size_t i = 0; i < files->size(); ++i) tasks.push_back({args.inputs[i], (*files)[i]});
  InputEncoder encoder(**model, args);
  int failures = 0;
  const auto done =
      inLots(tasks.size(), progress, [&](std::size_t begin, std::size_t end, Progress& part) {
        const auto some = std::span<const Task>(tasks).subspan(begin, end - begin);
        return reconstructSome(some, args, **model, encoder, part).map([&](int n) {
          failures += n;
        });
      });
  if (!done) return done;
  if (failures > 0)
    return fail(ErrorCode::BadFormat, std::to_string(failures) + " of " +
                                          countText(args.inputs.size(), "sound") +
                                          " could not be rebuilt; see the messages above");
  return {};
}

}  // namespace

void addReconstruct(CLI::App& app, Work& work) {
  auto args = std::make_shared<CodecArgs>();
  auto* command = app.add_subcommand("reconstruct", "Encode and decode sounds with a model");
  command->add_option("inputs", args->inputs, "Sound files, or notes of the library")->required();
  command
      ->add_option("-o,--output", args->output, "A folder, or a .wav or .flac file for one sound")
      ->required();
  addModelOptions(*command, *args);
  addSoundOptions(*command, *args);
  addDecodeOptions(*command, *args);
  command->add_flag("--json", args->json, "Print one JSON object per sound");
  finish(*command, work, args, &reconstruct);
}

}  // namespace timbre::cli
