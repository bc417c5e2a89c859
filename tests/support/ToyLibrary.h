/// Six notes in an NSynth-format folder: what real folders hold, good and bad. Link timbre_dataset.
#pragma once

#include "audio/AudioWriter.h"
#include "dataset/ExamplesJson.h"
#include "dataset/NoteName.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::test {

inline dataset::NoteInfo toyNote(const std::string& id, std::initializer_list<int> qualities = {}) {
  dataset::NoteInfo note;
  note.id = id;
  const auto said = dataset::parseNoteName(id).value();
  note.instrument = said.instrument;
  note.pitch = said.pitch;
  note.velocity = said.velocity;
  note.family = said.family;
  note.source = said.source;
  for (const int quality : qualities) note.qualities.set(static_cast<std::size_t>(quality));
  return note;
}

/// A sine at two velocities, noise, silence, a short note at another rate, and one without its
/// file.
inline void makeToyLibrary(const TemporaryFolder& folder) {
  const std::vector<dataset::NoteInfo> notes{
      toyNote("flute_acoustic_000-069-127", {0}),
      toyNote("flute_acoustic_000-069-025", {1}),
      toyNote("mallet_electronic_001-060-100", {3, 7}),
      toyNote("synth_lead_synthetic_002-048-050"),
      toyNote("bass_acoustic_003-036-075"),
      toyNote("vocal_synthetic_004-072-127"),
  };
  const auto audio = folder / "audio";
  std::filesystem::create_directory(audio);
  const auto put = [&](int which, const audio::AudioClip& clip) {
    (void)audio::writeWav(audio / (notes[static_cast<std::size_t>(which)].id + ".wav"), clip);
  };
  put(0, sine(440, 0.5, kNoteSamples));
  put(1, sine(440, 0.1, kNoteSamples));
  (void)audio::writeFlac(audio / (notes[2].id + ".flac"), noise(0.5, kNoteSamples));
  put(3, silence(kNoteSamples));
  put(4, sine(65, 0.5, 22050, SampleRate(44100)));
  (void)dataset::writeExamplesJson(folder.path(), notes);
}

}  // namespace timbre::test
