#include "ui/audioout/AudioSinkThread.h"

#include <algorithm>
#include <utility>

#include "base/ThreadPriority.h"
#include "ui/audioout/AlsaOutputDriver.h"
#include "ui/audioout/PulseOutputDriver.h"
#include "ui/audioout/QtOutputDriver.h"

namespace timbre::ui {
namespace {

constexpr int kLookEveryMs = 1000;

}  // namespace

AudioSinkThread::AudioSinkThread() : timer_(this) {
  timer_.setInterval(kLookEveryMs);
  connect(&timer_, &QTimer::timeout, this, &AudioSinkThread::look);
}

AudioSinkThread::~AudioSinkThread() = default;

void AudioSinkThread::begin() {
  setUrgency(Urgency::Hasty);  // before Qt starts the thread that talks to the sound server
  qt_ = std::make_unique<QtOutputDriver>();
  alsa_ = std::make_unique<AlsaOutputDriver>();
  watch(*qt_);
  watch(*alsa_);
  look();
  timer_.start();
}

void AudioSinkThread::watch(OutputDriver& driver) {
  connect(&driver, &OutputDriver::devicesChanged, this, &AudioSinkThread::look);
  connect(&driver, &OutputDriver::lost, this, [this, &driver] {
    if (open_ != &driver) return;
    open_ = nullptr;
    const int serial = serial_;
    const QString name = nameOf(id_);
    turnToPulse();
    emit lost(serial, name);
  });
}

void AudioSinkThread::turnToPulse() {
  if (pulse_) return;
  pulse_ = std::make_unique<PulseOutputDriver>();
  watch(*pulse_);
  // Not here: it may be in the middle of telling.
  if (qt_) qt_.release()->deleteLater();
}

QList<SoundDevice> AudioSinkThread::found() {
  if (qt_) {
    auto devices = qt_->devices();
    if (!devices.isEmpty()) return devices;
    turnToPulse();
  }
  auto devices = pulse_->devices();
  return devices.isEmpty() && !pulse_->connected() ? alsa_->devices() : devices;
}

void AudioSinkThread::look() {
  if (open_) latency_ = open_->latency();
  auto devices = found();
  if (looked_ && devices == known_) return;
  looked_ = true;
  known_ = std::move(devices);
  emit devicesFound(known_);
}

OutputDriver& AudioSinkThread::driverOf(const QByteArray& id) {
  if (id.startsWith(AlsaOutputDriver::kPrefix)) return *alsa_;
  return qt_ ? *qt_ : static_cast<OutputDriver&>(*pulse_);
}

QString AudioSinkThread::nameOf(const QByteArray& id) const {
  const auto device = std::ranges::find(known_, id, &SoundDevice::id);
  return device == known_.end() ? QString() : device->name;
}

void AudioSinkThread::open(const QByteArray& id, std::shared_ptr<audio::Player> player,
                           int serial) {
  close();
  serial_ = serial;
  id_ = id;
  OutputDriver& driver = driverOf(id);
  if (!driver.open(id, std::move(player))) {
    const QString name = nameOf(id);
    if (&driver == qt_.get()) turnToPulse();
    emit lost(serial, name);
    return;
  }
  open_ = &driver;
  latency_ = driver.latency();
  emit opened(serial);
}

void AudioSinkThread::close() {
  if (!open_) return;
  std::exchange(open_, nullptr)->close();
}

}  // namespace timbre::ui
