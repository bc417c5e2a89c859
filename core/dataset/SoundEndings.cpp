#include "dataset/SoundEndings.h"

#include <algorithm>
#include <array>

namespace timbre::dataset {

bool sameName(std::string_view a, std::string_view b) {
  const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return low(x) == low(y); });
}

bool isSoundEnding(std::string_view ending) {
  static constexpr std::array<std::string_view, 15> kEndings{
      ".wav", ".flac", ".aif", ".aiff", ".aifc", ".ogg", ".oga", ".opus",
      ".mp3", ".wave", ".w64", ".rf64", ".caf",  ".au",  ".m4a"};
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view known) { return sameName(ending, known); });
}

}  // namespace timbre::dataset
