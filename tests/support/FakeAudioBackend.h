/// A sound device that plays nothing and tells what it was given.
#pragma once

#include <QElapsedTimer>
#include <utility>

#include "ui/audioout/AudioBackend.h"

namespace timbre::test {

class FakeAudioBackend final : public ui::AudioBackend {
 public:
  SampleRate rate() const override { return SampleRate(48000); }
  bool play(std::shared_ptr<const audio::SoundStream> stream,
            const audio::PlayStart& start) override {
    if (!available) return false;
    begin_ = start.inPlace && on_ ? position() : static_cast<double>(start.from) / rate().hz;
    started = start;
    ++plays;
    grewWhenPlayed = !stream->finished();
    heard = std::move(stream);
    on_ = true;
    clock_.start();
    return true;
  }
  void stop() override { on_ = false; }
  bool playing() const override { return on_; }
  double position() const override {
    return on_ ? begin_ + static_cast<double>(clock_.elapsed()) / 1000 : 0;
  }
  long underruns() const override { return gaps; }
  double takePeak() override { return std::exchange(peak, 0); }
  void setVolume(double gain) override { volume = gain; }
  void setLoop(bool on) override { loop = on; }
  void setLoopRegion(std::optional<audio::SampleRange> range) override { region = range; }
  QList<ui::SoundDevice> devices() const override {
    return available ? QList<ui::SoundDevice>{{"fake", QStringLiteral("Fake"), true, 48000}}
                     : QList<ui::SoundDevice>{};
  }
  QByteArray chosenDevice() const override { return chosen; }
  void chooseDevice(const QByteArray& id) override { chosen = id; }
  QString notice() const override { return told; }

  void tell(const QString& sentence) {
    told = sentence;
    emit noticeChanged();
  }

  std::shared_ptr<const audio::SoundStream> heard;  ///< what was played last
  audio::PlayStart started;                         ///< and how
  std::optional<audio::SampleRange> region;
  int plays = 0;
  long gaps = 0;
  bool grewWhenPlayed = false;
  bool available = true;
  bool loop = false;
  double volume = -1;
  double peak = 0;  ///< told once
  QByteArray chosen;
  QString told;

 private:
  bool on_ = false;
  double begin_ = 0;
  QElapsedTimer clock_;
};

}  // namespace timbre::test
