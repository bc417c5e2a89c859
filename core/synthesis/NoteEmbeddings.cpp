#include "synthesis/NoteEmbeddings.h"

#include <utility>

namespace timbre::synthesis {
namespace {

std::string placeOf(const dataset::NoteInfo& note) {
  return note.file.string() + '|' + std::to_string(note.at) + '|' + std::to_string(note.pitch);
}

}  // namespace

void NoteEmbeddings::add(const dataset::NoteInfo& note, NoteEmbedding made) {
  notes_.insert_or_assign(placeOf(note), std::move(made));
}

const NoteEmbedding* NoteEmbeddings::find(const dataset::NoteInfo& note) const {
  const auto found = notes_.find(placeOf(note));
  return found == notes_.end() ? nullptr : &found->second;
}

Result<latent::Embedding> NoteEmbeddings::mixed(const ResolvedRequest& request) const {
  return synthesis::mixed(
      request, [this](const dataset::NoteInfo& note) -> Result<latent::Embedding> {
        if (const NoteEmbedding* known = find(note)) return known->embedding;
        return fail(ErrorCode::NotFound, "The note " + note.id + " has not been encoded");
      });
}

SynthesisRequest NoteEmbeddings::describe(const ResolvedRequest& request) const {
  return describedAs(request, [this](const dataset::NoteInfo& note) {
    const NoteEmbedding* known = find(note);
    return known ? known->soundHash : std::string();
  });
}

}  // namespace timbre::synthesis
