#include "synthesis/LiveSource.h"

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

#include "base/CoreWait.h"
#include "base/Stopwatch.h"
#include "base/ThreadPriority.h"
#include "synthesis/LivePlayback.h"

namespace timbre::synthesis {
namespace {

constexpr double kLeastSpeed = 1.2;  // times real time, or it could not keep its lead
constexpr double kMeasureSeconds = 0.15;
constexpr int kMeasuredPieces = 8;

class Deadline final : public Progress {
 public:
  void advanced(double) override {}
  bool cancelled() const override { return watch_.seconds() > kMeasureSeconds; }

 private:
  Stopwatch watch_;
};

LiveSpeed bestSpeedOf(model::StreamingDecoder& decoder) {
  std::vector<float> piece(static_cast<std::size_t>(decoder.card().hop));
  const Deadline beginning;
  decoder.render(std::span(piece).first(1), beginning);  // after what it does before its sound
  const Deadline deadline;
  LiveSpeed best;
  for (int i = 0; i < kMeasuredPieces && !deadline.cancelled(); ++i) {
    const CoreWait wait;
    const Stopwatch watch;
    const double made =
        static_cast<double>(decoder.render(piece, deadline)) / decoder.card().rate.hz;
    const double seconds = watch.seconds();
    // Its thread ran for a moment at least, whatever the two clocks say.
    const double ran = std::max(seconds - wait.seconds(), 0.1 * seconds);
    best = {std::max(best.reached, made / seconds), std::max(best.alone, made / ran)};
  }
  return best;
}

/// The playing that a transport holds; the source looks at it as long as it lives.
class HeldPlayback final : public Playback {
 public:
  HeldPlayback(std::shared_ptr<LivePlayback> playing, double period)
      : playing_(std::move(playing)), period_(period) {}
  std::shared_ptr<const audio::SoundStream> stream() const override {
    return playing_->enough() ? playing_->heard() : nullptr;
  }
  double period() const override { return period_; }

 private:
  const std::shared_ptr<LivePlayback> playing_;
  const double period_;
};

}  // namespace

LiveSpeed measureSpeed(model::StreamingDecoder& decoder) {
  LiveSpeed speed;
  std::thread listener([&] {  // as it will be played
    setUrgency(Urgency::Hasty);
    speed = bestSpeedOf(decoder);
  });
  listener.join();
  return speed;
}

Result<std::shared_ptr<LiveSource>> LiveSource::create(
    std::shared_ptr<model::StreamingDecoder> decoder, NoteEmbeddings notes,
    const ResolvedRequest& request) {
  const auto z = notes.mixed(request);
  if (!z) return tl::unexpected(z.error());
  if (auto ready = decoder->prepare(*z); !ready) return tl::unexpected(std::move(ready.error()));
  const LiveSpeed speed = measureSpeed(*decoder);
  return std::shared_ptr<LiveSource>(
      new LiveSource(std::move(decoder), std::move(notes), request, speed));
}

LiveSource::LiveSource(std::shared_ptr<model::StreamingDecoder> decoder, NoteEmbeddings notes,
                       const ResolvedRequest& request, LiveSpeed speed)
    : decoder_(std::move(decoder)), notes_(std::move(notes)), speed_(speed), request_(request) {}

bool LiveSource::fastEnough() const {
  return speed_.reached >= kLeastSpeed;
}

bool LiveSource::heldUp() const {
  return !fastEnough() && speed_.alone >= kLeastSpeed;
}

bool LiveSource::sounding() const {
  const auto playing = playing_.lock();
  return playing && !playing->heard()->finished();
}

void LiveSource::follow(const ResolvedRequest& request) {
  request_ = request;
  finished_.reset();
  if (!sounding()) return;
  // The same notes, mixed by numbers between 0 and 1: nothing that the decoder could refuse.
  if (const auto z = notes_.mixed(request)) static_cast<void>(decoder_->change(*z));
}

void LiveSource::repeat(bool on) {
  repeat_ = on;
  decoder_->repeat(on);
}

std::unique_ptr<Playback> LiveSource::open(SampleRate device) {
  if (playing_.lock()) return nullptr;  // one at a time: the decoder has one place in the sound
  const auto z = notes_.mixed(request_);
  if (!z || !decoder_->prepare(*z)) return nullptr;
  decoder_->repeat(repeat_);
  auto made = LivePlayback::create(decoder_, speed_.reached, device);
  if (!made) return nullptr;
  std::shared_ptr<LivePlayback> playing = std::move(*made);
  playing_ = playing;
  const auto& card = decoder_->card();
  return std::make_unique<HeldPlayback>(std::move(playing),
                                        static_cast<double>(z->frames) * card.hop / card.rate.hz);
}

}  // namespace timbre::synthesis
