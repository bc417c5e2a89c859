#include "synthesis/OriginalSound.h"

#include <utility>

#include "base/Version.h"
#include "dataset/NoteLibrary.h"

namespace timbre::synthesis {

Result<RenderedSound> originalSound(const dataset::NoteInfo& note) {
  auto clip = dataset::readNote(note);
  if (!clip) return tl::unexpected(std::move(clip.error()));
  SourceNote source;
  source.note = {note.id, hashOf(*clip)};
  source.pitch = note.pitch;
  SynthesisRequest request;
  request.notes = {source};
  request.program = programVersion();
  return RenderedSound{std::move(*clip), std::move(request)};
}

std::string hashOfNote(const dataset::NoteInfo& note, SampleRate rate) {
  const auto clip = dataset::readNote(note, rate);
  return clip ? hashOf(*clip) : std::string();
}

}  // namespace timbre::synthesis
