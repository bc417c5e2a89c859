/// How a sound or a picture was made, as the file that holds it says.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Result.h"
#include "model/Autoencoder.h"
#include "model/ModelCard.h"

namespace timbre::synthesis {

enum class SynthesisKind { Original, Reconstruction, Morph, DecodedEmbedding };

/// A preview was made by a quick model in place of the one that was asked for.
enum class SynthesisQuality { Preview, Final };

/// A note, or an embedding's file, by name and content: found again where either has changed.
struct NoteReference {
  std::string id;    ///< a note's id, else the stem of the file's name
  std::string hash;  ///< hashOf() its samples or numbers; empty: unknown
  bool operator==(const NoteReference&) const = default;
};

/// One of the notes that a sound is mixed from.
struct SourceNote {
  NoteReference note;                 ///< the note; of a layered key, its loudest recording
  std::optional<NoteReference> soft;  ///< of a layered key, its softest recording
  double dynamics = 1;                ///< 0 = `soft` alone, 1 = `note` alone
  double weight = 1;                  ///< its share in the mix; together 1
  double pitch = -1;                  ///< MIDI, as given to the encoder; negative: unknown
  bool operator==(const SourceNote&) const = default;
};

struct ModelReference {
  std::string name;  ///< ModelCard::name
  std::string hash;  ///< ModelCard::hash
  bool operator==(const ModelReference&) const = default;
};

/// Everything that a sound depends on. An option is absent where the model does not know it.
struct SynthesisRequest {
  SynthesisKind kind = SynthesisKind::Original;
  SynthesisQuality quality = SynthesisQuality::Final;
  std::vector<SourceNote> notes;           ///< one; of a morph, in the order of its ends
  std::optional<NoteReference> embedding;  ///< of a decoded embedding
  std::optional<ModelReference> model;     ///< absent for an original
  std::optional<double> pitch;             ///< MIDI, given to the decoder instead of the notes' own
  std::optional<std::uint64_t> seed;
  std::optional<double> temperature;
  std::optional<int> griffinLimIterations;
  std::optional<bool> paperGriffinLim;  ///< see model::DecodeOptions
  std::optional<bool> postFilter;       ///< absent where the weights have none
  std::string program;                  ///< the version that made it: "0.2.0"
  bool operator==(const SynthesisRequest&) const = default;
};

/// Of the samples and their rate; the same for one sound in a WAV, a FLAC or an archive.
std::string hashOf(const audio::AudioClip& clip);

/// Fills in `model` and those of `options` that this model knows.
void setModel(SynthesisRequest& request, const model::ModelCard& card,
              const model::DecodeOptions& options);

/// One sentence for people, in English: "Morph of a (60 %) and b (40 %) by wavenet-compact, seed
/// 1".
std::string describe(const SynthesisRequest& request);

/// A name for its file, without folder and ending: "a_to_b_t40_d100". Nothing in it needs escaping
/// in a file system; 200 bytes at most.
std::string fileStem(const SynthesisRequest& request);

/// The JSON that files carry, one line of ASCII: {"timbrescope":1,"sounds":[...]}. A file holds the
/// requests of all its sounds or panels, in their order.
std::string toJson(std::span<const SynthesisRequest> requests);

/// Back. `origin` begins the sentence. BadFormat when it is damaged, Unsupported when a newer
/// version of the program wrote it.
Result<std::vector<SynthesisRequest>> parseRequests(std::string_view json,
                                                    const std::string& origin);

/// A comment for a file: the sentences of all requests, then their JSON on the last line.
std::string toComment(std::span<const SynthesisRequest> requests);

/// The requests in a comment, which may have other text around them; none where there is no such
/// JSON in it. Fails as parseRequests().
Result<std::vector<SynthesisRequest>> requestsIn(std::string_view comment,
                                                 const std::string& origin);

}  // namespace timbre::synthesis
