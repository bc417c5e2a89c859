#include "app/cli/EncodeDataset.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <string_view>

#include "app/cli/Inputs.h"
#include "base/Ranks.h"
#include "dataset/NoteLibrary.h"
#include "pack/Pack.h"
#include "sampler/MuLaw.h"
#include "study/EncodeNotes.h"

namespace timbre::cli {
namespace fs = std::filesystem;
namespace {

/// NSynth's names: keyboard_acoustic_004-058-127.
std::string idOf(const pack::Pack& pack, const pack::Label& label) {
  char numbers[24];
  std::snprintf(numbers, sizeof numbers, "-%03d-%03d", label.pitch, label.velocity);
  return pack.instruments()[static_cast<std::size_t>(label.instrument)].name + numbers;
}

Result<study::NoteSource> notesOfPack(const fs::path& path) {
  const auto opened = pack::Pack::open(path);
  if (!opened) return tl::unexpected(opened.error());
  const pack::Pack pack = *opened;
  return study::NoteSource{
      pack.notes(),
      [pack](int i) {
        return study::NamedNote{idOf(pack, pack.label(i)), pack.label(i).pitch};
      },
      [pack](int i) -> Result<audio::AudioClip> {
        const auto classes = pack.note(i);
        if (!classes) return tl::unexpected(classes.error());
        std::vector<float> samples(classes->size());
        std::transform(classes->begin(), classes->end(), samples.begin(),
                       [](int c) { return sampler::muLawSample(c); });
        return audio::AudioClip(std::move(samples), kModelRate);
      }};
}

Result<study::NoteSource> notesOfLibrary(const fs::path& folder, Progress& progress) {
  const auto opened = dataset::NoteLibrary::open(folder, progress);
  if (!opened) return tl::unexpected(opened.error());
  const dataset::NoteLibrary library = *opened;
  return study::NoteSource{library.size(),
                           [library](int i) {
                             const auto note = library.note(i);
                             return study::NamedNote{note.id, note.pitch};
                           },
                           [library](int i) { return dataset::readNote(library.note(i)); }};
}

void say(const study::EncodeReport& report, const EncodeDatasetArgs& args, const Ranks& ranks) {
  if (ranks.size > 1) std::cout << "process " << ranks.rank << " of " << ranks.size << ": ";
  if (report.finished && report.notes == 0)
    std::cout << args.output.string() << " is there and holds these notes already\n";
  else if (report.finished)
    std::cout << report.notes << " notes in " << args.output.string() << ", " << report.encoded
              << " of them encoded now\n";
  else
    std::cout << report.encoded << " notes encoded; " << report.missing
              << " parts are still to come from others: the last one to end joins them, and the "
                 "same command again makes what a process that died has left\n";
}

}  // namespace

bool isDataset(const std::string& word) {
  static constexpr std::array<std::string_view, 5> kEndings{".tar", ".tar.gz", ".tgz", ".tfrecord",
                                                            ".safetensors"};
  std::error_code code;
  return fs::is_directory(word, code) ||
         std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return word.ends_with(ending); });
}

Result<void> encodeDataset(const EncodeDatasetArgs& args, Progress& progress) {
  const auto ranks = ranksHere(false);
  if (!ranks) return tl::unexpected(ranks.error());
  PartOf opening(progress, 0, 0.02), encoding(progress, 0.02, 1);
  const auto notes = args.notes.extension() == ".safetensors" ? notesOfPack(args.notes)
                                                              : notesOfLibrary(args.notes, opening);
  if (!notes) return tl::unexpected(notes.error());
  const auto model = openModel(args.model, args.threads);
  if (!model) return tl::unexpected(model.error());
  const auto report = study::encodeNotes(
      **model, *notes, {args.output, *ranks, args.notesAPart},
      [](const Error& e) { std::cerr << "timbre: " << e.message << '\n'; }, encoding);
  if (!report) return tl::unexpected(report.error());
  say(*report, args, *ranks);
  return {};
}

}  // namespace timbre::cli
