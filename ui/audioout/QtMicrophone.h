/// The microphone of Qt Multimedia.
#pragma once

#include <memory>

#include "ui/audioout/Microphone.h"

class QAudioFormat;
class QAudioSource;
class QIODevice;

namespace timbre::ui {

/// GUI thread. The system's default device, in a format of its own choice.
class QtMicrophone : public Microphone {
  Q_OBJECT

 public:
  explicit QtMicrophone(QObject* parent = nullptr);
  ~QtMicrophone() override;

  void start(double seconds) override;
  void stop() override;

 private:
  void take();
  double seconds() const;

  std::unique_ptr<QAudioSource> source_;
  QIODevice* device_ = nullptr;  // the source's
  std::unique_ptr<QAudioFormat> format_;
  double wanted_ = 0;
  std::vector<float> samples_;
};

/// The frames of `bytes` as mono in [-1, 1], the channels' mean; a frame that is cut is left out.
std::vector<float> monoOf(const QByteArray& bytes, const QAudioFormat& format);

}  // namespace timbre::ui
