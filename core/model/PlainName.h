/// What a person calls a model among others.
#pragma once

#include <string>

#include "model/ModelCard.h"

namespace timbre::model {

/// "WaveNet"; with its own name where it is not the standard one of its kind: "WaveNet my-run".
/// Different models of one list have different ones, as they have different names.
std::string plainName(const ModelCard& card);

}  // namespace timbre::model
