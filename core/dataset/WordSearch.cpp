#include "dataset/WordSearch.h"

#include <algorithm>
#include <array>

namespace timbre::dataset {
namespace {

/// "000".."127" or fewer letters lie inside of "-PPP-VVV".
bool inTail(std::string_view word, int pitch, int velocity) {
  char tail[16];
  std::snprintf(tail, sizeof tail, "-%03d-%03d", pitch, velocity);
  return std::string_view(tail).find(word) != std::string_view::npos;
}

}  // namespace

std::vector<char> WordSearch::fitting(const NoteQuery& query) const {
  std::vector<char> fits;
  const auto hold = [&](const std::string& text, bool wanted) {
    for (const Word& word : wordsOf(text)) {
      const auto found = with(word);
      if (fits.empty()) fits.assign(rows_.size(), 1);
      for (std::size_t i = 0; i < fits.size(); ++i) fits[i] &= (found[i] != 0) == wanted;
    }
  };
  hold(query.text, true);
  hold(query.without, false);
  return fits;
}

std::vector<char> WordSearch::with(const Word& word) const {
  std::vector<char> found(rows_.size());
  std::bitset<10> qualities;
  for (std::size_t i = 0; i < kQualities.size(); ++i)
    qualities[i] = kQualities[i].starts_with(word.text);
  for (std::size_t i = 0; i < rows_.size(); ++i)
    found[i] =
        rows_[i].pitch == word.pitch || (std::bitset<10>(rows_[i].qualities) & qualities).any();
  try {
    searchLong(word, found);
  } catch (const DatabaseFailure&) {  // what the rows know is still found
    damaged_();
  }
  return found;
}

/// Trigrams find what has three letters.
void WordSearch::searchLong(const Word& word, std::vector<char>& found) const {
  const auto letters = std::ranges::count_if(
      word.text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
  if (letters < 3) return searchShort(word, found);
  std::string phrase = "\"";
  for (const char c : word.text) phrase += c == '"' ? std::string("\"\"") : std::string(1, c);
  const std::scoped_lock lock(*door_.turn);
  Statement hits = door_.database->prepare("SELECT rowid FROM words WHERE words MATCH ?");
  hits.bind(1, phrase + '"');
  while (hits.next())
    if (hits.number(0) >= 0 && hits.number(0) < static_cast<std::int64_t>(rows_.size()))
      found[static_cast<std::size_t>(hits.number(0))] = 1;
}

/// One or two letters are in many notes, but in few instruments and endings.
void WordSearch::searchShort(const Word& word, std::vector<char>& found) const {
  std::vector<char> instruments(instruments_.size());
  for (std::size_t i = 0; i < instruments_.size(); ++i)
    instruments[i] = containsWord(instruments_[i].id + "-", word.text) ||
                     containsWord(instruments_[i].name, word.text);
  enum : char { Unknown, Without, With };
  std::array<std::array<char, 128>, 128> tails{};
  const auto tailHas = [&](const NoteRow& note) {
    char& known = tails[note.pitch][note.velocity];
    if (known == Unknown) known = inTail(word.text, note.pitch, note.velocity) ? With : Without;
    return known == With;
  };
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (rows_[i].regular && (instruments[rows_[i].instrument] || tailHas(rows_[i]))) found[i] = 1;
  searchOdd(word, found);
}

/// Ids that are not made as NSynth makes them.
void WordSearch::searchOdd(const Word& word, std::vector<char>& found) const {
  const std::scoped_lock lock(*door_.turn);
  Statement odd =
      door_.database->prepare("SELECT notes.place, id FROM odd JOIN notes USING(place)");
  while (odd.next()) {
    const auto place = odd.number(0);
    if (place < 0 || place >= static_cast<std::int64_t>(rows_.size())) continue;
    const auto& name = instruments_[rows_[static_cast<std::size_t>(place)].instrument].name;
    if (containsWord(odd.text(1), word.text) || containsWord(name, word.text))
      found[static_cast<std::size_t>(place)] = 1;
  }
}

}  // namespace timbre::dataset
