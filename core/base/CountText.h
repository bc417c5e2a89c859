/// A number with its noun.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace timbre {

/// "notes", "studies", "pitches": of nouns that form their plural by rule.
inline std::string pluralOf(std::string_view noun) {
  if (noun.empty()) return {};
  constexpr std::string_view kVowels = "aeiou";
  const auto ends = [noun](std::string_view end) { return noun.ends_with(end); };
  const bool study =
      ends("y") && noun.size() > 1 && kVowels.find(noun[noun.size() - 2]) == kVowels.npos;
  if (study) return std::string(noun.substr(0, noun.size() - 1)) + "ies";
  const bool pitch = ends("s") || ends("x") || ends("ch") || ends("sh");
  return std::string(noun) + (pitch ? "es" : "s");
}

/// "1 note", "2 notes", "0 studies", "88 pitches".
inline std::string countText(std::integral auto number, std::string_view noun) {
  return std::to_string(number) + ' ' + (number == 1 ? std::string(noun) : pluralOf(noun));
}

}  // namespace timbre
