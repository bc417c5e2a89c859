/// rainbowgram: the picture of a sound.
#include <array>
#include <memory>

#include "app/cli/Commands.h"
#include "app/cli/Inputs.h"
#include "app/cli/NumberOptions.h"
#include "app/cli/Outputs.h"
#include "base/Npy.h"
#include "base/Version.h"
#include "spectral/Colour.h"
#include "spectral/PictureFile.h"
#include "spectral/PictureText.h"
#include "synthesis/FileDescription.h"

namespace timbre::cli {
namespace fs = std::filesystem;

namespace {

struct RainbowgramArgs {
  std::string input;
  fs::path library;
  fs::path picture;
  fs::path data;
  std::string map = "rainbow";
  int zoom = 2;
  bool mirror = false;
  bool original = false;
  spectral::RainbowgramParams params;
};

/// What is wrong with the outputs, before there is work to lose.
Result<void> checkArgs(const RainbowgramArgs& args) {
  if (args.picture.empty() && args.data.empty())
    return fail(ErrorCode::Unsupported,
                "Nothing to write; give -o PICTURE.png, --data CELLS.npy or both");
  std::vector<fs::path> outputs;
  if (!args.picture.empty()) {
    if (const auto known = spectral::checkPicturePath(args.picture); !known) return known;
    outputs.push_back(args.picture);
  }
  if (!args.data.empty()) {
    if (const auto known = checkEnding(args.data, ".npy"); !known) return known;
    outputs.push_back(args.data);
  }
  return checkOutputs(outputs, std::array{args.input});
}

/// What the picture's file says of it: what the sound says of itself, where it does.
spectral::PictureFileOptions optionsOf(const RainbowgramArgs& args, const Input& input) {
  std::vector<synthesis::SynthesisRequest> requests;
  std::error_code code;
  if (fs::is_regular_file(args.input, code))
    requests = synthesis::requestsOfFile(args.input).value_or(requests);
  if (requests.empty()) {
    synthesis::SynthesisRequest original;
    original.notes.emplace_back();
    original.notes.back().note = {input.name, synthesis::hashOf(input.clip)};
    original.notes.back().pitch = input.pitch;
    original.program = programVersion();
    requests.push_back(original);
  }
  spectral::PictureFileOptions options;
  options.colours.map = *spectral::colourMapNamed(args.map);
  options.zoom = args.zoom;
  options.title = input.name;
  options.description = synthesis::describe(requests.front());
  options.request = synthesis::toJson(requests);
  options.software = "Timbrescope " + std::string(programVersion());
  return options;
}

Result<void> rainbowgram(RainbowgramArgs args, Progress& progress) {
  if (const auto good = checkArgs(args); !good) return good;
  const auto input = openInput(args.input, args.library);
  if (!input) return tl::unexpected(input.error());
  if (args.original) args.params.constantQ = spectral::originalConstantQ();
  if (args.mirror) args.params.constantQ.edge = spectral::Edge::Mirror;
  const auto cells = spectral::constantQ(input->clip, args.params.constantQ, progress);
  if (!cells) return tl::unexpected(Error(cells.error()).during("Drawing " + input->name));
  if (!args.data.empty()) {
    const std::array<std::int64_t, 2> shape{cells->bins, cells->frames};
    if (const auto written = writeNpy(args.data, shape, cells->cells); !written) return written;
  }
  if (args.picture.empty()) return {};
  const auto picture = spectral::rainbowgram(*cells, args.params);
  auto options = optionsOf(args, *input);
  options.description += "\n" + spectral::describe(picture);
  return spectral::writePicture(args.picture, picture, options);
}

}  // namespace

void addRainbowgram(CLI::App& app, Work& work) {
  auto args = std::make_shared<RainbowgramArgs>();
  auto* command = app.add_subcommand(
      "rainbowgram", "Draw a sound's rainbowgram: a constant-Q picture coloured by phase advance");
  command->add_option("input", args->input, "A sound file, or a note of the library")->required();
  command->add_option("-o,--output", args->picture,
                      "The picture: .png (without axes), .svg or .pdf (with axes)");
  command->add_option("--data", args->data,
                      "The cells (.npy, complex64 [bins, frames], lowest bin first)");
  command->add_option("--library", args->library,
                      "Folder of notes that may be named by id (default: the starter library)");
  std::vector<std::string> maps;
  for (const auto map : spectral::kColourMaps) maps.emplace_back(spectral::nameOf(map));
  command
      ->add_option("--colours,--map", args->map,
                   "The paper's rainbow, a cyclic map of even lightness, one for colour-blind "
                   "people, grey, or ink on white")
      ->check(CLI::IsMember(maps))
      ->capture_default_str();
  command->add_option("--zoom", args->zoom, "Pixels (PNG) or points (SVG, PDF) per cell")
      ->check(within(1, 16))
      ->capture_default_str();
  command
      ->add_option("--floor", args->params.floorDb,
                   "Lowest level that is drawn, in dB relative to the loudest cell")
      ->check(within(-200.0, -1.0))
      ->capture_default_str();
  command->add_flag("--mirror", args->mirror,
                    "Mirror the sound at its ends, as the original picture did");
  command->add_flag(
      "--original", args->original,
      "Draw the picture as in 2017: mirrored ends and the filters' bandwidth of that time");
  command->callback([&work, args] {
    work = [args](Progress& progress) { return rainbowgram(*args, progress); };
  });
}

}  // namespace timbre::cli
