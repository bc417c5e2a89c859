#include "importing/NoteSegmentation.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "audio/SoundReader.h"

namespace timbre::importing {
namespace {

constexpr double kBlockSeconds = 0.01;
constexpr float kSilence = -60;       // dBFS
constexpr float kRange = 40;          // dB below the loudest that still sounds
constexpr float kAboveFloor = 10;     // dB
constexpr float kLeastContrast = 15;  // dB between the loudest and the threshold
constexpr float kHysteresis = 6;      // dB
constexpr int kQuietBlocks = 15;      // of quiet end a sound
constexpr float kLeap = 10;           // dB within five blocks: struck anew
constexpr int kShortestBlocks = 3;
constexpr int kBetweenLeaps = 25;  // blocks
constexpr std::size_t kMostSounds = 1000;
constexpr float kSoundRange = 25;   // dB below the loudest that is a sound of its own
constexpr float kChoiceRange = 20;  // dB

/// Levels of blocks of 10 ms, all channels together, without their offset.
class Meter {
 public:
  Meter(int rate, int channels)
      : channels_(channels),
        block_(std::max(1L, std::lround(rate * kBlockSeconds))),
        follow_(static_cast<float>(1 - std::exp(-2 * 3.14159 * 10 / rate))),  // 10 Hz
        offset_(static_cast<std::size_t>(channels)) {}

  void add(std::span<const float> frames) {
    if (!begun_) std::copy_n(frames.begin(), channels_, offset_.begin());
    begun_ = true;
    for (std::size_t i = 0; i < frames.size(); i += static_cast<std::size_t>(channels_)) {
      for (int c = 0; c < channels_; ++c) {
        const float x = frames[i + c] - offset_[c];
        offset_[c] += follow_ * x;
        sum_ += double{x} * x;
      }
      if (++held_ == block_) close();
    }
    frames_ += static_cast<std::int64_t>(frames.size()) / channels_;
  }
  std::vector<float> levels() {
    if (held_ > 0) close();
    return std::move(levels_);
  }
  std::int64_t frames() const { return frames_; }

 private:
  void close() {
    const double power = sum_ / static_cast<double>(held_) / channels_;
    levels_.push_back(static_cast<float>(10 * std::log10(power + 1e-12)));
    sum_ = 0;
    held_ = 0;
  }

  int channels_;
  long block_;
  float follow_;
  std::vector<float> offset_;
  bool begun_ = false;
  double sum_ = 0;
  long held_ = 0;
  std::int64_t frames_ = 0;
  std::vector<float> levels_;
};

/// The level from which there is a sound; nothing in silence.
std::optional<float> thresholdOf(const std::vector<float>& blocks) {
  if (blocks.empty()) return std::nullopt;
  const float loudest = *std::ranges::max_element(blocks);
  if (loudest < kSilence) return std::nullopt;
  auto sorted = blocks;
  const auto tenth = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 10);
  std::ranges::nth_element(sorted, tenth);
  return std::max(
      {kSilence, loudest - kRange, std::min(*tenth + kAboveFloor, loudest - kLeastContrast)});
}

/// Whether the sound is struck anew at block `at`: three blocks are much louder than the four
/// before the last two, and not softer than the loudest of all (`top`) by so much that it is the
/// noise of a key let go.
bool leaps(const std::vector<float>& blocks, std::size_t at, float top) {
  if (at < 6 || at + 3 > blocks.size()) return false;
  const auto loudest = [&](std::size_t from, std::size_t count) {
    const auto first = blocks.begin() + static_cast<std::ptrdiff_t>(from);
    return *std::max_element(first, first + static_cast<std::ptrdiff_t>(count));
  };
  const float now = loudest(at, 3);
  return now > loudest(at - 6, 5) + kLeap && now > top - kChoiceRange;
}

SoundSpan spanOf(const std::vector<float>& blocks, std::size_t from, std::size_t to) {
  const auto first = blocks.begin();
  return {static_cast<double>(from) * kBlockSeconds, static_cast<double>(to) * kBlockSeconds,
          *std::max_element(first + static_cast<std::ptrdiff_t>(from),
                            first + static_cast<std::ptrdiff_t>(to))};
}

}  // namespace

std::vector<SoundSpan> soundsIn(const std::vector<float>& blocks) {
  std::vector<SoundSpan> sounds;
  const auto threshold = thresholdOf(blocks);
  if (!threshold) return sounds;
  const float top = *std::ranges::max_element(blocks);
  bool sounding = false;
  std::size_t begun = 0;
  std::size_t lastHeard = 0;
  const auto end = [&](std::size_t at) {
    if (at - begun >= kShortestBlocks) sounds.push_back(spanOf(blocks, begun, at));
    sounding = false;
  };
  for (std::size_t i = 0; i < blocks.size() && sounds.size() < kMostSounds; ++i) {
    if (sounding && blocks[i] >= *threshold - kHysteresis) lastHeard = i;
    if (sounding && i > lastHeard + kQuietBlocks) end(lastHeard + 1);
    if (blocks[i] < *threshold) continue;
    if (sounding && i >= begun + kBetweenLeaps && leaps(blocks, i, top)) end(i);
    if (!sounding) begun = lastHeard = i;
    sounding = true;
  }
  if (sounding) end(std::min(lastHeard + 1, blocks.size()));
  std::erase_if(sounds, [&](const SoundSpan& sound) { return sound.level < top - kSoundRange; });
  if (sounds.empty()) {  // nothing but clicks: the loudest of them
    const auto peak = static_cast<std::size_t>(std::ranges::max_element(blocks) - blocks.begin());
    sounds.push_back(spanOf(blocks, peak, peak + 1));
  }
  return sounds;
}

Result<NoteSegmentation> segmentNotes(const std::filesystem::path& path, Progress& progress) {
  auto reader = audio::SoundReader::open(path, kLongestHours * 3600);
  if (!reader) return tl::unexpected(reader.error());
  const int rate = reader->rate().hz;
  Meter meter(rate, reader->channels());
  for (;;) {
    if (progress.cancelled()) return cancelled();
    const auto block = reader->next();
    if (!block) return tl::unexpected(block.error());
    if (block->empty()) break;
    meter.add(*block);
    const auto claimed = std::max<std::int64_t>(reader->framesClaimed(), 1);
    progress.advanced(
        std::min(1.0, static_cast<double>(meter.frames()) / static_cast<double>(claimed)));
  }
  NoteSegmentation segmentation{reader->rate(), reader->channels(),
                                static_cast<double>(meter.frames()) / rate,
                                soundsIn(meter.levels())};
  if (segmentation.sounds.empty())
    return fail(ErrorCode::BadFormat,
                path.string() + " is silent; give a recording with a note in it");
  const auto loudest = std::ranges::max(segmentation.sounds, {}, &SoundSpan::level).level;
  while (segmentation.sounds[static_cast<std::size_t>(segmentation.chosen)].level <
         loudest - kChoiceRange)
    ++segmentation.chosen;
  return segmentation;
}

}  // namespace timbre::importing
