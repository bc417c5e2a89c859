/// Sound through the sound server (PulseAudio or PipeWire), or ALSA where there is none.
#pragma once

#include <QByteArrayList>
#include <QThread>
#include <QTimer>
#include <memory>
#include <vector>

#include "ui/audioout/AudioBackend.h"

namespace timbre::ui {

class AudioSinkThread;

/// The device is opened for playing and released some seconds afterwards. When it vanishes or its
/// server restarts, the sound waits and resumes where it stopped as soon as there is a device
/// again.
class AudioOutput final : public AudioBackend {
  Q_OBJECT

 public:
  explicit AudioOutput(QObject* parent = nullptr);
  ~AudioOutput() override;

  SampleRate rate() const override { return player_->rate(); }
  bool play(std::shared_ptr<const audio::SoundStream> stream,
            const audio::PlayStart& start = {}) override;
  void stop() override;
  bool playing() const override;
  double position() const override;
  long underruns() const override { return formerUnderruns_ + player_->underruns(); }
  double takePeak() override { return player_->takePeak(); }
  void setVolume(double gain) override;
  void setLoop(bool loop) override;
  void setLoopRegion(std::optional<audio::SampleRange> region) override;
  QList<SoundDevice> devices() const override { return devices_; }
  QByteArray chosenDevice() const override { return chosen_; }
  void chooseDevice(const QByteArray& id) override;
  QString notice() const override { return notice_; }

 private:
  enum class Sink { Closed, Opening, Open };
  enum class Trouble { None, NoDevice, NoAnswer };
  const SoundDevice* device() const;
  void takeDevices(const QList<SoundDevice>& devices);
  void takePlayerFor(const SoundDevice& device);
  void openSink();
  void closeSink();
  void whenLost(int serial, const QString& device);
  void rest();
  void giveUp();
  /// `notice`: the sentence about it; empty for none.
  void say(Trouble trouble, const QString& notice = {});

  QThread thread_;
  AudioSinkThread* holder_;  // lives in thread_
  std::shared_ptr<audio::Player> player_;
  std::vector<std::shared_ptr<audio::Player>> former_;  // until the sink has let go of them
  long formerUnderruns_ = 0;                            // of players that are gone
  QList<SoundDevice> devices_;
  QByteArray chosen_;
  QByteArray open_;         // the device the sink is on
  QByteArrayList refused_;  // did not open: lists can hold devices that are gone
  Trouble trouble_ = Trouble::None;
  QString notice_;  // about it
  QTimer idle_;
  QTimer retry_;
  QTimer hold_;  // how long what plays waits for a device
  Sink sink_ = Sink::Closed;
  int serial_ = 0;
  double began_ = 0;  // s, where the last sound began
  float gain_ = 1;
  bool loop_ = false;
};

}  // namespace timbre::ui
