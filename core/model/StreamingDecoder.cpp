#include "model/StreamingDecoder.h"

#include <algorithm>
#include <cstdint>

#include "model/EmbeddingCheck.h"

namespace timbre::model {
namespace {

/// The bigger the network, the fewer samples fill a millisecond.
std::size_t pieceFor(const ModelCard& card) {
  constexpr std::int64_t kProductsAtATime = 100'000'000;
  return static_cast<std::size_t>(std::clamp<std::int64_t>(
      kProductsAtATime / std::max<std::int64_t>(card.parameters, 1), 1, 256));
}

}  // namespace

struct StreamingDecoder::Frames {
  std::vector<float> numbers;
  std::size_t count = 0;

  std::span<const float> at(std::size_t frame) const {
    const std::size_t width = numbers.size() / count;
    return std::span(numbers).subspan(frame * width, width);
  }
};

StreamingDecoder::StreamingDecoder(ModelCard card, std::optional<double> pitch,
                                   std::unique_ptr<StreamingFilter> filter)
    : card_(std::move(card)),
      pitch_(pitch),
      piece_(pieceFor(card_)),
      unheard_(piece_),
      filter_(std::move(filter)),
      making_(filter_ ? card_.hop : 0),
      made_(making_.size()) {}

StreamingDecoder::StreamingDecoder(const StreamingDecoder& other)
    : card_(other.card_), pitch_(other.pitch_), piece_(other.piece_) {
  const std::scoped_lock lock(other.mutex_);
  wanted_ = other.wanted_;
  repeat_ = other.repeat_;
  frames_ = other.frames_;
  frame_ = other.frame_;
  inFrame_ = other.inFrame_;
  leadingIn_ = other.leadingIn_;
  unheard_ = other.unheard_;
  if (other.filter_) filter_ = other.filter_->copy();
  making_ = other.making_;
  made_ = other.made_;
  waiting_ = other.waiting_;
}

Result<std::shared_ptr<const StreamingDecoder::Frames>> StreamingDecoder::framesOf(
    const latent::Embedding& embedding) const {
  if (auto checked = checkEmbedding(embedding, card_); !checked)
    return tl::unexpected(std::move(checked.error()));
  const auto pitch = pitchFor(embedding, card_, pitch_);
  if (!pitch) return tl::unexpected(pitch.error());
  return std::make_shared<const Frames>(Frames{doCondition(embedding, pitch->value_or(-1)),
                                               static_cast<std::size_t>(embedding.frames)});
}

Result<void> StreamingDecoder::prepare(const latent::Embedding& embedding) {
  if (auto changed = change(embedding); !changed) return changed;
  frame_ = 0;
  inFrame_ = 0;
  leadingIn_ = true;
  waiting_ = 0;
  if (filter_) filter_->begin();
  doBegin();
  return {};
}

Result<void> StreamingDecoder::change(const latent::Embedding& embedding) {
  auto frames = framesOf(embedding);
  if (!frames) return tl::unexpected(std::move(frames.error()));
  const std::scoped_lock lock(mutex_);
  wanted_.swap(*frames);  // the old one dies after the lock
  return {};
}

void StreamingDecoder::repeat(bool on) {
  const std::scoped_lock lock(mutex_);
  repeat_ = on;
}

/// Takes what is wanted by now. False when there is no frame (any more).
bool StreamingDecoder::atFrame() {
  bool again = false;
  {
    const std::scoped_lock lock(mutex_);
    frames_ = wanted_;
    again = repeat_;
  }
  if (!frames_) return false;
  if (frame_ >= frames_->count && again) frame_ = 0;
  return frame_ < frames_->count;
}

/// The model's next few samples, all of one frame.
std::size_t StreamingDecoder::makeSome(std::span<float> out) {
  const auto hop = static_cast<std::size_t>(card_.hop);
  const std::size_t count = std::min({piece_, hop - inFrame_, out.size()});
  doRender(frames_->at(frame_), out.first(count));
  inFrame_ += count;
  if (inFrame_ < hop) return count;
  inFrame_ = 0;
  ++frame_;
  return count;
}

/// The same on their way through the filter, from which a frame may come.
void StreamingDecoder::filterSome() {
  makeSome(std::span(making_).subspan(inFrame_));
  if (inFrame_ == 0 && filter_->push(frames_->at(frame_ - 1), making_, made_))
    waiting_ = made_.size();
}

std::size_t StreamingDecoder::render(std::span<float> out, const Progress& progress) {
  std::size_t made = 0;
  while (made < out.size() && !progress.cancelled()) {
    if (waiting_ > 0) {
      const std::size_t count = std::min(waiting_, out.size() - made);
      std::copy_n(made_.end() - static_cast<std::ptrdiff_t>(waiting_), count,
                  out.begin() + static_cast<std::ptrdiff_t>(made));
      waiting_ -= count;
      made += count;
    } else if (inFrame_ == 0 && !atFrame()) {
      if (!filter_ || !filter_->finish(made_)) break;
      waiting_ = made_.size();
    } else if (leadingIn_) {
      leadingIn_ = doLeadIn(frames_->at(0), unheard_);
    } else if (filter_) {
      filterSome();
    } else {
      made += makeSome(out.subspan(made));
    }
  }
  return made;
}

Result<audio::AudioClip> StreamingDecoder::renderAll(
    const latent::Embedding& embedding, const std::function<void(std::span<const float>)>& heard,
    Progress& progress) {
  if (auto ready = prepare(embedding); !ready) return tl::unexpected(std::move(ready.error()));
  const auto hop = static_cast<std::size_t>(card_.hop);
  std::vector<float> samples(static_cast<std::size_t>(embedding.frames) * hop);
  for (std::size_t at = 0; at < samples.size(); at += hop) {
    const auto frame = std::span(samples).subspan(at, hop);
    if (render(frame, progress) < hop) return cancelled();
    if (heard) heard(frame);
    progress.advanced(static_cast<double>(at + hop) / static_cast<double>(samples.size()));
  }
  return audio::AudioClip(std::move(samples), card_.rate);
}

}  // namespace timbre::model
