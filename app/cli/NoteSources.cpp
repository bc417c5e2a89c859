#include "app/cli/NoteSources.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "dataset/NoteLibrary.h"
#include "pack/Pack.h"
#include "sampler/MuLaw.h"

namespace timbre::cli {
namespace fs = std::filesystem;
namespace {

/// NSynth's names: keyboard_acoustic_004-058-127.
std::string idOf(const pack::Pack& pack, const pack::Label& label) {
  char numbers[24];
  std::snprintf(numbers, sizeof numbers, "-%03d-%03d", label.pitch, label.velocity);
  return pack.instruments()[static_cast<std::size_t>(label.instrument)].name + numbers;
}

Result<audio::AudioClip> soundOf(const pack::Pack& pack, int note) {
  const auto classes = pack.note(note);
  if (!classes) return tl::unexpected(classes.error());
  std::vector<float> samples(classes->size());
  std::transform(classes->begin(), classes->end(), samples.begin(),
                 [](int c) { return sampler::muLawSample(c); });
  return audio::AudioClip(std::move(samples), kModelRate);
}

Result<study::NoteSource> notesOfPack(const fs::path& path,
                                      const std::optional<NoteChoice>& choice) {
  const auto opened = pack::Pack::open(path);
  if (!opened) return tl::unexpected(opened.error());
  const pack::Pack pack = *opened;
  std::vector<int> chosen;
  for (int i = 0; i < pack.notes(); ++i)
    if (!choice || pack.label(i).split == choice->split) chosen.push_back(i);
  const int count = static_cast<int>(chosen.size());
  const auto at = [chosen = std::move(chosen)](int i) {
    return chosen[static_cast<std::size_t>(i)];
  };
  return study::NoteSource{count,
                           [pack, at](int i) {
                             const pack::Label& label = pack.label(at(i));
                             return study::NamedNote{idOf(pack, label), label.pitch};
                           },
                           [pack, at](int i) { return soundOf(pack, at(i)); }};
}

Result<study::NoteSource> notesOfLibrary(const fs::path& folder,
                                         const std::optional<NoteChoice>& choice,
                                         Progress& progress) {
  const auto opened = dataset::NoteLibrary::open(folder, progress);
  if (!opened) return tl::unexpected(opened.error());
  const dataset::NoteLibrary library = *opened;
  for (const Error& problem : library.problems())
    std::cerr << "timbre: " << problem.message << '\n';
  std::vector<int> chosen;
  for (int i = 0; i < library.size(); ++i) {
    if (progress.cancelled()) return cancelled();
    if (!choice || dataset::splitOf(choice->rule, library.note(i)) == choice->split)
      chosen.push_back(i);
  }
  const int count = static_cast<int>(chosen.size());
  const auto at = [chosen = std::move(chosen)](int i) {
    return chosen[static_cast<std::size_t>(i)];
  };
  return study::NoteSource{count,
                           [library, at](int i) {
                             const auto note = library.note(at(i));
                             return study::NamedNote{note.id, note.pitch};
                           },
                           [library, at](int i) { return dataset::readNote(library.note(at(i))); }};
}

}  // namespace

Result<study::NoteSource> noteSource(const fs::path& path, const std::optional<NoteChoice>& choice,
                                     Progress& progress) {
  return path.extension() == ".safetensors" ? notesOfPack(path, choice)
                                            : notesOfLibrary(path, choice, progress);
}

}  // namespace timbre::cli
