/// import-sound: recordings become notes of one's own.
#include <algorithm>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/Commands.h"
#include "app/cli/Console.h"
#include "app/cli/NumberOptions.h"
#include "app/cli/Outputs.h"
#include "base/CountText.h"
#include "base/MidiTable.h"
#include "dataset/NamePlace.h"
#include "dataset/NoteQuery.h"
#include "dataset/UserLibrary.h"
#include "importing/GuessLabels.h"
#include "importing/InstrumentName.h"

namespace timbre::cli {
namespace {

struct ImportSoundArgs {
  std::vector<std::filesystem::path> files;
  std::filesystem::path folder;
  std::string pitch;
  std::string name;
  std::string family;
  std::string source;
  int velocity = 100;
  int sound = 0;
  bool json = false;
};

Result<int> keyOf(const std::string& word) {
  if (word.empty()) return -1;
  int key = dataset::pitchNamed(word);
  if (key < 0 && word.find_first_not_of("0123456789") == word.npos && word.size() <= 3)
    key = std::stoi(word);
  if (key >= 0 && key <= 127) return key;
  return fail(ErrorCode::BadFormat,
              word + " is not a pitch; give a MIDI key from 0 to 127 or a name like C#4");
}

nlohmann::json asJson(const std::filesystem::path& file, const dataset::NoteInfo& note,
                      const importing::ImportedSound& sound) {
  nlohmann::json made{{"from", file.string()},
                      {"id", note.id},
                      {"file", note.file.string()},
                      {"pitch", note.pitch},
                      {"velocity", note.velocity},
                      {"family", dataset::kFamilies[static_cast<std::size_t>(note.family)]},
                      {"source", dataset::kSources[static_cast<std::size_t>(note.source)]},
                      {"start", sound.start},
                      {"end", sound.end},
                      {"sound", sound.sound + 1},
                      {"sounds", sound.segmentation.sounds.size()},
                      {"estimated", nullptr}};
  if (const auto& heard = sound.heard) {
    made["estimated"] = {{"pitch", heard->pitch.value}, {"key", heard->key()},
                         {"cents", heard->cents()},     {"confidence", heard->confidence},
                         {"sure", heard->isSure()},     {"second", nullptr}};
    if (heard->second)
      made["estimated"]["second"] = {{"pitch", heard->second->value},
                                     {"confidence", heard->secondConfidence}};
  }
  made["remarks"] = sound.remarks;
  return made;
}

void printMade(const std::filesystem::path& file, const dataset::NoteInfo& note,
               const importing::ImportedSound& sound) {
  std::printf("%s: %s, %s", printable(file.filename().string()).c_str(), printable(note.id).c_str(),
              noteName(MidiPitch(note.pitch)).c_str());
  if (const auto& heard = sound.heard; heard && heard->isSure())
    std::printf(" (estimated pitch %+.0f cents, confidence %.0f %%)",
                100 * (heard->pitch.value - note.pitch), 100 * heard->confidence);
  std::printf(", %.2f to %.2f s", sound.start, sound.end);
  if (sound.segmentation.sounds.size() > 1)
    std::printf(", sound %d of %zu", sound.sound + 1, sound.segmentation.sounds.size());
  std::printf("\n");
}

/// What the person should know about the note: on stderr, so that JSON stays JSON.
void printRemarks(const std::filesystem::path& file, const dataset::NoteInfo& note,
                  const importing::ImportedSound& sound, bool pitchGiven) {
  std::vector<std::string> remarks = sound.remarks;
  const std::string name = file.string();
  const auto& heard = sound.heard;
  if (!pitchGiven && !heard)
    remarks.push_back(name + " has no clear pitch; using " + noteName(MidiPitch(note.pitch)) +
                      " (use --pitch to set another)");
  if (!pitchGiven && heard && !heard->isSure())
    remarks.push_back(name + " has an uncertain pitch: probably " + heard->text() +
                      "; use --pitch to correct it");
  if (const auto count = sound.segmentation.sounds.size(); count > 1)
    remarks.push_back(name + " holds " + countText(count, "sound") + "; using number " +
                      std::to_string(sound.sound + 1) + " (use --sound to choose another)");
  for (const std::string& remark : remarks) warn(remark);
}

Result<nlohmann::json> importOne(const std::filesystem::path& file, int key,
                                 const ImportSoundArgs& args, Progress& progress) {
  const auto sound = importing::importSound(file, progress, args.sound - 1);
  if (!sound) return tl::unexpected(sound.error());
  auto note = importing::guessLabels(file, *sound);
  if (key >= 0) note.pitch = key;
  if (note.pitch < 0) note.pitch = kMiddleC;
  if (!args.name.empty()) note.name = args.name;
  if (!args.family.empty()) note.family = *dataset::placeIn(dataset::kFamilies, args.family);
  if (!args.source.empty()) note.source = *dataset::placeIn(dataset::kSources, args.source);
  note.velocity = args.velocity;
  const auto kept = dataset::addSound(args.folder, note, sound->clip);
  if (!kept) return tl::unexpected(kept.error());
  if (!args.json) printMade(file, *kept, *sound);
  if (args.family.empty() && !importing::familyNamed(file.stem().string()))
    warn(file.string() + " names no instrument; it is filed under " +
         std::string(dataset::kFamilies[static_cast<std::size_t>(kept->family)]) +
         " (use --family to set another)");
  printRemarks(file, *kept, *sound, key >= 0);
  return asJson(file, *kept, *sound);
}

/// One bad file does not keep the others out.
Result<void> importAll(const ImportSoundArgs& args, Progress& progress) {
  if (const auto named = checkFolder(args.folder); !named) return named;
  const auto key = keyOf(args.pitch);
  if (!key) return tl::unexpected(key.error());
  nlohmann::json made = nlohmann::json::array();
  std::vector<Error> refused;
  const auto count = static_cast<double>(args.files.size());
  for (std::size_t i = 0; i < args.files.size(); ++i) {
    PartOf part(progress, static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
    auto one = importOne(args.files[i], *key, args, part);
    if (!one && one.error().code == ErrorCode::Cancelled) return cancelled();
    if (one)
      made.push_back(std::move(*one));
    else
      refused.push_back(std::move(one.error()));
  }
  if (args.json)
    std::cout << made.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  if (refused.empty()) return {};
  for (std::size_t i = 0; i + 1 < refused.size(); ++i) printError(refused[i].message);
  return tl::unexpected(refused.back());
}

template <class Names>
CLI::Validator oneOf(const Names& names) {
  return CLI::IsMember(std::vector<std::string>(names.begin(), names.end()));
}

}  // namespace

void addImportSound(CLI::App& app, Work& work) {
  auto args = std::make_shared<ImportSoundArgs>();
  auto* command = app.add_subcommand(
      "import-sound", "Turn recordings into notes of 4 s at 16 kHz, each with an estimated pitch");
  command
      ->add_option("files", args->files,
                   "Sound files: WAV, FLAC, AIFF, Ogg, Opus, MP3, M4A and others")
      ->required();
  command->add_option("-o,--output", args->folder,
                      "The NSynth-format folder to add them to (default: your own sounds)");
  command->add_option("--pitch", args->pitch, "MIDI key or name (default: estimated)");
  command
      ->add_option("--sound", args->sound,
                   "Which sound of a recording that holds several (default: the first)")
      ->check(within(1, 100000));
  command->add_option("--name", args->name, "Name of the instrument (default: the file's name)");
  command->add_option("--family", args->family, "Its family (default: guessed from the name)")
      ->check(oneOf(dataset::kFamilies));
  command->add_option("--source", args->source, "Its source (default: guessed from the name)")
      ->check(oneOf(dataset::kSources));
  command->add_option("--velocity", args->velocity, "MIDI velocity")
      ->check(within(1, 127))
      ->capture_default_str();
  command->add_flag("--json", args->json, "Print as JSON");
  command->callback([&work, args] {
    if (args->folder.empty()) args->folder = dataset::ownSoundsFolder();
    work = [args](Progress& progress) { return importAll(*args, progress); };
  });
}

}  // namespace timbre::cli
