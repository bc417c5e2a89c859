/// Where in its sound a track begins, and which part of it is repeated.
#pragma once

#include <optional>

namespace timbre::ui {

/// Seconds of a sound, from < to.
struct LoopRegion {
  double from = 0;
  double to = 0;
  bool operator==(const LoopRegion&) const = default;
};

struct Cue {
  double start = 0;  ///< seconds, >= 0
  std::optional<LoopRegion> loop;
  bool operator==(const Cue&) const = default;
};

}  // namespace timbre::ui
