#include "synthesis/ShippedSounds.h"

#include <system_error>
#include <utility>

#include "audio/AudioFile.h"
#include "dataset/NoteLibrary.h"
#include "synthesis/FileDescription.h"
#include "synthesis/OriginalSound.h"

namespace timbre::synthesis {
namespace fs = std::filesystem;

namespace {

/// Without what people call things, and without the version: these change no sample.
std::string contentOf(SynthesisRequest request) {
  request.quality = SynthesisQuality::Final;
  request.program.clear();
  if (request.model) request.model->name.clear();
  for (SourceNote& source : request.notes) {
    source.note.id.clear();
    if (source.soft) source.soft->id.clear();
    if (source.dynamics == 1) source.soft.reset();  // it has no share
  }
  return toJson({&request, 1});
}

}  // namespace

std::optional<RenderedSound> ShippedSounds::find(const ResolvedRequest& request) {
  std::call_once(read_, [this] { readFolder(); });
  if (!weights_.contains(request.model.hash)) return {};
  bool whole = true;
  const auto described = describedAs(request, [&](const dataset::NoteInfo& note) {
    auto hash = hashOfNote(note, request.model.rate);
    whole = whole && !hash.empty();
    return hash;
  });
  const auto file = files_.find(contentOf(described));
  if (!whole || file == files_.end()) return {};
  auto clip = audio::readAudio(file->second);
  if (!clip || clip->rate() != request.model.rate) return {};
  return RenderedSound{std::move(*clip), described};
}

void ShippedSounds::readFolder() {
  std::error_code code;
  for (fs::directory_iterator it(folder_, code), end; !code && it != end; it.increment(code)) {
    const auto ending = it->path().extension();
    if (ending != ".flac" && ending != ".wav") continue;
    const auto requests = requestsOfFile(it->path());
    if (!requests || requests->size() != 1 || !requests->front().model) continue;
    weights_.insert(requests->front().model->hash);
    files_.emplace(contentOf(requests->front()), it->path());
  }
}

}  // namespace timbre::synthesis
