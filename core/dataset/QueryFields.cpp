#include "dataset/QueryFields.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "dataset/Subset.h"

namespace timbre::dataset {
namespace {

struct FieldName {
  std::string_view name;
  QueryField field;
};

/// The first of each field is the one to write.
constexpr std::array kNames{
    FieldName{"family", QueryField::Family},     FieldName{"source", QueryField::Source},
    FieldName{"quality", QueryField::Quality},   FieldName{"pitch", QueryField::Pitch},
    FieldName{"vel", QueryField::Velocity},      FieldName{"split", QueryField::Split},
    FieldName{"finding", QueryField::Finding},   FieldName{"is", QueryField::Is},
    FieldName{"velocity", QueryField::Velocity}, FieldName{"q", QueryField::Quality},
    FieldName{"qualities", QueryField::Quality}, FieldName{"fam", QueryField::Family},
    FieldName{"note", QueryField::Pitch},        FieldName{"key", QueryField::Pitch},
    FieldName{"has", QueryField::Finding},       FieldName{"src", QueryField::Source},
};

constexpr std::array<std::string_view, 4> kStates{"favourite", "own", "doubtful", "clean"};

std::string joinedName(std::string_view name) {
  std::string joined;
  for (const char c : name)
    if (c != '_' && c != '-') joined += c;
  return joined;
}

std::string listed(const std::vector<std::string_view>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + std::string(names[i]);
  return text;
}

/// -1 when it is neither a MIDI number nor, of pitches, the name of a note.
int keyOf(QueryField field, std::string_view text) {
  int number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size())
    return number >= 0 && number <= 127 ? number : -1;
  return field == QueryField::Pitch ? pitchNamed(text) : -1;
}

/// ">=60", "<C4".
std::optional<KeySet> beyond(QueryField field, std::string_view value) {
  const char sign = value.front();
  if (sign != '<' && sign != '>') return {};
  value.remove_prefix(1);
  const bool equal = value.starts_with('=');
  if (equal) value.remove_prefix(1);
  const int key = keyOf(field, value);
  if (key < 0) return {};
  KeySet keys = sign == '<' ? keysBetween(0, key) : keysBetween(key, 127);
  return keys.set(static_cast<std::size_t>(key), equal);
}

}  // namespace

std::string lowerCase(std::string_view text) {
  std::string low(text);
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return low;
}

std::optional<QueryField> fieldNamed(std::string_view name) {
  const auto* found = std::ranges::find(kNames, name, &FieldName::name);
  if (found == kNames.end()) return {};
  return found->field;
}

std::string_view nameOf(QueryField field) {
  return std::ranges::find(kNames, field, &FieldName::field)->name;
}

std::string fieldList() {
  std::vector<std::string_view> names;
  for (int i = 0; i < kQueryFields; ++i) names.push_back(nameOf(static_cast<QueryField>(i)));
  return listed(names);
}

std::vector<std::string_view> valuesOf(QueryField field) {
  const auto all = [](const auto& names) {
    return std::vector<std::string_view>(names.begin(), names.end());
  };
  switch (field) {
    case QueryField::Family:
      return all(kFamilies);
    case QueryField::Source:
      return all(kSources);
    case QueryField::Quality:
      return all(kQualities);
    case QueryField::Split:
      return all(kSubsets);
    case QueryField::Finding:
      return all(kFindings);
    case QueryField::Is:
      return all(kStates);
    default:
      return {};
  }
}

Result<std::size_t> valueNamed(QueryField field, std::string_view value) {
  const auto names = valuesOf(field);
  const std::string wanted = joinedName(value == "favorite" ? "favourite" : value);
  std::vector<std::string_view> fitting;
  std::size_t place = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name = joinedName(names[i]);
    if (name == wanted) return i;
    if (!name.starts_with(wanted)) continue;
    fitting.push_back(names[i]);
    place = i;
  }
  if (fitting.size() == 1) return place;
  const std::string begin = "“" + std::string(nameOf(field)) + ":" + std::string(value) + "” ";
  if (!fitting.empty())
    return fail(ErrorCode::BadFormat,
                begin + "could be " + listed(fitting) + "; type one more letter");
  return fail(ErrorCode::BadFormat,
              begin + "is not a known value; the values are " + listed(names));
}

Result<KeySet> keysOf(QueryField field, std::string_view value) {
  if (const int key = keyOf(field, value); key >= 0) return keysBetween(key, key);
  if (const auto keys = beyond(field, value)) return *keys;
  for (auto dash = value.find('-', 1); dash < value.size(); dash = value.find('-', dash + 1)) {
    const int from = keyOf(field, value.substr(0, dash));
    const int to = keyOf(field, value.substr(dash + 1));
    if (from >= 0 && to >= 0) return keysBetween(from, to);
    if (from >= 0 && dash + 1 == value.size()) return keysBetween(from, from);  // typed half way
  }
  const std::string begin = "“" + std::string(nameOf(field)) + ":" + std::string(value) + "” ";
  return fail(ErrorCode::BadFormat,
              begin + (field == QueryField::Pitch ? "is not a pitch; write 60, C4, 40-52 or C2-E3"
                                                  : "is not a velocity; write 100 or 25-75"));
}

}  // namespace timbre::dataset
