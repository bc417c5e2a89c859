#include "synthesis/RebuildNotes.h"

#include "audio/AudioWriter.h"
#include "base/CountText.h"
#include "base/FreeName.h"
#include "synthesis/FileDescription.h"

namespace timbre::synthesis {
namespace {

/// What failed alike with every model is said once.
void addFailures(std::vector<RebuildFailure> ofNote, std::size_t models,
                 std::vector<RebuildFailure>& all) {
  bool alike = models > 1 && ofNote.size() == models;
  for (const RebuildFailure& each : ofNote) alike &= each.why == ofNote.front().why;
  if (alike) {
    ofNote.resize(1);
    ofNote.front().model.clear();
  }
  all.insert(all.end(), ofNote.begin(), ofNote.end());
}

Result<void> write(const RenderedSound& sound, const std::filesystem::path& folder) {
  return audio::writeWav(freeName(folder, fileStem(sound.request), ".wav"), sound.clip,
                         audio::SampleFormat::S16, tagsFor(sound.request));
}

}  // namespace

Result<RebuildReport> rebuildNotes(SynthesisService& service, const RebuildRequest& request,
                                   Progress& progress) {
  RebuildReport report;
  const auto count = static_cast<double>(request.notes.size() * request.models.size());
  double done = 0;
  for (const int index : request.notes) {
    const auto note = request.library.note(index);
    std::vector<RebuildFailure> failures;
    for (const model::ModelCard& card : request.models) {
      PartOf part(progress, done / count, (done + 1) / count);
      done += 1;
      ResolvedRequest wanted = reconstruction(note, card);
      wanted.postFilter = request.postFilter;
      const auto sound = service.render(wanted, {}, part);
      if (progress.cancelled()) return cancelled();
      if (!sound) {
        failures.push_back({note.id, card.name, sound.error().message});
        continue;
      }
      if (const auto written = write(*sound, request.folder); !written)
        return fail(written.error().code, written.error().message + "; " +
                                              countText(report.written, "sound") +
                                              " written before");
      ++report.written;
      part.advanced(1);
    }
    addFailures(std::move(failures), request.models.size(), report.failures);
  }
  progress.advanced(1);
  return report;
}

}  // namespace timbre::synthesis
