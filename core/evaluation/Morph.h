/// Measures a morph between two notes: whether the pitch stays or moves as expected, and whether
/// the level dips.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "evaluation/Summary.h"
#include "model/Autoencoder.h"

namespace timbre::evaluation {

inline constexpr int kMorphPoints = 5;  ///< at 0, 1/4, 1/2, 3/4 and 1 of the way

struct MorphScore {
  std::string from, to;
  double fromPitch = 0, toPitch = 0;                      ///< MIDI, of the originals by YIN
  std::array<std::optional<double>, kMorphPoints> pitch;  ///< of the sound there, by YIN
  std::array<double, kMorphPoints> levelDb{};             ///< RMS, dB re full scale

  /// Points whose pitch is where it should be: at the ends the note's own, between them anywhere
  /// between, each within 50 cents.
  int inPlace() const;
  /// How far the quietest point between the ends lies below the quieter end, dB; 0 when it does
  /// not.
  double dipDb() const;
};

/// Many morphs in few numbers.
struct MorphSummary {
  Proportion inPlace;      ///< of all points
  Proportion withoutHole;  ///< of the morphs: no point lies 6 dB below the quieter end
  double deepest = 0;      ///< dB
};
MorphSummary summarised(std::span<const MorphScore> morphs);

/// Mixes the embeddings of two notes and measures the decoded sounds. Empty when YIN finds no pitch
/// in one of the originals.
Result<std::optional<MorphScore>> morph(const dataset::NoteInfo& from, const dataset::NoteInfo& to,
                                        model::Autoencoder& model,
                                        const model::DecodeOptions& options, Progress& progress);

/// Up to `count` pairs of notes, by turns of one pitch and two instruments, and of one instrument
/// and two pitches at most an octave apart; no note twice, the same ones for the same notes.
std::vector<std::pair<int, int>> morphPairs(std::span<const dataset::NoteInfo> notes, int count);

}  // namespace timbre::evaluation
