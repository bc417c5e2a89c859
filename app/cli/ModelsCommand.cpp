#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/Commands.h"
#include "app/cli/Console.h"
#include "model/catalogue/Catalogue.h"

namespace timbre::cli {
namespace {

nlohmann::json asJson(const model::ModelCard& card) {
  return {{"name", card.name},
          {"title", card.title},
          {"kind", card.kind},
          {"key", card.key},
          {"hash", card.hash},
          {"file", card.file.string()},
          {"sample_rate", card.rate.hz},
          {"hop", card.hop},
          {"channels", card.channels},
          {"fixed_samples", card.fixedSamples},
          {"streams", card.streams},
          {"costly", card.costly},
          {"previews", card.previews},
          {"samples", card.samples},
          {"iterations", card.iterations},
          {"pitch_conditioned", card.pitchConditioned},
          {"unpitched_too", card.unpitchedToo},
          {"higher_rates", card.higherRates},
          {"embeddings", card.embeddingKey()},
          {"post_filter", card.postFilter},
          {"parameters", card.parameters}};
}

void printTable(const model::Catalogue& catalogue) {
  std::size_t name = 0, title = 0;
  for (const auto& card : catalogue.cards) {
    name = std::max(name, printable(card.name).size());
    title = std::max(title, printable(card.title).size());
  }
  for (const auto& card : catalogue.cards)
    std::cout << std::left << std::setw(static_cast<int>(name) + 2) << printable(card.name)
              << std::setw(static_cast<int>(title)) << printable(card.title) << std::right
              << std::setw(10) << card.parameters << " parameters  "
              << printable(card.file.string()) << '\n';
}

Result<void> listModels(bool json) {
  const auto folders = model::modelFolders();
  const auto catalogue = model::findModels(folders);
  for (const auto& problem : catalogue.unreadable) warn(problem.message);
  if (json) {
    auto list = nlohmann::json::array();
    for (const auto& card : catalogue.cards) list.push_back(asJson(card));
    std::cout << list.dump(1) << '\n';
  } else {
    printTable(catalogue);
  }
  return {};
}

}  // namespace

void addModels(CLI::App& app, Work& work) {
  auto* command = app.add_subcommand("models", "List the models that can be used");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "Print as JSON");
  command->callback([&work, json] { work = [json](Progress&) { return listModels(*json); }; });
}

}  // namespace timbre::cli
