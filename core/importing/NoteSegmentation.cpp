#include "importing/NoteSegmentation.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>

#include "audio/SoundReader.h"
#include "importing/Attacks.h"
#include "importing/LevelMeter.h"
#include "importing/PitchChanges.h"
#include "importing/Tremolo.h"

namespace timbre::importing {
namespace {

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
constexpr int kShortestBlocks = 3;
constexpr int kBetweenAttacks = 12;  // blocks
constexpr std::size_t kMostSounds = 1000;
constexpr float kSoundRange = 25;   // dB below the loudest that is a sound of its own
constexpr float kChoiceRange = 20;  // dB

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

SoundSpan spanOf(const std::vector<float>& blocks, std::size_t from, std::size_t to) {
  const auto first = blocks.begin();
  return {static_cast<double>(from) * kBlockSeconds, static_cast<double>(to) * kBlockSeconds,
          *std::max_element(first + static_cast<std::ptrdiff_t>(from),
                            first + static_cast<std::ptrdiff_t>(to))};
}

}  // namespace

std::vector<SoundSpan> soundsIn(const std::vector<float>& blocks, bool faint,
                                const Onsets& onsets) {
  std::vector<SoundSpan> sounds;
  const auto threshold = thresholdOf(blocks, faint);
  if (!threshold) return sounds;
  const LevelCourse course = courseOf(blocks, onsets.bright);
  bool sounding = false;
  std::size_t begun = 0;
  std::size_t lastHeard = 0;
  std::size_t lastEnd = 0;
  bool again = false;
  const auto end = [&](std::size_t at) {
    if (at - begun >= kShortestBlocks) {
      auto span = spanOf(blocks, begun, at);
      if (!again)
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
    const bool changes =
        blocks[i] > course.top - kChoiceRange && std::ranges::binary_search(onsets.changes, i);
    const bool anew = sounding && i >= begun + kBetweenAttacks && (changes || isAttack(course, i));
    if (anew) end(i);
    if (!sounding) begun = lastHeard = i, again = anew;
    sounding = true;
  }
  if (sounding) end(std::min(lastHeard + 1, blocks.size()));
  std::erase_if(sounds,
                [&](const SoundSpan& sound) { return sound.level < course.top - kSoundRange; });
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
                                           const std::vector<float>& blocks, const Onsets& onsets,
                                           Progress& progress) {
  const float loudest = *std::ranges::max_element(blocks);
  auto sounds = soundsIn(blocks, true, onsets);
  if (sounds.empty()) return unheard(path, loudest);
  if (loudest > kLeastFaint && loudest > quietestTenth(blocks) + kFaintContrast) return sounds;
  const auto strongest = *std::ranges::max_element(sounds, {}, &SoundSpan::level);
  const auto keys = keysOf(path, {strongest}, progress);
  if (!keys) return tl::unexpected(keys.error());
  if (!keys->front()) return unheard(path, loudest);
  return sounds;
}

std::string doubtOf(const std::filesystem::path& path, const SoundSpan& sound) {
  char text[120];
  std::snprintf(text, sizeof text,
                " may hold several notes from %.1f to %.1f s: the sound stops and begins again at "
                "one pitch; it is kept as one",
                sound.start, sound.end);
  return path.string() + text;
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
  std::optional<LevelMeter> meter;
  std::optional<PitchChanges> pitch;
  NoteSegmentation segmentation;
  PartOf listening(progress, 0, 0.9);
  auto remarks =
      heardThrough(path, listening, [&](const audio::SoundReader& reader, const auto& block) {
        if (!meter) {
          meter.emplace(reader.rate(), reader.channels());
          pitch.emplace(reader.rate(), reader.channels());
        }
        segmentation.rate = reader.rate();
        segmentation.channels = reader.channels();
        meter->add(block);
        pitch->add(block);
      });
  if (!remarks) return tl::unexpected(remarks.error());
  segmentation.remarks = std::move(*remarks);
  segmentation.seconds = static_cast<double>(meter->frames()) / segmentation.rate.hz;
  const auto levels = meter->levels();
  Onsets onsets{meter->bright(), {}};
  for (const double time : pitch->times())
    onsets.changes.push_back(static_cast<std::size_t>(time / kBlockSeconds));
  segmentation.sounds = soundsIn(levels, false, onsets);
  PartOf looking(progress, 0.9, 1);
  if (segmentation.sounds.empty()) {
    auto faint = faintSounds(path, levels, onsets, looking);
    if (!faint) return tl::unexpected(faint.error());
    segmentation.sounds = std::move(*faint);
  }
  auto joined = joinedTremolo(path, std::move(segmentation.sounds), levels, looking);
  if (!joined) return tl::unexpected(joined.error());
  segmentation.sounds = std::move(joined->sounds);
  for (const SoundSpan& sound : joined->doubtful)
    segmentation.remarks.push_back(doubtOf(path, sound));
  segmentation.chosen = choose(segmentation.sounds);
  progress.advanced(1);
  return segmentation;
}

}  // namespace timbre::importing
