#include "synthesis/ResolvedRequest.h"

#include <filesystem>
#include <sstream>
#include <system_error>

#include "base/Hash.h"

namespace timbre::synthesis {
namespace fs = std::filesystem;

namespace {

/// To be raised when the same notes and weights come to sound otherwise: sounds are kept on disk.
constexpr int kMaking = 2;

}  // namespace

MorphEndpoint endpointOf(const dataset::NoteLibrary& library, const dataset::NoteInfo& note,
                         double dynamics) {
  const auto layers = library.velocitiesOf(note);
  if (layers.size() < 2) return MorphEndpoint::of(note);
  return {library.note(layers.front()), library.note(layers.back()), dynamics};
}

ResolvedRequest rebuilt(const dataset::NoteInfo& note, const model::ModelCard& model) {
  return {.a = MorphEndpoint::of(note), .b = {}, .timbre = 0, .model = model};
}

std::string keyOf(const dataset::NoteInfo& note) {
  std::error_code unknown;  // a missing file has a key like any other; reading it will tell
  const auto size = fs::file_size(note.file, unknown);
  const auto date = fs::last_write_time(note.file, unknown).time_since_epoch().count();
  std::ostringstream text;
  text << note.file.string() << '|' << size << '|' << date << '|' << note.pitch << '|' << note.at;
  return text.str();
}

std::string keyOf(const ResolvedRequest& recipe) {
  std::ostringstream text;
  text.precision(9);
  text << kMaking << ';';
  const auto add = [&text](const MorphEndpoint& corner) {
    text << keyOf(corner.soft) << '+';
    if (corner.layered()) text << keyOf(corner.loud) << '@' << corner.dynamics;
    text << ';';
  };
  add(recipe.a);
  if (recipe.b) {
    add(*recipe.b);
    text << recipe.timbre << ';';
  }
  text << recipe.model.key << ';' << recipe.seed << ';' << recipe.temperature;
  if (recipe.model.kind == "baseline") text << ';' << recipe.griffinLimIterations;
  if (recipe.model.postFilter && !recipe.postFilter) text << ";as sampled";
  return hexOf(hashOf(text.str()));
}

}  // namespace timbre::synthesis
