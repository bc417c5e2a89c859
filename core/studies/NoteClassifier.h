/// The classifier that judges reconstructions: predicts pitch, qualities, family and source of a
/// note. It was trained only on originals.
#pragma once

#include <array>
#include <bitset>
#include <filesystem>
#include <string>
#include <vector>

#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "studies/ClassifierFeatures.h"

namespace timbre::studies {

struct NoteGuess {
  int pitch = 0;  ///< MIDI
  std::bitset<10> qualities;
  int family = 0;
  int source = 0;
};

/// Three layers, the last with a logit for each pitch, quality, family and source, in this order,
/// as the paper's has. Any thread may ask it.
class NoteClassifier {
 public:
  static constexpr int kPitches = 128, kQualities = 10, kFamilies = 11, kSources = 3;
  static constexpr int kLogits = kPitches + kQualities + kFamilies + kSources;

  /// y = W x + b, W [out x in].
  struct Layer {
    int in = 0, out = 0;
    std::vector<float> weights, biases;
  };

  explicit NoteClassifier(std::array<Layer, 3> layers) : layers_(std::move(layers)) {}
  /// A safetensors file that write() wrote. NotFound, or BadFormat with a sentence.
  static Result<NoteClassifier> open(const std::filesystem::path& file);
  /// Atomically; the curve of its training goes into the metadata.
  Result<void> write(const std::filesystem::path& file, const std::string& curve) const;

  /// One line per epoch of its training, as write() was given it; empty for one that was not
  /// opened.
  const std::string& curve() const { return curve_; }
  NoteGuess guess(const ClassifierFeatures& features) const;
  /// Trainable numbers.
  std::int64_t parameters() const;

 private:
  std::array<Layer, 3> layers_;
  std::string curve_;
};

/// The one that comes with the program.
std::filesystem::path classifierFile();

}  // namespace timbre::studies
