/// From levels and phase advances to pixels; no screen and no Qt needed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "spectral/Rainbowgram.h"

namespace timbre::spectral {

/// 8-bit RGBA, straight alpha, row 0 at the top, rows without padding.
struct RgbaImage {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;  ///< width * height * 4

  std::span<const std::uint8_t> pixel(int x, int y) const {
    return std::span(pixels).subspan((static_cast<std::size_t>(y) * width + x) * 4, 4);
  }
  bool operator==(const RgbaImage&) const = default;
};

using Rgb = std::array<std::uint8_t, 3>;

enum class ColourMap {
  Rainbow,  ///< the paper's: matplotlib's rainbow of the phase advance, times the level, on black
  Cyclic,   ///< the hue circle at constant lightness, so that -1 and 1 meet and no hue looks louder
            ///< than another
  ColourBlind,  ///< from blue to yellow and back by another lightness: half a turn apart is
                ///< distinct with protanopia, deuteranopia and tritanopia too
  Grey,         ///< level alone
  Print,        ///< ink on white: the louder, the darker
};
inline constexpr std::array kColourMaps{ColourMap::Rainbow, ColourMap::Cyclic,
                                        ColourMap::ColourBlind, ColourMap::Grey, ColourMap::Print};
/// "rainbow", "cyclic", "colour-blind", "grey", "print": for the command line and for settings.
std::string_view nameOf(ColourMap map);
/// None for an unknown name.
std::optional<ColourMap> colourMapNamed(std::string_view name);
/// The phase advance has a colour of its own in it: not in grey.
bool hasHues(ColourMap map);

struct ColourParams {
  ColourMap map = ColourMap::Rainbow;
  /// True, as the original picture: advance and level are stretched so that their smallest and
  /// largest value in this picture take the ends of the map. False: [-1, 1] and [floorDb, 0] do, so
  /// that pictures can be compared.
  bool stretch = true;
  bool operator==(const ColourParams&) const = default;
};

/// One colour. `advance` in [-1, 1], `level` in [0, 1]; what lies outside is clamped. Both are read
/// in 256 steps.
Rgb colourOf(ColourMap map, float advance, float level);

/// frames wide and bins high, the highest bin in row 0, opaque.
RgbaImage coloured(const Rainbowgram& picture, const ColourParams& params);

/// What the colours mean: advance from -1 (left) to 1 (right), level from 1 (top) to 0. Sizes of at
/// least 1.
RgbaImage legend(ColourMap map, int width, int height);
/// The same as a disc, since the advance is an angle: advance 0 at the top, a quarter of a turn at
/// the right, half a turn at the bottom; level 0 in the middle, 1 at the rim. Transparent outside,
/// with a smooth edge. `size` of at least 1.
RgbaImage legendDisc(ColourMap map, int size);

}  // namespace timbre::spectral
