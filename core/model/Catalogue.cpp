#include "model/Catalogue.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/ContentHash.h"
#include "base/StandardPaths.h"
#include "model/Autoencoder.h"
#include "model/ModelConfig.h"
#include "model/PostFilterWeights.h"
#include "model/SafeTensors.h"

namespace timbre::model {
namespace fs = std::filesystem;

namespace {

std::string titleOf(const WaveNetConfig& c) {
  const bool paper = c.width >= WaveNetConfig{}.width;
  return std::string("WaveNet, ") + (paper ? "full size" : "compact") + " (" +
         std::to_string(c.width) + " x " + std::to_string(c.layers) + " layers" +
         (c.pitchConditioned ? ", pitch-conditioned)" : ", unconditioned)");
}

std::string titleOf(const BaselineConfig& c) {
  return std::string("Baseline, ") + (c.divide == 1 ? "full size" : "compact") + " (" +
         std::to_string(c.z) + " numbers a note" +
         (c.pitchConditioned ? ", pitch-conditioned)" : ", unconditioned)");
}

void fillIn(ModelCard& card, const WaveNetConfig& c) {
  card.title = titleOf(c);
  card.hop = c.hop;
  card.channels = c.z;
  card.streams = card.costly = card.samples = true;
  card.pitchConditioned = c.pitchConditioned;
}

void fillIn(ModelCard& card, const BaselineConfig& c) {
  card.title = titleOf(c);
  card.hop = 0;
  card.channels = c.z;
  card.fixedSamples = kNoteSamples;
  card.previews = true;
  card.iterations = DecodeOptions{}.griffinLimIterations;
  card.pitchConditioned = c.pitchConditioned;
}

bool isWeights(const fs::path& path) {
  return path.extension() == ".safetensors";
}

std::vector<fs::path> weightsIn(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code code;
  for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
    // A leading dot is a file that is being written.
    if (isWeights(it->path()) && it->path().filename().string().front() != '.')
      files.push_back(it->path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

Result<ModelCard> readCard(const fs::path& file) {
  const auto opened = SafeTensors::open(file);
  if (!opened) return tl::unexpected(opened.error());
  const auto config = configOf(*opened);
  if (!config) return tl::unexpected(config.error());
  const auto hash = contentHashOfFile(file);
  if (!hash) return tl::unexpected(hash.error());
  ModelCard card;
  card.name = file.stem().string();
  card.kind = kindOf(*config);
  card.hash = hash->hex();
  card.key = card.name + "-" + card.hash;
  card.file = file;
  card.parameters = parametersOf(*config);
  card.config = opened->metadata().find("config")->second;
  std::visit([&](const auto& sizes) { fillIn(card, sizes); }, *config);
  if (const auto* waveNet = std::get_if<WaveNetConfig>(&*config)) {
    const auto hidden = postFilterHidden(*opened, *waveNet);
    if (!hidden) return tl::unexpected(hidden.error());
    card.postFilter = hidden->has_value();
  }
  return card;
}

Catalogue findModels(std::span<const fs::path> folders) {
  Catalogue found;
  const auto listed = [&](const std::string& name) {
    return std::any_of(found.cards.begin(), found.cards.end(),
                       [&](const ModelCard& c) { return c.name == name; });
  };
  for (const auto& folder : folders)
    for (const auto& file : weightsIn(folder)) {
      if (listed(file.stem().string())) continue;
      auto card = readCard(file);
      if (card)
        found.cards.push_back(std::move(*card));
      else
        found.unreadable.push_back(std::move(card.error()));
    }
  std::sort(found.cards.begin(), found.cards.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return found;
}

Result<ModelCard> chooseModel(const Catalogue& catalogue, std::string_view name) {
  for (const auto& card : catalogue.cards)
    if (card.name == name) return card;
  const fs::path path(name);
  std::error_code code;
  if (isWeights(path) || fs::is_regular_file(path, code)) return readCard(path);
  std::string names;
  for (const auto& card : catalogue.cards) names += (names.empty() ? "" : ", ") + card.name;
  return fail(
      ErrorCode::NotFound,
      "No model is called " + std::string(name) + "; there " +
          (names.empty() ? "are none: put weights into " + (userDataFolder() / "models").string()
                         : "is " + names + ", or give the path of a safetensors file"));
}

std::vector<fs::path> modelFolders() {
  std::vector<fs::path> folders;
  if (const char* set = std::getenv("TIMBRE_MODELS")) {
    std::string_view rest = set;
    while (!rest.empty()) {
      const auto colon = rest.find(':');
      if (colon != 0) folders.emplace_back(rest.substr(0, colon));
      rest = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
    }
  }
  folders.push_back(userDataFolder() / "models");
  folders.push_back(assetsFolder() / "models");
  return folders;
}

}  // namespace timbre::model
