#include "corpus/PackLibrary.h"

#include <algorithm>
#include <cmath>

#include "base/Units.h"

namespace timbre::corpus {
namespace {

Label labelOf(const dataset::NoteInfo& note, int instrument, Split split) {
  Label label;
  label.pitch = std::clamp(note.pitch, 0, 127);
  label.velocity = std::clamp(note.velocity, 0, 127);
  label.family = note.family;
  label.source = note.source;
  label.qualities = note.qualities;
  label.instrument = instrument;
  label.split = split;
  return label;
}

}  // namespace

Result<void> addNote(PackWriter& writer, const dataset::SplitRule& rule,
                     const dataset::NoteInfo& note, const audio::AudioClip& sound,
                     PackReport& report) {
  const auto split = dataset::splitOf(rule, note);
  if (!split) {
    if (std::find(report.shared.begin(), report.shared.end(), note.instrument) ==
        report.shared.end())
      report.shared.push_back(note.instrument);
    return {};
  }
  const auto samples = sound.samples();
  if (!std::all_of(samples.begin(), samples.end(), [](float x) { return std::isfinite(x); })) {
    report.problems.push_back(
        {ErrorCode::BadFormat,
         note.id + " holds samples that are not finite numbers and is left out; make it again"});
    return {};
  }
  const int instrument = writer.instrument({note.instrument, note.sampleSets});
  if (auto added = writer.add(labelOf(note, instrument, *split), samples); !added) return added;
  ++report.notes[static_cast<std::size_t>(*split)];
  return {};
}

Result<PackReport> packLibrary(const dataset::NoteLibrary& library, const dataset::SplitRule& rule,
                               const std::filesystem::path& target, Progress& progress) {
  PackReport report;
  const auto written = writePack(target, [&](PackWriter& writer) -> Result<void> {
    double done = 0;
    for (const auto& note : library.notes()) {
      if (progress.cancelled()) return cancelled();
      const auto sound = dataset::readNote(note);
      if (!sound)
        report.problems.push_back(sound.error());
      else if (auto added = addNote(writer, rule, note, *sound, report); !added)
        return added;
      progress.advanced(++done / static_cast<double>(library.notes().size()));
    }
    return {};
  });
  if (!written) return tl::unexpected(written.error());
  return report;
}

}  // namespace timbre::corpus
