#include "model/catalogue/Catalogue.h"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/ContentHash.h"
#include "base/StandardPaths.h"
#include "model/SafeTensors.h"
#include "model/catalogue/ModelTable.h"

namespace timbre::model {
namespace fs = std::filesystem;

namespace {

constexpr auto kReplace = nlohmann::json::error_handler_t::replace;  // what is not UTF-8

/// The "kind" in a weights file's configuration.
Result<const ModelKind*> kindOf(const SafeTensors& file) {
  const std::string name = file.path().string();
  const auto text = file.metadata().find("config");
  if (text == file.metadata().end())
    return fail(ErrorCode::BadFormat,
                name + " has no \"config\" in its metadata, so it is not a model of this program");
  const auto config = nlohmann::json::parse(text->second, nullptr, false);
  if (!config.is_object())
    return fail(ErrorCode::BadFormat, name + ": The model's configuration is not a JSON object");
  const auto kind = config.find("kind");
  if (kind == config.end() || !kind->is_string())
    return fail(ErrorCode::BadFormat,
                name + ": The model's configuration does not say its \"kind\"");
  if (const auto* known = modelKind(kind->get_ref<const std::string&>())) return known;
  return fail(ErrorCode::Unsupported, name + ": This program does not know the model kind " +
                                          kind->dump(-1, ' ', true, kReplace).substr(0, 60));
}

bool isWeights(const fs::path& path) {
  return path.extension() == ".safetensors";
}

fs::path shippedModels() {
  return assetsFolder() / "models";
}

bool isShipped(const fs::path& file) {
  std::error_code code;
  return fs::equivalent(file.has_parent_path() ? file.parent_path() : ".", shippedModels(), code);
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
  const auto kind = kindOf(*opened);
  if (!kind) return tl::unexpected(kind.error());
  const auto hash = contentHashOfFile(file);
  if (!hash) return tl::unexpected(hash.error());
  ModelCard card;
  card.name = file.stem().string();
  card.kind = (*kind)->name;
  card.hash = hash->hex();
  card.key = card.name + "-" + card.hash;
  card.file = file;
  card.shipped = isShipped(file);
  card.standard = card.name == (*kind)->standard;
  card.config = opened->metadata().find("config")->second;
  if (const auto described = (*kind)->describe(*opened, card); !described)
    return tl::unexpected(described.error());
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
      "There is no model " + std::string(name) + "; " +
          (names.empty() ? "put weights files into " + (userDataFolder() / "models").string()
                         : "choose " + names + ", or the path of a safetensors file"));
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
  folders.push_back(shippedModels());
  return folders;
}

}  // namespace timbre::model
