/// What the shipped models knew of a note.
#pragma once

#include <array>
#include <string_view>

#include "dataset/NoteInfo.h"

namespace timbre::studies {

enum class TrainingPart { Used, HeldOutPitch, UnseenInstrument, SharesSamples, Elsewhere };

inline constexpr std::array<std::string_view, 5> kTrainingParts{
    "used in training", "held-out pitch", "unseen instrument",
    "shares samples with training instruments", "not from the training SoundFonts"};

/// By the rule that split the notes of the shipped models.
TrainingPart trainingPartOf(const dataset::NoteInfo& note);

inline std::string_view titleOf(TrainingPart part) {
  return kTrainingParts[static_cast<std::size_t>(part)];
}

}  // namespace timbre::studies
