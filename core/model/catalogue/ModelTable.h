/// The table of models: everything that the program has to know of a kind of model to list it, load
/// it and play it. A new model is a room of its own and one line in ModelTable.cpp.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/Result.h"
#include "model/Autoencoder.h"
#include "model/ModelCard.h"
#include "model/SafeTensors.h"

namespace timbre::model {

struct ModelKind {
  std::string_view name;  ///< "kind" in the "config" of its weights files
  /// Judges a weights file by its header and says what the model can do: title, shape, capabilities
  /// and parameters of `card`; its name, key and file are there. BadFormat or Unsupported.
  Result<void> (*describe)(const SafeTensors& file, ModelCard& card);
  /// Reads the weights. `threads`: cores that one call of the model may use (0: all).
  Result<std::unique_ptr<Autoencoder>> (*load)(const ModelCard& card, int threads);
  /// The name of the model of this kind that is taken where nobody has chosen; it comes with the
  /// program. Empty: none is preferred.
  std::string_view standard = {};
};

/// The kinds there are.
std::span<const ModelKind> modelKinds();
/// Null where there is none of this name.
const ModelKind* modelKind(std::string_view name);

/// One more kind; to be called before anything else asks for them, from one thread. True.
bool addModelKind(const ModelKind& kind);

}  // namespace timbre::model
