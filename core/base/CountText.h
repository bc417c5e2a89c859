/// A number with its noun.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace timbre {

/// "1 note", "2 notes", "0 studies", "88 pitches": for nouns that form their plural by rule.
inline std::string countText(std::integral auto number, std::string_view noun) {
  std::string text = std::to_string(number) + ' ' + std::string(noun);
  if (number == 1 || noun.empty()) return text;
  constexpr std::string_view kVowels = "aeiou";
  const auto ends = [noun](std::string_view end) { return noun.ends_with(end); };
  const bool study =
      ends("y") && noun.size() > 1 && kVowels.find(noun[noun.size() - 2]) == kVowels.npos;
  if (study) return text.replace(text.size() - 1, 1, "ies");
  const bool pitch = ends("s") || ends("x") || ends("ch") || ends("sh");
  return text + (pitch ? "es" : "s");
}

}  // namespace timbre
