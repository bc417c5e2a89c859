/// A WaveNet's decoder sample after sample: the sampler behind the model's interface.
#pragma once

#include <memory>

#include "model/Autoencoder.h"
#include "model/ModelConfig.h"
#include "model/wavenet/PostFilter.h"
#include "sampler/Sampler.h"

namespace timbre::model::wavenet {

/// The lead-in: with a post-filter, the network plays its first frame this many times before the
/// sound starts, and the result is discarded. From silence it takes up to 50 ms to reach its level,
/// and struck notes would lose their attack.
inline constexpr int kLeadInFrames = 4;
/// The same for live sound: the shortest lead-in that helps.
inline constexpr int kLiveLeadInFrames = 2;

/// What streams of one model share.
struct StreamParts {
  WaveNetConfig config;
  std::shared_ptr<const sampler::PackedDecoder> decoder;
  std::shared_ptr<const PostFilter> filter;  ///< none: the sound goes out as it is sampled

  /// Frames. Where no filter is there or wanted, the network is played as it is: the paper's are.
  int leadInFor(const DecodeOptions& options, StreamUse use) const {
    if (!filter || !options.postFilter) return 0;
    return use == StreamUse::Live ? kLiveLeadInFrames : kLeadInFrames;
  }
};

/// `cores`: that may work on one sample of an Offline stream. Of the options, the seed, the
/// temperature, the pitch and whether the filter is wanted count.
std::unique_ptr<StreamingDecoder> liveWaveNet(const ModelCard& card, const StreamParts& parts,
                                              const DecodeOptions& options, StreamUse use,
                                              int cores);

}  // namespace timbre::model::wavenet
