/// The fields of a typed query and their values. For this room alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"
#include "dataset/NoteQuery.h"

namespace timbre::dataset {

enum class QueryField { Family, Source, Quality, Pitch, Velocity, Split, Finding, Is };
enum class QueryState { Favourite, Own, Doubtful, Clean };

/// ASCII letters alone.
std::string lowerCase(std::string_view text);

/// By its name or a usual short one ("vel"), in lower case.
std::optional<QueryField> fieldNamed(std::string_view name);
/// "family, source, quality, ... and is".
std::string fieldList();
/// The first is the one to write.
std::string_view nameOf(QueryField field);
inline constexpr int kQueryFields = 8;

/// Empty for pitches and velocities, which are numbers.
std::vector<std::string_view> valuesOf(QueryField field);
/// The place in valuesOf() of the one value that begins so. "_", "-" and nothing between words are
/// the same. BadFormat with a sentence when none or several do.
Result<std::size_t> valueNamed(QueryField field, std::string_view value);
/// "60", "C4", "40-52", "C2-E3", ">=60", "<C4", in lower case. BadFormat with a sentence.
Result<KeySet> keysOf(QueryField field, std::string_view value);

}  // namespace timbre::dataset
