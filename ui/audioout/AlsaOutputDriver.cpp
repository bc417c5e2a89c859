#include "ui/audioout/AlsaOutputDriver.h"

#include <alsa/asoundlib.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "base/ThreadPriority.h"

namespace timbre::ui {
namespace {

constexpr unsigned kBufferUs = 100000;
constexpr unsigned kAlsaChannels = 2;
constexpr std::size_t kAlsaBlock = 512;  // frames written at a time
constexpr int kAlsaRate = 48000;

struct CloseDevice {
  void operator()(snd_pcm_t* device) const { snd_pcm_close(device); }
};
using Device = std::unique_ptr<snd_pcm_t, CloseDevice>;

/// Null when it is busy, gone or does not take what we have.
Device openDevice(const char* name, int rate) {
  snd_pcm_t* opened = nullptr;
  if (snd_pcm_open(&opened, name, SND_PCM_STREAM_PLAYBACK, 0) < 0) return {};
  Device device(opened);
  const int set = snd_pcm_set_params(opened, SND_PCM_FORMAT_S16, SND_PCM_ACCESS_RW_INTERLEAVED,
                                     kAlsaChannels, static_cast<unsigned>(rate), 1, kBufferUs);
  return set < 0 ? Device() : std::move(device);
}

void doubled(const std::vector<float>& mono, std::vector<std::int16_t>& out) {
  for (std::size_t i = 0; i < mono.size(); ++i) {
    const auto value = static_cast<std::int16_t>(std::lrint(mono[i] * 32767.0f));
    out[2 * i] = out[2 * i + 1] = value;
  }
}

/// False when the device is gone for good.
bool writeAll(snd_pcm_t* device, const std::vector<std::int16_t>& samples) {
  const std::int16_t* from = samples.data();
  for (std::size_t left = kAlsaBlock; left > 0;) {
    const auto written = snd_pcm_writei(device, from, left);
    if (written < 0) {
      if (snd_pcm_recover(device, static_cast<int>(written), 1) < 0) return false;
      continue;
    }
    from += static_cast<std::size_t>(written) * kAlsaChannels;
    left -= static_cast<std::size_t>(written);
  }
  return true;
}

}  // namespace

QList<SoundDevice> AlsaOutputDriver::devices() {
  QList<SoundDevice> found;
  for (int card = -1; snd_card_next(&card) == 0 && card >= 0;) {
    char* name = nullptr;
    if (snd_card_get_name(card, &name) < 0) continue;
    found.push_back({QByteArray(kPrefix) + "plughw:" + QByteArray::number(card) + ",0",
                     QString::fromUtf8(name), found.isEmpty(), kAlsaRate});
    std::free(name);
  }
  return found;
}

bool AlsaOutputDriver::open(const QByteArray& id, std::shared_ptr<audio::Player> player) {
  close();
  const QByteArray name = id.mid(static_cast<qsizetype>(qstrlen(kPrefix)));
  auto device = std::shared_ptr<snd_pcm_t>(openDevice(name.constData(), player->rate().hz));
  if (!device) return false;
  latency_ = kBufferUs / 1e6;
  ending_ = false;
  thread_ = std::thread([this, device, player = std::move(player)] {
    setUrgency(Urgency::Hasty);
    std::vector<float> mono(kAlsaBlock);
    std::vector<std::int16_t> both(kAlsaBlock * kAlsaChannels);
    while (!ending_.load(std::memory_order_relaxed)) {
      player->render(mono);
      doubled(mono, both);
      if (writeAll(device.get(), both)) continue;
      QMetaObject::invokeMethod(this, &OutputDriver::lost, Qt::QueuedConnection);
      return;
    }
    snd_pcm_drop(device.get());
  });
  return true;
}

void AlsaOutputDriver::close() {
  if (!thread_.joinable()) return;
  ending_ = true;
  thread_.join();
}

}  // namespace timbre::ui
