#include "synthesis/ResolvedRequest.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "base/ContentHash.h"
#include "base/Version.h"

namespace timbre::synthesis {
namespace fs = std::filesystem;

namespace {

/// To be raised when the same notes and weights come to sound otherwise: sounds are kept on disk.
constexpr int kMaking = 4;

}  // namespace

MorphEndpoint endpointOf(const dataset::NoteLibrary& library, const dataset::NoteInfo& note,
                         double dynamics) {
  const auto layers = library.velocitiesOf(note);
  if (layers.size() < 2) return MorphEndpoint::of(note);
  return {library.note(layers.front()), library.note(layers.back()), dynamics};
}

ResolvedRequest reconstruction(const dataset::NoteInfo& note, const model::ModelCard& model) {
  ResolvedRequest request;
  request.a = MorphEndpoint::of(note);
  request.model = model;
  return request;
}

model::DecodeOptions decodeOptions(const ResolvedRequest& request) {
  model::DecodeOptions options;
  options.seed = request.seed;
  options.temperature = request.temperature;
  options.postFilter = request.postFilter;
  options.griffinLimIterations = request.griffinLimIterations;
  return options;
}

std::vector<dataset::NoteInfo> notesOf(const ResolvedRequest& request) {
  std::vector<dataset::NoteInfo> notes;
  const auto add = [&](const dataset::NoteInfo& note) {
    const auto same = [&](const dataset::NoteInfo& other) {
      return other.file == note.file && other.at == note.at && other.pitch == note.pitch;
    };
    if (std::ranges::none_of(notes, same)) notes.push_back(note);
  };
  for (const MorphEndpoint* end : {&request.a, request.b ? &*request.b : nullptr}) {
    if (!end) continue;
    if (end->layered()) add(end->soft);
    add(end->loud);
  }
  return notes;
}

Result<latent::Embedding> mixed(
    const ResolvedRequest& request,
    const std::function<Result<latent::Embedding>(const dataset::NoteInfo&)>& embeddingOf) {
  const auto at = [&](const MorphEndpoint& end) -> Result<latent::Embedding> {
    auto loud = embeddingOf(end.loud);
    if (!loud || !end.layered()) return loud;
    const auto soft = embeddingOf(end.soft);
    if (!soft) return soft;
    return latent::mix(*soft, *loud, end.dynamics);
  };
  const auto a = at(request.a);
  if (!a || !request.b) return a;
  const auto b = at(*request.b);
  if (!b) return b;
  return latent::mix(*a, *b, request.timbre);
}

SynthesisRequest describedAs(
    const ResolvedRequest& request,
    const std::function<std::string(const dataset::NoteInfo&)>& soundHashOf) {
  SynthesisRequest described;
  described.kind = request.b ? SynthesisKind::Morph : SynthesisKind::Reconstruction;
  described.quality = request.quality;
  const auto add = [&](const MorphEndpoint& end, double weight) {
    SourceNote source;
    source.note = {end.loud.id, soundHashOf(end.loud)};
    if (end.layered()) {
      source.soft = NoteReference{end.soft.id, soundHashOf(end.soft)};
      source.dynamics = end.dynamics;
    }
    source.weight = weight;
    source.pitch = end.loud.pitch;
    described.notes.push_back(std::move(source));
  };
  add(request.a, request.b ? 1 - request.timbre : 1);
  if (request.b) add(*request.b, request.timbre);
  setModel(described, request.model, decodeOptions(request));
  described.program = programVersion();
  return described;
}

std::string keyOf(const dataset::NoteInfo& note) {
  std::error_code unknown;  // a missing file has a key like any other; reading it will tell
  const auto size = fs::file_size(note.file, unknown);
  const auto date = fs::last_write_time(note.file, unknown).time_since_epoch().count();
  std::ostringstream text;
  text << note.file.string() << '|' << size << '|' << date << '|' << note.pitch << '|' << note.at;
  return text.str();
}

std::string keyOf(const ResolvedRequest& request) {
  std::ostringstream text;
  text.precision(9);
  text << kMaking << ';';
  const auto add = [&text](const MorphEndpoint& end) {
    text << keyOf(end.soft) << '+';
    if (end.layered()) text << keyOf(end.loud) << '@' << end.dynamics;
    text << ';';
  };
  add(request.a);
  if (request.b) {
    add(*request.b);
    text << request.timbre << ';';
  }
  text << request.model.key << ';' << request.seed << ';' << request.temperature;
  if (request.model.iterations > 0) text << ';' << request.griffinLimIterations;
  if (request.model.postFilter && !request.postFilter) text << ";as sampled";
  return contentHashOf(text.str()).hex();
}

}  // namespace timbre::synthesis
