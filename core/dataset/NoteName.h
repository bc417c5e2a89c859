/// What the name of a note says: "synth_lead_synthetic_004-060-127".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace timbre::dataset {

struct NoteName {
  std::string instrument;  ///< "synth_lead_synthetic_004"
  int pitch = 0;           ///< MIDI, 0..127
  int velocity = 0;        ///< 0..127
  int family = 0;          ///< index into kFamilies
  int source = 0;          ///< index into kSources
};

/// Only of a name made as NSynth's are, family_source_instrument-pitch-velocity with three digits
/// each for the last two: a date or the number of a take is not a pitch.
std::optional<NoteName> parseNoteName(std::string_view name);

}  // namespace timbre::dataset
