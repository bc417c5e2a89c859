#include "synthesis/ProgressiveSound.h"

#include <chrono>
#include <utility>

namespace timbre::synthesis {
namespace {

constexpr double kSpare = 1.1;         // the speed may drop by this
constexpr double kLeastSeconds = 0.2;  // of sound, before the speed is believed

std::int64_t now() {
  return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

}  // namespace

bool mayBegin(std::size_t made, std::size_t total, double perSecond, SampleRate rate) {
  if (made >= total) return true;
  if (perSecond <= 0 || static_cast<double>(made) < kLeastSeconds * rate.hz) return false;
  const double secondsLeft = static_cast<double>(total - made) / perSecond;
  return secondsLeft * kSpare <= static_cast<double>(total) / rate.hz;
}

Result<std::shared_ptr<ProgressiveSound>> ProgressiveSound::create(std::size_t samples,
                                                                   SampleRate rate,
                                                                   SampleRate device,
                                                                   SynthesisRequest request) {
  auto resampler = audio::StreamResampler::create(rate, device);
  if (!resampler) return tl::unexpected(resampler.error());
  const auto heard = static_cast<std::size_t>(
      audio::resampledLength(static_cast<std::int64_t>(samples), rate, device));
  return std::shared_ptr<ProgressiveSound>(
      new ProgressiveSound(std::make_shared<audio::SoundStream>(samples, rate),
                           std::make_shared<audio::SoundStream>(heard, device),
                           std::move(*resampler), std::move(request)));
}

ProgressiveSound::ProgressiveSound(std::shared_ptr<audio::SoundStream> made,
                                   std::shared_ptr<audio::SoundStream> heard,
                                   audio::StreamResampler resampler, SynthesisRequest request)
    : request_(std::move(request)),
      made_(std::move(made)),
      heard_(std::move(heard)),
      resampler_(std::move(resampler)) {}

void ProgressiveSound::append(std::span<const float> samples) {
  if (began_.load(std::memory_order_relaxed) == 0) {
    firstSamples_.store(samples.size(), std::memory_order_relaxed);
    began_.store(now(), std::memory_order_release);
  }
  made_->append(samples);
  heard_->append(resampler_.push(samples));
}

void ProgressiveSound::finish() {
  if (std::exchange(finished_, true)) return;
  heard_->append(resampler_.flush());
  made_->finish();
  heard_->finish();
}

bool ProgressiveSound::enough() const {
  if (made_->finished()) return true;
  const std::int64_t began = began_.load(std::memory_order_acquire);
  if (began == 0) return false;
  const double seconds = static_cast<double>(now() - began) * 1e-9;
  const std::size_t made = made_->samples().size();
  const double since = static_cast<double>(made - firstSamples_.load(std::memory_order_relaxed));
  return mayBegin(made, made_->capacity(), seconds > 0 ? since / seconds : 0, made_->rate());
}

}  // namespace timbre::synthesis
