#include "spectral/GriffinLim.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "spectral/ExceptionText.h"
#include "spectral/PhaseInitialization.h"
#include "spectral/StreamingStft.h"

namespace timbre::spectral {

namespace {

using Cells = Aligned<std::complex<float>>;

Result<void> checkInput(std::span<const float> magnitudes, int frames, const StftParams& params) {
  if (auto good = checkParams(params); !good) return good;
  const std::size_t bins = params.fft / 2 + 1;
  if (frames < 1 || magnitudes.size() != bins * frames) {
    return fail(ErrorCode::BadFormat, "The spectrogram's bins and frames do not fit its values");
  }
  if (!std::all_of(magnitudes.begin(), magnitudes.end(),
                   [](float m) { return m >= 0 && std::isfinite(m); })) {
    return fail(ErrorCode::BadFormat,
                "The spectrogram holds magnitudes that are negative or not finite");
  }
  return {};
}

Result<void> checkSteps(const GriffinLimParams& params) {
  if (params.iterations < 1 || params.iterations > 100000 || !(params.momentum >= 0) ||
      params.momentum > 1) {
    return fail(ErrorCode::Unsupported,
                "Phase search takes 1 to 100000 iterations and a momentum of 0 to 1");
  }
  if (params.start == StartPhase::Pulses && !(params.period >= 2 && std::isfinite(params.period)))
    return fail(ErrorCode::Unsupported, "A period must be at least two samples");
  return {};
}

// All memory of the search; nothing is allocated once it is made.
class Search {
 public:
  Search(std::span<const float> magnitudes, int frames, const GriffinLimParams& params)
      : params_(params),
        transform_(params.stft, frames),
        wanted_(transform_.cellCount()),
        cells_(transform_.cellCount()),
        before_(params.momentum > 0 ? transform_.cellCount() : 0),
        sound_(transform_.paddedSize()) {
    for (int k = 0; k < transform_.bins(); ++k) {
      const float* row = magnitudes.data() + static_cast<std::size_t>(k) * frames;
      for (int t = 0; t < frames; ++t) wanted_[transform_.stride() * t + k] = row[t];
    }
    start();
  }

  Result<std::vector<float>> run(Progress& progress) {
    for (int i = 0; i < params_.iterations; ++i) {
      if (progress.cancelled()) return cancelled();
      if (i > 0) improve();
      transform_.inverse(cells_.data(), sound_.data());
      progress.advanced((i + 1.0) / params_.iterations);
    }
    const float* first = sound_.data() + params_.stft.fft / 2;
    return std::vector<float>(first, first + transform_.soundSize());
  }

 private:
  void start() {
    constexpr auto kPi = static_cast<float>(std::numbers::pi);
    const FrameGrid grid{transform_.bins(), transform_.frames(), transform_.stride()};
    if (params_.start == StartPhase::Pulses) return startFromPulses();
    if (params_.start == StartPhase::Peaks) {
      startFromPeaks(wanted_.data(), params_.stft, grid, params_.seed, cells_.data());
      return;
    }
    const float span = params_.start == StartPhase::HalfCircle ? kPi : 2 * kPi;
    startAtRandom(wanted_.data(), grid, span, params_.seed, cells_.data());
  }

  void startFromPulses() {
    pulses(params_.period, {sound_.data(), transform_.paddedSize()});
    transform_.forward(sound_.data(), cells_.data());
    impose(1, 0);
  }

  // What the sound's phases are, moved on a little in the direction they took; with the magnitudes
  // wanted.
  void improve() {
    transform_.forward(sound_.data(), cells_.data());
    if (before_.empty()) {
      impose(1, 0);
    } else {
      impose(static_cast<float>(1 + params_.momentum), static_cast<float>(params_.momentum));
    }
  }

