/// The table of models: which kind is loaded by which function. A new model is a new line in
/// Models.cpp. No torch here.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/Result.h"
#include "model/Autoencoder.h"

namespace timbre::model::nets {

struct ModelEntry {
  std::string_view kind;
  Result<std::unique_ptr<Autoencoder>> (*load)(const ModelCard& card, int threads);
};

std::span<const ModelEntry> models();

/// Reads the weights of `card`. NotFound or BadFormat with a sentence that names the file and the
/// tensor; Unsupported for a kind that is not in the table. `threads`: cores one call may use, 0:
/// all. Nothing is thrown.
Result<std::unique_ptr<Autoencoder>> loadModel(const ModelCard& card, int threads);

}  // namespace timbre::model::nets
