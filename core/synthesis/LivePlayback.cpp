#include "synthesis/LivePlayback.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/Stopwatch.h"
#include "base/ThreadPriority.h"

namespace timbre::synthesis {
namespace {

// A device takes what it plays in the next 20 .. 60 ms at once; a busy machine may let the thread
// wait for some 20 ms.
constexpr double kLead = 0.07;
constexpr double kAnxiousLead = 0.12;
constexpr double kEaseSpeed = 2;  // times real time: from here on the short lead will do
constexpr std::size_t kPiece = 128;
constexpr auto kLook = std::chrono::milliseconds(2);

constexpr double kMeasureSeconds = 0.15;
constexpr int kMeasuredPieces = 8;

class Deadline final : public Progress {
 public:
  void advanced(double) override {}
  bool cancelled() const override { return watch_.seconds() > kMeasureSeconds; }

 private:
  Stopwatch watch_;
};

double bestSpeedOf(model::StreamingDecoder& decoder) {
  const Deadline deadline;
  std::vector<float> piece(static_cast<std::size_t>(decoder.card().hop));
  double best = 0;
  for (int i = 0; i < kMeasuredPieces && !deadline.cancelled(); ++i) {
    const Stopwatch watch;
    const auto made = static_cast<double>(decoder.render(piece, deadline));
    best = std::max(best, made / decoder.card().rate.hz / watch.seconds());
  }
  return best;
}

}  // namespace

double leadFor(double speed) {
  return speed < kEaseSpeed ? kAnxiousLead : kLead;
}

double speedOf(model::StreamingDecoder& decoder) {
  double speed = 0;
  std::thread listener([&] {  // as it will be played
    setUrgency(Urgency::Hasty);
    speed = bestSpeedOf(decoder);
  });
  listener.join();
  return speed;
}

Result<std::unique_ptr<LivePlayback>> LivePlayback::create(
    std::shared_ptr<model::StreamingDecoder> decoder, double speed, SampleRate device) {
  auto resampler = audio::StreamResampler::create(decoder->card().rate, device, audio::Haste::Live);
  if (!resampler) return tl::unexpected(resampler.error());
  const auto lead = static_cast<std::size_t>(leadFor(speed) * device.hz);
  return std::unique_ptr<LivePlayback>(
      new LivePlayback(std::move(decoder), lead, device, std::move(*resampler)));
}

LivePlayback::LivePlayback(std::shared_ptr<model::StreamingDecoder> decoder, std::size_t lead,
                           SampleRate device, audio::StreamResampler resampler)
    : decoder_(std::move(decoder)),
      lead_(lead),
      heard_(audio::SoundStream::ring(lead, device)),
      resampler_(std::move(resampler)),
      thread_([this] { run(); }) {}

LivePlayback::~LivePlayback() {
  stop_.now = true;
  thread_.join();
}

void LivePlayback::run() {
  setUrgency(Urgency::Hasty);
  std::array<float, kPiece> piece;
  while (!stop_.cancelled()) {
    if (heard_->ahead() >= lead_) {
      enough_.store(true, std::memory_order_release);
      std::this_thread::sleep_for(kLook);
      continue;
    }
    const std::size_t made = decoder_->render(piece, stop_);
    heard_->append(resampler_.push(std::span(piece).first(made)));
    if (made < piece.size()) break;
  }
  if (!stop_.cancelled()) heard_->append(resampler_.flush());
  heard_->finish();
  enough_.store(true, std::memory_order_release);
}

}  // namespace timbre::synthesis
