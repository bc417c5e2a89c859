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

std::shared_ptr<SoundStream> SoundStream::ring(std::size_t lead, SampleRate rate,
                                               std::size_t most) {
  lead = std::max<std::size_t>(lead, 2);
  auto stream = std::make_shared<SoundStream>(2 * std::max(lead, most), rate);
  stream->isRing_ = true;
  stream->setLead(lead);
  return stream;
}

std::size_t SoundStream::append(std::span<const float> samples) {
  const std::size_t written = written_.load(std::memory_order_relaxed);
  const std::size_t kept = isRing() ? ahead() : written;
  const std::size_t taken = std::min(samples.size(), samples_.size() - kept);
  for (std::size_t done = 0; done < taken;) {
    const std::size_t place = (written + done) % samples_.size();
    const std::size_t part = std::min(taken - done, samples_.size() - place);
    std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(done), part,
                samples_.begin() + static_cast<std::ptrdiff_t>(place));
    done += part;
  }
  written_.store(written + taken, std::memory_order_release);
  return taken;
}

void SoundStream::finish() {
  finished_.store(true, std::memory_order_release);
}

}  // namespace timbre::audio
