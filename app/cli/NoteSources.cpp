#include "app/cli/NoteSources.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "app/cli/Console.h"
#include "corpus/TrainingPack.h"
#include "dataset/NoteLibrary.h"
#include "sampler/MuLaw.h"

namespace timbre::cli {
namespace fs = std::filesystem;
namespace {

/// NSynth's names: keyboard_acoustic_004-058-127.
std::string idOf(const corpus::TrainingPack& pack, const corpus::Label& label) {
  char numbers[24];
  std::snprintf(numbers, sizeof numbers, "-%03d-%03d", label.pitch, label.velocity);
  return pack.instruments()[static_cast<std::size_t>(label.instrument)].name + numbers;
}

Result<audio::AudioClip> soundOf(const corpus::TrainingPack& pack, int note) {
  const auto classes = pack.note(note);
  if (!classes) return tl::unexpected(classes.error());
  std::vector<float> samples(classes->size());
  std::transform(classes->begin(), classes->end(), samples.begin(),
                 [](int c) { return sampler::muLawSample(c); });
  return audio::AudioClip(std::move(samples), kModelRate);
}

Result<evaluation::NoteSequence> notesOfPack(const fs::path& path,
                                             const dataset::SplitSelection& selection,
                                             Progress& progress) {
  const auto opened = corpus::TrainingPack::open(path);
  if (!opened) return tl::unexpected(opened.error());
  const corpus::TrainingPack& pack = *opened;
  auto chosen = dataset::selectNotes(
      pack.notes(),
      [&](int i) { return !selection.split || pack.label(i).split == *selection.split; }, selection,
      progress);
  if (!chosen) return tl::unexpected(chosen.error());
  const int count = static_cast<int>(chosen->size());
  const auto at = [chosen = std::move(*chosen)](int i) {
    return chosen[static_cast<std::size_t>(i)];
  };
  return evaluation::NoteSequence{count,
                                  [pack, at](int i) {
                                    const corpus::Label& label = pack.label(at(i));
                                    return evaluation::NamedNote{idOf(pack, label), label.pitch};
                                  },
                                  [pack, at](int i) { return soundOf(pack, at(i)); }};
}

Result<evaluation::NoteSequence> notesOfLibrary(const fs::path& folder,
                                                const dataset::SplitSelection& selection,
                                                Progress& progress) {
  const auto opened = dataset::NoteLibrary::open(folder, progress);
  if (!opened) return tl::unexpected(opened.error());
  const dataset::NoteLibrary& library = *opened;
  if (library.empty())
    return fail(ErrorCode::BadFormat,
                folder.string() + " holds no notes; its examples.json is empty");
  for (const Error& problem : library.problems()) warn(problem.message);
  auto chosen = dataset::selectNotes(library, selection, progress);
  if (!chosen) return tl::unexpected(chosen.error());
  const int count = static_cast<int>(chosen->size());
  const auto at = [chosen = std::move(*chosen)](int i) {
    return chosen[static_cast<std::size_t>(i)];
  };
  return evaluation::NoteSequence{
      count,
      [library, at](int i) {
        const auto note = library.note(at(i));
        return evaluation::NamedNote{note.id, note.pitch};
      },
      [library, at](int i) { return dataset::readNote(library.note(at(i))); }};
}

}  // namespace

Result<evaluation::NoteSequence> noteSource(const fs::path& path,
                                            const dataset::SplitSelection& selection,
                                            Progress& progress) {
  return path.extension() == ".safetensors" ? notesOfPack(path, selection, progress)
                                            : notesOfLibrary(path, selection, progress);
}

}  // namespace timbre::cli
