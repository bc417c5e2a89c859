#include "dataset/NoteQuery.h"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <utility>

namespace timbre::dataset {

namespace {

/// ASCII only: ids and qualities are nothing else.
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool takeOff(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

}  // namespace

int pitchNamed(std::string_view text) {
  static constexpr std::array<int, 7> kSemitones{9, 11, 0, 2, 4, 5, 7};  // a to g, above c
  if (text.empty() || lower(text[0]) < 'a' || lower(text[0]) > 'g') return -1;
  int key = kSemitones[static_cast<std::size_t>(lower(text[0]) - 'a')];
  text.remove_prefix(1);
  if (takeOff(text, "#") || takeOff(text, "♯"))
    ++key;
  else if (takeOff(text, "b") || takeOff(text, "B") || takeOff(text, "♭"))
    --key;
  int octave = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), octave);
  if (error != std::errc() || end != text.data() + text.size() || octave < -1 || octave > 9)
    return -1;
  key += 12 * (octave + 1);
  return key >= 0 && key <= 127 ? key : -1;
}

KeySet keysBetween(int from, int to) {
  if (from > to) std::swap(from, to);
  KeySet keys;
  for (int key = from; key <= to; ++key) keys.set(static_cast<std::size_t>(key));
  return keys;
}

std::vector<Word> wordsOf(std::string_view text) {
  std::vector<Word> words;
  std::istringstream stream{std::string(text)};
  for (std::string word; stream >> word;) {
    std::transform(word.begin(), word.end(), word.begin(), lower);
    words.push_back({word, pitchNamed(word)});
  }
  return words;
}

bool containsWord(std::string_view text, std::string_view wanted) {
  return std::search(text.begin(), text.end(), wanted.begin(), wanted.end(),
                     [](char a, char b) { return lower(a) == b; }) != text.end();
}

}  // namespace timbre::dataset
