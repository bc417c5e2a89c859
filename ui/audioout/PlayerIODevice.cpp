#include "ui/audioout/PlayerIODevice.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace timbre::ui {

PlayerIODevice::PlayerIODevice(std::shared_ptr<audio::Player> player, const QAudioFormat& format)
    : player_(std::move(player)), format_(format) {
  // Buffered, Qt would read half a second ahead, and every click would be late by that.
  open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 PlayerIODevice::bytesAvailable() const {
  return QIODevice::bytesAvailable() + (qint64{1} << 20);
}

qint64 PlayerIODevice::readData(char* data, qint64 maxSize) {
  const qint64 frames = maxSize / format_.bytesPerFrame();
  char* to = data;
  for (qint64 done = 0; done < frames;) {
    const auto part =
        std::span(block_).first(static_cast<std::size_t>(std::min<qint64>(kBlock, frames - done)));
    player_->render(part);
    for (const float sample : part) {
      for (int channel = 0; channel < format_.channelCount(); ++channel) to = put(sample, to);
    }
    done += static_cast<qint64>(part.size());
  }
  return to - data;
}

char* PlayerIODevice::put(float sample, char* to) const {
  switch (format_.sampleFormat()) {
    case QAudioFormat::Int16: {
      const auto value = static_cast<qint16>(std::lrint(sample * 32767.0f));
      std::memcpy(to, &value, sizeof value);
      return to + sizeof value;
    }
    case QAudioFormat::Int32: {
      const auto value = static_cast<qint32>(std::llrint(sample * 2147483647.0));
      std::memcpy(to, &value, sizeof value);
      return to + sizeof value;
    }
    default:
      std::memcpy(to, &sample, sizeof sample);
      return to + sizeof sample;
  }
}

}  // namespace timbre::ui
