#include "importing/ImportSound.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>

#include "audio/Downmix.h"
#include "audio/NoteLevels.h"
#include "audio/Resample.h"
#include "audio/SoundReader.h"
#include "base/CountText.h"

namespace timbre::importing {
namespace fs = std::filesystem;
using audio::AudioClip;

namespace {

constexpr double kBefore = 0.05;       // s read before a sound: its attack begins within
constexpr double kPreroll = 0.005;     // s kept before the attack
constexpr float kAttack = 0.01f;       // of the peak: -40 dB
constexpr double kAfterOther = 0.002;  // s faded in where another sound goes over into it
constexpr double kFadeCut = 0.05;      // s, of a note that continues
constexpr double kFadeEnd = 0.01;      // s, of a recording that ends
constexpr std::size_t kMostTaken = std::size_t{64} << 20;  // samples of all channels: 256 MB

struct Window {
  double from;  ///< s
  double to;
};

/// What is read of the recording for one of its sounds.
Window windowOf(const NoteSegmentation& segmentation, int sound) {
  const auto at = static_cast<std::size_t>(sound);
  const double start = segmentation.sounds[at].start;
  const double next = at + 1 < segmentation.sounds.size() ? segmentation.sounds[at + 1].start
                                                          : segmentation.seconds;
  const double note = static_cast<double>(kNoteSamples) / kModelRate.hz;
  return {std::max(at > 0 ? segmentation.sounds[at - 1].end : 0.0, start - kBefore),
          std::min({next, start + note + kBefore, segmentation.seconds})};
}

/// The frames of the window, all channels.
Result<std::vector<float>> framesIn(const fs::path& path, const NoteSegmentation& segmentation,
                                    Window window, Progress& progress) {
  const auto from = static_cast<std::int64_t>(window.from * segmentation.rate.hz);
  const auto to = static_cast<std::int64_t>(window.to * segmentation.rate.hz);
  const auto channels = static_cast<std::int64_t>(segmentation.channels);
  if (static_cast<std::size_t>((to - from) * channels) > kMostTaken)
    return fail(ErrorCode::BadFormat,
                path.string() + " has " + countText(channels, "channel") + " at " +
                    std::to_string(segmentation.rate.hz) +
                    " Hz, which is not supported; convert it to a standard WAV file");
  auto reader = audio::SoundReader::open(path, kLongestHours * 3600,
                                         [&progress] { return progress.cancelled(); });
  if (!reader) return tl::unexpected(reader.error());
  std::vector<float> taken;
  for (std::int64_t at = 0; at < to;) {
    if (progress.cancelled()) return cancelled();
    const auto block = reader->next();
    if (!block) return tl::unexpected(block.error());
    if (block->empty() || reader->channels() != segmentation.channels)
      break;  // it changed meanwhile
    const auto count = static_cast<std::int64_t>(block->size()) / channels;
    const auto first = std::clamp(from - at, std::int64_t{0}, count);
    const auto last = std::clamp(to - at, first, count);
    const auto piece = block->subspan(static_cast<std::size_t>(first * channels),
                                      static_cast<std::size_t>((last - first) * channels));
    taken.insert(taken.end(), piece.begin(), piece.end());
    at += count;
    progress.advanced(std::min(1.0, static_cast<double>(at) / static_cast<double>(to)));
  }
  return taken;
}

Result<AudioClip> folded(std::span<const float> frames, const NoteSegmentation& segmentation) {
  audio::DownmixAnalyzer study(segmentation.channels);
  study.add(frames);
  std::vector<float> mono;
  audio::downmix(frames, study.weights(), mono);
  return audio::resampled({std::move(mono), segmentation.rate}, kModelRate);
}

std::vector<float> withoutOffset(std::span<const float> samples) {
  std::vector<float> centred(samples.begin(), samples.end());
  const double offset =
      std::accumulate(samples.begin(), samples.end(), 0.0) / static_cast<double>(samples.size());
  for (float& x : centred) x -= static_cast<float>(offset);
  return centred;
}

/// Half a cosine over `length` samples: from nothing at the front or to nothing at the back.
void fade(std::span<float> samples, std::size_t length, bool in) {
  length = std::min(length, samples.size());
  for (std::size_t i = 0; i < length; ++i) {
    const double gain = 0.5 - 0.5 * std::cos(std::numbers::pi * static_cast<double>(i) /
                                             static_cast<double>(length));
    samples[in ? i : samples.size() - 1 - i] *= static_cast<float>(gain);
  }
}

constexpr std::size_t samplesIn(double seconds) {
  return static_cast<std::size_t>(seconds * kModelRate.hz);
}

struct Trimmed {
  std::vector<float> samples;  ///< at most kNoteSamples
  std::size_t start = 0;       ///< how many samples were trimmed away before
};

/// Whether another sound goes over into this one, and this one into another.
struct Neighbours {
  bool before = false;
  bool after = false;
};

/// From just before the attack to four seconds later, with its fades. `begins`: where the
/// segmentation found that the sound grows from.
Trimmed trimmed(std::span<const float> samples, std::size_t begins, Neighbours beside) {
  constexpr std::size_t kSwell = samplesIn(0.03);  // an ordinary attack is no longer
  const auto loud = [](float x) { return std::abs(x); };
  const float peak = samples.empty() ? 0 : loud(*std::ranges::max_element(samples, {}, loud));
  auto attack = static_cast<std::size_t>(
      std::ranges::find_if(samples, [&](float x) { return loud(x) >= kAttack * peak; }) -
      samples.begin());
  if (attack > begins + kSwell) attack = begins;
  const std::size_t start = attack - std::min(attack, samplesIn(kPreroll));
  const auto rest = samples.subspan(start);
  const bool cut = beside.after || rest.size() > kNoteSamples;
  const auto kept = rest.first(std::min<std::size_t>(rest.size(), kNoteSamples));
  Trimmed note{{kept.begin(), kept.end()}, start};
  const std::size_t shortest = beside.before ? samplesIn(kAfterOther) : 0;
  fade(note.samples, std::max(attack - start, shortest), true);
  fade(note.samples, samplesIn(cut ? kFadeCut : kFadeEnd), false);
  return note;
}

/// Floats may lie beyond full scale, where whoever wrote them forgot to divide.
void remarkOnLevel(const fs::path& path, float peak, std::vector<std::string>& remarks) {
  constexpr double kBeyond = 3;  // dB: lossy codecs overshoot by less
  const double over = peak > 0 ? 20 * std::log10(peak) : 0;
  if (over > kBeyond)
    remarks.push_back(path.string() + " reaches " + std::to_string(std::lround(over)) +
                      " dB over full scale; its level was reduced");
}

}  // namespace

Result<ImportedSound> importSound(const fs::path& path, Progress& progress, int sound) {
  PartOf listening(progress, 0, 0.6);
  auto segmentation = segmentNotes(path, listening);
  if (!segmentation) return tl::unexpected(segmentation.error());
  const int count = static_cast<int>(segmentation->sounds.size());
  if (sound >= count)
    return fail(ErrorCode::BadFormat, path.string() + " holds " + countText(count, "sound") +
                                          ", not " + std::to_string(sound + 1) +
                                          "; choose a lower number");
  if (sound < 0) sound = segmentation->chosen;
  const Window window = windowOf(*segmentation, sound);
  PartOf taking(progress, 0.6, 0.9);
  const auto frames = framesIn(path, *segmentation, window, taking);
  if (!frames) return tl::unexpected(frames.error());
  const auto mono = folded(*frames, *segmentation);
  if (!mono) return tl::unexpected(mono.error());
  if (mono->empty())
    return fail(ErrorCode::BadFormat,
                path.string() + " is too short for a note; choose a longer recording");
  const bool followed = sound + 1 < count && window.to >= segmentation->sounds[sound + 1].start;
  const double begins = segmentation->sounds[static_cast<std::size_t>(sound)].start - window.from;
  const bool preceded = sound > 0 && begins <= 0;
  const Trimmed note =
      trimmed(withoutOffset(mono->samples()), samplesIn(begins), {preceded, followed});
  const AudioClip clip(note.samples, kModelRate);
  const double start = window.from + static_cast<double>(note.start) / kModelRate.hz;
  std::vector<std::string> remarks = segmentation->remarks;
  remarkOnLevel(path, audio::peakOf(*mono), remarks);
  progress.advanced(1);
  return ImportedSound{audio::fitted(audio::normalized(clip, audio::kNotePeakDb), kNoteSamples),
                       heardPitch(clip),
                       std::move(*segmentation),
                       sound,
                       start,
                       start + clip.seconds(),
                       std::move(remarks)};
}

}  // namespace timbre::importing
