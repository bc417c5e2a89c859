#include "dataset/Subset.h"

#include "dataset/Split.h"

namespace timbre::dataset {

std::optional<Subset> subsetOfName(std::string_view fileName) {
  constexpr std::string_view kStart = "nsynth-";
  if (!fileName.starts_with(kStart)) return {};
  fileName.remove_prefix(kStart.size());
  for (const Subset each : {Subset::Train, Subset::Valid, Subset::Test}) {
    const std::string_view name = kSubsets[static_cast<std::size_t>(each)];
    if (!fileName.starts_with(name)) continue;
    fileName.remove_prefix(name.size());
    if (fileName.empty() || fileName.front() == '.') return each;
    return {};
  }
  return {};
}

Subset subsetOf(const NoteInfo& note) {
  if (note.sampleSets.empty()) return Subset::None;
  const auto split = splitOf({}, note);
  if (!split) return Subset::None;
  switch (*split) {
    case Split::Train:
      return Subset::Train;
    case Split::HeldOut:
      return Subset::HeldOut;
    default:
      return Subset::Unseen;
  }
}

}  // namespace timbre::dataset
