/// How one piece of a sound whose level swings rises and falls: a struck string falls slower than
/// it rises, a tremolo does both alike, and a chopped sound is flat.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace timbre::importing {

struct SwingShape {
  double skew = 0;      ///< -1/3 for a sudden rise and a long fall, 0 for a symmetrical swing, +1/3
  double flatness = 0;  ///< share of its length that is at its height: a swing 0.5, a chop 1
  double decline = 0;   ///< dB by which the last third of a flat piece is softer than the first
  double depth = 0;     ///< dB: how far it was looked at

  /// Whether it begins anew, instead of going on where the one before stopped.
  bool isStruck() const;
  /// Whether it is cut out of a steady sound, by a switch or by single short notes: nothing tells.
  bool isChopped() const;
};

/// The shape of the piece that is loudest at block `peak`, judged between the loudest blocks of the
/// pieces beside it: `before` may be 0. The slope of the whole from `peak` to `after` is taken out:
/// a note that dies away while it swings swings alike. Nothing where the level hardly falls.
std::optional<SwingShape> shapeOf(std::span<const float> levels, std::size_t before,
                                  std::size_t peak, std::size_t after);

/// Of several pieces: the median of each number, of two in the middle the one that speaks less for
/// single notes. At least one.
SwingShape medianOf(std::vector<SwingShape> shapes);

/// Whether the level sinks from the piece that ends before block `dip` and rises to the one after
/// it as a swing does: gradually, alike, and without staying down. `from` and `to` bound the two.
bool isSmoothDip(std::span<const float> levels, std::size_t from, std::size_t dip, std::size_t to);

}  // namespace timbre::importing
