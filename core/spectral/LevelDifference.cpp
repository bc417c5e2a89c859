#include "spectral/LevelDifference.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace timbre::spectral {
namespace {

// Of the same lightness, 72 on black and 45 on white (CIE L*).
constexpr Rgb kQuieter{105, 180, 255}, kLouder{252, 153, 31};
constexpr Rgb kQuieterOnWhite{0, 110, 189}, kLouderOnWhite{170, 85, 0};

/// What is added to levels on the picture's own reference.
double offsetOf(const Rainbowgram& picture) {
  return picture.referencePower > 0 ? 10 * std::log10(picture.referencePower) : 0;
}

}  // namespace

Result<LevelDifference> levelDifference(const Rainbowgram& picture, const Rainbowgram& reference) {
  if (picture.bins != reference.bins || picture.hop != reference.hop ||
      picture.rate != reference.rate)
    return fail(ErrorCode::Unsupported,
                "The pictures differ in bins or hop; make them with the same settings");
  LevelDifference difference{reference.bins, reference.frames, {}};
  difference.db.resize(reference.levelDb.size());
  // Silence without a reference of its own stands at the floor, wherever that is.
  const bool silent = picture.referencePower <= 0, none = reference.referencePower <= 0;
  const double to = none ? offsetOf(picture) : offsetOf(reference);
  const double floor = reference.floorDb;
  const double shift = offsetOf(picture) - to;
  for (int bin = 0; bin < reference.bins; ++bin)
    for (int frame = 0; frame < reference.frames; ++frame) {
      const bool there = !silent && frame < picture.frames;
      const double mine = there ? picture.levelDb[picture.index(bin, frame)] + shift : floor;
      const double other = none ? floor : reference.levelDb[reference.index(bin, frame)];
      difference.db[reference.index(bin, frame)] =
          static_cast<float>(std::max(mine, floor) - std::max(other, floor));
    }
  return difference;
}

Rgb differenceColour(double db, bool onWhite) {
  const double share = std::clamp(std::abs(db) / kDifferenceRangeDb, 0.0, 1.0);
  const Rgb& end =
      onWhite ? (db < 0 ? kQuieterOnWhite : kLouderOnWhite) : (db < 0 ? kQuieter : kLouder);
  const double none = onWhite ? 255 : 0;
  Rgb colour{};
  for (std::size_t i = 0; i < colour.size(); ++i)
    colour[i] = static_cast<std::uint8_t>(std::lround(none + share * (end[i] - none)));
  return colour;
}

RgbaImage coloured(const LevelDifference& difference, bool onWhite) {
  RgbaImage image{difference.frames, difference.bins, {}};
  image.pixels.reserve(difference.db.size() * 4);
  for (int row = 0; row < difference.bins; ++row)
    for (int frame = 0; frame < difference.frames; ++frame) {
      const Rgb colour = differenceColour(difference.at(difference.bins - 1 - row, frame), onWhite);
      image.pixels.insert(image.pixels.end(), {colour[0], colour[1], colour[2], 255});
    }
  return image;
}

RgbaImage differenceLegend(bool onWhite, int width, int height) {
  RgbaImage image{width, height, {}};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const double db = kDifferenceRangeDb * (2 * (x + 0.5) / width - 1);
      const Rgb colour = differenceColour(db, onWhite);
      image.pixels.insert(image.pixels.end(), {colour[0], colour[1], colour[2], 255});
    }
  return image;
}

}  // namespace timbre::spectral
