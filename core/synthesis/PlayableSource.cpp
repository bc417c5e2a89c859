#include "synthesis/PlayableSource.h"

#include <mutex>
#include <utility>

#include "audio/Resample.h"

namespace timbre::synthesis {
namespace {

using Stream = std::shared_ptr<const audio::SoundStream>;

class StreamPlayback final : public Playback {
 public:
  explicit StreamPlayback(Stream stream) : stream_(std::move(stream)) {}
  Stream stream() const override { return stream_; }

 private:
  Stream stream_;
};

class FinishedSource final : public PlayableSource {
 public:
  explicit FinishedSource(RenderedSound sound) : sound_(std::move(sound)) {}

  bool prepared(SampleRate device) const override { return at(device) != nullptr; }
  Result<void> prepare(SampleRate device) override {
    if (prepared(device)) return {};
    return audio::resampled(sound_.clip, device).map([this](const audio::AudioClip& clip) {
      const std::scoped_lock lock(mutex_);
      converted_ = audio::SoundStream::of(clip);
    });
  }
  std::unique_ptr<Playback> open(SampleRate device) override {
    auto stream = at(device);
    return stream ? std::make_unique<StreamPlayback>(std::move(stream)) : nullptr;
  }
  const RenderedSound* finished() const override { return &sound_; }

 private:
  Stream at(SampleRate device) const {
    const std::scoped_lock lock(mutex_);
    return converted_ && converted_->rate() == device ? converted_ : nullptr;
  }

  const RenderedSound sound_;
  mutable std::mutex mutex_;
  Stream converted_;  // the mutex's
};

class ProgressivePlayback final : public Playback {
 public:
  explicit ProgressivePlayback(std::shared_ptr<const ProgressiveSound> sound)
      : sound_(std::move(sound)) {}
  Stream stream() const override { return sound_->enough() ? sound_->heard() : nullptr; }

 private:
  std::shared_ptr<const ProgressiveSound> sound_;
};

class ProgressiveSource final : public PlayableSource {
 public:
  explicit ProgressiveSource(std::shared_ptr<const ProgressiveSound> sound)
      : sound_(std::move(sound)) {}
  std::unique_ptr<Playback> open(SampleRate device) override {
    if (sound_->heard()->rate() != device) return nullptr;
    return std::make_unique<ProgressivePlayback>(sound_);
  }

 private:
  std::shared_ptr<const ProgressiveSound> sound_;
};

}  // namespace

std::shared_ptr<PlayableSource> sourceOf(RenderedSound sound) {
  return std::make_shared<FinishedSource>(std::move(sound));
}

std::shared_ptr<PlayableSource> sourceOf(std::shared_ptr<const ProgressiveSound> sound) {
  return std::make_shared<ProgressiveSource>(std::move(sound));
}

}  // namespace timbre::synthesis
