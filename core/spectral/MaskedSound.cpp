#include "spectral/MaskedSound.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

#include "spectral/ExceptionText.h"
#include "spectral/Stft.h"

namespace timbre::spectral {
namespace {

constexpr double kFadeSeconds = 0.005;
constexpr double kBinsInBox = 12;  // a Hann line is four wide; the rest is for the slopes
constexpr double kSlope = 0.06;    // of the box's width, on either side of each edge
constexpr int kShortest = 64, kLongest = 16384;

/// Half a cosine from 0 to 1 over one `width` about `edge`.
double risen(double hertz, double edge, double width) {
  const double x = std::clamp((hertz - edge) / width + 0.5, 0.0, 1.0);
  return 0.5 - 0.5 * std::cos(std::numbers::pi * x);
}

StftParams paramsFor(const SoundBox& box, int rate) {
  const double wanted = kBinsInBox * rate / (box.toHertz - box.fromHertz);
  const auto fft = static_cast<int>(std::bit_ceil(
      static_cast<unsigned>(std::clamp(wanted, double{kShortest}, double{kLongest}))));
  return {std::min(fft, kLongest), std::min(fft, kLongest) / 8};
}

void maskFrequencies(Stft& spectrum, const SoundBox& box, int rate) {
  const double binHertz = static_cast<double>(rate) / spectrum.params.fft;
  const double slope = 2 * kSlope * (box.toHertz - box.fromHertz);
  for (int bin = 0; bin < spectrum.bins; ++bin) {
    const double hertz = bin * binHertz;
    // An edge at the end of the spectrum is not an edge.
    const double low = box.fromHertz <= 0 ? 1 : risen(hertz, box.fromHertz, slope);
    const double high = box.toHertz >= rate / 2.0 ? 1 : 1 - risen(hertz, box.toHertz, slope);
    const auto gain = static_cast<float>(low * high);
    for (int frame = 0; frame < spectrum.frames; ++frame)
      spectrum.cells[static_cast<std::size_t>(bin) * spectrum.frames + frame] *= gain;
  }
}

std::vector<float> cut(const std::vector<float>& sound, const SoundBox& box, int rate) {
  const auto at = [&](double seconds) {
    return static_cast<std::size_t>(
        std::clamp(std::llround(seconds * rate), 0LL, static_cast<long long>(sound.size())));
  };
  std::vector<float> part(sound.begin() + static_cast<std::ptrdiff_t>(at(box.fromSeconds)),
                          sound.begin() + static_cast<std::ptrdiff_t>(at(box.toSeconds)));
  const auto fade = std::min(static_cast<std::size_t>(kFadeSeconds * rate), part.size() / 2);
  for (std::size_t i = 0; i < fade; ++i) {
    const auto gain =
        static_cast<float>((static_cast<double>(i) + 0.5) / static_cast<double>(fade));
    part[i] *= gain;
    part[part.size() - 1 - i] *= gain;
  }
  return part;
}

}  // namespace

Result<audio::AudioClip> maskedSound(const audio::AudioClip& clip, const SoundBox& wanted,
                                     Progress& progress) {
  const int rate = clip.rate().hz;
  const SoundBox box{std::max(wanted.fromSeconds, 0.0), std::min(wanted.toSeconds, clip.seconds()),
                     std::max(wanted.fromHertz, 0.0), std::min(wanted.toHertz, rate / 2.0)};
  if (clip.empty()) return fail(ErrorCode::BadFormat, "The sound is empty; choose another one");
  if (!(box.toSeconds > box.fromSeconds) || !(box.toHertz > box.fromHertz))
    return fail(ErrorCode::Unsupported, "This box holds no sound; draw another");
  const StftParams params = paramsFor(box, rate);
  // The transform ends at its last frame's centre: zeros carry it beyond the sound's end.
  std::vector<float> samples(clip.samples().size() + static_cast<std::size_t>(params.hop));
  std::ranges::copy(clip.samples(), samples.begin());
  auto spectrum = stft(samples, params);
  if (!spectrum) return tl::unexpected(std::move(spectrum.error()));
  progress.advanced(0.4);
  if (progress.cancelled()) return cancelled();
  maskFrequencies(*spectrum, box, rate);
  auto sound = istft(*spectrum);
  if (!sound) return tl::unexpected(std::move(sound.error()));
  if (progress.cancelled()) return cancelled();
  progress.advanced(1);
  return catchExceptions(kExceptionText, [&]() -> Result<audio::AudioClip> {
    sound->resize(clip.samples().size());
    return audio::AudioClip(cut(*sound, box, rate), clip.rate());
  });
}

}  // namespace timbre::spectral
