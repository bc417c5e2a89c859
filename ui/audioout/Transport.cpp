#include "ui/audioout/Transport.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace timbre::ui {
namespace {

constexpr int kTickMs = 25;
constexpr int kUnasked = -10, kAsked = 10;  // priorities of jobs

}  // namespace

Transport::Transport(AudioBackend& out, JobRunner& jobs, QObject* parent)
    : QObject(parent), out_(out), jobs_(jobs), timer_(this) {
  timer_.setInterval(kTickMs);
  timer_.setTimerType(Qt::PreciseTimer);
  connect(&timer_, &QTimer::timeout, this, &Transport::tick);
  connect(&out_, &AudioBackend::rateChanged, this, &Transport::stop);
}

void Transport::setSource(const Track& track, std::shared_ptr<synthesis::PlayableSource> source) {
  if (source) {
    const auto& kept = sources_[track] = std::move(source);
    if (state_ == State::Waiting && current_ == track) {
      open();
    } else if (!kept->prepared(out_.rate())) {
      prepare(kept, kUnasked, [](const Result<void>&) {});  // so that switching to it need not wait
    }
  } else {
    sources_.erase(track);
  }
  emit tracksChanged();
}

void Transport::setSound(const Track& track, synthesis::RenderedSound sound) {
  setSource(track, synthesis::sourceOf(std::move(sound)));
}

void Transport::clear(const Track& track) {
  sources_.erase(track);
  if (current_ == track && state_ != State::Stopped) stop();
  emit tracksChanged();
}

std::shared_ptr<const synthesis::PlayableSource> Transport::source(const Track& track) const {
  const auto found = sources_.find(track);
  return found == sources_.end() ? nullptr : found->second;
}

const synthesis::RenderedSound* Transport::sound(const Track& track) const {
  const auto found = sources_.find(track);
  return found == sources_.end() ? nullptr : found->second->finished();
}

void Transport::play(const Track& track) {
  setCurrent(track);
  put(State::Waiting);
  timer_.start();
  open();
  if (!has(track)) emit wanted(track);
  tick();
}

void Transport::switchTo(const Track& track) {
  if (state_ == State::Playing) preparing_.cancel();  // whoever was to take over
  if (track == current_) return;
  if (state_ == State::Stopped) return setCurrent(track);
  if (state_ == State::Waiting || live()) return play(track);
  const auto found = sources_.find(track);
  if (found == sources_.end() || found->second->prepared(out_.rate())) {
    if (!takeOver(track)) play(track);
    return;
  }
  next_ = track;
  preparing_ = prepare(found->second, kAsked, [this](const Result<void>& ready) {
    if (ready && state_ == State::Playing && !takeOver(next_)) play(next_);
  });
}

/// False where there is nothing that could continue at this instant.
bool Transport::takeOver(const Track& track) {
  const auto found = sources_.find(track);
  auto playback = found == sources_.end() ? nullptr : found->second->open(out_.rate());
  auto stream = playback ? playback->stream() : nullptr;
  if (!stream || playback->period() > 0) return false;
  if (static_cast<double>(stream->written()) < out_.position() * out_.rate().hz) return false;
  current_ = track;
  playback_ = std::move(playback);
  if (!startStream(std::move(stream), true)) stop();
  emit currentChanged();
  return true;
}

void Transport::setCue(const Track& track, const Cue& cue) {
  if (cue != this->cue(track)) {
    cues_[track] = cue;
    emit cueChanged(track);
  }
  if (current_ != track || state_ != State::Playing || live()) return;
  if (auto stream = playback_->stream()) startStream(std::move(stream), false);
}

Cue Transport::cue(const Track& track) const {
  const auto found = cues_.find(track);
  return found == cues_.end() ? Cue() : found->second;
}

void Transport::setGain(const Track& track, double gain) {
  if (gain == this->gain(track)) return;
  gains_[track] = gain;
  if (current_ != track || state_ != State::Playing || live()) return;
  // Crossfaded with itself, the sound glides to its new level.
  if (auto stream = playback_->stream()) startStream(std::move(stream), true);
}

double Transport::gain(const Track& track) const {
  const auto found = gains_.find(track);
  return found == gains_.end() ? 1 : found->second;
}

void Transport::stop() {
  preparing_.cancel();
  out_.stop();
  timer_.stop();
  playback_.reset();
  put(State::Stopped);
  emit moved({});
}

void Transport::toggle() {
  if (state_ == State::Stopped) {
    play(current_);
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

void Transport::setCurrent(const Track& track) {
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
  countGaps();
  const double period = playback_->period();
  const auto loop = cue(current_).loop;
  const double position = std::max(out_.position(), loop && period <= 0 ? loop->from : 0.0);
  emit moved(period > 0 ? std::fmod(position, period) : position);
}

/// A source opens once at a time: the playing before goes first.
void Transport::open() {
  preparing_.cancel();
  playback_.reset();
  const auto found = sources_.find(current_);
  if (found == sources_.end()) return;
  const auto& source = found->second;
  if (source->prepared(out_.rate())) {
    playback_ = source->open(out_.rate());
    return;
  }
  preparing_ = prepare(source, kAsked, [this](const Result<void>& ready) {
    if (!ready) return stop();
    if (state_ == State::Waiting) open();
    tick();
  });
}

Job Transport::prepare(const std::shared_ptr<synthesis::PlayableSource>& source, int priority,
                       std::function<void(const Result<void>&)> ready) {
  return jobs_.run(Lane::Compute, this,
                   [source, rate = out_.rate()](Progress&) { return source->prepare(rate); },
                   std::move(ready), {.progress = {}, .priority = priority});
}

void Transport::begin() {
  auto stream = playback_ ? playback_->stream() : nullptr;
  if (!stream) return;
  gaps_ = out_.underruns();
  if (startStream(std::move(stream), false)) {
    put(State::Playing);
  } else {
    stop();
  }
}

bool Transport::startStream(std::shared_ptr<const audio::SoundStream> stream, bool inPlace) {
  audio::PlayStart start{.inPlace = inPlace, .gain = static_cast<float>(gain(current_))};
  std::optional<audio::SampleRange> region;
  if (!live()) {
    const auto sampleAt = [&](double seconds) {
      return std::min(static_cast<std::size_t>(std::max(0.0, seconds) * stream->rate().hz),
                      stream->capacity());
    };
    const Cue now = cue(current_);
    start.from = sampleAt(now.start);
    if (start.from == stream->capacity()) start.from = 0;
    if (now.loop) region = audio::SampleRange{sampleAt(now.loop->from), sampleAt(now.loop->to)};
  }
  if (!out_.play(std::move(stream), start)) return false;
  out_.setLoopRegion(region);
  return true;
}

void Transport::countGaps() {
  const long before = std::exchange(gaps_, out_.underruns());
  if (gaps_ > before) emit interrupted(gaps_ - before);
}

void Transport::put(State state) {
  if (state == state_) return;
  state_ = state;
  emit stateChanged();
}

}  // namespace timbre::ui
