#include "importing/Tremolo.h"

#include <algorithm>
#include <cmath>

#include "audio/Downmix.h"
#include "audio/Pitch.h"
#include "audio/Resample.h"
#include "audio/SoundReader.h"
#include "importing/LevelMeter.h"
#include "importing/SwingShape.h"

namespace timbre::importing {
namespace {

constexpr double kPiece = 0.25;       // s of a sound that tell its pitch
constexpr double kGap = 0.26;         // s between two pieces of one note at most
constexpr double kInterval = 2.2;     // s from piece to piece at most
constexpr double kSlowest = 0.6;      // s from piece to piece of a chopped sound at most
constexpr double kHeightRange = 10;   // dB
constexpr double kUneven = 0.1;       // of the interval
constexpr double kUnevenTime = 0.02;  // s: two blocks of the level's meter
constexpr double kGain = 3;           // dB that a piece may be louder than the one before
constexpr double kLoss = 12;          // dB softer: it dies away
constexpr double kSamePitch = 0.5;    // semitones

std::optional<double> keyIn(std::span<const float> frames, int channels, SampleRate rate) {
  audio::DownmixAnalyzer study(channels);
  study.add(frames);
  std::vector<float> mono;
  audio::downmix(frames, study.weights(), mono);
  const auto clip = audio::resampled({std::move(mono), rate}, kModelRate);
  if (!clip) return std::nullopt;
  // YIN's silence is absolute, and a faint sound is what it is asked about.
  const auto pitch = audio::estimatePitch(audio::normalized(*clip, -1));
  if (!pitch || pitch->share < 0.5) return std::nullopt;
  return pitch->pitch.value;
}

/// What follows on `before` in a run whose pieces are `interval` apart, or a multiple: a swing may
/// be too shallow to part two pieces.
bool followsEvenly(const SoundSpan& before, const SoundSpan& after, double interval) {
  const double apart = after.start - before.start;
  const double shorter = std::min(apart, interval), longer = std::max(apart, interval);
  const double beats = std::round(longer / shorter);
  return after.start - before.end <= kGap && apart <= kInterval &&
         after.level <= before.level + kGain && after.level >= before.level - kLoss &&
         std::abs(longer - beats * shorter) <= std::max(kUnevenTime, kUneven * shorter);
}

std::size_t blockAt(double seconds, const std::vector<float>& levels) {
  return std::min(static_cast<std::size_t>(std::lround(seconds / kBlockSeconds)), levels.size());
}

std::size_t loudestBlock(const SoundSpan& sound, const std::vector<float>& levels) {
  const auto block = [&](double seconds) {
    return levels.begin() + static_cast<std::ptrdiff_t>(blockAt(seconds, levels));
  };
  return static_cast<std::size_t>(std::max_element(block(sound.start), block(sound.end)) -
                                  levels.begin());
}

/// What its pieces but the last have in common.
SwingShape shapeOfRun(const std::vector<SoundSpan>& sounds, const Run& run,
                      const std::vector<float>& levels) {
  std::vector<SwingShape> shapes;
  std::size_t before = 0;
  for (std::size_t i = run.first; i < run.last; ++i) {
    const std::size_t peak = loudestBlock(sounds[i], levels);
    if (const auto shape = shapeOf(levels, before, peak, loudestBlock(sounds[i + 1], levels)))
      shapes.push_back(*shape);
    before = peak;
  }
  return shapes.empty() ? SwingShape{} : medianOf(std::move(shapes));
}

}  // namespace

Result<std::vector<std::optional<double>>> keysOf(const std::filesystem::path& path,
                                                  const std::vector<SoundSpan>& spans,
                                                  Progress& progress) {
  std::vector<std::optional<double>> keys(spans.size());
  auto reader = audio::SoundReader::open(path, kLongestHours * 3600,
                                         [&progress] { return progress.cancelled(); });
  if (!reader) return tl::unexpected(reader.error());
  const auto channels = static_cast<std::int64_t>(reader->channels());
  const int rate = reader->rate().hz;
  const auto frameAt = [&](double seconds) { return static_cast<std::int64_t>(seconds * rate); };
  std::vector<float> piece;
  std::int64_t at = 0;
  for (std::size_t next = 0; next < spans.size();) {
    if (progress.cancelled()) return cancelled();
    const auto block = reader->next();
    if (!block) return tl::unexpected(block.error());
    const auto count = static_cast<std::int64_t>(block->size()) / channels;
    while (next < spans.size()) {
      const auto from = frameAt(spans[next].start);
      const auto to = frameAt(std::min(spans[next].end, spans[next].start + kPiece));
      const auto first = std::clamp(from - at, std::int64_t{0}, count);
      const auto last = std::clamp(to - at, first, count);
      const auto some = block->subspan(static_cast<std::size_t>(first * channels),
                                       static_cast<std::size_t>((last - first) * channels));
      piece.insert(piece.end(), some.begin(), some.end());
      if (to > at + count && count > 0) break;  // the rest is in the next block
      keys[next++] = keyIn(piece, static_cast<int>(channels), SampleRate(rate));
      piece.clear();
    }
    at += count;
  }
  return keys;
}

std::vector<Run> swingingRuns(const std::vector<SoundSpan>& sounds) {
  std::vector<Run> runs;
  for (std::size_t first = 0; first + 2 < sounds.size();) {
    const double interval = sounds[first + 1].start - sounds[first].start;
    std::size_t last = first;
    while (last + 1 < sounds.size() && followsEvenly(sounds[last], sounds[last + 1], interval))
      ++last;
    if (last >= first + 2) {
      runs.push_back({first, last});
      first = last;
    } else {
      ++first;
    }
  }
  return runs;
}

namespace {

/// What is known of the sounds, and which of them goes on in the next.
struct Pieces {
  const std::vector<SoundSpan>& sounds;
  const std::vector<float>& levels;
  std::vector<std::optional<double>> keys{};
  std::vector<char> goesOn{};
  std::vector<char> doubtful{};

