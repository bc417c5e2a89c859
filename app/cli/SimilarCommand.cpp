/// similar: the notes that sound most like one, and how that is measured.
#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>

#include "app/cli/Commands.h"
#include "app/cli/Console.h"
#include "app/cli/Inputs.h"
#include "app/cli/NumberOptions.h"
#include "app/cli/Outputs.h"
#include "base/CountText.h"
#include "base/StandardPaths.h"
#include "dataset/NoteQuery.h"
#include "similarity/CompareMeasures.h"
#include "similarity/NoteVectors.h"

namespace timbre::cli {
namespace {

struct SimilarArgs {
  std::string note;
  std::string pitch;
  std::filesystem::path library;
  similarity::SimilarOptions options;
  bool compare = false;
  std::string model;
  std::filesystem::path fit;
  int threads = 0;
  bool json = false;
};

Result<dataset::NoteLibrary> openNotes(const SimilarArgs& args, Progress& progress) {
  return dataset::NoteLibrary::open(
      args.library.empty() ? assetsFolder() / "library" : args.library, progress);
}

void print(const dataset::NoteLibrary& library, const std::vector<similarity::SimilarNote>& found,
           const similarity::Aspects& wanted, bool asJson) {
  nlohmann::json all = nlohmann::json::array();
  for (const auto& each : found) {
    const std::string id = library.note(each.index).id;
    const std::string why = similarity::whySimilar(each, wanted);
    if (!asJson) {
      std::cout << printable(id) << ": " << why << '\n';
      continue;
    }
    all.push_back({{"id", id},
                   {"distance", each.distance},
                   {"semitones", each.difference.pitch},
                   {"decibels", each.difference.level},
                   {"brightness_octaves", each.difference.brightness},
                   {"attack_octaves", each.difference.attack},
                   {"why", why}});
  }
  if (asJson)
    std::cout << all.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

Result<void> findSimilar(const SimilarArgs& args, Progress& progress) {
  const auto library = openNotes(args, progress);
  if (!library) return tl::unexpected(library.error());
  const auto input = openInput(args.note, args.library);
  if (!input) return tl::unexpected(input.error());
  const double pitch = args.pitch.empty() ? input->pitch : dataset::pitchNamed(args.pitch);
  if (pitch < 0 && !args.pitch.empty())
    return fail(ErrorCode::BadFormat, args.pitch +
                                          " is not a pitch; give a MIDI key from 0 to 127 "
                                          "or a name like C#4");
  if (pitch < 0)
    return fail(ErrorCode::BadFormat,
                "No pitch was found in " + args.note + "; give it with --pitch");
  auto vectors = similarity::NoteVectors::open(userCacheFolder() / "similarity");
  if (!vectors) return tl::unexpected(vectors.error());
  const auto wanted = (*vectors)->vector(input->clip, pitch);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto all = library->select({});
  similarity::VectorTable table;
  const auto filled = (*vectors)->fill(*library, all, table, args.threads, progress);
  if (const auto kept = (*vectors)->flush(); !kept) warn(kept.error().message);
  if (!filled) return filled;
  const auto missing = std::ranges::count(table.known, 0);
  if (missing) warn(countText(missing, "note") + " could not be read; leaving them out");
  const int self = library->indexOf(args.note);
  print(*library, similarity::similarNotes(*library, table, *wanted, self, args.options),
        wanted->aspects, args.json);
  return {};
}

/// Models work on one call at a time.
Result<similarity::EmbeddingOf> encoderOf(const SimilarArgs& args) {
  if (args.model.empty()) return similarity::EmbeddingOf();
  auto model = openModel(args.model, 1);
  if (!model) return tl::unexpected(model.error());
  struct Shared {
    std::unique_ptr<model::Autoencoder> model;
    std::mutex turn;
  };
  auto shared = std::make_shared<Shared>();
  shared->model = std::move(*model);
  return [shared](const dataset::NoteInfo& note, Progress& progress) -> Result<latent::Embedding> {
    const auto clip = dataset::readNote(note, shared->model->card().rate);
    if (!clip) return tl::unexpected(clip.error());
    const std::scoped_lock lock(shared->turn);
    return shared->model->encode(*clip, note.pitch, progress);
  };
}

void print(const similarity::MeasureScore& score) {
  std::printf("%-28s %5.1f %% of %4d   %5.1f %% of %4d\n", score.name.c_str(),
              100 * score.choice.share(), score.choice.of, 100 * score.report.share(),
              score.report.of);
}

void sayFit(const SimilarArgs& args, const similarity::TimbreSpace& space,
            const similarity::LabelledFeatures& notes) {
  const auto rate = similarity::hitRate(space, notes);
  std::printf(
      "%s: fitted to %zu notes, %d dimensions; the nearest note at another pitch is of the "
      "same instrument for %.1f %% of %d of them\n",
      printable(args.fit.string()).c_str(), notes.size(), space.dimensions(), 100 * rate.share(),
      rate.of);
}

Result<void> compare(const SimilarArgs& args, Progress& progress) {
  const auto library = openNotes(args, progress);
  if (!library) return tl::unexpected(library.error());
  const auto encode = encoderOf(args);
  if (!encode) return tl::unexpected(encode.error());
  const auto features = similarity::featuresOf(*library, *encode, args.threads, progress);
  if (!features) return tl::unexpected(features.error());
  if (!args.fit.empty()) {
    const auto space = similarity::TimbreSpace::fit(
        features->sound, similarity::SpaceKind::Discriminant, similarity::kPlaces);
    if (!space) return tl::unexpected(space.error());
    return space->save(args.fit).map([&] { sayFit(args, *space, features->sound); });
  }
  const auto scores = similarity::compareMeasures(*features, progress);
  if (!scores) return tl::unexpected(scores.error());
  std::printf(
      "how often the nearest note at another pitch is of the same instrument\n%-28s %15s   %15s\n",
      "measure", "validation", "test");
  for (const auto& score : *scores) print(score);
  if (const auto shipped = similarity::TimbreSpace::shipped()) {
    const auto rate = similarity::hitRate(*shipped, features->sound);
    std::printf("%-28s %18s %5.1f %% of %4d\n", "shipped", "", 100 * rate.share(), rate.of);
  }
  return {};
}

Result<void> runSimilar(const SimilarArgs& args, Progress& progress) {
  if (!args.fit.empty()) {
    if (const auto known = checkEnding(args.fit, ".json"); !known) return known;
    if (const auto apart = checkOutputs(std::array{args.fit}, std::array{args.library}); !apart)
      return apart;
  }
  if (args.compare || !args.fit.empty()) return compare(args, progress);
  if (args.note.empty())
    return fail(ErrorCode::BadFormat, "Name a note or a sound file to compare with");
  return findSimilar(args, progress);
}

}  // namespace

void addSimilar(CLI::App& app, Work& work) {
  auto args = std::make_shared<SimilarArgs>();
  auto* command =
      app.add_subcommand("similar", "Find the notes that sound most like a note or a sound file");
  command->add_option("note", args->note, "The id of a note, or a sound file");
  command->add_option("--notes", args->library,
                      "The folder of notes (default: the starter library)");
  command->add_option("--pitch", args->pitch,
                      "MIDI key of the sound, or a name like C#4 (default: its own)");
  command->add_option("--count", args->options.count, "Number of notes to list")
      ->check(within(1, 10000))
      ->capture_default_str();
  auto* same =
      command->add_flag("--same-pitch", args->options.samePitch, "Only notes at the same pitch");
  command->add_flag("--other-pitch", args->options.otherPitch, "Only notes at other pitches")
      ->excludes(same);
  command->add_flag("--same-level", args->options.sameLevel, "Only notes within 3 dB of its level");
  command->add_flag("--other-instruments", args->options.otherInstrument,
                    "Only notes of other instruments");
  command->add_flag("--compare-measures", args->compare,
                    "Instead: print how often each measure finds the instrument at another pitch");
  command->add_option("--model", args->model,
                      "With --compare-measures: include this model's embeddings");
  command->add_option("--fit", args->fit,
                      "Instead: fit the measure to these notes and write it to this .json file");
  addThreadsOption(*command, args->threads);
  command->add_flag("--json", args->json, "Print as JSON");
  command->callback(
      [&work, args] { work = [args](Progress& progress) { return runSimilar(*args, progress); }; });
}

}  // namespace timbre::cli
