/// The places of a library's notes in the timbre space, and the aspects of each.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/Progress.h"
#include "dataset/NoteLibrary.h"
#include "similarity/NeighbourGraph.h"
#include "similarity/NoteFeatures.h"
#include "similarity/TimbreSpace.h"
#include "similarity/VectorFile.h"

namespace timbre::similarity {

struct NoteVector {
  Aspects aspects;
  std::array<float, kPlaces> place{};
};

/// The vectors of notes by index into their library.
struct VectorTable {
  std::vector<NoteVector> vectors;
  std::vector<char> known;
  std::vector<std::uint64_t> keys;  ///< keyOf() each, where NoteVectors::known() made the table
};

/// Any thread. Vectors are made once and kept in a file.
class NoteVectors {
 public:
  /// `folder`: of the file; empty: memory alone. As TimbreSpace::shipped() fails.
  static Result<std::shared_ptr<NoteVectors>> open(const std::filesystem::path& folder);

  /// Without looking at the sound; none when it was not made yet.
  std::optional<NoteVector> find(const dataset::NoteInfo& note) const;
  /// Known, or made of the sound now and kept: some 15 ms.
  Result<NoteVector> vector(const dataset::NoteInfo& note);
  /// Of these notes of a library, first to last; the rows of others stay as they are. Notes that
  /// cannot be read (their folder has vanished) stay unknown. `threads` 0: all cores. Cancellable:
  /// what is done is in the table.
  Result<void> fill(const dataset::NoteLibrary& library, std::span<const int> notes,
                    VectorTable& table, int threads, Progress& progress);
  /// The vectors known so far, without analysing any note. Cancellable.
  Result<VectorTable> known(const dataset::NoteLibrary& library, Progress& progress) const;
  /// Of a sound that is not a note of a library, as a recording or a morph.
  Result<NoteVector> vector(const audio::AudioClip& clip, double pitch) const;
  /// What was made goes to the disk. As VectorFile::flush().
  Result<void> flush() { return file_.flush(); }

 private:
  NoteVectors(TimbreSpace space, const std::filesystem::path& folder);
  const TimbreSpace space_;
  VectorFile file_;
};

/// The conditions of a search for similar notes.
struct SimilarOptions {
  int count = 12;
  bool samePitch = false;   ///< within half a semitone
  bool otherPitch = false;  ///< not that
  bool sameLevel = false;   ///< within 3 dB
  bool otherInstrument = false;
};

struct SimilarNote {
  int index = 0;         ///< into the library
  float distance = 0;    ///< in the timbre space: 1 is a usual distance within an instrument
  Aspects difference{};  ///< its aspects less the wanted ones; brightness in octaves, attack in
                         ///< factors of two
};

/// The nearest notes to `wanted`, nearest first; `self`: index of the note that it is of, which is
/// left out, -1: of none. Notes whose vectors are not known are not found.
std::vector<SimilarNote> similarNotes(const dataset::NoteLibrary& library, const VectorTable& table,
                                      const NoteVector& wanted, int self,
                                      const SimilarOptions& options);

/// "timbre distance 0.4, +7 semitones, same level, darker by 0.5 octaves, attack 24 ms": why a note
/// was found.
std::string whySimilar(const SimilarNote& found, const Aspects& wanted);

}  // namespace timbre::similarity
