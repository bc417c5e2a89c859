/// What a QAudioSink reads from: Player::render in the device's format.
#pragma once

#include <QAudioFormat>
#include <QIODevice>
#include <array>
#include <memory>

#include "audio/Player.h"

namespace timbre::ui {

/// Lives in the audio thread. Never runs dry: silence when the player is idle, since a sink that
/// reads nothing once never asks again.
class PlayerIODevice : public QIODevice {
  Q_OBJECT

 public:
  /// `format`: the player's rate, Float, Int16 or Int32, any number of channels.
  PlayerIODevice(std::shared_ptr<audio::Player> player, const QAudioFormat& format);

  /// Without this override a sink in pull mode stays silent.
  qint64 bytesAvailable() const override;
  bool isSequential() const override { return true; }

 protected:
  qint64 readData(char* data, qint64 maxSize) override;
  qint64 writeData(const char*, qint64) override { return -1; }

 private:
  static constexpr std::size_t kBlock = 512;  // mono samples rendered at a time
  char* put(float sample, char* to) const;

  std::shared_ptr<audio::Player> player_;
  QAudioFormat format_;
  std::array<float, kBlock> block_{};
};

}  // namespace timbre::ui