  // On plain floats, in vectors: the real and the imaginary parts of a pair stand side by side.
  void impose(float now, float past) {
    constexpr float kTiny = 1e-30f;
    float* __restrict cells = reinterpret_cast<float*>(cells_.data());
    float* __restrict before = reinterpret_cast<float*>(before_.data());
    const float* __restrict wanted = wanted_.data();
    const std::size_t count = wanted_.size();
    for (std::size_t i = 0; i < count; ++i) {
      float re = cells[2 * i], im = cells[2 * i + 1];
      if (past > 0) {
        const float newRe = now * re - past * before[2 * i];
        const float newIm = now * im - past * before[2 * i + 1];
        before[2 * i] = re;
        before[2 * i + 1] = im;
        re = newRe;
        im = newIm;
      }
      const float scale = wanted[i] / std::sqrt(re * re + im * im + kTiny);
      cells[2 * i] = re * scale;
      cells[2 * i + 1] = im * scale;
    }
  }

  GriffinLimParams params_;
  StreamingStft transform_;
  Aligned<float> wanted_;
  Cells cells_, before_;
  Aligned<float> sound_;
};

void scaleTo(std::vector<float>& sound, PeakScale scale) {
  if (scale == PeakScale::None || sound.empty()) return;
  const auto [least, most] = std::minmax_element(sound.begin(), sound.end());
  const float peak = std::max(-*least, *most);
  const float divisor = scale == PeakScale::Signed && *most > 0 ? *most : peak;
  if (!(divisor > 0)) return;
  for (float& sample : sound) sample /= divisor;
}

Result<std::vector<float>> searched(std::span<const float> magnitudes, int frames,
                                    const GriffinLimParams& params, Progress& progress) {
  if (auto good = checkInput(magnitudes, frames, params.stft); !good) {
    return tl::unexpected(good.error());
  }
  if (auto good = checkSteps(params); !good) return tl::unexpected(good.error());
  auto sound = Search(magnitudes, frames, params).run(progress);
  if (sound) scaleTo(*sound, params.scale);
  return sound;
}

Result<double> convergence(std::span<const float> samples, std::span<const float> magnitudes,
                           int frames, const StftParams& params) {
  if (auto good = checkInput(magnitudes, frames, params); !good) {
    return tl::unexpected(good.error());
  }
  const auto spectrum = stft(samples, params);
  if (!spectrum) return tl::unexpected(spectrum.error());
  if (spectrum->frames != frames) {
    return fail(ErrorCode::BadFormat, "The sound is not as long as the spectrogram");
  }
  double own = 0, both = 0, wanted = 0;
  for (std::size_t i = 0; i < magnitudes.size(); ++i) {
    const double is = std::abs(spectrum->cells[i]), should = magnitudes[i];
    own += is * is;
    both += is * should;
    wanted += should * should;
  }
  if (!(wanted > 0)) return own > 0 ? 1.0 : 0.0;
  if (!(own > 0)) return 1.0;
  return std::sqrt(std::max(0.0, 1 - both * both / (own * wanted)));
}

}  // namespace

GriffinLimParams paperGriffinLim() {
  GriffinLimParams params;
  params.iterations = 1000;
  params.momentum = 0;
  params.start = StartPhase::HalfCircle;
  params.scale = PeakScale::Signed;
  return params;
}

Result<std::vector<float>> griffinLim(std::span<const float> magnitudes, int frames,
                                      const GriffinLimParams& params, Progress& progress) {
  return catchExceptions(kExceptionText,
                         [&] { return searched(magnitudes, frames, params, progress); });
}

Result<audio::AudioClip> soundOf(const LogSpectrogram& picture, const GriffinLimParams& params,
                                 Progress& progress, SampleRate rate, int samples) {
  return catchExceptions(kExceptionText, [&]() -> Result<audio::AudioClip> {
    GriffinLimParams fitting = params;
    fitting.stft = picture.params;
    const bool silent =
        std::all_of(picture.values.begin(), picture.values.end(), [](float m) { return m <= 0; });
    const std::size_t count = std::max(samples, 0);
    if (silent) return audio::AudioClip(std::vector<float>(count), rate);
    auto sound = griffinLim(magnitudesOf(picture), picture.frames, fitting, progress);
    if (!sound) return tl::unexpected(std::move(sound).error());
    sound->resize(count);
    return audio::AudioClip(std::move(*sound), rate);
  });
}

Result<double> spectralConvergence(std::span<const float> samples,
                                   std::span<const float> magnitudes, int frames,
                                   const StftParams& params) {
  return catchExceptions(kExceptionText,
                         [&] { return convergence(samples, magnitudes, frames, params); });
}

}  // namespace timbre::spectral
