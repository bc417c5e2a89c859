#include "ui/audioout/QtOutputDriver.h"

#include <QAudioDevice>
#include <QMediaDevices>

namespace timbre::ui {
namespace {

// Qt asks every 20 ms and fills in parts of 20 ms, the server takes as much at once: with 60 ms a
// sound that was always there in time had gaps of 15 ms in what was heard.
constexpr int kBufferMs = 100;

SoundDevice described(const QAudioDevice& device, const QAudioDevice& standard) {
  return {device.id(), device.description(), device.id() == standard.id(),
          device.preferredFormat().sampleRate()};
}

QAudioDevice deviceOf(const QByteArray& id) {
  const auto devices = QMediaDevices::audioOutputs();
  for (const QAudioDevice& device : devices) {
    if (device.id() == id) return device;
  }
  return {};
}

QAudioFormat formatFor(const QAudioDevice& device, SampleRate rate) {
  QAudioFormat format = device.preferredFormat();
  format.setSampleRate(rate.hz);
  if (format.sampleFormat() == QAudioFormat::UInt8 || !format.isValid()) {
    format.setSampleFormat(QAudioFormat::Int16);
  }
  if (format.channelCount() < 1) format.setChannelCount(2);
  return format;
}

}  // namespace

QList<SoundDevice> QtOutputDriver::devices() {
  QList<SoundDevice> found;
  const QAudioDevice standard = QMediaDevices::defaultAudioOutput();
  const auto devices = QMediaDevices::audioOutputs();
  for (const QAudioDevice& device : devices) found.push_back(described(device, standard));
  return found;
}

bool QtOutputDriver::open(const QByteArray& id, std::shared_ptr<audio::Player> player) {
  close();
  const QAudioDevice device = deviceOf(id);
  if (device.isNull()) return false;
  const QAudioFormat format = formatFor(device, player->rate());
  source_ = std::make_unique<PlayerIODevice>(std::move(player), format);
  sink_ = std::make_unique<QAudioSink>(device, format);
  sink_->setBufferSize(format.bytesForDuration(kBufferMs * 1000));
  sink_->start(source_.get());
  connect(sink_.get(), &QAudioSink::stateChanged, this, &QtOutputDriver::watch);
  if (sink_->state() == QAudio::StoppedState) {  // not always told by stateChanged
    close();
    return false;
  }
  latency_ =
      static_cast<double>(format.durationForBytes(static_cast<qint32>(sink_->bufferSize()))) / 1e6;
  return true;
}

void QtOutputDriver::close() {
  if (!sink_) return;
  disconnect(sink_.get(), nullptr, this, nullptr);
  sink_->stop();
  sink_.reset();
  source_.reset();
}

void QtOutputDriver::watch(QAudio::State state) {
  if (!sink_ || state != QAudio::StoppedState) return;
  // Not here: the sink is still in the middle of telling.
  QMetaObject::invokeMethod(
      this,
      [this] {
        close();
        emit lost();
      },
      Qt::QueuedConnection);
}

}  // namespace timbre::ui
