#include "audio/SoundStream.h"

#include <algorithm>

namespace timbre::audio {

SoundStream::SoundStream(std::size_t capacity, SampleRate rate) : samples_(capacity), rate_(rate) {}

std::shared_ptr<const SoundStream> SoundStream::of(const AudioClip& clip) {
  auto stream = std::make_shared<SoundStream>(clip.samples().size(), clip.rate());
  stream->append(clip.samples());
  stream->finish();
  return stream;
}

std::size_t SoundStream::append(std::span<const float> samples) {
  const std::size_t written = written_.load(std::memory_order_relaxed);
  const std::size_t taken = std::min(samples.size(), samples_.size() - written);
  std::copy_n(samples.begin(), taken, samples_.begin() + static_cast<std::ptrdiff_t>(written));
  written_.store(written + taken, std::memory_order_release);
  return taken;
}

void SoundStream::finish() {
  finished_.store(true, std::memory_order_release);
}

}  // namespace timbre::audio
