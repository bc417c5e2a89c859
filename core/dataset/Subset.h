/// Which part of a dataset a note belongs to.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "dataset/NoteInfo.h"

namespace timbre::dataset {

/// The first three are NSynth's own, by the name of the folder or archive. The others say what the
/// shipped models' training made of notes that name their sample sets: Split.h.
enum class Subset : std::uint8_t { Train, Valid, Test, HeldOut, Unseen, None };
/// Their names in a query, in the order of the enumeration.
inline constexpr std::array<std::string_view, 6> kSubsets{"train",    "valid",  "test",
                                                          "held-out", "unseen", "none"};

/// "nsynth-valid", "nsynth-test.jsonwav.tar.gz"; nothing for names that say none of the three.
std::optional<Subset> subsetOfName(std::string_view fileName);

/// By its sample sets; None where it names none, or shares them with both sides.
Subset subsetOf(const NoteInfo& note);

}  // namespace timbre::dataset
