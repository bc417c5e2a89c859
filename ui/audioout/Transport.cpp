#include "ui/audioout/Transport.h"

#include <cmath>

#include "audio/Resample.h"

namespace timbre::ui {
namespace {

constexpr int kTickMs = 25;

using Stream = std::shared_ptr<const audio::SoundStream>;

}  // namespace

Transport::Transport(AudioBackend& out, JobRunner& jobs, QObject* parent)
    : QObject(parent), out_(out), jobs_(jobs), timer_(this) {
  timer_.setInterval(kTickMs);
  timer_.setTimerType(Qt::PreciseTimer);
  connect(&timer_, &QTimer::timeout, this, &Transport::tick);
  connect(&out_, &AudioBackend::rateChanged, this, [this] {
    for (Sound& sound : sounds_) sound.stream.reset();
    stop();
  });
}

void Transport::setSound(Track track, const audio::AudioClip& clip) {
  Sound sound;
  sound.clip = clip;
  replace(track, std::move(sound));
  if (state_ == State::Waiting && current_ == track) convert(track);
  emit tracksChanged();
}

void Transport::setGrowing(Track track, std::shared_ptr<const synthesis::ProgressiveSound> made) {
  Sound sound;
  sound.growing = std::move(made);
  replace(track, std::move(sound));
  emit tracksChanged();
}

void Transport::replace(Track track, Sound sound) {
  sound.perform = std::move(at(track).perform);
  sound.performance = std::move(at(track).performance);
  at(track) = std::move(sound);
}

void Transport::setPerformer(Track track, std::function<std::optional<LiveStream>()> perform) {
  at(track).perform = std::move(perform);
  emit tracksChanged();
}

void Transport::forget(Track track) {
  replace(track, {});
  emit tracksChanged();
}

void Transport::clear(Track track) {
  replace(track, {});
  if (current_ == track && state_ != State::Stopped) stop();
  emit tracksChanged();
}

bool Transport::has(Track track) const {
  return at(track).clip || at(track).growing || at(track).perform;
}

const audio::AudioClip* Transport::clip(Track track) const {
  return at(track).clip ? &*at(track).clip : nullptr;
}

void Transport::play(Track track) {
  setCurrent(track);
  put(State::Waiting);
  converting_.cancel();
  timer_.start();
  Sound& sound = at(track);
  sound.performance = sound.perform ? sound.perform() : std::nullopt;
  if (sound.stream && sound.stream->rate() != out_.rate()) sound.stream.reset();
  if (sound.clip && !sound.stream && !sound.performance) convert(track);
  if (!has(track)) emit wanted(track);
  tick();
}

void Transport::stop() {
  converting_.cancel();
  out_.stop();
  timer_.stop();
  at(current_).performance.reset();
  put(State::Stopped);
  emit moved({});
}

void Transport::toggle() {
  if (state_ == State::Stopped) {
    if (has(current_)) play(current_);
  } else {
    stopByUser();
  }
}

void Transport::stopByUser() {
  stop();
  emit stoppedByUser();
}

void Transport::setLoop(bool loop) {
  if (loop == loop_) return;
  loop_ = loop;
  out_.setLoop(loop);
  emit loopChanged(loop);
}

void Transport::setCurrent(Track track) {
  if (track == current_) return;
  if (state_ != State::Stopped) stop();
  current_ = track;
  emit currentChanged();
}

void Transport::tick() {
  if (state_ == State::Waiting) begin();
  if (state_ != State::Playing) return;
  if (!out_.playing()) {
    stop();
    return;
  }
  const auto& performance = at(current_).performance;
  emit moved(performance ? std::fmod(out_.position(), performance->seconds) : out_.position());
}

Stream Transport::playable(const Sound& sound) const {
  if (sound.performance) return sound.performance->enough() ? sound.performance->stream : nullptr;
  if (sound.growing && sound.growing->enough() && sound.growing->heard()->rate() == out_.rate()) {
    return sound.growing->heard();
  }
  return sound.stream;
}

void Transport::begin() {
  Stream stream = playable(at(current_));
  if (!stream) return;
  if (out_.play(std::move(stream))) {
    put(State::Playing);
  } else {
    stop();
  }
}

void Transport::convert(Track track) {
  converting_ = jobs_.run(
      Lane::Compute, this,
      [clip = *at(track).clip, rate = out_.rate()](Progress&) -> Result<Stream> {
        return audio::resampled(clip, rate).map([](const audio::AudioClip& ready) {
          return audio::SoundStream::of(ready);
        });
      },
      [this, track](const Result<Stream>& stream) {
        if (!stream) return stop();
        at(track).stream = *stream;
        tick();
      },
      {.progress = {}, .priority = 10});
}

void Transport::put(State state) {
  if (state == state_) return;
  state_ = state;
  emit stateChanged();
}

}  // namespace timbre::ui
