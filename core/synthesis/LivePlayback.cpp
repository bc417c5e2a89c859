#include "synthesis/LivePlayback.h"

#include <array>
#include <chrono>

namespace timbre::synthesis {
namespace {

// A device takes what it plays in the next 20 .. 60 ms at once; a busy machine may let the thread
// wait for some 20 ms.
constexpr double kLead = 0.07;
constexpr double kAnxiousLead = 0.12;
constexpr double kEaseSpeed = 2;  // times real time: from here on the short lead will do
constexpr std::size_t kPiece = 128;
constexpr auto kLookEvery = std::chrono::milliseconds(2);
// A thread that goes first must rest now and then, or the system ends its privilege.
constexpr double kRestEvery = 0.05;

std::size_t samplesIn(double seconds, SampleRate rate) {
  return static_cast<std::size_t>(seconds * rate.hz);
}

}  // namespace

double leadFor(double speed) {
  return speed < kEaseSpeed ? kAnxiousLead : kLead;
}

Result<std::unique_ptr<LivePlayback>> LivePlayback::create(
    std::shared_ptr<model::StreamingDecoder> decoder, double speed, SampleRate device) {
  auto resampler = audio::StreamResampler::create(decoder->card().rate, device, audio::Haste::Live);
  if (!resampler) return tl::unexpected(resampler.error());
  return std::unique_ptr<LivePlayback>(
      new LivePlayback(std::move(decoder), leadFor(speed), device, std::move(*resampler)));
}

LivePlayback::LivePlayback(std::shared_ptr<model::StreamingDecoder> decoder, double lead,
                           SampleRate device, audio::StreamResampler resampler)
    : decoder_(std::move(decoder)),
      quietLead_(lead),
      lead_(lead),
      heard_(audio::SoundStream::ring(samplesIn(lead, device), device,
                                      samplesIn(Lead::kMost, device))),
      resampler_(std::move(resampler)),
      thread_([this] { run(); }) {}

LivePlayback::~LivePlayback() {
  stop_.now = true;
  thread_.join();
}

/// Once the sound is heard, what is left of it tells how busy the machine is.
void LivePlayback::watch(Lead& lead) {
  const double left = static_cast<double>(heard_->ahead()) / heard_->rate().hz;
  if (!enough() || !lead.saw(left, clock_.seconds())) return;
  lead_.store(lead.now(), std::memory_order_relaxed);
  heard_->setLead(samplesIn(lead.now(), heard_->rate()));
}

void LivePlayback::restIfDue() {
  if (clock_.seconds() - restedAt_ < kRestEvery) return;
  std::this_thread::sleep_for(std::chrono::microseconds(500));
  restedAt_ = clock_.seconds();
}

void LivePlayback::run() {
  granted_ = setUrgency(Urgency::Hasty);
  std::array<float, kPiece> piece;
  Lead lead(quietLead_);
  while (!stop_.cancelled()) {
    watch(lead);
    if (heard_->ahead() >= samplesIn(lead.now(), heard_->rate())) {
      enough_.store(true, std::memory_order_release);
      std::this_thread::sleep_for(kLookEvery);
      restedAt_ = clock_.seconds();
      continue;
    }
    restIfDue();
    const std::size_t made = decoder_->render(piece, stop_);
    heard_->append(resampler_.push(std::span(piece).first(made)));
    if (made < piece.size()) break;
  }
  if (!stop_.cancelled()) heard_->append(resampler_.flush());
  heard_->finish();
  enough_.store(true, std::memory_order_release);
}

}  // namespace timbre::synthesis
