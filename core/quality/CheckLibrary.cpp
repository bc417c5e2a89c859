#include "quality/CheckLibrary.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "base/ParallelFor.h"
#include "base/Units.h"
#include "quality/NoteChecks.h"

namespace timbre::quality {
using dataset::Finding;
using dataset::NoteInfo;

namespace {

constexpr int kChunk = 256;  // notes between two entries into the library

struct Examination {
  NoteCheck health;
  int twin = -1;  ///< index of an earlier note with the same samples
  std::optional<Error> unread;
};

/// A note that an earlier, cancelled check has looked at is only read again for its content.
Examination examine(const NoteInfo& note, bool known) {
  Examination result;
  const auto clip = dataset::readNote(note);
  if (!clip) {
    result.health.findings[bitOf(Finding::OutOfRange)] = outOfRange(note);
    result.unread = clip.error();
    return result;
  }
  if (!known) {
    result.health = checkNote(note, *clip);
    return result;
  }
  result.health.findings = note.findings;
  if (!note.findings[bitOf(Finding::Silence)]) result.health.content = contentOf(*clip);
  return result;
}

void findTwins(std::vector<Examination>& all) {
  std::unordered_map<std::uint64_t, int> first;
  for (int i = 0; i < static_cast<int>(all.size()); ++i) {
    Examination& each = all[static_cast<std::size_t>(i)];
    if (each.health.content == 0) continue;
    const auto [place, isNew] = first.emplace(each.health.content, i);
    each.health.findings[bitOf(Finding::Duplicate)] = !isNew;
    if (!isNew) each.twin = place->second;
  }
}

void findSingleVelocities(const dataset::NoteLibrary& library, std::vector<Examination>& all) {
  struct Instrument {
    std::set<int> pitches;
    std::set<int> velocities;
  };
  std::map<std::string, Instrument> instruments;
  for (const NoteInfo& note : library.notes()) {
    instruments[note.instrument].pitches.insert(note.pitch);
    instruments[note.instrument].velocities.insert(note.velocity);
  }
  for (int i = 0; i < library.size(); ++i) {
    const auto& [pitches, velocities] = instruments[library.note(i).instrument];
    all[static_cast<std::size_t>(i)].health.findings[bitOf(Finding::SingleVelocity)] =
        pitches.size() > 1 && velocities.size() == 1;
  }
}

std::string keyText(double key) {
  const auto nearest = std::lround(key);
  const auto cents = std::lround(100 * (key - static_cast<double>(nearest)));
  std::string text = noteName(MidiPitch(key));
  if (cents != 0) text += (cents > 0 ? " +" : " -") + std::to_string(std::abs(cents)) + " cents";
  return text;
}

std::string reason(Finding finding, const NoteInfo& note, const Examination& seen,
                   const dataset::NoteLibrary& library) {
  const std::string label = noteName(MidiPitch(note.pitch));
  switch (finding) {
    case Finding::Silence:
      return "silent";
    case Finding::Noise:
      return "noise without a pitch, labelled " + label;
    case Finding::OffPitch:
      return (seen.health.heard ? "sounds at " + keyText(*seen.health.heard) : "out of tune") +
             ", labelled " + label;
    case Finding::Clipping:
      return "clips at full scale";
    case Finding::Duplicate:
      return "the same sound as " + (seen.twin < 0 ? "another" : library.note(seen.twin).id);
    case Finding::SingleVelocity:
      return "its instrument has only velocity " + std::to_string(note.velocity);
    case Finding::OutOfRange:
      return "pitch " + label + " or velocity " + std::to_string(note.velocity) +
             " is outside NSynth's range";
  }
  return {};
}

CheckReport reported(const dataset::NoteLibrary& library, std::vector<Examination>& all) {
  CheckReport report;
  report.notes = library.size();
  for (int i = 0; i < library.size(); ++i) {
    Examination& seen = all[static_cast<std::size_t>(i)];
    if (seen.unread) report.unread.push_back(std::move(*seen.unread));
    if (seen.health.findings.none()) continue;
    const NoteInfo note = library.note(i);
    Doubt doubt{i, seen.health.findings, {}};
    for (std::size_t f = 0; f < dataset::kFindings.size(); ++f) {
      if (!seen.health.findings[f]) continue;
      ++report.counts[f];
      doubt.reasons.push_back(reason(static_cast<Finding>(f), note, seen, library));
    }
    report.doubts.push_back(std::move(doubt));
  }
  return report;
}

Result<void> takeDown(const dataset::NoteLibrary& library, const std::vector<Examination>& all,
                      int from, int to) {
  std::vector<dataset::CheckedNote> checked;
  for (int i = from; i < to; ++i)
    checked.push_back({i, all[static_cast<std::size_t>(i)].health.findings});
  return library.setFindings(checked);
}

bool partlyChecked(const dataset::NoteLibrary& library) {
  return std::ranges::any_of(library.notes(), [](const NoteInfo& n) { return !n.checked; });
}

}  // namespace

Result<CheckReport> checkLibrary(const dataset::NoteLibrary& library, int threads,
                                 Progress& progress) {
  const bool continued = partlyChecked(library);
  std::vector<Examination> all(static_cast<std::size_t>(library.size()));
  for (int from = 0; from < library.size(); from += kChunk) {
    const int to = std::min(from + kChunk, library.size());
    PartOf chunk(progress, static_cast<double>(from) / library.size(),
                 static_cast<double>(to) / library.size());
    const auto checkNote = parallelFor(static_cast<std::size_t>(to - from), threads, chunk,
                                       [&](std::size_t i, ParallelWorker&) -> Result<void> {
                                         const int number = from + static_cast<int>(i);
                                         const NoteInfo note = library.note(number);
                                         all[static_cast<std::size_t>(number)] =
                                             examine(note, continued && note.checked);
                                         return {};
                                       });
    if (!checkNote) return tl::unexpected(checkNote.error());
    if (auto kept = takeDown(library, all, from, to); !kept) return tl::unexpected(kept.error());
  }
  findTwins(all);
  findSingleVelocities(library, all);
  if (auto kept = takeDown(library, all, 0, library.size()); !kept)
    return tl::unexpected(kept.error());
  progress.advanced(1);
  return reported(library, all);
}

}  // namespace timbre::quality
