#include "dataset/NoteFilter.h"

namespace timbre::dataset {
namespace {

enum Field : unsigned {
  kFamily = 1,
  kSource = 2,
  kVelocity = 4,
  kPitch = 8,
  kSubset = 16,
  kDoubts = 32,
  kFavourite = 64,
  kOwn = 128,
  kRest = 256,
};

bool isDoubtful(const FilterNote& note) {
  return note.findings.any() || note.row.home == NoteRow::Missing;
}

/// It fails nothing but this field.
bool onlyFails(unsigned failed, Field field) {
  return (failed & ~static_cast<unsigned>(field)) == 0;
}

}  // namespace

unsigned NoteFilter::failed(const FilterNote& note) const {
  const NoteQuery& q = query_;
  const NoteRow& row = note.row;
  const std::bitset<10> qualities(row.qualities);
  unsigned failed = 0;
  const auto unless = [&failed](bool fits, Field field) {
    if (!fits) failed |= field;
  };
  unless(q.families.none() || q.families[row.family], kFamily);
  unless(q.sources.none() || q.sources[row.source], kSource);
  unless(q.velocities.none() || q.velocities[row.velocity], kVelocity);
  unless(q.pitches.none() || q.pitches[row.pitch], kPitch);
  unless(q.subsets.none() || q.subsets[static_cast<std::size_t>(note.subset)], kSubset);
  unless((q.findings.none() || (note.findings & q.findings).any()) &&
             !(isDoubtful(note) ? q.hideDoubtful : q.doubtfulOnly),
         kDoubts);
  unless(!(note.favourite ? q.noFavourites : q.favouritesOnly), kFavourite);
  unless(!(note.own ? q.notOwn : q.ownOnly), kOwn);
  unless(note.text && !q.nothing && (qualities & q.qualities) == q.qualities &&
             (qualities & q.notQualities).none(),
         kRest);
  return failed;
}

void NoteFilter::count(const FilterNote& note, unsigned failed, FacetCounts& counts) {
  const NoteRow& row = note.row;
  if (failed == 0)
    for (std::size_t i = 0; i < counts.qualities.size(); ++i)
      counts.qualities[i] += row.qualities >> i & 1;
  if (onlyFails(failed, kFamily)) ++counts.families[row.family];
  if (onlyFails(failed, kSource)) ++counts.sources[row.source];
  if (onlyFails(failed, kVelocity)) ++counts.velocities[row.velocity];
  if (onlyFails(failed, kPitch)) ++counts.pitches[row.pitch];
  if (onlyFails(failed, kSubset)) ++counts.subsets[static_cast<std::size_t>(note.subset)];
  if (onlyFails(failed, kFavourite) && note.favourite) ++counts.favourites;
  if (onlyFails(failed, kOwn) && note.own) ++counts.own;
  if (!onlyFails(failed, kDoubts)) return;
  ++(isDoubtful(note) ? counts.doubtful : counts.sound);
  for (std::size_t i = 0; i < counts.findings.size(); ++i) counts.findings[i] += note.findings[i];
}

}  // namespace timbre::dataset
