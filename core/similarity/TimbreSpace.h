/// A space in which notes close together sound alike: an affine map of their features.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/Result.h"

namespace timbre::similarity {

/// Notes as rows of features, with what they are.
struct LabelledFeatures {
  int columns = 0;
  std::vector<float> values;  ///< row-major
  std::vector<int> instruments;
  std::vector<float> pitches;  ///< MIDI

  std::size_t size() const { return instruments.size(); }
  std::span<const float> row(std::size_t i) const {
    return std::span(values).subspan(i * static_cast<std::size_t>(columns),
                                     static_cast<std::size_t>(columns));
  }
  void add(std::span<const float> row, int instrument, float pitch);
};

/// What is done to the features before their Euclidean distance is taken.
enum class SpaceKind {
  Raw,           ///< nothing
  Standardised,  ///< each feature's spread is 1
  PitchFree,     ///< the same of what a parabola over the pitch does not explain
  Whitened,      ///< PitchFree, and what varies within an instrument counts less: two notes of one
                 ///< instrument are 1 apart as a rule
  Discriminant   ///< Whitened, along the directions in which instruments differ most
};

class TimbreSpace {
 public:
  /// Of notes of several instruments, some of them with several notes. BadFormat when there are
  /// fewer than four notes. `dimensions`: most that a Discriminant keeps; Whitened and Discriminant
  /// fall back to PitchFree where no instrument has two notes.
  static Result<TimbreSpace> fit(const LabelledFeatures& notes, SpaceKind kind, int dimensions);

  /// The one that comes with the program, for NoteFeatures::values; kPlaces dimensions.
  static Result<TimbreSpace> shipped();
  static Result<TimbreSpace> load(const std::filesystem::path& file);
  Result<void> save(const std::filesystem::path& file) const;

  int columns() const { return static_cast<int>(mean_.size()); }
  int dimensions() const { return dimensions_; }
  /// Another one for another map. What was made with one is of no use to the other.
  std::string identity() const;
  /// `features` has columns() numbers, `place` dimensions().
  void apply(std::span<const float> features, std::span<float> place) const;

 private:
  int dimensions_ = 0;
  std::vector<float> mean_;
  std::vector<float> matrix_;  // [dimensions x columns]
};

/// Dimensions of the shipped space.
inline constexpr int kPlaces = 24;

}  // namespace timbre::similarity
