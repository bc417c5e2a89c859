#include "latent/ChannelSolo.h"

#include <algorithm>

namespace timbre::latent {

std::vector<float> channelMeans(const Embedding& embedding) {
  std::vector<double> sums(static_cast<std::size_t>(std::max(embedding.channels, 0)));
  for (int frame = 0; frame < embedding.frames; ++frame) {
    const auto values = embedding.frame(frame);
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += values[i];
  }
  std::vector<float> means;
  for (const double sum : sums)
    means.push_back(static_cast<float>(sum / std::max(embedding.frames, 1)));
  return means;
}

Embedding soloed(const Embedding& embedding, int channel, ChannelUse use) {
  Embedding result = embedding;
  if (embedding.channels < 1) return result;
  const auto means = channelMeans(embedding);
  const int chosen = std::clamp(channel, 0, embedding.channels - 1);
  for (int frame = 0; frame < embedding.frames; ++frame) {
    for (int i = 0; i < embedding.channels; ++i) {
      const bool still = (i == chosen) == (use == ChannelUse::Without);
      if (still)
        result.values[static_cast<std::size_t>(frame) * embedding.channels + i] =
            means[static_cast<std::size_t>(i)];
    }
  }
  return result;
}

}  // namespace timbre::latent
