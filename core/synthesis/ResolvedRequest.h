/// A request whose notes and model were found on this machine: everything that making the sound
/// takes.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dataset/NoteLibrary.h"
#include "latent/Embedding.h"
#include "model/Autoencoder.h"
#include "model/ModelCard.h"
#include "synthesis/SynthesisRequest.h"

namespace timbre::synthesis {

/// One end of the timbre slider: a note, or its softest and loudest recording with a point between.
struct MorphEndpoint {
  dataset::NoteInfo soft;
  dataset::NoteInfo loud;
  double dynamics = 1;  ///< 0 = soft, 1 = loud

  bool layered() const { return soft.id != loud.id; }
  static MorphEndpoint of(const dataset::NoteInfo& note) { return {note, note, 1}; }
};

/// `note` between its lowest and highest velocity in the library; the note alone where there is but
/// one.
MorphEndpoint endpointOf(const dataset::NoteLibrary& library, const dataset::NoteInfo& note,
                         double dynamics);

/// Everything that goes into a sound; equal requests sound alike.
struct ResolvedRequest {
  MorphEndpoint a;
  std::optional<MorphEndpoint> b;  ///< none: `a` is reconstructed as it is
  double timbre = 0;               ///< 0 = a, 1 = b
  model::ModelCard model;
  int griffinLimIterations = 200;
  std::uint64_t seed = 1;
  float temperature = 1;
  bool postFilter = true;  ///< through the model's, where it has one
  SynthesisQuality quality = SynthesisQuality::Final;
};

/// A note as the model reconstructs it.
ResolvedRequest reconstruction(const dataset::NoteInfo& note, const model::ModelCard& model);

/// The decoder's options.
model::DecodeOptions decodeOptions(const ResolvedRequest& request);

/// The notes that are mixed, each once: one to four.
std::vector<dataset::NoteInfo> notesOf(const ResolvedRequest& request);

/// The embedding of the request, of those of its notes. Fails as `embeddingOf` and latent::mix().
Result<latent::Embedding> mixed(
    const ResolvedRequest& request,
    const std::function<Result<latent::Embedding>(const dataset::NoteInfo&)>& embeddingOf);

/// What a file that holds the sound says of it. `soundHashOf`: hashOf() a note's samples at the
/// model's rate.
SynthesisRequest describedAs(
    const ResolvedRequest& request,
    const std::function<std::string(const dataset::NoteInfo&)>& soundHashOf);

/// Hexadecimal: changes with everything that goes into the sound, the content of the files by size
/// and date and of the weights by their hash. Looks at the files' dates: microseconds on a local
/// disk.
std::string keyOf(const ResolvedRequest& request);
/// The part of it that is a note's file.
std::string keyOf(const dataset::NoteInfo& note);

}  // namespace timbre::synthesis
