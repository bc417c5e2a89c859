/// Mixes several channels to one without cancellation: channels of opposite phase would cancel in a
/// plain mean.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace timbre::audio {

/// Analyses frames and determines the weights for mixing them. One thread at a time.
class DownmixAnalyzer {
 public:
  explicit DownmixAnalyzer(int channels);

  /// Whole frames, the channels of each side by side.
  void add(std::span<const float> frames);

  /// One weight per channel. The mean wherever that keeps at least half the power that unrelated
  /// channels would keep; else the mean with those channels turned over that go against the
  /// loudest; else the loudest alone.
  std::vector<float> weights() const;

 private:
  double power(std::span<const float> weights) const;
  double& shared(int a, int b) { return shared_[static_cast<std::size_t>(a) * channels_ + b]; }
  double shared(int a, int b) const { return shared_[static_cast<std::size_t>(a) * channels_ + b]; }

  int channels_;
  int stride_;                  ///< every stride-th frame is analysed
  std::int64_t seen_ = 0;       ///< frames
  std::vector<double> shared_;  ///< sums of products, channels x channels
};

/// mono[i] = sum of weights[c] * frame i's channel c. Whole frames.
void downmix(std::span<const float> frames, std::span<const float> weights,
             std::vector<float>& mono);

}  // namespace timbre::audio