  bool same(std::size_t a, std::size_t b) const {
    return keys[a] && keys[b] && std::abs(*keys[a] - *keys[b]) <= kSamePitch;
  }
  /// What the recording's end leaves of the last swing is too short for a pitch.
  bool isScrap(std::size_t i) const {
    return !keys[i] && sounds[i].end - sounds[i].start < kPiece / 2;
  }
  double gapAfter(std::size_t i) const { return sounds[i + 1].start - sounds[i].end; }
};

/// From where to where each is within 10 dB of its height: how it grows and dies away is uneven.
std::vector<SoundSpan> heightsOf(const std::vector<SoundSpan>& sounds,
                                 const std::vector<float>& levels) {
  std::vector<SoundSpan> heights = sounds;
  for (SoundSpan& sound : heights) {
    auto from = blockAt(sound.start, levels), to = blockAt(sound.end, levels);
    while (from < to && levels[from] < sound.level - kHeightRange) ++from;
    while (to > from + 1 && levels[to - 1] < sound.level - kHeightRange) --to;
    sound.start = static_cast<double>(from) * kBlockSeconds;
    sound.end = static_cast<double>(to) * kBlockSeconds;
  }
  return heights;
}

void joinRun(const Run& run, const std::vector<SoundSpan>& heights, Pieces& pieces) {
  const std::size_t last =
      run.last - run.first > 2 && pieces.isScrap(run.last) ? run.last - 1 : run.last;
  for (std::size_t i = run.first; i < last; ++i)
    if (!pieces.same(i, i + 1)) return;
  const SwingShape shape = shapeOfRun(pieces.sounds, run, pieces.levels);
  const double interval = heights[run.first + 1].start - heights[run.first].start;
  if (shape.isStruck() || (shape.isChopped() && interval > kSlowest)) return;
  for (std::size_t i = run.first; i < run.last; ++i) {
    pieces.goesOn[i] = 1;
    pieces.doubtful[i] = shape.isChopped();
  }
}

/// Where the swinging begins late or slows down, the rest of the note is beside a run; and two
/// pieces alone may part at a smooth dip.
void joinNeighbours(Pieces& pieces) {
  const auto inRun = pieces.goesOn;
  for (std::size_t i = 0; i + 1 < pieces.sounds.size(); ++i) {
    if (pieces.goesOn[i] || !(pieces.same(i, i + 1) || pieces.isScrap(i + 1))) continue;
    const bool beside = (i > 0 && inRun[i - 1]) || inRun[i + 1];
    if (beside && pieces.gapAfter(i) < kGap / 4) pieces.goesOn[i] = 1;
    if (pieces.gapAfter(i) > kGap) continue;
    const auto from = loudestBlock(pieces.sounds[i], pieces.levels);
    const auto to = loudestBlock(pieces.sounds[i + 1], pieces.levels);
    const auto first = pieces.levels.begin();
    const auto dip = std::min_element(first + static_cast<std::ptrdiff_t>(from),
                                      first + static_cast<std::ptrdiff_t>(to));
    if (isSmoothDip(pieces.levels, from, static_cast<std::size_t>(dip - first), to))
      pieces.goesOn[i] = 1;
  }
}

JoinedSounds joined(const Pieces& pieces) {
  JoinedSounds result;
  for (std::size_t i = 0; i < pieces.sounds.size(); ++i) {
    SoundSpan note = pieces.sounds[i];
    bool doubtful = false;
    for (; i + 1 < pieces.sounds.size() && pieces.goesOn[i]; ++i) {
      doubtful = doubtful || pieces.doubtful[i];
      note.end = pieces.sounds[i + 1].end;
      note.level = std::max(note.level, pieces.sounds[i + 1].level);
    }
    result.sounds.push_back(note);
    if (doubtful) result.doubtful.push_back(note);
  }
  return result;
}

/// Whether any two follow so closely that they may be one note.
bool anyClose(const std::vector<SoundSpan>& sounds) {
  for (std::size_t i = 0; i + 1 < sounds.size(); ++i)
    if (sounds[i + 1].start - sounds[i].end <= kGap) return true;
  return false;
}

}  // namespace

Result<JoinedSounds> joinedTremolo(const std::filesystem::path& path, std::vector<SoundSpan> sounds,
                                   const std::vector<float>& levels, Progress& progress) {
  if (!anyClose(sounds)) return JoinedSounds{std::move(sounds)};
  auto keys = keysOf(path, sounds, progress);
  if (!keys) return tl::unexpected(keys.error());
  Pieces pieces{sounds, levels, std::move(*keys), std::vector<char>(sounds.size()),
                std::vector<char>(sounds.size())};
  const auto heights = heightsOf(sounds, levels);
  for (const Run& run : swingingRuns(heights)) joinRun(run, heights, pieces);
  joinNeighbours(pieces);
  return joined(pieces);
}

}  // namespace timbre::importing
