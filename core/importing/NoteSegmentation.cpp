#include "importing/NoteSegmentation.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <string>

#include "audio/SoundReader.h"
#include "importing/Tremolo.h"

namespace timbre::importing {
namespace {

constexpr double kBlockSeconds = 0.01;
constexpr float kFaint = -60;         // dBFS: below, a sound has to show that it is one
constexpr float kNothing = -190;      // dBFS: what the meter calls zero
constexpr float kFaintContrast = 20;  // dB over the quietest tenth that need no pitch
constexpr float kLeastFaint = -84;    // dBFS: below, the last bits of 16 flip
constexpr float kRange = 40;          // dB below the loudest that still sounds
constexpr float kGrowthRange = 60;    // dB below the peak from which a swell is kept
constexpr float kAboveFloor = 10;     // dB
constexpr float kLeastContrast = 15;  // dB between the loudest and the threshold
constexpr float kHysteresis = 6;      // dB
constexpr int kQuietBlocks = 15;      // of quiet end a sound
constexpr float kLeap = 10;           // dB within five blocks: struck again
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
    levels_.push_back(static_cast<float>(10 * std::log10(power + 1e-20)));
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

float quietestTenth(const std::vector<float>& blocks) {
  auto sorted = blocks;
  const auto tenth = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 10);
  std::ranges::nth_element(sorted, tenth);
  return *tenth;
}

/// The level from which there is a sound; nothing in silence.
std::optional<float> thresholdOf(const std::vector<float>& blocks, bool faint) {
  if (blocks.empty()) return std::nullopt;
  const float loudest = *std::ranges::max_element(blocks);
  if (loudest < (faint ? kNothing : kFaint)) return std::nullopt;
  const float least = faint ? kNothing : kFaint;
  return std::max({least, loudest - kRange,
                   std::min(quietestTenth(blocks) + kAboveFloor, loudest - kLeastContrast)});
}

/// Where the sound that is heard from block `at` on grows from: back while it gets softer, not
/// more than `kGrowthRange` below its peak, and not into the blocks before `earliest` or into
/// noise, which is as loud a little earlier.
std::size_t growsFrom(const std::vector<float>& blocks, std::size_t at, float peak,
                      std::size_t earliest) {
  constexpr std::size_t kBack = 20;  // blocks over which growth must show
  constexpr float kGrowth = 1;       // dB
  constexpr float kRipple = 3;       // dB: a block may be louder than the one behind it
  std::size_t softest = at;
  for (std::size_t i = at; i > earliest && blocks[i - 1] > peak - kGrowthRange; --i) {
    const std::size_t before = i - 1;
    if (blocks[before] > blocks[softest] + kRipple) break;
    const std::size_t behind = before + kBack;
    if (behind <= at && blocks[behind] < blocks[before] + kGrowth) return std::min(behind + 1, at);
    if (blocks[before] < blocks[softest]) softest = before;
  }
  return softest;
}

/// Whether the sound is struck again at block `at`: three blocks are much louder than the four
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

std::vector<SoundSpan> soundsIn(const std::vector<float>& blocks, bool faint) {
  std::vector<SoundSpan> sounds;
  const auto threshold = thresholdOf(blocks, faint);
  if (!threshold) return sounds;
  const float top = *std::ranges::max_element(blocks);
  bool sounding = false;
  std::size_t begun = 0;
  std::size_t lastHeard = 0;
  std::size_t lastEnd = 0;
  bool leapt = false;
  const auto end = [&](std::size_t at) {
    if (at - begun >= kShortestBlocks) {
      auto span = spanOf(blocks, begun, at);
      if (!leapt)
        span.start =
            static_cast<double>(growsFrom(blocks, begun, static_cast<float>(span.level), lastEnd)) *
            kBlockSeconds;
      sounds.push_back(span);
    }
    lastEnd = at;
    sounding = false;
  };
  for (std::size_t i = 0; i < blocks.size() && sounds.size() < kMostSounds; ++i) {
    if (sounding && blocks[i] >= *threshold - kHysteresis) lastHeard = i;
    if (sounding && i > lastHeard + kQuietBlocks) end(lastHeard + 1);
    if (blocks[i] < *threshold) continue;
    const bool leap = sounding && i >= begun + kBetweenLeaps && leaps(blocks, i, top);
    if (leap) end(i);
    if (!sounding) begun = lastHeard = i, leapt = leap;
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

namespace {

/// Every block of the file through `take`, and what the reader has to say.
Result<std::vector<std::string>> heardThrough(
    const std::filesystem::path& path, Progress& progress,
    const std::function<void(const audio::SoundReader&, std::span<const float>)>& take) {
  auto reader = audio::SoundReader::open(path, kLongestHours * 3600,
                                         [&progress] { return progress.cancelled(); });
  if (!reader) return tl::unexpected(reader.error());
  for (;;) {
    if (progress.cancelled()) return cancelled();
    const auto block = reader->next();
    if (!block) return tl::unexpected(block.error());
    if (block->empty()) return reader->remarks();
    take(*reader, *block);
    progress.advanced(reader->fractionRead());
  }
}

tl::unexpected<Error> unheard(const std::filesystem::path& path, float loudest) {
  if (loudest < kNothing)
    return fail(ErrorCode::BadFormat,
                path.string() + " is silent; choose a recording that holds a note");
  return fail(ErrorCode::BadFormat, path.string() + " holds only faint noise, at " +
                                        std::to_string(std::lround(loudest)) +
                                        " dBFS; record it louder");
}

/// The sounds of a recording that never reaches -60 dBFS.
Result<std::vector<SoundSpan>> faintSounds(const std::filesystem::path& path,
                                           const std::vector<float>& blocks, Progress& progress) {
  const float loudest = *std::ranges::max_element(blocks);
  auto sounds = soundsIn(blocks, true);
  if (sounds.empty()) return unheard(path, loudest);
  if (loudest > kLeastFaint && loudest > quietestTenth(blocks) + kFaintContrast) return sounds;
  const auto strongest = *std::ranges::max_element(sounds, {}, &SoundSpan::level);
  const auto keys = keysOf(path, {strongest}, progress);
  if (!keys) return tl::unexpected(keys.error());
  if (!keys->front()) return unheard(path, loudest);
  return sounds;
}

/// The first that is a note.
int choose(const std::vector<SoundSpan>& sounds) {
  constexpr double kShortestNote = 0.2;  // s: shorter ones are clicks, thumps and key noise
  const auto length = [](const SoundSpan& sound) { return sound.end - sound.start; };
  const auto loudest = std::ranges::max(sounds, {}, &SoundSpan::level).level;
  const double longest = length(std::ranges::max(sounds, {}, length));
  const auto isNote = [&](const SoundSpan& sound) {
    return sound.level >= loudest - kChoiceRange &&
           length(sound) >= std::min(kShortestNote, longest / 2);
  };
  const auto note = std::ranges::find_if(sounds, isNote);
  if (note != sounds.end()) return static_cast<int>(note - sounds.begin());
  return static_cast<int>(std::ranges::max_element(sounds, {}, &SoundSpan::level) - sounds.begin());
}

}  // namespace

Result<NoteSegmentation> segmentNotes(const std::filesystem::path& path, Progress& progress) {
  std::optional<Meter> meter;
  NoteSegmentation segmentation;
  PartOf listening(progress, 0, 0.9);
  auto remarks =
      heardThrough(path, listening, [&](const audio::SoundReader& reader, const auto& block) {
        if (!meter) meter.emplace(reader.rate().hz, reader.channels());
        segmentation.rate = reader.rate();
        segmentation.channels = reader.channels();
        meter->add(block);
      });
  if (!remarks) return tl::unexpected(remarks.error());
  segmentation.remarks = std::move(*remarks);
  segmentation.seconds = static_cast<double>(meter->frames()) / segmentation.rate.hz;
  const auto levels = meter->levels();
  segmentation.sounds = soundsIn(levels);
  PartOf looking(progress, 0.9, 1);
  if (segmentation.sounds.empty()) {
    auto faint = faintSounds(path, levels, looking);
    if (!faint) return tl::unexpected(faint.error());
    segmentation.sounds = std::move(*faint);
  }
  auto joined = joinedTremolo(path, std::move(segmentation.sounds), looking);
  if (!joined) return tl::unexpected(joined.error());
  segmentation.sounds = std::move(*joined);
  segmentation.chosen = choose(segmentation.sounds);
  progress.advanced(1);
  return segmentation;
}

}  // namespace timbre::importing
