#include "importing/GuessLabels.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "dataset/ExamplesJson.h"
#include "dataset/NoteName.h"
#include "dataset/NoteQuery.h"

namespace timbre::importing {
namespace {

constexpr int kVelocity = 100;

/// Parts of words, the first that occurs counts: "bassoon" must come before "bass".
constexpr std::array<std::pair<std::string_view, std::string_view>, 60> kWords{{
    {"bassoon", "reed"},
    {"bassclarinet", "reed"},
    {"contrabass", "string"},
    {"doublebass", "string"},
    {"synthlead", "synth_lead"},
    {"synth_lead", "synth_lead"},
    {"bass", "bass"},
    {"trumpet", "brass"},
    {"trombone", "brass"},
    {"tuba", "brass"},
    {"frenchhorn", "brass"},
    {"horn", "brass"},
    {"cornet", "brass"},
    {"brass", "brass"},
    {"flute", "flute"},
    {"piccolo", "flute"},
    {"recorder", "flute"},
    {"ocarina", "flute"},
    {"whistle", "flute"},
    {"guitar", "guitar"},
    {"banjo", "guitar"},
    {"ukulele", "guitar"},
    {"mandolin", "guitar"},
    {"sitar", "guitar"},
    {"harpsichord", "keyboard"},
    {"clavinet", "keyboard"},
    {"piano", "keyboard"},
    {"rhodes", "keyboard"},
    {"wurli", "keyboard"},
    {"pianet", "keyboard"},
    {"steinway", "keyboard"},
    {"celesta", "mallet"},
    {"keys", "keyboard"},
    {"keyboard", "keyboard"},
    {"glocken", "mallet"},
    {"marimba", "mallet"},
    {"vibraphone", "mallet"},
    {"xylo", "mallet"},
    {"kalimba", "mallet"},
    {"steeldrum", "mallet"},
    {"bell", "mallet"},
    {"mallet", "mallet"},
    {"organ", "organ"},
    {"hammond", "organ"},
    {"accordion", "organ"},
    {"harmonium", "organ"},
    {"sax", "reed"},
    {"clarinet", "reed"},
    {"oboe", "reed"},
    {"reed", "reed"},
    {"violin", "string"},
    {"viola", "string"},
    {"cello", "string"},
    {"harp", "string"},
    {"string", "string"},
    {"lead", "synth_lead"},
    {"choir", "vocal"},
    {"voice", "vocal"},
    {"vocal", "vocal"},
    {"vox", "vocal"},
}};

std::string lowered(std::string_view text) {
  std::string low(text);
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return low;
}

/// Without what stands between words.
std::string joined(std::string_view text) {
  std::string letters(text);
  std::erase_if(letters, [](char c) { return c == ' ' || c == '-' || c == '.' || c == '_'; });
  return letters;
}

int familyIn(std::string_view low) {
  const std::string letters = joined(low);
  for (const auto& [word, family] : kWords)
    if (letters.find(joined(word)) != std::string::npos)
      return static_cast<int>(std::ranges::find(dataset::kFamilies, family) -
                              dataset::kFamilies.begin());
  return static_cast<int>(std::ranges::find(dataset::kFamilies, "keyboard") -
                          dataset::kFamilies.begin());
}

int sourceIn(std::string_view low) {
  const auto has = [&](std::string_view word) { return low.find(word) != low.npos; };
  if (has("synth")) return 2;
  for (const char* word : {"electr", "rhodes", "wurli", "pianet", "hammond", "drawbar", "clavinet"})
    if (has(word)) return 1;
  return 0;
}

/// The last word that names a note; -1 when none does.
int pitchIn(const std::string& stem) {
  if (const auto named = dataset::parseNoteName(stem)) return named->pitch;
  int pitch = -1;
  std::string word;
  for (const char c : stem + " ") {
    if (c != ' ' && c != '_' && c != '-' && c != '.') {
      word += c;
      continue;
    }
    if (const int named = dataset::pitchNamed(word); named >= 0) pitch = named;
    word.clear();
  }
  return pitch;
}

}  // namespace

dataset::NoteInfo guessLabels(const std::filesystem::path& file, const ImportedSound& sound) {
  const std::string stem = file.stem().string();
  const std::string low = lowered(stem);
  dataset::NoteInfo note;
  note.name = stem;
  std::ranges::replace(note.name, '_', ' ');
  note.family = familyIn(low);
  note.source = sourceIn(low);
  note.pitch = sound.heard ? sound.heard->key() : pitchIn(stem);
  note.velocity = kVelocity;
  if (sound.segmentation.sounds.size() > 1) note.name += " " + std::to_string(sound.sound + 1);
  return note;
}

}  // namespace timbre::importing
