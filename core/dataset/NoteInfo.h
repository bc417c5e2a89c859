/// One note of an NSynth-format folder, as examples.json describes it.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace timbre::dataset {

/// The order is the dataset's numbering.
inline constexpr std::array<std::string_view, 11> kFamilies{
    "bass",  "brass", "flute",  "guitar",     "keyboard", "mallet",
    "organ", "reed",  "string", "synth_lead", "vocal"};
inline constexpr std::array<std::string_view, 3> kSources{"acoustic", "electronic", "synthetic"};
inline constexpr std::array<std::string_view, 10> kQualities{
    "bright",      "dark",          "distortion", "fast_decay", "long_release",
    "multiphonic", "nonlinear_env", "percussive", "reverb",     "tempo-synced"};
/// The velocities NSynth was sampled at.
inline constexpr std::array<int, 5> kVelocities{25, 50, 75, 100, 127};

/// What can be doubtful about a note.
enum class Finding { Silence, Noise, OffPitch, Clipping, Duplicate, SingleVelocity, OutOfRange };
/// Their names for files and commands, in the order of the enumeration.
inline constexpr std::array<std::string_view, 7> kFindings{
    "silence", "noise", "off_pitch", "clipping", "duplicate", "single_velocity", "out_of_range"};
/// Bit i = kFindings[i].
using Findings = std::bitset<kFindings.size()>;

constexpr std::size_t bitOf(Finding finding) {
  return static_cast<std::size_t>(finding);
}

/// NSynth promises A0 to C8 (real notes go beyond).
constexpr bool isBeyondNSynth(int pitch) {
  return pitch < 21 || pitch > 108;
}

/// The sounds of an archive, one at a time.
class ArchiveAudio;

struct NoteInfo {
  std::string id;                              ///< note_str: "keyboard_acoustic_004-058-127"
  std::string instrument;                      ///< instrument_str: "keyboard_acoustic_004"
  std::int64_t note = 0;                       ///< the dataset's number of the note
  std::int64_t instrumentNumber = 0;           ///< the dataset's number of the instrument
  int pitch = 0;                               ///< MIDI, 0..127 (real NSynth goes beyond 21..108)
  int velocity = 0;                            ///< 0..127
  int sampleRate = 16000;                      ///< Hz, as examples.json says
  int family = 0;                              ///< index into kFamilies
  int source = 0;                              ///< index into kSources
  std::bitset<10> qualities;                   ///< bit i = kQualities[i]
  std::filesystem::path file;                  ///< the audio file; it may turn out to be missing
  std::shared_ptr<const ArchiveAudio> packed;  ///< when `file` is a whole dataset; else empty
  std::int64_t at = 0;                         ///< where in it the sound lies
  std::string
      name;  ///< of the instrument, as a person says it: "Rhodes EP"; empty in NSynth itself
  std::string sampleSets;    ///< names, separated by blanks: instruments that share one share
                             ///< samples; empty in NSynth itself
  bool fileMissing = false;  ///< it was not there when the library was opened
  bool checked = false;      ///< somebody has looked for findings
  Findings findings;         ///< what was found; none before the check
};

}  // namespace timbre::dataset
