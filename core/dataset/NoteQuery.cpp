#include "dataset/NoteQuery.h"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace timbre::dataset {

namespace {

/// ASCII only: ids and qualities are nothing else.
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// `wanted` in lower case.
bool contains(std::string_view text, std::string_view wanted) {
  return std::search(text.begin(), text.end(), wanted.begin(), wanted.end(),
                     [](char a, char b) { return lower(a) == b; }) != text.end();
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

NoteFilter::NoteFilter(const NoteQuery& query) : query_(query) {
  std::istringstream text(query.text);
  for (std::string word; text >> word;) {
    std::transform(word.begin(), word.end(), word.begin(), lower);
    words_.push_back({word, pitchNamed(word)});
  }
}

bool NoteFilter::occurs(const Word& word, const NoteInfo& note) {
  if (word.pitch == note.pitch || contains(note.id, word.text) || contains(note.name, word.text))
    return true;
  for (std::size_t i = 0; i < kQualities.size(); ++i)
    if (note.qualities[i] && kQualities[i].starts_with(word.text)) return true;
  return false;
}

bool NoteFilter::accepts(const NoteInfo& note) const {
  const NoteQuery& q = query_;
  if (note.pitch < q.lowestPitch || note.pitch > q.highestPitch) return false;
  if (q.families.any() && !q.families[static_cast<std::size_t>(note.family)]) return false;
  if (q.sources.any() && !q.sources[static_cast<std::size_t>(note.source)]) return false;
  if ((note.qualities & q.qualities) != q.qualities) return false;
  if (q.findings.any() && (note.findings & q.findings).none()) return false;
  if (q.hideDoubtful && (note.findings.any() || note.fileMissing)) return false;
  if (!q.velocities.empty() &&
      std::find(q.velocities.begin(), q.velocities.end(), note.velocity) == q.velocities.end())
    return false;
  return std::all_of(words_.begin(), words_.end(),
                     [&](const Word& word) { return occurs(word, note); });
}

}  // namespace timbre::dataset
