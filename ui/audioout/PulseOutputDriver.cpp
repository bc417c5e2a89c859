#include "ui/audioout/PulseOutputDriver.h"

#include <pulse/pulseaudio.h>

#include <algorithm>
#include <span>
#include <utility>

#include "base/ThreadPriority.h"

namespace timbre::ui {
namespace {

constexpr int kConnectRetryMs = 300;
constexpr int kPulseBufferMs = 60;
constexpr int kChannels = 2;
constexpr std::size_t kBlock = 512;  // mono samples rendered at a time

pa_buffer_attr bufferFor(const pa_sample_spec& format) {
  constexpr auto kUnset = static_cast<std::uint32_t>(-1);
  const auto bytes = static_cast<std::uint32_t>(
      pa_usec_to_bytes(static_cast<pa_usec_t>(kPulseBufferMs) * PA_USEC_PER_MSEC, &format));
  return {.maxlength = kUnset,
          .tlength = bytes,
          .prebuf = kUnset,
          .minreq = kUnset,
          .fragsize = kUnset};
}

}  // namespace

/// The main loop stands still as long as it lives.
class PulseOutputDriver::Lock {
 public:
  explicit Lock(pa_threaded_mainloop* loop) : loop_(loop) { pa_threaded_mainloop_lock(loop_); }
  ~Lock() { pa_threaded_mainloop_unlock(loop_); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  pa_threaded_mainloop* loop_;
};

/// All of them hold the lock. They tell the driver's own thread by queued calls.
struct PulseOutputDriver::Callbacks {
  static PulseOutputDriver& of(void* self) { return *static_cast<PulseOutputDriver*>(self); }

  static void tell(PulseOutputDriver& driver, void (PulseOutputDriver::*signal)()) {
    QMetaObject::invokeMethod(
        &driver, [&driver, signal] { emit(driver.*signal)(); }, Qt::QueuedConnection);
  }

  static void contextState(pa_context* context, void* self) {
    auto& driver = of(self);
    if (context != driver.context_) return;
    const auto state = pa_context_get_state(context);
    if (state == PA_CONTEXT_READY) {
      pa_context_set_subscribe_callback(context, &changed, self);
      constexpr auto kWhat = static_cast<pa_subscription_mask_t>(PA_SUBSCRIPTION_MASK_SINK |
                                                                 PA_SUBSCRIPTION_MASK_SERVER);
      release(pa_context_subscribe(context, kWhat, nullptr, nullptr));
      list(driver);
    } else if (!PA_CONTEXT_IS_GOOD(state)) {
      QMetaObject::invokeMethod(&driver, &PulseOutputDriver::dropContext, Qt::QueuedConnection);
    }
  }

  static void changed(pa_context*, pa_subscription_event_type_t, std::uint32_t, void* self) {
    list(of(self));
  }

  static void list(PulseOutputDriver& driver) {
    release(pa_context_get_server_info(driver.context_, &server, &driver));
  }

  static void server(pa_context* context, const pa_server_info* info, void* self) {
    auto& driver = of(self);
    driver.standard_ = info && info->default_sink_name ? info->default_sink_name : "";
    driver.found_.clear();
    release(pa_context_get_sink_info_list(context, &sink, self));
  }

  static void sink(pa_context*, const pa_sink_info* info, int last, void* self) {
    auto& driver = of(self);
    if (last == 0 && info) {
      const QByteArray id(info->name);
      driver.found_.push_back({id, QString::fromUtf8(info->description), id == driver.standard_,
                               static_cast<int>(info->sample_spec.rate)});
      return;
    }
    driver.devices_ = std::exchange(driver.found_, {});
    tell(driver, &PulseOutputDriver::devicesChanged);
  }

  static void streamState(pa_stream* stream, void* self) {
    auto& driver = of(self);
    if (stream != driver.stream_ || PA_STREAM_IS_GOOD(pa_stream_get_state(stream))) return;
    QMetaObject::invokeMethod(&driver, &PulseOutputDriver::dropStream, Qt::QueuedConnection);
  }

  static void write(pa_stream* stream, std::size_t bytes, void* self) {
    auto& driver = of(self);
    thread_local const bool hasty = (setUrgency(Urgency::Hasty), true);
    static_cast<void>(hasty);
    pa_usec_t latency = 0;
    int negative = 0;
    if (pa_stream_get_latency(stream, &latency, &negative) == 0 && !negative)
      driver.latency_ = static_cast<double>(latency) / PA_USEC_PER_SEC;
    while (bytes >= kChannels * sizeof(float)) {
      void* to = nullptr;
      std::size_t room = std::min(bytes, kBlock * kChannels * sizeof(float));
      if (pa_stream_begin_write(stream, &to, &room) != 0 || !to || room == 0) return;
      room = std::min(room, kBlock * kChannels * sizeof(float));
      const std::size_t frames = room / (kChannels * sizeof(float));
      fill(driver, static_cast<float*>(to), frames);
      const std::size_t written = frames * kChannels * sizeof(float);
      if (pa_stream_write(stream, to, written, nullptr, 0, PA_SEEK_RELATIVE) != 0) return;
      bytes -= std::min(bytes, written);
    }
  }

