#include "importing/Tremolo.h"

#include <algorithm>
#include <cmath>

#include "audio/Downmix.h"
#include "audio/Pitch.h"
#include "audio/Resample.h"
#include "audio/SoundReader.h"

namespace timbre::importing {
namespace {

constexpr double kPiece = 0.25;       // s of a sound that tell its pitch
constexpr double kGap = 0.2;          // s between two pieces of one note at most
constexpr double kInterval = 0.6;     // s from piece to piece at most: tremolo is faster
constexpr double kUneven = 0.1;       // of the interval
constexpr double kUnevenTime = 0.02;  // s: two blocks of the level's meter
constexpr double kGain = 3;           // dB that a piece may be louder than the one before
constexpr double kLoss = 7;           // dB softer: a plucked string dies away, as its echoes do
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

/// What follows on `before` in a run whose pieces are `interval` apart.
bool followsEvenly(const SoundSpan& before, const SoundSpan& after, double interval) {
  const double apart = after.start - before.start;
  return after.start - before.end <= kGap && apart <= kInterval &&
         after.level <= before.level + kGain && after.level >= before.level - kLoss &&
         std::abs(apart - interval) <= std::max(kUnevenTime, kUneven * interval);
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

Result<std::vector<SoundSpan>> joinedTremolo(const std::filesystem::path& path,
                                             std::vector<SoundSpan> sounds, Progress& progress) {
  const auto runs = swingingRuns(sounds);
  if (runs.empty()) return sounds;
  const auto keys = keysOf(path, sounds, progress);
  if (!keys) return tl::unexpected(keys.error());
  std::vector<SoundSpan> joined;
  std::size_t next = 0;
  const auto same = [&](std::size_t a, std::size_t b) {
    return (*keys)[a] && (*keys)[b] && std::abs(*(*keys)[a] - *(*keys)[b]) <= kSamePitch;
  };
  // What the recording's end leaves of the last swing is too short for a pitch.
  const auto isScrap = [&](std::size_t i) {
    return !(*keys)[i] && sounds[i].end - sounds[i].start < kPiece / 2;
  };
  for (Run run : runs) {
    bool one = run.first >= next;
    const std::size_t told =
        run.last - run.first > 2 && isScrap(run.last) ? run.last - 1 : run.last;
    for (std::size_t i = run.first; one && i < told; ++i) one = same(i, i + 1);
    if (!one) continue;
    // Where the swinging begins late or slows down, the rest of the note is beside it.
    while (run.first > next && sounds[run.first].start - sounds[run.first - 1].end < kGap / 4 &&
           same(run.first - 1, run.first))
      --run.first;
    while (run.last + 1 < sounds.size() &&
           sounds[run.last + 1].start - sounds[run.last].end < kGap / 4 &&
           same(run.last, run.last + 1))
      ++run.last;
    joined.insert(joined.end(), sounds.begin() + static_cast<std::ptrdiff_t>(next),
                  sounds.begin() + static_cast<std::ptrdiff_t>(run.first));
    SoundSpan note = sounds[run.first];
    note.end = sounds[run.last].end;
    for (std::size_t i = run.first; i <= run.last; ++i)
      note.level = std::max(note.level, sounds[i].level);
    joined.push_back(note);
    next = run.last + 1;
  }
  joined.insert(joined.end(), sounds.begin() + static_cast<std::ptrdiff_t>(next), sounds.end());
  return joined;
}

}  // namespace timbre::importing
