/// A small folder of notes in NSynth's format, written anew for each test.
#pragma once

#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <string>
#include <vector>

#include "audio/AudioWriter.h"
#include "dataset/ExamplesJson.h"

namespace timbre::test {

inline audio::AudioClip sine(double hertz, float level, int samples = kNoteSamples) {
  std::vector<float> wave(static_cast<std::size_t>(samples));
  for (std::size_t i = 0; i < wave.size(); ++i) {
    wave[i] = level * static_cast<float>(
                          std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / 16000));
  }
  return {std::move(wave), kModelRate};
}

struct ToyNote {
  int family;
  int source;
  int instrument;
  int pitch;
  int velocity;
  bool missing = false;
};

/// Brass with two velocities, a flute and a guitar with one, and a mallet without a file.
inline const std::vector<ToyNote> kToyNotes{{1, 0, 0, 60, 25},
                                            {1, 0, 0, 60, 127},
                                            {2, 2, 1, 60, 100},
                                            {3, 0, 2, 62, 75},
                                            {5, 0, 3, 64, 50, true}};

inline dataset::NoteInfo infoOf(const ToyNote& toy) {
  char number[8], tail[16];
  std::snprintf(number, sizeof number, "%03d", toy.instrument);
  std::snprintf(tail, sizeof tail, "-%03d-%03d", toy.pitch, toy.velocity);
  dataset::NoteInfo note;
  note.instrument = std::string(dataset::kFamilies[static_cast<std::size_t>(toy.family)]) + "_" +
                    std::string(dataset::kSources[static_cast<std::size_t>(toy.source)]) + "_" +
                    number;
  note.id = note.instrument + tail;
  note.family = toy.family;
  note.source = toy.source;
  note.instrumentNumber = toy.instrument;
  note.pitch = toy.pitch;
  note.velocity = toy.velocity;
  return note;
}

/// Empty when the folder could not be written.
inline std::filesystem::path writeToyLibrary(const std::filesystem::path& folder,
                                             const std::vector<ToyNote>& toys = kToyNotes) {
  namespace fs = std::filesystem;
  fs::create_directories(folder / "audio");
  std::vector<dataset::NoteInfo> notes;
  for (const ToyNote& toy : toys) {
    notes.push_back(infoOf(toy));
    notes.back().note = static_cast<std::int64_t>(notes.size());
    if (toy.missing) continue;
    const auto clip =
        sine(frequencyOf(MidiPitch(toy.pitch)), static_cast<float>(toy.velocity) / 127);
    if (!audio::writeWav(folder / "audio" / (notes.back().id + ".wav"), clip)) return {};
  }
  return dataset::writeExamplesJson(folder, notes) ? folder : fs::path();
}

}  // namespace timbre::test
