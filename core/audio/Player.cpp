#include "audio/Player.h"

#include <algorithm>
#include <cmath>

namespace timbre::audio {

namespace {

constexpr double kFallSeconds = 0.005;
// A plucked or struck note peaks within 5 ms: a start that slow would soften it.
constexpr double kRiseSeconds = 0.002;
// Long enough that no switch between two sounds clicks, too short to be heard as a fade.
constexpr double kCrossfadeSeconds = 0.015;
constexpr double kReleaseSeconds = 0.05;
// A growing stream continues only once it has this much, else it would stutter at every block that
// arrives.
constexpr double kRefillSeconds = 0.1;

constexpr float kAbsurd = 1e6f;  // 120 dB over full scale is not a sound any more

constexpr std::uint32_t kSerialMask = 0xffffff;
constexpr int kPositionBits = 40;
constexpr std::uint64_t kPositionMask = (std::uint64_t{1} << kPositionBits) - 1;
constexpr std::uint64_t kHalf = 0xffffffff;

static_assert(std::atomic<std::uint64_t>::is_always_lock_free &&
              std::atomic<float>::is_always_lock_free && std::atomic<void*>::is_always_lock_free);

float perSample(double seconds, SampleRate rate) {
  return static_cast<float>(1 / (seconds * rate.hz));
}

}  // namespace

Player::Player(SampleRate rate)
    : rate_(rate),
      rise_(perSample(kRiseSeconds, rate)),
      fall_(perSample(kFallSeconds, rate)),
      crossfade_(perSample(kCrossfadeSeconds, rate)),
      release_(static_cast<float>(std::exp(-1 / (kReleaseSeconds * rate.hz)))),
      refill_(static_cast<std::size_t>(kRefillSeconds * rate.hz)) {}

Player::~Player() {
  collect();
  delete mailbox_.load();
  delete pending_;
  delete current_.request;
  delete outgoing_.request;
}

void Player::play(std::shared_ptr<const SoundStream> stream, const PlayStart& start) {
  if (!stream) return stop();
  serial_ = (serial_ & kSerialMask) == kSerialMask ? 1 : serial_ + 1;
  wanted_ = serial_;
  send(std::move(stream), start);
}

void Player::stop() {
  wanted_ = 0;
  send(nullptr, {});
}

void Player::setVolume(float gain) {
  volume_.store(std::isfinite(gain) ? std::clamp(gain, 0.0f, 1.0f) : 0.0f,
                std::memory_order_relaxed);
}

void Player::setLoop(bool loop) {
  loop_.store(loop, std::memory_order_relaxed);
}

void Player::setLoopRegion(std::optional<SampleRange> region) {
  const bool any = region && region->from < region->to && region->to <= kHalf;
  region_.store(any ? std::uint64_t{region->from} << 32 | region->to : 0,
                std::memory_order_relaxed);
}

bool Player::playing() const {
  return wanted_ != 0 && ended_.load(std::memory_order_acquire) != wanted_;
}

std::size_t Player::position() const {
  const std::uint64_t place = place_.load(std::memory_order_relaxed);
  return place >> kPositionBits == serial_ ? place & kPositionMask : 0;
}

void Player::send(std::shared_ptr<const SoundStream> stream, const PlayStart& start) {
  // At most five requests can come back between two calls (waiting, taken, leaving, in the mailbox
  // and this one): emptied here, the queue is never full.
  collect();
  const std::uint32_t serial = stream ? serial_ : 0;
  delete mailbox_.exchange(new Request{std::move(stream), start, serial},
                           std::memory_order_acq_rel);
}

void Player::collect() {
  Request* request = nullptr;
  while (retired_.pop(request)) delete request;
}

void Player::retire(Request*& request) noexcept {
  if (request) retired_.push(std::exchange(request, nullptr));
}

void Player::takeWishes() noexcept {
  if (Request* newest = mailbox_.exchange(nullptr, std::memory_order_acq_rel)) {
    retire(pending_);
    pending_ = newest;
  }
  if (!pending_ || outgoing_.request) return;  // one at a time leaves; it takes 5 ms
  outgoing_ = std::exchange(current_, Voice{});
  outgoing_.leaving = true;
  outgoing_.fall = fall_;
  if (!pending_->stream) return retire(pending_);
  current_.request = std::exchange(pending_, nullptr);
  current_.at = current_.request->start.from;
  current_.rise = rise_;
  if (!current_.request->start.inPlace || !outgoing_.request) return;
  current_.at = outgoing_.at;
  current_.rise = outgoing_.fall = crossfade_;
}

void Player::endVoice(Voice& voice) noexcept {
  if (!voice.leaving) {
    publishPlace();
    ended_.store(voice.request->serial, std::memory_order_release);
  }
  retire(voice.request);
  voice = Voice{};
}

void Player::publishPlace() noexcept {
  if (current_.request)
    place_.store(
        std::uint64_t{current_.request->serial} << kPositionBits | (current_.at & kPositionMask),
        std::memory_order_relaxed);
}

bool Player::mayGoOn(Voice& voice, std::size_t there, bool finished) noexcept {
  const SoundStream& stream = *voice.request->stream;
  const std::size_t refill = stream.isRing() ? stream.refill() : refill_;
  if (voice.waiting && (finished || there >= voice.at + refill)) voice.waiting = false;
  if (voice.waiting) return false;
  if (!voice.leaving && looped_.to > 0 && voice.at == looped_.to)
    return mayBeginAgain(voice, there);
  if (voice.at < there) return true;
  if (!finished) {
    voice.waiting = true;
    if (!voice.leaving) underruns_.fetch_add(1, std::memory_order_relaxed);
    return false;
  }
  if (voice.leaving || stream.isRing()) return false;
  if (looped_.to == 0 && !loop_.load(std::memory_order_relaxed)) return false;
  return mayBeginAgain(voice, there);
}

bool Player::mayBeginAgain(Voice& voice, std::size_t there) noexcept {
  if (there == 0) return false;
  voice.at = looped_.from < there ? looped_.from : 0;
  voice.gain = 0;
  voice.rise = rise_;
  return true;
}

/// Before which sample the gain falls to nothing: the end of what is there, or of the loop.
std::size_t Player::endOf(const Voice& voice, std::size_t there) const noexcept {
  const bool inLoop = !voice.leaving && looped_.to > 0 && voice.at <= looped_.to;
  return inLoop ? std::min(there, looped_.to) : there;
}

void Player::mix(Voice& voice, std::span<float> out) noexcept {
  if (!voice.request) return;
  const SoundStream& stream = *voice.request->stream;
  const bool finished = stream.finished();  // before written(): what is there then is all
  const std::size_t there = stream.written();
  for (float& sum : out) {
    if (!mayGoOn(voice, there, finished)) break;
    // Towards the last sample there is, the gain falls to nothing, be it the end or a gap.
    const float edge = static_cast<float>(endOf(voice, there) - voice.at) * fall_;
    const float next = voice.leaving ? voice.gain - voice.fall : voice.gain + voice.rise;
    voice.gain = std::min({next, 1.0f, edge});
    if (voice.gain <= 0) break;
    const float sample = stream.at(voice.at++) * voice.request->start.gain;
    if (std::abs(sample) < kAbsurd)
      sum += sample * voice.gain;  // false for what is not a number, too
  }
  stream.passed(voice.at);
  const bool gone = voice.leaving && (voice.gain <= 0 || voice.waiting);
  if (gone || (finished && voice.at >= there && !mayGoOn(voice, there, finished))) endVoice(voice);
}

void Player::polish(std::span<float> out) noexcept {
  const float volume = volume_.load(std::memory_order_relaxed);
  float peak = 0;
  for (float& sample : out) {
    glide_ += std::clamp(volume - glide_, -fall_, fall_);
    sample *= glide_;
    // At once down to what fits, slowly back up: what stays below full scale is not touched.
    ceiling_ = std::max(std::abs(sample), 1 + (ceiling_ - 1) * release_);
    sample /= ceiling_;
    peak = std::max(peak, std::abs(sample));
  }
  if (peak > peak_.load(std::memory_order_relaxed)) peak_.store(peak, std::memory_order_relaxed);
}

void Player::render(std::span<float> out) noexcept {
  std::fill(out.begin(), out.end(), 0.0f);
  takeWishes();
  const std::uint64_t region = region_.load(std::memory_order_relaxed);
  looped_ = {region >> 32, region & kHalf};
  mix(outgoing_, out);
  mix(current_, out);
  polish(out);
  publishPlace();
}

}  // namespace timbre::audio
