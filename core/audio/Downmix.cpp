#include "audio/Downmix.h"

#include <algorithm>
#include <cmath>

namespace timbre::audio {
namespace {

constexpr double kAgainst = -0.2;  // correlation from which a channel goes against another
constexpr int kFullStudy = 64;     // products a frame up to which every frame is looked at

}  // namespace

DownmixAnalyzer::DownmixAnalyzer(int channels)
    : channels_(channels),
      stride_(std::max(1, channels * channels / kFullStudy)),
      shared_(static_cast<std::size_t>(channels) * channels) {}

void DownmixAnalyzer::add(std::span<const float> frames) {
  const auto count = static_cast<std::int64_t>(frames.size()) / channels_;
  for (std::int64_t i = (stride_ - seen_ % stride_) % stride_; i < count; i += stride_) {
    const float* frame = frames.data() + i * channels_;
    for (int a = 0; a < channels_; ++a)
      for (int b = a; b < channels_; ++b) shared(a, b) += double{frame[a]} * frame[b];
  }
  seen_ += count;
}

double DownmixAnalyzer::power(std::span<const float> weights) const {
  double sum = 0;
  for (int a = 0; a < channels_; ++a)
    for (int b = a; b < channels_; ++b)
      sum += (a == b ? 1 : 2) * double{weights[a]} * weights[b] * shared(a, b);
  return sum;
}

std::vector<float> DownmixAnalyzer::weights() const {
  std::vector<float> mean(channels_, 1.0f / static_cast<float>(channels_));
  double unrelated = 0;
  int loudest = 0;
  for (int c = 0; c < channels_; ++c) {
    unrelated += shared(c, c) / channels_ / channels_;
    if (shared(c, c) > shared(loudest, loudest)) loudest = c;
  }
  if (power(mean) >= unrelated / 2) return mean;
  std::vector<float> turned = mean;
  for (int c = 0; c < channels_; ++c) {
    const double with = shared(std::min(c, loudest), std::max(c, loudest));
    const double scale = std::sqrt(shared(c, c) * shared(loudest, loudest));
    if (with < kAgainst * scale) turned[c] = -turned[c];
  }
  if (power(turned) >= unrelated / 2) return turned;
  std::vector<float> alone(channels_, 0.0f);
  alone[loudest] = 1;
  return alone;
}

void downmix(std::span<const float> frames, std::span<const float> weights,
             std::vector<float>& mono) {
  const std::size_t channels = weights.size();
  mono.resize(frames.size() / channels);
  for (std::size_t i = 0; i < mono.size(); ++i) {
    float sum = 0;
    for (std::size_t c = 0; c < channels; ++c) sum += frames[i * channels + c] * weights[c];
    mono[i] = sum;
  }
}

}  // namespace timbre::audio
