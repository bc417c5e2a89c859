/// morph: from sound to sound in steps of their embeddings.
#include <cmath>
#include <cstdio>

#include "app/cli/Codec.h"
#include "base/AtomicFile.h"
#include "latent/Embedding.h"

namespace timbre::cli {
namespace {

/// Where step `i` of `steps` lies between both ends.
double partOfWay(int i, int steps) {
  return steps == 1 ? 0.5 : static_cast<double>(i) / (steps - 1);
}

/// morph-025.wav a quarter of the way; with four corners morph-025-100.wav, the second number being
/// the way from the first two sounds to the last two.
Result<Encoded> morphAt(std::span<const latent::Embedding> corners, const CodecArgs& args, int i,
                        int row) {
  const double t = partOfWay(i, args.steps);
  char name[48];
  const auto percent = [](double x) { return static_cast<int>(std::lround(x * 100)); };
  auto z = latent::mix(corners[0], corners[1], t);
  if (corners.size() == 4) {
    const double u = partOfWay(row, args.rows);
    const auto low = latent::mix(corners[2], corners[3], t);
    if (!low) return tl::unexpected(low.error());
    z = z.and_then([&](const latent::Embedding& high) { return latent::mix(high, *low, u); });
    std::snprintf(name, sizeof name, "morph-%03d-%03d.wav", percent(t), percent(u));
  } else {
    std::snprintf(name, sizeof name, "morph-%03d.wav", percent(t));
  }
  if (!z) return tl::unexpected(z.error());
  return Encoded{args.output / name, {std::move(*z), decodeOptions(args)}, 0};
}

Result<void> morph(const CodecArgs& args, Progress& progress) {
  if (args.inputs.size() == 3)
    return fail(ErrorCode::BadFormat, "A morph has two sounds, or four at the corners of a grid");
  const auto model = openModel(args.model, args.threads);
  if (!model) return tl::unexpected(model.error());
  std::vector<latent::Embedding> corners;
  for (const std::string& word : args.inputs) {
    PartOf encoding(progress, 0, 0);
    auto corner = encodeInput(word, args, **model, encoding);
    if (!corner) return tl::unexpected(corner.error());
    corners.push_back(std::move(*corner));
  }
  if (const auto made = makeFolder(args.output); !made) return made;
  std::vector<Encoded> sounds;
  const int rows = corners.size() == 4 ? args.rows : 1;
  for (int at = 0; at < args.steps * rows; ++at) {
    auto sound = morphAt(corners, args, at % args.steps, at / args.steps);
    if (!sound) return tl::unexpected(sound.error());
    sounds.push_back(std::move(*sound));
  }
  return inLots(sounds.size(), progress, [&](std::size_t begin, std::size_t end, Progress& part) {
    return makeSounds(args, std::span(sounds).subspan(begin, end - begin), **model, part);
  });
}

}  // namespace

void addMorph(CLI::App& app, Work& work) {
  auto args = std::make_shared<CodecArgs>();
  auto* command = app.add_subcommand(
      "morph", "Go from one sound to another in equal steps of their embeddings");
  command
      ->add_option("sounds", args->inputs,
                   "Two sound files, or notes of the library; four are the corners of a grid")
      ->required()
      ->expected(2, 4);
  command->add_option("-o,--output", args->output, "A folder")->required();
  command->add_option("-n,--steps", args->steps, "How many sounds, both ends counted")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command
      ->add_option("--rows", args->rows,
                   "How many rows of them between four corners, both ends counted")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  addModelOptions(*command, *args);
  addSoundOptions(*command, *args);
  addDecodeOptions(*command, *args);
  command->add_flag("--json", args->json, "Print one JSON object a sound");
  finish(*command, work, args, &morph);
}

}  // namespace timbre::cli
