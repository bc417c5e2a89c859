/// A dataset of the size and shape of the whole of NSynth: 305,979 notes of 1006 instruments, with
/// as many of each family and source as the released one has, and a handful of sounds.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "audio/AudioWriter.h"
#include "dataset/ExamplesJson.h"

namespace timbre::test {

/// Notes of family f and source s: full[f][s], facts of the released set.
inline constexpr int kFullCounts[11][3] = {
    {200, 8387, 60368},  {13760, 70, 0},      {6572, 35, 2816}, {13343, 16805, 5275},
    {8508, 42645, 3838}, {27722, 5581, 1763}, {176, 36401, 0},  {14262, 76, 528},
    {20510, 84, 0},      {0, 0, 5501},        {3925, 140, 6688}};

/// One instrument after the other, 65 pitches with up to five velocities each, until `count` notes
/// of the family and source are made.
inline void addNotes(int family, int source, int count, std::mt19937& random,
                     std::vector<dataset::NoteInfo>& notes) {
  for (int made = 0, number = 0; made < count; ++number) {
    char tail[16];
    std::snprintf(tail, sizeof tail, "_%03d", number);
    dataset::NoteInfo note;
    note.family = family;
    note.source = source;
    note.instrument = std::string(dataset::kFamilies[static_cast<std::size_t>(family)]) + "_" +
                      std::string(dataset::kSources[static_cast<std::size_t>(source)]) + tail;
    note.instrumentNumber = static_cast<std::int64_t>(notes.size()) / 304;
    note.qualities = random() % 1024 & random() % 1024 & random() % 1024;
    const int lowest = 21 + static_cast<int>(random() % 24);
    for (int key = lowest; key < lowest + 65 && made < count; ++key) {
      for (const int velocity : dataset::kVelocities) {
        if (made == count) break;
        note.pitch = std::min(key, 120);
        note.velocity = velocity;
        char place[16];
        std::snprintf(place, sizeof place, "-%03d-%03d", note.pitch, velocity);
        note.id = note.instrument + place;
        notes.push_back(note);
        ++made;
      }
    }
  }
}

/// `part` in (0, 1]: so much of every family. In the dataset's own, that is in no, order.
inline std::vector<dataset::NoteInfo> fullNotes(double part = 1) {
  std::mt19937 random(20170410);
  std::vector<dataset::NoteInfo> notes;
  for (int family = 0; family < 11; ++family)
    for (int source = 0; source < 3; ++source)
      addNotes(family, source, static_cast<int>(std::lround(kFullCounts[family][source] * part)),
               random, notes);
  std::shuffle(notes.begin(), notes.end(), random);
  for (std::size_t i = 0; i < notes.size(); ++i) notes[i].note = static_cast<std::int64_t>(i);
  return notes;
}

/// Hard links to 16 sounds: a file can have 65,000 names. False when the folder cannot be written.
inline bool writeFullLibrary(const std::filesystem::path& folder, double part = 1) {
  namespace fs = std::filesystem;
  constexpr int kSounds = 16;
  fs::create_directories(folder / "audio");
  const auto notes = fullNotes(part);
  for (int i = 0; i < kSounds; ++i) {
    std::vector<float> wave(static_cast<std::size_t>(kNoteSamples));
    for (std::size_t t = 0; t < wave.size(); ++t)
      wave[t] = 0.5f * std::sin(0.02f * static_cast<float>(i + 1) * static_cast<float>(t)) *
                std::exp(-static_cast<float>(t) / 16000);
    if (!audio::writeWav(folder / ("sound" + std::to_string(i)), {std::move(wave), kModelRate}))
      return false;
  }
  std::error_code code;
  for (std::size_t i = 0; i < notes.size(); ++i)
    fs::create_hard_link(folder / ("sound" + std::to_string(i % kSounds)),
                         folder / "audio" / (notes[i].id + ".wav"), code);
  return dataset::writeExamplesJson(folder, notes).has_value();
}

}  // namespace timbre::test
