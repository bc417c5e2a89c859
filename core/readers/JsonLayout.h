/// The forms in which tools write a table of entries as JSON.
#pragma once

#include <string_view>

namespace timbre::readers {

/// {"a": {...}, ...}, [{...}, ...], one object per line, or {"pitch": {"a": 60, ...}, ...}.
enum class JsonLayout { Unknown, Object, List, Lines, Columns };

/// The facts about the entries that distinguish the forms.
struct EntryFields {
  bool (*isField)(std::string_view name);  ///< an entry has fields of these names
  bool (*isList)(std::string_view name);   ///< of these the values are lists
  std::string_view name;                   ///< the field with an entry's name
};

/// By the first words of the text, which `head` must hold. Unknown when it is not a table at all.
JsonLayout jsonLayoutOf(std::string_view head, const EntryFields& fields);

bool isJsonSpace(int c);

}  // namespace timbre::readers
