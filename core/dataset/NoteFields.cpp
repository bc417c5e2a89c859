#include "dataset/NoteFields.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/Units.h"

namespace timbre::dataset {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// What is wrong with one note; caught in noteFromFields().
struct Unfit {
  std::string reason;
};

template <std::size_t N>
std::optional<int> placeIn(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return {};
  return static_cast<int>(found - names.begin());
}

/// Whole numbers, also as 60.0: JSON that went through other tools has them. Nothing when the field
/// is absent.
std::optional<std::int64_t> whole(const json& note, const char* field, std::int64_t lowest,
                                  std::int64_t highest) {
  const auto found = note.find(field);
  if (found == note.end() || found->is_null()) return {};
  const double value = found->is_number() ? found->get<double>() : NAN;
  if (std::isnan(value) || value != std::floor(value))
    throw Unfit{"whose " + std::string(field) + " is no whole number"};
  if (value < static_cast<double>(lowest) || value > static_cast<double>(highest))
    throw Unfit{"whose " + std::string(field) + " lies outside " + std::to_string(lowest) + " to " +
                std::to_string(highest)};
  return static_cast<std::int64_t>(value);
}

std::optional<std::string> text(const json& note, const char* field) {
  const auto found = note.find(field);
  if (found == note.end() || found->is_null()) return {};
  if (!found->is_string()) throw Unfit{"whose " + std::string(field) + " is no text"};
  return found->get<std::string>();
}

/// The number if there, else the name if there, else what the note's own name said.
template <std::size_t N>
int category(const json& note, const std::string& field,
             const std::array<std::string_view, N>& names, int fromId) {
  if (const auto number = whole(note, field.c_str(), 0, static_cast<int>(N) - 1))
    return static_cast<int>(*number);
  if (const auto name = text(note, (field + "_str").c_str())) {
    if (const auto place = placeIn(names, *name)) return *place;
    throw Unfit{"whose " + field + "_str \"" + *name + "\" is none of NSynth's"};
  }
  if (fromId < 0) throw Unfit{"without " + field};
  return fromId;
}

std::bitset<10> qualities(const json& note) {
  std::bitset<10> set;
  if (const auto found = note.find("qualities"); found != note.end() && !found->is_null()) {
    if (!found->is_array() || found->size() != kQualities.size())
      throw Unfit{"whose qualities are no list of ten numbers"};
    for (std::size_t i = 0; i < kQualities.size(); ++i) {
      const json& flag = (*found)[i];
      if (!flag.is_number() && !flag.is_boolean())
        throw Unfit{"whose qualities are no list of ten numbers"};
      set[i] = flag.is_boolean() ? flag.get<bool>() : flag.get<double>() != 0;
    }
    return set;
  }
  const auto names = note.find("qualities_str");
  if (names == note.end() || names->is_null()) return set;
  if (!names->is_array()) throw Unfit{"whose qualities_str is no list"};
  for (const json& name : *names)
    if (const auto place = name.is_string()
                               ? placeIn(kQualities, name.get_ref<const std::string&>())
                               : std::nullopt)
      set.set(static_cast<std::size_t>(*place));
  return set;
}

/// The audio file is named after the note: nothing that would lead out of the folder.
void checkId(const std::string& id) {
  constexpr std::size_t kLongest = 200;
  if (id.empty() || id.size() > kLongest || id == "." || id == ".." ||
      id.find_first_of(std::string_view("/\0", 2)) != id.npos)
    throw Unfit{"whose note_str cannot be the name of a file"};
}

int required(std::optional<std::int64_t> given, int fromId, const char* field) {
  if (given) return static_cast<int>(*given);
  if (fromId < 0) throw Unfit{"without " + std::string(field)};
  return fromId;
}

NoteInfo understood(const std::string& key, const json& entry) {
  if (!entry.is_object()) throw Unfit{"that is no JSON object"};
  NoteInfo note;
  note.pitch = note.velocity = note.family = note.source = -1;
  note.id = text(entry, "note_str").value_or(key);
  checkId(note.id);
  fillFromId(note.id, note);
  note.instrument = text(entry, "instrument_str").value_or(note.instrument);
  if (note.instrument.empty()) throw Unfit{"without instrument_str"};
  constexpr std::int64_t kLargest = std::int64_t{1} << 53;
  note.pitch = required(whole(entry, "pitch", 0, 127), note.pitch, "pitch");
  note.velocity = required(whole(entry, "velocity", 0, 127), note.velocity, "velocity");
  note.note = whole(entry, "note", 0, kLargest).value_or(0);
  note.instrumentNumber = whole(entry, "instrument", 0, kLargest).value_or(0);
  note.sampleRate =
      static_cast<int>(whole(entry, "sample_rate", 1000, 768000).value_or(kModelRate.hz));
  note.family = category(entry, "instrument_family", kFamilies, note.family);
  note.source = category(entry, "instrument_source", kSources, note.source);
  note.qualities = qualities(entry);
  note.name = text(entry, "instrument_name").value_or("");
  note.sampleSets = text(entry, "sample_sets").value_or("");
  return note;
}

/// Three digits of a note's name.
std::optional<int> numberIn(std::string_view digits) {
  int value = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || value < 0 || value > 127)
    return {};
  return value;
}

}  // namespace

Result<NoteInfo> noteFromFields(const fs::path& file, const std::string& key,
                                const nlohmann::json& entry) {
  try {
    return understood(key, entry);
  } catch (const Unfit& unfit) {
    return fail(ErrorCode::BadFormat, file.string() + " has a note \"" + key + "\" " +
                                          unfit.reason + ": it is left out; correct it to see it");
  }
}

bool fillFromId(std::string_view id, NoteInfo& note) {
  const auto velocityAt = id.rfind('-');
  const auto pitchAt =
      velocityAt == id.npos || velocityAt == 0 ? id.npos : id.rfind('-', velocityAt - 1);
  if (pitchAt == id.npos || pitchAt == 0) return false;
  const auto instrument = id.substr(0, pitchAt);
  const auto numberAt = instrument.rfind('_');
  const auto sourceAt =
      numberAt == id.npos || numberAt == 0 ? id.npos : instrument.rfind('_', numberAt - 1);
  if (sourceAt == id.npos) return false;
  const auto pitch = numberIn(id.substr(pitchAt + 1, velocityAt - pitchAt - 1));
  const auto velocity = numberIn(id.substr(velocityAt + 1));
  const auto family = placeIn(kFamilies, instrument.substr(0, sourceAt));
  const auto source = placeIn(kSources, instrument.substr(sourceAt + 1, numberAt - sourceAt - 1));
  const auto number = instrument.substr(numberAt + 1);
  const bool digits = !number.empty() && number.find_first_not_of("0123456789") == number.npos;
  if (!pitch || !velocity || !family || !source || !digits) return false;
  note.instrument = std::string(instrument);
  note.pitch = *pitch;
  note.velocity = *velocity;
  note.family = *family;
  note.source = *source;
  return true;
}

}  // namespace timbre::dataset
