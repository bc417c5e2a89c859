/// Shows the effect of one channel of an embedding: holds all the others, or only this one,
/// constant.
#pragma once

#include <vector>

#include "latent/Embedding.h"

namespace timbre::latent {

enum class ChannelUse {
  Alone,   ///< only this channel moves; the others stand at their means over time
  Without  ///< this channel stands at its mean; the others move as they did
};

/// `channel` in [0, channels): clamped. An embedding of one frame comes back as it is.
Embedding soloed(const Embedding& embedding, int channel, ChannelUse use);

/// The mean of each channel over time.
std::vector<float> channelMeans(const Embedding& embedding);

}  // namespace timbre::latent
