#include "ui/audioout/QtMicrophone.h"

#include <QAudioDevice>
#include <QAudioFormat>
#include <QAudioSource>
#include <QMediaDevices>
#include <algorithm>
#include <cmath>

namespace timbre::ui {

QtMicrophone::QtMicrophone(QObject* parent)
    : Microphone(parent), format_(std::make_unique<QAudioFormat>()) {}

QtMicrophone::~QtMicrophone() {
  if (source_) source_->stop();
}

void QtMicrophone::start(double seconds) {
  const QAudioDevice device = QMediaDevices::defaultAudioInput();
  if (device.isNull()) {
    emit failed(tr("No microphone was found. Connect one and try again."));
    return;
  }
  *format_ = device.preferredFormat();
  if (format_->sampleFormat() == QAudioFormat::Unknown)
    format_->setSampleFormat(QAudioFormat::Float);
  wanted_ = seconds;
  samples_.clear();
  source_ = std::make_unique<QAudioSource>(device, *format_);
  device_ = source_->start();
  if (!device_ || source_->error() != QAudio::NoError) {
    source_.reset();
    emit failed(tr("Cannot record from %1: another program may be using it. Close that program or "
                   "choose another microphone.")
                    .arg(device.description()));
    return;
  }
  connect(device_, &QIODevice::readyRead, this, &QtMicrophone::take);
  connect(source_.get(), &QAudioSource::stateChanged, this, [this](QAudio::State state) {
    if (state == QAudio::StoppedState && source_->error() != QAudio::NoError)
      emit failed(
          tr("The microphone was disconnected during the recording. Connect it and record again."));
  });
}

double QtMicrophone::seconds() const {
  return static_cast<double>(samples_.size()) / format_->sampleRate();
}

void QtMicrophone::take() {
  if (!source_) return;
  const std::vector<float> piece = monoOf(device_->readAll(), *format_);
  float peak = 0;
  for (const float sample : piece) peak = std::max(peak, std::abs(sample));
  samples_.insert(samples_.end(), piece.begin(), piece.end());
  emit heard(peak, seconds());
  if (seconds() >= wanted_) stop();
}

void QtMicrophone::stop() {
  if (!source_) return;
  source_->disconnect(this);
  source_->stop();
  // It may be what called: it goes with the next event.
  source_.release()->deleteLater();
  device_ = nullptr;
  emit recorded(samples_, format_->sampleRate());
}

std::vector<float> monoOf(const QByteArray& bytes, const QAudioFormat& format) {
  const int channels = format.channelCount(), width = format.bytesPerSample();
  if (channels <= 0 || width <= 0) return {};
  std::vector<float> mono(static_cast<std::size_t>(bytes.size() / (channels * width)));
  const char* at = bytes.constData();
  for (float& sample : mono) {
    float sum = 0;
    for (int channel = 0; channel < channels; ++channel, at += width)
      sum += format.normalizedSampleValue(at);
    sample = sum / static_cast<float>(channels);
  }
  return mono;
}

}  // namespace timbre::ui