  static void fill(PulseOutputDriver& driver, float* to, std::size_t frames) {
    const auto part = std::span(driver.block_).first(frames);
    driver.player_->render(part);
    for (const float sample : part)
      for (int channel = 0; channel < kChannels; ++channel) *to++ = sample;
  }

  static void release(pa_operation* operation) {
    if (operation) pa_operation_unref(operation);
  }
};

PulseOutputDriver::PulseOutputDriver(QObject* parent)
    : OutputDriver(parent), loop_(pa_threaded_mainloop_new()), retry_(this), block_(kBlock) {
  retry_.setInterval(kConnectRetryMs);
  connect(&retry_, &QTimer::timeout, this, &PulseOutputDriver::connectToServer);
  if (!loop_ || pa_threaded_mainloop_start(loop_) != 0) return;
  connectToServer();
  retry_.start();
}

PulseOutputDriver::~PulseOutputDriver() {
  if (!loop_) return;
  close();
  {
    const Lock lock(loop_);
    if (context_) {
      pa_context_set_state_callback(context_, nullptr, nullptr);
      pa_context_set_subscribe_callback(context_, nullptr, nullptr);
      pa_context_disconnect(context_);
      pa_context_unref(context_);
    }
  }
  pa_threaded_mainloop_stop(loop_);
  pa_threaded_mainloop_free(loop_);
}

void PulseOutputDriver::connectToServer() {
  const Lock lock(loop_);
  if (context_) return;
  context_ = pa_context_new(pa_threaded_mainloop_get_api(loop_), "Timbrescope");
  if (!context_) return;
  pa_context_set_state_callback(context_, &Callbacks::contextState, this);
  // Starting a server is the desktop's business, and it may be starting just now.
  if (pa_context_connect(context_, nullptr, PA_CONTEXT_NOAUTOSPAWN, nullptr) == 0) return;
  pa_context_unref(std::exchange(context_, nullptr));
}

void PulseOutputDriver::dropContext() {
  bool playing = false;
  {
    const Lock lock(loop_);
    if (!context_ || PA_CONTEXT_IS_GOOD(pa_context_get_state(context_))) return;
    playing = stream_ != nullptr;
    if (stream_) pa_stream_unref(std::exchange(stream_, nullptr));
    player_.reset();
    pa_context_unref(std::exchange(context_, nullptr));
    devices_.clear();
  }
  emit devicesChanged();
  if (playing) emit lost();
}

void PulseOutputDriver::dropStream() {
  {
    const Lock lock(loop_);
    if (!stream_ || PA_STREAM_IS_GOOD(pa_stream_get_state(stream_))) return;
    pa_stream_unref(std::exchange(stream_, nullptr));
    player_.reset();
  }
  emit lost();
}

bool PulseOutputDriver::connected() {
  if (!loop_) return false;
  const Lock lock(loop_);
  return context_ && pa_context_get_state(context_) == PA_CONTEXT_READY;
}

QList<SoundDevice> PulseOutputDriver::devices() {
  if (!loop_) return {};
  const Lock lock(loop_);
  return devices_;
}

bool PulseOutputDriver::open(const QByteArray& id, std::shared_ptr<audio::Player> player) {
  close();
  if (!connected()) return false;
  const Lock lock(loop_);
  const pa_sample_spec format{.format = PA_SAMPLE_FLOAT32NE,
                              .rate = static_cast<std::uint32_t>(player->rate().hz),
                              .channels = kChannels};
  pa_stream* stream = pa_stream_new(context_, "Timbrescope", &format, nullptr);
  if (!stream) return false;
  player_ = std::move(player);
  stream_ = stream;
  pa_stream_set_state_callback(stream, &Callbacks::streamState, this);
  pa_stream_set_write_callback(stream, &Callbacks::write, this);
  const pa_buffer_attr buffer = bufferFor(format);
  constexpr auto kFlags = static_cast<pa_stream_flags_t>(
      PA_STREAM_INTERPOLATE_TIMING | PA_STREAM_AUTO_TIMING_UPDATE | PA_STREAM_ADJUST_LATENCY);
  const char* device = id.isEmpty() ? nullptr : id.constData();
  if (pa_stream_connect_playback(stream, device, &buffer, kFlags, nullptr, nullptr) == 0)
    return true;
  pa_stream_unref(std::exchange(stream_, nullptr));
  player_.reset();
  return false;
}

void PulseOutputDriver::close() {
  if (!loop_) return;
  const Lock lock(loop_);
  if (!stream_) return;
  pa_stream_set_state_callback(stream_, nullptr, nullptr);
  pa_stream_set_write_callback(stream_, nullptr, nullptr);
  pa_stream_disconnect(stream_);
  pa_stream_unref(std::exchange(stream_, nullptr));
  player_.reset();
}

}  // namespace timbre::ui
