/// morph: from sound to sound in steps of their embeddings.
#include <cmath>
#include <cstdio>
#include <optional>

#include "app/cli/Codec.h"
#include "app/cli/NumberOptions.h"
#include "base/Files.h"
#include "latent/Embedding.h"
#include "synthesis/MixCorners.h"

namespace timbre::cli {
namespace {

/// Where step `i` of `steps` lies between both ends.
double partOfWay(int i, int steps) {
  return steps == 1 ? 0.5 : static_cast<double>(i) / (steps - 1);
}

/// Of a grid: the way from the first two sounds to the second two; a single line has no rows.
struct Place {
  double across = 0;
  std::optional<double> down;
};

std::vector<Place> placesOf(const CodecArgs& args) {
  std::vector<Place> places;
  const bool grid = args.inputs.size() == 4;
  for (int row = 0; row < (grid ? args.rows : 1); ++row)
    for (int step = 0; step < args.steps; ++step) {
      Place place{partOfWay(step, args.steps), {}};
      if (grid) place.down = partOfWay(row, args.rows);
      places.push_back(place);
    }
  return places;
}

/// morph-025.wav a quarter of the way; with four corners morph-025-100.wav. Of more than 101 steps,
/// some would have the same percent: they are named by tenths, morph-025.1.wav.
std::vector<std::filesystem::path> filesFor(std::span<const Place> places, const CodecArgs& args) {
  const bool tenths = args.steps > 101;
  const auto number = [tenths](double share) {
    char text[16];
    std::snprintf(text, sizeof text, tenths ? "-%05.1f" : "-%03.0f", 100 * share);
    return std::string(text);
  };
  std::vector<std::filesystem::path> files;
  for (const Place& place : places)
    files.push_back(args.output / ("morph" + number(place.across) +
                                   (place.down ? number(*place.down) : "") + ".wav"));
  return files;
}

/// Each corner's share.
std::vector<double> weightsAt(const Place& place) {
  const double t = place.across;
  if (!place.down) return {1 - t, t};
  const double u = *place.down;
  return {(1 - t) * (1 - u), t * (1 - u), (1 - t) * u, t * u};
}

Result<latent::Embedding> mixedAt(std::span<const EncodedInput> corners, const Place& place) {
  std::vector<latent::Embedding> embeddings;
  for (const EncodedInput& corner : corners) embeddings.push_back(corner.embedding);
  return synthesis::mixCorners(embeddings, place.across, place.down.value_or(0));
}

Result<Encoded> morphAt(std::span<const EncodedInput> corners, const CodecArgs& args,
                        const Place& place, const std::filesystem::path& file) {
  auto z = mixedAt(corners, place);
  if (!z) return tl::unexpected(z.error());
  Encoded sound{file, {std::move(*z), decodeOptions(args)}, 0, {}};
  sound.request.kind = synthesis::SynthesisKind::Morph;
  const auto weights = weightsAt(place);
  for (std::size_t i = 0; i < corners.size(); ++i) {
    sound.request.notes.push_back(corners[i].source);
    sound.request.notes.back().weight = weights[i];
  }
  return sound;
}

Result<void> morph(const CodecArgs& args, Progress& progress) {
  if (args.inputs.size() == 3)
    return fail(ErrorCode::BadFormat, "A morph needs two sounds, or four as the corners of a grid");
  const auto places = placesOf(args);
  const auto files = filesFor(places, args);
  if (const auto good = checkFolderOutputs(args.output, files, args.inputs); !good) return good;
  const auto model = openModel(args);
  if (!model) return tl::unexpected(model.error());
  InputEncoder encoder(**model, args);
  std::vector<EncodedInput> corners;
  for (const std::string& word : args.inputs) {
    PartOf encoding(progress, 0, 0);
    auto corner = encoder.encode(word, encoding);
    if (!corner) return tl::unexpected(corner.error());
    corners.push_back(std::move(*corner));
  }
  if (const auto made = makeFolders(args.output); !made) return made;
  std::vector<Encoded> sounds;
  for (std::size_t i = 0; i < places.size(); ++i) {
    auto sound = morphAt(corners, args, places[i], files[i]);
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
      "morph", "Morph from one sound to another in equal steps between their embeddings");
  command
      ->add_option("sounds", args->inputs,
                   "Two sound files, or notes of the library; four are the corners of a grid")
      ->required()
      ->expected(2, 4);
  command->add_option("-o,--output", args->output, "A folder")->required();
  command->add_option("-n,--steps", args->steps, "Number of sounds, including both ends")
      ->check(within(1, 1000))
      ->capture_default_str();
  command->add_option("--rows", args->rows, "With four sounds: number of rows, including both ends")
      ->check(within(1, 100))
      ->capture_default_str();
  addModelOptions(*command, *args);
  addSoundOptions(*command, *args);
  addDecodeOptions(*command, *args);
  command->add_flag("--json", args->json, "Print one JSON object per sound");
  finish(*command, work, args, &morph);
}

}  // namespace timbre::cli
