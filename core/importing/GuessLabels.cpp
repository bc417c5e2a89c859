#include "importing/GuessLabels.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "dataset/NoteName.h"
#include "dataset/NoteQuery.h"
#include "importing/InstrumentName.h"

namespace timbre::importing {
namespace {

constexpr int kVelocity = 100;

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

/// `named`: the key in the name, -1 for none. Digits of names mean many things, so they only decide
/// between what may have been heard.
int pitchOf(const std::optional<HeardPitch>& heard, int named) {
  constexpr double kHardly = 0.1;  // a drum or noise: any guess is as good
  if (!heard || (heard->confidence < kHardly && named >= 0)) return named;
  const bool second = heard->second && std::lround(heard->second->value) == named;
  return !heard->isSure() && second ? named : heard->key();
}

}  // namespace

dataset::NoteInfo guessLabels(const std::filesystem::path& file, const ImportedSound& sound) {
  const std::string stem = file.stem().string();
  dataset::NoteInfo note;
  note.name = stem;
  std::ranges::replace(note.name, '_', ' ');
  note.family = familyNamed(stem).value_or(familyCalled("keyboard"));
  note.source = sourceNamed(stem);
  note.pitch = pitchOf(sound.heard, pitchIn(stem));
  note.velocity = kVelocity;
  if (sound.segmentation.sounds.size() > 1) note.name += " " + std::to_string(sound.sound + 1);
  return note;
}

}  // namespace timbre::importing
