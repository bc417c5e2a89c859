#include "dataset/NoteName.h"

#include <algorithm>

#include "dataset/NamePlace.h"
#include "dataset/NoteInfo.h"

namespace timbre::dataset {

namespace {

constexpr std::string_view kDigits = "0123456789";

/// "060".."127".
std::optional<int> midiIn(std::string_view digits) {
  if (digits.size() != 3 || digits.find_first_not_of(kDigits) != digits.npos) return {};
  const int value = (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
  return value <= 127 ? std::optional(value) : std::nullopt;
}

}  // namespace

/// Split from the right: "synth_lead" has the separator in it.
std::optional<NoteName> parseNoteName(std::string_view name) {
  const auto velocityAt = name.rfind('-');
  const auto pitchAt =
      velocityAt == name.npos || velocityAt == 0 ? name.npos : name.rfind('-', velocityAt - 1);
  if (pitchAt == name.npos || pitchAt == 0) return {};
  const auto instrument = name.substr(0, pitchAt);
  const auto numberAt = instrument.rfind('_');
  const auto sourceAt =
      numberAt == name.npos || numberAt == 0 ? name.npos : instrument.rfind('_', numberAt - 1);
  if (sourceAt == name.npos) return {};
  const auto pitch = midiIn(name.substr(pitchAt + 1, velocityAt - pitchAt - 1));
  const auto velocity = midiIn(name.substr(velocityAt + 1));
  const auto family = placeIn(kFamilies, instrument.substr(0, sourceAt));
  const auto source = placeIn(kSources, instrument.substr(sourceAt + 1, numberAt - sourceAt - 1));
  const auto number = instrument.substr(numberAt + 1);
  const bool numbered = !number.empty() && number.find_first_not_of(kDigits) == number.npos;
  if (!pitch || !velocity || !family || !source || !numbered) return {};
  return NoteName{std::string(instrument), *pitch, *velocity, *family, *source};
}

}  // namespace timbre::dataset
