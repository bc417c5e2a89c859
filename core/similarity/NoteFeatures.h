/// Features of a note's sound that can be compared with those of another note.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Result.h"
#include "latent/Embedding.h"

namespace timbre::similarity {

/// The aspects in which a user compares two notes.
struct Aspects {
  float pitch = 0;       ///< MIDI
  float level = -120;    ///< dB re full scale, RMS over 4 ms: the loudest of the attack
  float brightness = 0;  ///< Hz, the centroid of the power spectrum of the first second
  float attack = 0;      ///< s, from 10 % to 90 % of the attack's top
  bool operator==(const Aspects&) const = default;
};

struct NoteFeatures {
  Aspects aspects;
  std::vector<float> values;  ///< kFeatures; level is taken out
};

/// The groups of NoteFeatures::values, in their order.
inline constexpr int kCepstra = 13;     ///< of 32 ERB bands, without the 0th
inline constexpr int kStretches = 3;    ///< attack, body (to 1 s), tail (to 2.5 s)
inline constexpr int kCourse = 7;       ///< dB below the top at 0.05 to 3 s after the onset
inline constexpr int kHarmonics = 12;   ///< dB below their sum, in the body
inline constexpr int kDescriptors = 6;  ///< noise, odd against even, centroids, spread, attack
inline constexpr int kPitchTerms = 2;   ///< (pitch - 60) / 24 and its square
inline constexpr int kFeatures =
    kStretches * kCepstra + kCourse + kHarmonics + kDescriptors + kPitchTerms;

/// `pitch`: MIDI, as labelled or estimated. Of the first 4 s. BadFormat for silence and for clips
/// shorter than 20 ms. Any thread; some 10 ms for 4 s.
Result<NoteFeatures> noteFeatures(const audio::AudioClip& clip, double pitch);

/// Mean and standard deviation of each channel over the frames, then the mean of the first 0.3 s:
/// 3 * channels numbers. One frame: its values, zeros, its values.
std::vector<float> embeddingFeatures(const latent::Embedding& embedding);

}  // namespace timbre::similarity
