#include <memory>

#include "app/cli/Commands.h"
#include "app/cli/Inputs.h"
#include "base/Npy.h"
#include "spectral/Colour.h"
#include "spectral/PngFile.h"

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

/// Every cell as a square of `zoom` pixels.
spectral::RgbaImage enlarged(const spectral::RgbaImage& image, int zoom) {
  spectral::RgbaImage big{image.width * zoom, image.height * zoom, {}};
  big.pixels.reserve(image.pixels.size() * static_cast<std::size_t>(zoom) * zoom);
  for (int y = 0; y < big.height; ++y)
    for (int x = 0; x < big.width; ++x) {
      const auto pixel = image.pixel(x / zoom, y / zoom);
      big.pixels.insert(big.pixels.end(), pixel.begin(), pixel.end());
    }
  return big;
}

spectral::ColourMap mapNamed(const std::string& name) {
  for (const auto map : spectral::kColourMaps)
    if (spectral::nameOf(map) == name) return map;
  return spectral::ColourMap::Rainbow;
}

Result<void> rainbowgram(RainbowgramArgs args, Progress& progress) {
  if (args.picture.empty() && args.data.empty())
    return fail(ErrorCode::Unsupported,
                "Nothing to write; give -o PICTURE.png, --data CELLS.npy or both");
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
  const std::array texts{spectral::PngText{"Title", input->name},
                         spectral::PngText{"Software", "Timbrescope " TIMBRE_VERSION}};
  return spectral::writePng(
      args.picture, enlarged(coloured(picture, {.map = mapNamed(args.map)}), args.zoom), texts);
}

}  // namespace

void addRainbowgram(CLI::App& app, Work& work) {
  auto args = std::make_shared<RainbowgramArgs>();
  auto* command = app.add_subcommand(
      "rainbowgram", "Draw a sound as a constant-Q picture coloured by its phase advance");
  command->add_option("input", args->input, "A sound file, or a note of the library")->required();
  command->add_option("-o,--output", args->picture, "The picture (.png)");
  command->add_option("--data", args->data,
                      "The cells (.npy, complex64 [bins, frames], lowest bin first)");
  command->add_option("--library", args->library,
                      "Folder of notes that may be named by id (default: the starter library)");
  command->add_option("--map", args->map, "Colours")
      ->check(CLI::IsMember({"rainbow", "cyclic", "grey", "print"}))
      ->capture_default_str();
  command->add_option("--zoom", args->zoom, "Pixels a cell")
      ->check(CLI::Range(1, 16))
      ->capture_default_str();
  command->add_option("--floor", args->params.floorDb, "dB below the loudest cell that are drawn")
      ->capture_default_str();
  command->add_flag("--mirror", args->mirror,
                    "Mirror the sound at its ends, as the original picture did");
  command->add_flag("--original", args->original,
                    "The picture of 2017: mirrored ends and its filters' bandwidth");
  command->callback([&work, args] {
    work = [args](Progress& progress) { return rainbowgram(*args, progress); };
  });
}

}  // namespace timbre::cli
