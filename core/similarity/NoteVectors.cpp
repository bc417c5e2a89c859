#include "similarity/NoteVectors.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <tuple>

#include "base/ParallelFor.h"
#include "similarity/SquaredDistance.h"

namespace timbre::similarity {
namespace {

constexpr int kAspects = 4;
constexpr int kColumns = kAspects + kPlaces;
using Row = std::array<float, kColumns>;

Row rowOf(const NoteVector& vector) {
  Row row{vector.aspects.pitch, vector.aspects.level, vector.aspects.brightness,
          vector.aspects.attack};
  std::ranges::copy(vector.place, row.begin() + kAspects);
  return row;
}

NoteVector vectorOf(const Row& row) {
  NoteVector vector{{row[0], row[1], row[2], row[3]}, {}};
  std::copy(row.begin() + kAspects, row.end(), vector.place.begin());
  return vector;
}

float octaves(float to, float from, float least) {
  return std::log2(std::max(to, least) / std::max(from, least));
}

Aspects differenceOf(const Aspects& found, const Aspects& wanted) {
  return {found.pitch - wanted.pitch, found.level - wanted.level,
          octaves(found.brightness, wanted.brightness, 20),
          octaves(found.attack, wanted.attack, 0.002f)};
}

bool suits(const SimilarOptions& options, const Aspects& difference) {
  const bool samePitch = std::abs(difference.pitch) < 0.5f;
  return !(options.samePitch && !samePitch) && !(options.otherPitch && samePitch) &&
         !(options.sameLevel && std::abs(difference.level) > 3);
}

std::string rounded(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

}  // namespace

Result<std::shared_ptr<NoteVectors>> NoteVectors::open(const std::filesystem::path& folder) {
  auto space = TimbreSpace::shipped();
  if (!space) return tl::unexpected(space.error());
  if (space->dimensions() != kPlaces || space->columns() != kFeatures)
    return fail(ErrorCode::BadFormat,
                "The similarity space belongs to another version; reinstall the program");
  return std::shared_ptr<NoteVectors>(new NoteVectors(std::move(*space), folder));
}

NoteVectors::NoteVectors(TimbreSpace space, const std::filesystem::path& folder)
    : space_(std::move(space)),
      file_(folder.empty() ? folder : folder / "notes.vectors", space_.identity(), kColumns) {}

std::optional<NoteVector> NoteVectors::find(const dataset::NoteInfo& note) const {
  Row row;
  if (!file_.find(keyOf(note), row)) return {};
  return vectorOf(row);
}

Result<NoteVector> NoteVectors::vector(const dataset::NoteInfo& note) {
  const std::uint64_t key = keyOf(note);
  Row row;
  if (file_.find(key, row)) return vectorOf(row);
  const auto clip = dataset::readNote(note);
  if (!clip) return tl::unexpected(clip.error());
  auto made = vector(*clip, note.pitch);
  if (made) file_.add(key, rowOf(*made));
  return made;
}

Result<NoteVector> NoteVectors::vector(const audio::AudioClip& clip, double pitch) const {
  const auto features = noteFeatures(clip, pitch);
  if (!features) return tl::unexpected(features.error());
  NoteVector made{features->aspects, {}};
  space_.apply(features->values, made.place);
  return made;
}

Result<void> NoteVectors::fill(const dataset::NoteLibrary& library, std::span<const int> notes,
                               VectorTable& table, int threads, Progress& progress) {
  const auto all = static_cast<std::size_t>(library.size());
  table.vectors.resize(all);
  table.known.resize(all);
  return parallelFor(notes.size(), threads, progress,
                     [&](std::size_t i, ParallelWorker&) -> Result<void> {
                       const auto place = static_cast<std::size_t>(notes[i]);
                       const auto made = vector(library.note(notes[i]));
                       if (made) table.vectors[place] = *made;
                       table.known[place] = made.has_value();
                       return {};
                     });
}

Result<VectorTable> NoteVectors::known(const dataset::NoteLibrary& library,
                                       Progress& progress) const {
  VectorTable table;
  const auto all = static_cast<std::size_t>(library.size());
  table.keys.reserve(all);
  table.vectors.reserve(all);
  table.known.reserve(all);
  for (const auto& note : library.notes()) {
    if (progress.cancelled()) return cancelled();
    const std::uint64_t key = keyOf(note);
    Row row;
    const auto found = file_.find(key, row) ? std::optional(vectorOf(row)) : std::nullopt;
    table.keys.push_back(key);
    table.vectors.push_back(found.value_or(NoteVector()));
    table.known.push_back(found.has_value());
  }
  return table;
}

std::vector<SimilarNote> similarNotes(const dataset::NoteLibrary& library, const VectorTable& table,
                                      const NoteVector& wanted, int self,
                                      const SimilarOptions& options) {
  const auto count = static_cast<std::size_t>(std::max(options.count, 0));
  if (count == 0) return {};
  const std::string own =
      options.otherInstrument && self >= 0 ? library.note(self).instrument : std::string();
  const auto nearer = [](const SimilarNote& a, const SimilarNote& b) {
    return std::tie(a.distance, a.index) < std::tie(b.distance, b.index);
  };
  std::vector<SimilarNote> found;  // a heap with the farthest in front; distances squared
  for (std::size_t i = 0; i < table.vectors.size(); ++i) {
    if (!table.known[i] || static_cast<int>(i) == self) continue;
    const NoteVector& vector = table.vectors[i];
    const float most =
        found.size() == count ? found.front().distance : std::numeric_limits<float>::max();
    const float distance = squaredDistance(vector.place, wanted.place);
    if (!(distance < most)) continue;
    const Aspects difference = differenceOf(vector.aspects, wanted.aspects);
    if (!suits(options, difference)) continue;
    if (!own.empty() && library.note(static_cast<int>(i)).instrument == own) continue;
    if (found.size() == count) {
      std::ranges::pop_heap(found, nearer);
      found.pop_back();
    }
    found.push_back({static_cast<int>(i), distance, difference});
    std::ranges::push_heap(found, nearer);
  }
  std::ranges::sort_heap(found, nearer);
  for (SimilarNote& each : found) each.distance = std::sqrt(each.distance);
  return found;
}

std::string whySimilar(const SimilarNote& found, const Aspects& wanted) {
  const Aspects& d = found.difference;
  std::string why = rounded("timbre distance %.1f", found.distance);
  if (std::abs(d.pitch) >= 0.5f)
    why += rounded(", %+.0f semitones", d.pitch);
  else
    why += ", same pitch";
  why += std::abs(d.level) >= 0.5f ? rounded(", %+.0f dB", d.level) : ", same level";
  if (std::abs(d.brightness) >= 0.1f)
    why += rounded(d.brightness > 0 ? ", brighter by %.1f octaves" : ", darker by %.1f octaves",
                   std::abs(d.brightness));
  else
    why += ", same brightness";
  const double attack = wanted.attack * std::exp2(d.attack);
  why += rounded(", attack %.0f ms", attack * 1000);
  if (std::abs(attack - wanted.attack) >= 0.001)
    why += rounded(" (wanted: %.0f ms)", wanted.attack * 1000.0);
  return why;
}

}  // namespace timbre::similarity
