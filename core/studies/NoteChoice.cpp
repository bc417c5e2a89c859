#include "studies/NoteChoice.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>

#include "base/CountText.h"
#include "base/Units.h"

namespace timbre::studies {
namespace {

using dataset::NoteInfo;

std::string keyOf(int pitch) {
  return noteName(MidiPitch(pitch)) + " (" + std::to_string(pitch) + ")";
}

Error noNotes() {
  return {ErrorCode::BadFormat, "There are no notes to study; open a folder of notes"};
}

}  // namespace

std::string called(const NoteInfo& note) {
  return (note.name.empty() ? note.instrument : note.name) + ", " + keyOf(note.pitch) +
         ", velocity " + std::to_string(note.velocity);
}

Result<NoteInfo> chosenNote(StudyContext& context, int pitch) {
  const auto& wanted = context.request().note;
  if (!wanted.empty()) {
    auto found = context.notes().find(wanted);
    if (!found)
      return fail(ErrorCode::NotFound, "There is no note " + wanted + " in " +
                                           context.notes().folder().string() +
                                           "; `timbre library` lists them");
    return std::move(*found);
  }
  std::optional<NoteInfo> best;
  const auto far = [&](const NoteInfo& note) { return std::abs(note.pitch - pitch); };
  for (const auto& note : context.notes().notes())
    if (!best || far(note) < far(*best) ||
        (far(note) == far(*best) && note.velocity > best->velocity))
      best = note;
  if (!best) return tl::unexpected(noNotes());
  if (best->pitch != pitch)
    context.remark("These notes have no " + keyOf(pitch) + "; the nearest is " + called(*best) +
                   ", which is used instead");
  return std::move(*best);
}

Result<Octave> chosenOctave(StudyContext& context) {
  using Key = std::tuple<std::string, int, int>;  // instrument, velocity, pitch
  std::map<Key, NoteInfo> notes;
  for (const auto& note : context.notes().notes())
    notes.emplace(Key{note.instrument, note.velocity, note.pitch}, note);
  std::optional<Octave> best;
  const auto far = [](const Octave& o) { return std::abs(o.low.pitch - kA3); };
  for (const auto& [key, note] : notes) {
    if (!context.request().note.empty() && note.id != context.request().note) continue;
    const auto above = notes.find({note.instrument, note.velocity, note.pitch + 12});
    if (above == notes.end()) continue;
    const Octave here{note, above->second};
    if (!best || far(here) < far(*best) ||
        (far(here) == far(*best) && here.low.velocity > best->low.velocity))
      best = here;
  }
  if (!best)
    return fail(ErrorCode::BadFormat,
                context.request().note.empty()
                    ? "No instrument has two notes an octave apart; choose other notes"
                    : context.request().note +
                          " has no note an octave above it, of the same instrument and velocity; "
                          "choose another note");
  if (best->low.pitch != kA3)
    context.remark("No instrument has both A3 and A4; the nearest octave is " +
                   keyOf(best->low.pitch) + " and " + keyOf(best->high.pitch) + " of " +
                   called(best->low));
  return std::move(*best);
}

Result<std::vector<NoteInfo>> chosenInstruments(StudyContext& context, int pitch,
                                                std::size_t count) {
  std::map<std::string, NoteInfo> nearest;  // by instrument
  const auto far = [&](const NoteInfo& n) { return std::abs(n.pitch - pitch); };
  for (const auto& note : context.notes().notes()) {
    const auto [it, first] = nearest.emplace(note.instrument, note);
    if (!first && (far(note) < far(it->second) ||
                   (far(note) == far(it->second) && note.velocity > it->second.velocity)))
      it->second = note;
  }
  if (nearest.size() < count)
    return fail(ErrorCode::BadFormat, "This study needs " + countText(count, "instrument") +
                                          ", but the library has only " +
                                          std::to_string(nearest.size()) + "; choose other notes");
  constexpr std::array kFirst{0, 2, 6};  // bass, flute, organ
  std::vector<NoteInfo> order;
  for (const auto& [name, note] : nearest) order.push_back(note);
  const auto rank = [&](const NoteInfo& n) {
    const auto at = std::find(kFirst.begin(), kFirst.end(), n.family);
    return at == kFirst.end() ? 10 + n.family : static_cast<int>(at - kFirst.begin());
  };
  std::stable_sort(order.begin(), order.end(), [&](const NoteInfo& a, const NoteInfo& b) {
    return std::pair(rank(a), far(a)) < std::pair(rank(b), far(b));
  });
  std::vector<NoteInfo> chosen;
  std::set<int> families;
  for (const bool any : {false, true})  // each family once before any twice
    for (const auto& note : order) {
      const bool taken = std::any_of(chosen.begin(), chosen.end(),
                                     [&](const NoteInfo& c) { return c.id == note.id; });
      if (chosen.size() < count && !taken && (any || families.insert(note.family).second))
        chosen.push_back(note);
    }
  return chosen;
}

std::vector<int> spreadEvenly(int all, int most) {
  const int count = std::min(all, most);
  std::vector<int> some;
  for (std::int64_t i = 0; i < count; ++i) some.push_back(static_cast<int>(i * all / count));
  return some;
}

std::vector<dataset::NoteInfo> widestInstrument(const dataset::NoteLibrary& notes, int lowest,
                                                int keys) {
  std::map<std::pair<std::string, int>, std::map<int, dataset::NoteInfo>> layers;
  for (const auto& note : notes.notes())
    if (note.pitch >= lowest && note.pitch < lowest + keys)
      layers[{note.instrument, note.velocity}].emplace(note.pitch, note);
  const std::map<int, dataset::NoteInfo>* best = nullptr;
  for (const auto& [key, layer] : layers)
    if (!best || layer.size() > best->size() ||
        (layer.size() == best->size() && key.second > best->begin()->second.velocity))
      best = &layer;
  std::vector<dataset::NoteInfo> some;
  if (best)
    for (const auto& [pitch, note] : *best) some.push_back(note);
  return some;
}

}  // namespace timbre::studies
