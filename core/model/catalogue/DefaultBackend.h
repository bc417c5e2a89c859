/// The program's one way to its models.
#pragma once

#include "model/ModelBackend.h"

namespace timbre::model {

/// Loads by the table of models (model/catalogue/ModelTable.h). What only LibTorch can do,
/// training, fitting and comparing, it hands to the module that holds LibTorch, which so need not
/// be there, nor cost its second, as long as nobody asks for it. One per process, never destroyed;
/// any thread.
ModelBackend* defaultBackend();

}  // namespace timbre::model
