#include "model/wavenet/StreamingOutput.h"

#include <algorithm>

namespace timbre::model::wavenet {

StreamingOutput::StreamingOutput(std::shared_ptr<const PostFilter> network,
                                 const latent::Embedding& z, const WaveNetConfig& config,
                                 const DecodeOptions& options)
    : hop_(static_cast<std::size_t>(config.hop)), heard_(options.onSamples) {
  if (!network || !options.postFilter) return;
  inputs_ = static_cast<std::size_t>(network->inputs());
  frames_ = postFilterFrames(z, config, options.pitch.value_or(60));
  filter_ = postFilter(std::move(network), false);
  out_.resize(hop_);
}

void StreamingOutput::push(int f, std::span<float> samples) {
  const auto frame = static_cast<std::size_t>(f);
  const auto made = samples.subspan(frame * hop_, hop_);
  if (!filter_)
    tell(made);
  else if (filter_->push(std::span(frames_).subspan(frame * inputs_, inputs_), made, out_))
    keep(samples);
}

void StreamingOutput::finish(std::span<float> samples) {
  while (filter_ && filter_->finish(out_)) keep(samples);
}

void StreamingOutput::keep(std::span<float> samples) {
  std::copy(out_.begin(), out_.end(), samples.begin() + static_cast<std::ptrdiff_t>(kept_));
  kept_ += hop_;
  tell(out_);
}

void StreamingOutput::tell(std::span<const float> some) const {
  if (heard_) heard_(some);
}

}  // namespace timbre::model::wavenet
