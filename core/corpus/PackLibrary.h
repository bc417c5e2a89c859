/// Notes with their labels into a training pack.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "corpus/PackWriter.h"
#include "dataset/NoteLibrary.h"
#include "dataset/Split.h"

namespace timbre::corpus {

struct PackReport {
  std::array<int, kSplits> notes{};  ///< by split
  std::vector<std::string> shared;   ///< instruments left out: they share samples with both sides
  std::vector<Error> problems;       ///< notes left out, each a sentence
  int all() const { return notes[0] + notes[1] + notes[2]; }
};

/// Adds one note (16 kHz) under its split and counts it. A sound that holds what is not a number is
/// left out and named in the report; only an error that ends the writing fails.
Result<void> addNote(PackWriter& writer, const dataset::SplitRule& rule,
                     const dataset::NoteInfo& note, const audio::AudioClip& sound,
                     PackReport& report);

/// Packs every note of a library that can be read. Memory: a note at a time. BadFormat when none
/// can be. Cancellable; fails as writePack() does.
Result<PackReport> packLibrary(const dataset::NoteLibrary& library, const dataset::SplitRule& rule,
                               const std::filesystem::path& target, Progress& progress);

}  // namespace timbre::corpus
