#include "dataset/NoteFields.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/Units.h"
#include "dataset/NoteName.h"
#include "dataset/SoundEndings.h"
#include "readers/ShownText.h"

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

/// The number, also when it stands in quotation marks; NaN for anything else.
double numberOf(const json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return NAN;
  const auto& text = value.get_ref<const std::string&>();
  double number = NAN;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : NAN;
}

/// What a field holds, for a sentence. LenientJson wraps NaN and its like.
std::string shownValue(const json& value) {
  const json& inner = value.is_array() && value.size() == 1 ? value.front() : value;
  if (value.is_array() && inner.is_string()) return inner.get<std::string>();
  return readers::shownName(inner.dump(-1, ' ', false, json::error_handler_t::replace));
}

/// Whole numbers, also as 60.0 and "60": JSON that went through other tools has them. Nothing when
/// the field is absent.
std::optional<std::int64_t> whole(const json& note, const char* field, std::int64_t lowest,
                                  std::int64_t highest) {
  const auto found = note.find(field);
  if (found == note.end() || found->is_null()) return {};
  const double value = numberOf(*found);
  if (std::isnan(value) || value != std::floor(value))
    throw Unfit{"whose " + std::string(field) + " (" + shownValue(*found) +
                ") is not a whole number"};
  if (value < static_cast<double>(lowest) || value > static_cast<double>(highest))
    throw Unfit{"whose " + std::string(field) + " (" + shownValue(*found) + ") is outside " +
                std::to_string(lowest) + " to " + std::to_string(highest)};
  return static_cast<std::int64_t>(value);
}

std::optional<std::string> text(const json& note, const char* field) {
  const auto found = note.find(field);
  if (found == note.end() || found->is_null()) return {};
  if (!found->is_string()) throw Unfit{"whose " + std::string(field) + " is not text"};
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
    throw Unfit{"whose " + field + "_str \"" + readers::shownName(*name) +
                "\" is not one of NSynth's"};
  }
  if (fromId < 0) throw Unfit{"without " + field};
  return fromId;
}

std::bitset<10> qualities(const json& note) {
  std::bitset<10> set;
  if (const auto found = note.find("qualities"); found != note.end() && !found->is_null()) {
    if (!found->is_array() || found->size() != kQualities.size())
      throw Unfit{"whose qualities are not a list of ten numbers"};
    for (std::size_t i = 0; i < kQualities.size(); ++i) {
      const json& flag = (*found)[i];
      const double number = flag.is_boolean() ? flag.get<bool>() : numberOf(flag);
      if (std::isnan(number)) throw Unfit{"whose qualities are not a list of ten numbers"};
      set[i] = number != 0;
    }
    return set;
  }
  const auto names = note.find("qualities_str");
  if (names == note.end() || names->is_null()) return set;
  if (!names->is_array()) throw Unfit{"whose qualities_str is not a list"};
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
  if (!entry.is_object()) throw Unfit{"that is not a JSON object"};
  NoteInfo note;
  note.pitch = note.velocity = note.family = note.source = -1;
  note.id = withoutSoundEnding(text(entry, "note_str").value_or(key));
  checkId(note.id);
  if (const auto said = parseNoteName(note.id)) {
    note.instrument = said->instrument;
    note.pitch = said->pitch;
    note.velocity = said->velocity;
    note.family = said->family;
    note.source = said->source;
  }
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

Error leftOut(const fs::path& file, const std::string& key, const std::string& reason) {
  return {ErrorCode::BadFormat, file.string() + " has a note \"" + readers::shownName(key) + "\" " +
                                    reason + ": it is left out; correct the entry to use the note"};
}

}  // namespace

Result<NoteInfo> noteFromFields(const fs::path& file, const std::string& key,
                                const nlohmann::json& entry) {
  try {
    return understood(key, entry);
  } catch (const Unfit& unfit) {
    return tl::unexpected(leftOut(file, key, unfit.reason));
  }
}

Error unreadableNote(const fs::path& file, const std::string& key, const std::string& fault) {
  return leftOut(file, key, "that is not valid JSON (" + fault + ")");
}

const readers::EntryFields& noteEntryFields() {
  static constexpr readers::EntryFields kFields{
      &isNoteField,
      [](std::string_view name) { return name == "qualities" || name == "qualities_str"; },
      "note_str"};
  return kFields;
}

bool isNoteField(std::string_view name) {
  static constexpr std::array<std::string_view, 13> kFields{"note",
                                                            "note_str",
                                                            "instrument",
                                                            "instrument_str",
                                                            "pitch",
                                                            "velocity",
                                                            "sample_rate",
                                                            "qualities",
                                                            "qualities_str",
                                                            "instrument_family",
                                                            "instrument_family_str",
                                                            "instrument_source",
                                                            "instrument_source_str"};
  return std::find(kFields.begin(), kFields.end(), name) != kFields.end();
}

std::string_view withoutSoundEnding(std::string_view name) {
  const auto dot = name.rfind('.');
  return dot != name.npos && dot > 0 && isSoundEnding(name.substr(dot)) ? name.substr(0, dot)
                                                                        : name;
}

}  // namespace timbre::dataset
