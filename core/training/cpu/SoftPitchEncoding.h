/// Neighbouring keys share what they learn: the pitch is a one-hot, spread by a Gaussian. It is
/// folded into the weights on export, so that decoders need only one-hot keys. No torch here.
#pragma once

#include <vector>

namespace timbre::training {

inline constexpr int kKeys = 128;

/// [128 x 128], a row for each key: a Gaussian of this many semitones, of sum `scale`.
std::vector<float> softPitchEncoding(float scale, double semitones = 1);
/// One-hot rows.
std::vector<float> oneHotPitchEncoding();

/// table [128 x columns] becomes spread * table: what one-hot pitches have to be multiplied by.
void foldSpread(const std::vector<float>& spread, float* table, int columns);
/// The inverse: a table that folds to what `table` was, within 1e-4 of its largest number.
void unfoldSpread(const std::vector<float>& spread, float* table, int columns);

}  // namespace timbre::training
