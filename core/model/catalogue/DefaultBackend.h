/// The program's one way to its models.
#pragma once

#include "model/ModelBackend.h"

namespace timbre::model {

/// Loads by the table of models (model/catalogue/ModelTable.h). What only LibTorch can do,
/// training, fitting and comparing, it hands to the module that holds LibTorch, which
/// therefore is not needed, and costs no time, until one of these is called. One per process, never
/// destroyed; any thread.
ModelBackend* defaultBackend();

}  // namespace timbre::model
