#include <array>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/Commands.h"
#include "app/cli/Console.h"
#include "app/cli/NumberOptions.h"
#include "app/cli/Outputs.h"
#include "base/CountText.h"
#include "checkpoint/Import.h"

namespace timbre::cli {
namespace {

struct ImportArgs {
  std::filesystem::path place, out;
  checkpoint::ImportOptions options;
  bool json = false;
};

nlohmann::json asJson(const checkpoint::Imported& made) {
  return {{"name", made.card.name},
          {"title", made.card.title},
          {"kind", made.card.kind},
          {"file", made.card.file.string()},
          {"parameters", made.card.parameters},
          {"checkpoint", made.checkpoint},
          {"moving_averages", made.averages},
          {"tensors", made.tensors},
          {"ignored", made.ignored},
          {"config", nlohmann::json::parse(made.card.config)}};
}

Result<void> import(const ImportArgs& args, Progress& progress) {
  if (const auto known = checkEnding(args.out, ".safetensors"); !known) return known;
  if (const auto apart = checkOutputs(std::array{args.out}, std::array{args.place}); !apart)
    return apart;
  const auto made = checkpoint::importCheckpoint(args.place, args.out, args.options, progress);
  if (!made) return tl::unexpected(made.error());
  if (args.json) {
    std::cout << asJson(*made).dump(1) << '\n';
    return {};
  }
  std::cout << printable(made->card.title) << ", " << countText(made->card.parameters, "parameter")
            << (made->averages ? " (moving averages)" : "") << ", from "
            << printable(made->checkpoint) << "; " << countText(made->tensors, "tensor")
            << " imported, " << made->ignored << " left out\n"
            << printable(made->card.file.string()) << '\n';
  return {};
}

}  // namespace

void addImport(CLI::App& app, Work& work) {
  auto args = std::make_shared<ImportArgs>();
  auto* command =
      app.add_subcommand("import-checkpoint",
                         "Convert a TensorFlow checkpoint of NSynth's networks to a weights file");
  command
      ->add_option("checkpoint", args->place,
                   "Its folder, prefix (…/model.ckpt-200000), .index, .data-… or archive (.tar, "
                   ".tar.gz, .zip)")
      ->required();
  command->add_option("-o,--out", args->out, "The weights file to write (.safetensors)")
      ->required();
  command->add_flag("--ema", args->options.averages,
                    "Import the moving averages instead of the plain weights");
  command
      ->add_option("--stages", args->options.stages,
                   "WaveNet: number of layers after which the dilation starts again at 1")
      ->check(within(1, 14))
      ->capture_default_str();
  command->add_option("--hop", args->options.hop, "WaveNet: samples per frame of the embedding")
      ->check(within(1, 16384))
      ->capture_default_str();
  command->add_flag("--json", args->json, "Print the result as JSON");
  command->callback(
      [&work, args] { work = [args](Progress& progress) { return import(*args, progress); }; });
}

}  // namespace timbre::cli
