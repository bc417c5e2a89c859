/// The installed models: weights files in the folders of models, recognised by their headers alone.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "base/Result.h"
#include "model/ModelCard.h"

namespace timbre::model {

/// The card of one safetensors file: its header is read, the weights are hashed but not kept.
/// NotFound, or BadFormat when it is truncated, has no "config" or one of an unknown kind.
Result<ModelCard> readCard(const std::filesystem::path& file);

struct Catalogue {
  std::vector<ModelCard>
      cards;  ///< sorted by name; the first folder wins where a name occurs twice
  std::vector<Error> unreadable;  ///< one sentence for each file that is not a model
};

/// Looks through each folder (not below it) for *.safetensors. A folder that does not exist holds
/// no models.
Catalogue findModels(std::span<const std::filesystem::path> folders);

/// `name` is one of the catalogue or the path of a safetensors file. NotFound says which names
/// there are.
Result<ModelCard> chooseModel(const Catalogue& catalogue, std::string_view name);

/// Where models are looked for: $TIMBRE_MODELS (colon-separated), the user's data folder
/// ($XDG_DATA_HOME/timbrescope/models), the folder installed or built with the program.
std::vector<std::filesystem::path> modelFolders();

}  // namespace timbre::model
