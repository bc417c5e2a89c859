// The line that adds the toy to the table of models; the rest is the program's own command line.
// With TIMBRE_WRITE_TOY set it also writes weights for it to that file.
#include <cstdlib>

#include "support/ToyModel.h"

namespace {

const bool kToy = timbre::model::addModelKind(timbre::test::kToyModel);

/// Before the command line looks at its words.
const bool kWeights = [] {
  const char* file = std::getenv("TIMBRE_WRITE_TOY");
  return file == nullptr || timbre::test::writeToyWeights(file).has_value();
}();

}  // namespace
