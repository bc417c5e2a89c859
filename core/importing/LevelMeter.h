/// How loud a recording is, every 10 ms.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/Units.h"

namespace timbre::importing {

inline constexpr double kBlockSeconds = 0.01;

/// Takes a recording of any length piece by piece. All channels together, without their offset.
/// One thread at a time.
class LevelMeter {
 public:
  LevelMeter(SampleRate rate, int channels);

  /// Whole frames, the channels of each side by side.
  void add(std::span<const float> frames);

  std::int64_t frames() const { return frames_; }

  /// RMS in dBFS of each block, -200 for zero. At the end: the last block is shorter. Once.
  std::vector<float> levels();
  /// The same of what lies above 3 kHz, where attacks show most. After levels(), once.
  std::vector<float> bright() { return std::move(bright_); }

 private:
  /// What a channel's filters keep.
  struct Memory {
    float offset = 0;
    float first = 0;
    float second = 0;
  };
  void close();

  int channels_;
  long block_;
  float follow_;
  float treble_;
  std::vector<Memory> memory_;
  bool begun_ = false;
  double sum_ = 0;
  double brightSum_ = 0;
  long held_ = 0;
  std::int64_t frames_ = 0;
  std::vector<float> levels_;
  std::vector<float> bright_;
};

}  // namespace timbre::importing
