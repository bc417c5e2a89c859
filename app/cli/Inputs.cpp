#include "app/cli/Inputs.h"

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdlib>

#include "app/cli/Console.h"
#include "audio/AudioFile.h"
#include "base/StandardPaths.h"
#include "dataset/NoteLibrary.h"
#include "dataset/NoteName.h"
#include "model/catalogue/Catalogue.h"
#include "model/catalogue/DefaultBackend.h"
#include "sampler/Sampler.h"

namespace timbre::cli {
namespace fs = std::filesystem;

namespace {

Result<Input> openNote(const std::string& id, const fs::path& folder) {
  Unwatched quiet;
  const auto library = dataset::NoteLibrary::open(folder, quiet);
  if (!library) return tl::unexpected(library.error());
  const auto note = library->find(id);
  if (!note)
    return fail(ErrorCode::NotFound, id + " is neither a file nor a note of " + folder.string() +
                                         "; `timbre library --notes` lists the notes");
  auto clip = dataset::readNote(*note);
  if (!clip) return tl::unexpected(clip.error());
  return Input{note->id, std::move(*clip), static_cast<double>(note->pitch), PitchOrigin::Label};
}

/// Only a whole name as NSynth makes them is believed before what is heard: other digits are dates
/// and numbers of takes.
void findPitch(const std::string& stem, Input& input) {
  if (const auto named = dataset::parseNoteName(stem)) {
    input.pitch = named->pitch;
    input.pitchOrigin = PitchOrigin::Name;
  } else if ((input.heard = importing::heardPitch(input.clip))) {
    input.pitch = input.heard->key();
    input.pitchOrigin = PitchOrigin::Heard;
  }
}

/// Within full scale, where the encoders would clip; `sound` gets the remark.
audio::AudioClip levelled(const fs::path& file, audio::SoundFile& sound) {
  constexpr double kTold = 0.5;  // dB: lossy codecs overshoot by less
  const float peak = audio::peakOf(sound.clip);
  const double over = peak > 1 ? 20 * std::log10(peak) : 0;
  if (over > kTold)
    sound.remarks.push_back(file.string() + " reaches " + std::to_string(std::lround(over)) +
                            " dB over full scale; its level was reduced");
  return audio::withinFullScale(sound.clip);
}

}  // namespace

Result<Input> openInput(const std::string& word, const fs::path& library) {
  const fs::path file(word);
  std::error_code code;
  const bool looksLikeFile =
      file.has_parent_path() || file.has_extension() || fs::exists(file, code);
  if (!looksLikeFile) return openNote(word, library.empty() ? assetsFolder() / "library" : library);
  auto sound = audio::readSound(file, {.rate = kModelRate});
  if (!sound) return tl::unexpected(sound.error());
  Input input{file.stem().string(), levelled(file, *sound)};
  for (const std::string& remark : sound->remarks) warn(remark);
  findPitch(input.name, input);
  return input;
}

const char* nameOf(PitchOrigin origin) {
  switch (origin) {
    case PitchOrigin::Option:
      return "option";
    case PitchOrigin::Label:
      return "label";
    case PitchOrigin::Name:
      return "name";
    case PitchOrigin::Heard:
      return "estimated";
    default:
      return "unknown";
  }
}

Result<void> checkProcessor() {
  const char* target = std::getenv(sampler::kTargetVariable);
  return target ? sampler::checkTarget(target) : Result<void>();
}

Result<std::unique_ptr<model::Autoencoder>> openModel(const std::string& word, int threads) {
  if (const auto known = checkProcessor(); !known) return tl::unexpected(known.error());
  const auto folders = model::modelFolders();
  const auto card = model::chooseModel(model::findModels(folders), word);
  if (!card) return tl::unexpected(card.error());
  return model::defaultBackend()->load(*card, threads);
}

void addProcessorOption(CLI::App& command) {
  command.add_option_function<std::string>(
      "--cpu",
      [](const std::string& target) {
        // The models live in a module of their own, which hears of it this way.
        setenv(sampler::kTargetVariable, target.c_str(), 1);
      },
      "WaveNet: use the code for another kind of processor, for comparing speed (the samples are "
      "the same)");
}

}  // namespace timbre::cli
