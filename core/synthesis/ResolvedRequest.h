/// What a made sound is made of: notes, how they are mixed, and the model that speaks.
#pragma once

#include <optional>
#include <string>

#include "dataset/NoteLibrary.h"
#include "model/Autoencoder.h"
#include "model/ModelCard.h"

namespace timbre::synthesis {

/// One end of the timbre slider: a note, or its softest and loudest recording with a point between.
struct MorphEndpoint {
  dataset::NoteInfo soft;
  dataset::NoteInfo loud;
  double dynamics = 1;  ///< 0 = soft, 1 = loud

  bool layered() const { return soft.id != loud.id; }
  static MorphEndpoint of(const dataset::NoteInfo& note) { return {note, note, 1}; }
};

/// The corner of `note` at its lowest and highest velocity in the library; the note alone where
/// there is but one.
MorphEndpoint endpointOf(const dataset::NoteLibrary& library, const dataset::NoteInfo& note,
                         double dynamics);

/// Everything that goes into a sound; equal recipes sound alike.
struct ResolvedRequest {
  MorphEndpoint a;
  std::optional<MorphEndpoint> b;  ///< none: `a` is rebuilt as it is
  double timbre = 0;               ///< 0 = a, 1 = b
  model::ModelCard model;
  int griffinLimIterations = 200;
  std::uint64_t seed = 1;
  float temperature = 1;
  bool postFilter = true;  ///< through the model's, where it has one
};

/// A note as the model rebuilds it.
ResolvedRequest rebuilt(const dataset::NoteInfo& note, const model::ModelCard& model);

/// Hexadecimal: changes with everything that goes in, the content of the files by size and date
/// and of the weights by their hash. Looks at the files' dates: microseconds on a local disk.
std::string keyOf(const ResolvedRequest& recipe);
/// The part of it that is a note's file.
std::string keyOf(const dataset::NoteInfo& note);

}  // namespace timbre::synthesis
