/// reconstruct: sounds through a model and back.
#include <iostream>

#include "app/cli/Codec.h"
#include "app/cli/Console.h"
#include "base/AtomicFile.h"
#include "base/Stopwatch.h"

namespace timbre::cli {
namespace fs = std::filesystem;

namespace {

/// `-o` names the file when one sound goes to a .wav, else a folder.
fs::path wavFor(const CodecArgs& args, const std::string& name) {
  if (args.inputs.size() == 1 && args.output.extension() == ".wav") return args.output;
  return args.output / (name + ".wav");
}

Result<Encoded> encodeOne(const std::string& word, const CodecArgs& args, model::Autoencoder& model,
                          Progress& progress) {
  const auto input = openInput(word, args.library);
  if (!input) return tl::unexpected(input.error());
  const Stopwatch watch;
  auto z = encodeInput(*input, args, model, progress);
  if (!z) return tl::unexpected(z.error());
  return Encoded{wavFor(args, input->name), {std::move(*z), decodeOptions(args)}, watch.seconds()};
}

/// One bad file does not stop a batch: it is told, and counted.
Result<int> reconstructSome(std::span<const std::string> words, const CodecArgs& args,
                            model::Autoencoder& model, Progress& progress) {
  constexpr double kEncoding = 0.2;  // of the time, about
  std::vector<Encoded> sounds;
  int failures = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const double step = kEncoding / static_cast<double>(words.size());
    PartOf part(progress, step * static_cast<double>(i), step * static_cast<double>(i + 1));
    auto sound = encodeOne(words[i], args, model, part);
    if (!sound && (sound.error().code == ErrorCode::Cancelled || args.inputs.size() == 1))
      return tl::unexpected(sound.error());
    if (sound) {
      sounds.push_back(std::move(*sound));
    } else {
      warn(sound.error().message);
      ++failures;
    }
  }
  if (sounds.empty()) return failures;
  PartOf decoding(progress, kEncoding, 1);
  return makeSounds(args, sounds, model, decoding).map([failures] { return failures; });
}

Result<void> reconstruct(const CodecArgs& args, Progress& progress) {
  const auto model = openModel(args.model, args.threads);
  if (!model) return tl::unexpected(model.error());
  const fs::path folder = wavFor(args, "x").parent_path();
  if (const auto made = makeFolder(folder); !made) return made;
  int failures = 0;
  const auto done =
      inLots(args.inputs.size(), progress, [&](std::size_t begin, std::size_t end, Progress& part) {
        const auto words = std::span(args.inputs).subspan(begin, end - begin);
        return reconstructSome(words, args, **model, part).map([&](int n) { failures += n; });
      });
  if (!done) return done;
  if (failures > 0)
    return fail(ErrorCode::BadFormat,
                std::to_string(failures) + " of " + std::to_string(args.inputs.size()) +
                    " sounds could not be rebuilt; the sentences above say why");
  return {};
}

}  // namespace

void addReconstruct(CLI::App& app, Work& work) {
  auto args = std::make_shared<CodecArgs>();
  auto* command = app.add_subcommand("reconstruct", "Rebuild sounds through a model");
  command->add_option("inputs", args->inputs, "Sound files, or notes of the library")->required();
  command->add_option("-o,--output", args->output, "A folder, or for one sound a .wav file")
      ->required();
  addModelOptions(*command, *args);
  addSoundOptions(*command, *args);
  addDecodeOptions(*command, *args);
  command->add_flag("--json", args->json, "Print one JSON object a sound");
  finish(*command, work, args, &reconstruct);
}

}  // namespace timbre::cli
