#include "ui/audioout/AudioOutput.h"

#include <algorithm>

#include "ui/audioout/AudioSinkThread.h"

namespace timbre::ui {
namespace {

constexpr int kIdleMs = 3000;
constexpr int kRetryMs = 300;
constexpr int kHoldMs = 15000;
constexpr int kPatienceMs = 3000;
constexpr SampleRate kUsualRate{48000};

}  // namespace

AudioOutput::AudioOutput(QObject* parent)
    : AudioBackend(parent),
      holder_(new AudioSinkThread),
      player_(std::make_shared<audio::Player>(kUsualRate)),
      idle_(this),
      retry_(this),
      hold_(this) {
  qRegisterMetaType<QList<SoundDevice>>();
  thread_.setObjectName(QStringLiteral("audio"));
  holder_->moveToThread(&thread_);
  connect(&thread_, &QThread::started, holder_, &AudioSinkThread::begin);
  connect(&thread_, &QThread::finished, holder_, &QObject::deleteLater);
  connect(holder_, &AudioSinkThread::devicesFound, this, &AudioOutput::takeDevices);
  connect(holder_, &AudioSinkThread::opened, this, [this](int serial) {
    if (serial != serial_) return;
    sink_ = Sink::Open;
    former_.clear();
    hold_.stop();
    say(Trouble::None);
  });
  connect(holder_, &AudioSinkThread::lost, this, &AudioOutput::whenLost);
  idle_.setInterval(kIdleMs);
  connect(&idle_, &QTimer::timeout, this, &AudioOutput::rest);
  retry_.setSingleShot(true);
  connect(&retry_, &QTimer::timeout, this, &AudioOutput::openSink);
  hold_.setSingleShot(true);
  hold_.setInterval(kHoldMs);
  connect(&hold_, &QTimer::timeout, this, &AudioOutput::giveUp);
  thread_.start(QThread::TimeCriticalPriority);
}

AudioOutput::~AudioOutput() {
  QMetaObject::invokeMethod(holder_, &AudioSinkThread::close, Qt::QueuedConnection);
  thread_.quit();
  if (thread_.wait(kPatienceMs)) return;
  thread_.terminate();  // a sound server that does not answer must not keep the program from ending
  thread_.wait(kPatienceMs);
}

bool AudioOutput::play(std::shared_ptr<const audio::SoundStream> stream,
                       const audio::PlayStart& start) {
  if (!device()) return false;
  // Until the device has taken it, the player is nowhere yet.
  began_ = start.inPlace && playing() ? position() : static_cast<double>(start.from) / rate().hz;
  player_->play(std::move(stream), start);
  if (sink_ == Sink::Closed) openSink();
  idle_.start();
  return true;
}

void AudioOutput::stop() {
  player_->stop();
}

bool AudioOutput::playing() const {
  return player_->playing();
}

double AudioOutput::position() const {
  const double rendered = static_cast<double>(player_->position()) / rate().hz;
  if (rendered == 0) return began_;
  return std::max(0.0, rendered - holder_->latency());
}

void AudioOutput::setVolume(double gain) {
  gain_ = static_cast<float>(std::clamp(gain, 0.0, 1.0));
  player_->setVolume(gain_);
}

void AudioOutput::setLoop(bool loop) {
  loop_ = loop;
  player_->setLoop(loop);
}

void AudioOutput::setLoopRegion(std::optional<audio::SampleRange> region) {
  player_->setLoopRegion(region);
}

void AudioOutput::chooseDevice(const QByteArray& id) {
  if (id == chosen_) return;
  chosen_ = id;
  refused_.clear();
  takeDevices(devices_);
  emit devicesChanged();
}

const SoundDevice* AudioOutput::device() const {
  const auto first = [this](auto suits) -> const SoundDevice* {
    const auto found = std::ranges::find_if(devices_, [&](const SoundDevice& each) {
      return !refused_.contains(each.id) && suits(each);
    });
    return found == devices_.end() ? nullptr : &*found;
  };
  if (const auto* chosen = first([this](const auto& each) { return each.id == chosen_; })) {
    return chosen;
  }
  if (const auto* standard = first([](const auto& each) { return each.isDefault; })) {
    return standard;
  }
  return first([](const auto&) { return true; });
}

void AudioOutput::takeDevices(const QList<SoundDevice>& devices) {
  const bool changed = devices != devices_;
  devices_ = devices;
  if (changed) refused_.clear();
  if (changed) emit devicesChanged();
  const SoundDevice* now = device();
  if (!now) {
    closeSink();
    if (player_->playing() && !hold_.isActive()) hold_.start();
    say(Trouble::NoDevice,
        tr("No sound device: everything works except playing. Connect a device, or start "
           "PulseAudio or PipeWire; sound then resumes by itself."));
    return;
  }
  if (trouble_ == Trouble::NoDevice) say(Trouble::None);
  const bool waiting = sink_ == Sink::Closed && player_->playing() && !retry_.isActive();
  if (waiting || (sink_ != Sink::Closed && open_ != now->id)) return openSink();
  // What plays keeps its rate, the server converts: it continues without a break.
  if (now->rate != player_->rate().hz && !player_->playing()) takePlayerFor(*now);
}

void AudioOutput::giveUp() {
  player_->stop();
}

void AudioOutput::takePlayerFor(const SoundDevice& device) {
  // A player has one rate. The sink still holds the old one: it dies here once the sink is gone.
  player_->stop();
  formerUnderruns_ += player_->underruns();
  former_.push_back(player_);
  player_ = std::make_shared<audio::Player>(SampleRate(device.rate));
  player_->setVolume(gain_);
  player_->setLoop(loop_);
  emit rateChanged();
}

void AudioOutput::openSink() {
  const SoundDevice* now = device();
  if (!now) return;
  if (now->rate != player_->rate().hz && !player_->playing()) takePlayerFor(*now);
  sink_ = Sink::Opening;
  open_ = now->id;
  QMetaObject::invokeMethod(
      holder_, [holder = holder_, id = open_, player = player_, serial = ++serial_]() mutable {
        holder->open(id, std::move(player), serial);
      });
}

void AudioOutput::closeSink() {
  ++serial_;
  sink_ = Sink::Closed;
  QMetaObject::invokeMethod(holder_, &AudioSinkThread::close, Qt::QueuedConnection);
}

void AudioOutput::whenLost(int serial, const QString& device) {
  if (serial != serial_) return;
  sink_ = Sink::Closed;
  if (devices_.empty()) return;     // told already
  if (!player_->playing()) return;  // the next sound finds out
  if (!hold_.isActive()) hold_.start();
  refused_.push_back(open_);
  if (!this->device()) refused_.clear();  // all refuse: begin again with the first
  say(Trouble::NoAnswer,
      tr("The sound device %1 does not respond; trying again. If it stays silent, choose another "
         "one.")
          .arg(device.isEmpty() ? tr("that was chosen")
                                : QLatin1Char('"') + device + QLatin1Char('"')));
  retry_.start(kRetryMs);
}

void AudioOutput::rest() {
  if (player_->playing()) return;
  idle_.stop();
  closeSink();
}

void AudioOutput::say(Trouble trouble, const QString& notice) {
  trouble_ = trouble;
  if (notice == notice_) return;
  notice_ = notice;
  emit noticeChanged();
}

}  // namespace timbre::ui
