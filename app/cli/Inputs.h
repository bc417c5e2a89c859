/// The inputs of commands: files, notes of a library by name, models by name.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/Split.h"
#include "importing/HeardPitch.h"
#include "model/Autoencoder.h"
#include "render/RenderRequest.h"

namespace CLI {
class App;
}

namespace timbre::cli {

/// Where the pitch of a sound comes from.
enum class PitchOrigin { Unknown, Option, Label, Name, Heard };

/// For JSON: "unknown", "option", "label", "name" or "estimated".
const char* nameOf(PitchOrigin origin);

/// A sound at the models' rate.
struct Input {
  std::string name;       ///< the note's id or the file's stem: results are named after it
  audio::AudioClip clip;  ///< 16 kHz
  double pitch = -1;      ///< MIDI; negative: unknown
  /// Label: its library; Name: a file called as NSynth calls its notes.
  PitchOrigin pitchOrigin = PitchOrigin::Unknown;
  std::optional<importing::HeardPitch> heard{};  ///< where the pitch was estimated
};

/// `word`: the path of a sound file, or the id of a note in `library` (empty: the starter library).
Result<Input> openInput(const std::string& word, const std::filesystem::path& library);

/// `word`: a name `timbre models` lists, or the path of a weights file. `threads` 0: all cores.
Result<std::unique_ptr<model::Autoencoder>> openModel(const std::string& word, int threads);

/// --cpu TARGET: every WaveNet this process plays is played on that kind of processor, one of
/// sampler::targetsHere(); openModel() refuses anything else.
void addProcessorOption(CLI::App& command);

/// --font, --map, --plan, --step, --velocities, --instruments and --threads.
std::vector<CLI::Option*> addRenderOptions(CLI::App& command, render::RenderRequest& request);
/// --unseen and --held-out-of.
void addSplitOptions(CLI::App& command, dataset::SplitRule& rule);

/// Unsupported when what --cpu or the environment names is none of this machine's.
Result<void> checkProcessor();

}  // namespace timbre::cli
