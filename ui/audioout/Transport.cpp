#include "ui/audioout/Transport.h"

#include <cmath>
#include <utility>

namespace timbre::ui {
namespace {

constexpr int kTickMs = 25;

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
    sources_[track] = std::move(source);
    if (state_ == State::Waiting && current_ == track) open();
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
  emit moved(period > 0 ? std::fmod(out_.position(), period) : out_.position());
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
  preparing_ = jobs_.run(
      Lane::Compute, this,
      [source, rate = out_.rate()](Progress&) { return source->prepare(rate); },
      [this](const Result<void>& ready) {
        if (!ready) return stop();
        if (state_ == State::Waiting) open();
        tick();
      },
      {.progress = {}, .priority = 10});
}

void Transport::begin() {
  auto stream = playback_ ? playback_->stream() : nullptr;
  if (!stream) return;
  gaps_ = out_.underruns();
  if (out_.play(std::move(stream))) {
    put(State::Playing);
  } else {
    stop();
  }
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
