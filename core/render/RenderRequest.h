/// The request of `timbre render`: which notes of a SoundFont become an NSynth-format folder.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "dataset/Split.h"

namespace timbre::render {

enum class FileKind { Flac, Wav };

struct RenderRequest {
  std::filesystem::path soundFont = "/usr/share/sounds/sf2/FluidR3_GM.sf2";
  /// Table of programs (bank, program, name, family, source, low, high); empty: the one that comes
  /// with the program.
  std::filesystem::path map{};
  /// Table of the notes wanted (bank, program, pitch, velocity), one per line; empty: by the three
  /// fields below.
  std::filesystem::path plan{};
  int pitchStep = 1;  ///< semitones from a program's lowest pitch upwards, >= 1
  std::vector<int> velocities{25, 50, 75, 100, 127};
  /// Parts of program names, or "bank:program"; empty: all.
  std::vector<std::string> instruments{};
  /// Only the notes of this split, by the rule below.
  std::optional<dataset::Split> split{};
  dataset::SplitRule splits{};
  std::filesystem::path out{};  ///< made if it is not there; must not hold an examples.json
  FileKind kind = FileKind::Flac;
  /// A failure or cancel leaves what was made, and the same request resumes there.
  bool resumable = false;
  int threads = 0;  ///< 0: as many as the machine has cores
};

struct RenderReport {
  int notes = 0;
  int instruments = 0;
  std::vector<std::string> silent;  ///< notes the font is silent on: left out
};

/// Renders every note (4 s, 16 kHz, mono, 16 bit; 3 s held and 1 s released) and writes audio/ and,
/// last of all, examples.json. The same request gives the same bytes whatever `threads` is. On
/// failure or cancel, what was written is removed again, unless the request is resumable: then a
/// journal keeps what was made, also when the process is killed, and the bytes of a library that
/// was interrupted are those of one that was not. BadFormat when the folder holds the beginning of
/// another request. NotFound when the SoundFont, the map or
/// the plan is missing.
Result<RenderReport> renderLibrary(const RenderRequest& request, Progress& progress);

/// Takes one note; calls come in the order of the request, one at a time, from any thread.
using TakeNote = std::function<Result<void>(const dataset::NoteInfo&, const audio::AudioClip&)>;

/// The same notes without a folder: each is given to `take`, whose failure ends the rendering.
/// `out`, `kind` and `resumable` are not looked at.
Result<RenderReport> renderNotes(const RenderRequest& request, const TakeNote& take,
                                 Progress& progress);

}  // namespace timbre::render
