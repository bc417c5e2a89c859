/// JSON as other programs write it: what RFC 8259 forbids but cannot be misunderstood.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace timbre::readers {

/// Reads strict JSON, and besides: trailing commas, comments, single quotes and True, False, None
/// as Python prints them, control characters in texts, and texts in Latin-1 instead of UTF-8. NaN
/// and infinities come as arrays of their name: they are in the place of a number, and none. When
/// it is nothing of all that, `reason` says why: "it has the escape \q, which JSON does not know".
std::optional<nlohmann::json> parseLeniently(const std::string& text, std::string& reason);

/// `bytes` as UTF-8: what is none is taken for Latin-1.
std::string asUtf8(std::string_view bytes);

}  // namespace timbre::readers
