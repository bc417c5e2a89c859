/// By how much one picture is louder than another, cell by cell, and the colours for it.
#pragma once

#include <vector>

#include "base/Result.h"
#include "spectral/Colour.h"

namespace timbre::spectral {

/// [bins x frames] of the reference, bin-major, bin 0 lowest.
struct LevelDifference {
  int bins = 0;
  int frames = 0;
  std::vector<float> db;  ///< > 0: the picture is louder there
  float at(int bin, int frame) const { return db[static_cast<std::size_t>(bin) * frames + frame]; }
};

/// `picture` minus `reference`, whatever power each takes as 0 dB. What lies below the reference's
/// floor counts as standing at it, so that silence does not differ from silence; frames that the
/// picture does not have are silent. Unsupported when the two have other bins or hops.
Result<LevelDifference> levelDifference(const Rainbowgram& picture, const Rainbowgram& reference);

/// Differences of this many dB and more have the full colour.
inline constexpr double kDifferenceRangeDb = 30;

/// Interpolates between two colours that are distinct without seeing red or green, and equally
/// bright: blue is quieter, orange louder. None is black, or white `onWhite`.
Rgb differenceColour(double db, bool onWhite);
/// As coloured(): the highest bin in row 0, opaque.
RgbaImage coloured(const LevelDifference& difference, bool onWhite);
/// From -kDifferenceRangeDb (left) to kDifferenceRangeDb (right); sizes of at least 1.
RgbaImage differenceLegend(bool onWhite, int width, int height);

}  // namespace timbre::spectral
