#include "audio/Resample.h"

#include <soxr.h>

#include <algorithm>
#include <string>

namespace timbre::audio {

namespace {

constexpr int kLowestHz = 1000;
constexpr int kHighestHz = 768000;

bool sensible(SampleRate rate) {
  return rate.hz >= kLowestHz && rate.hz <= kHighestHz;
}

}  // namespace

std::int64_t resampledLength(std::int64_t samples, SampleRate from, SampleRate to) {
  return (samples * to.hz + from.hz / 2) / from.hz;
}

struct StreamResampler::State {
  SampleRate from;
  SampleRate to;
  std::unique_ptr<soxr, decltype(&soxr_delete)> engine{nullptr, &soxr_delete};  // none: equal rates
  std::int64_t pushed = 0;
  std::int64_t given = 0;

  /// `samples` empty: the end of the input.
  std::vector<float> run(std::span<const float> samples) {
    constexpr std::size_t kBlock = 8192;
    std::vector<float> out;
    std::size_t taken = 0;
    for (;;) {
      const std::size_t start = out.size();
      out.resize(start + kBlock);
      std::size_t read = 0;
      std::size_t made = 0;
      const bool failed =
          soxr_process(engine.get(), samples.empty() ? nullptr : samples.data() + taken,
                       samples.size() - taken, &read, out.data() + start, kBlock, &made) != nullptr;
      taken += read;
      out.resize(start + made);
      if (failed || (made < kBlock && taken == samples.size())) return out;
    }
  }
};

StreamResampler::StreamResampler(std::unique_ptr<State> state) : state_(std::move(state)) {}
StreamResampler::StreamResampler(StreamResampler&&) noexcept = default;
StreamResampler& StreamResampler::operator=(StreamResampler&&) noexcept = default;
StreamResampler::~StreamResampler() = default;

Result<StreamResampler> StreamResampler::create(SampleRate from, SampleRate to, Haste haste) {
  if (!sensible(from) || !sensible(to))
    return fail(ErrorCode::Unsupported, "Cannot convert " + std::to_string(from.hz) + " Hz to " +
                                            std::to_string(to.hz) +
                                            " Hz; use sample rates between 1,000 and 768,000 Hz");
  auto state = std::make_unique<State>(State{from, to});
  if (from != to) {
    const auto samples = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
    // Made for changing rates, its variable filter works in short steps at fixed ones too.
    const auto quality =
        haste == Haste::Live ? soxr_quality_spec(SOXR_HQ, SOXR_VR) : soxr_quality_spec(SOXR_VHQ, 0);
    const auto threads = soxr_runtime_spec(1);
    soxr_error_t error = nullptr;
    state->engine.reset(soxr_create(from.hz, to.hz, 1, &error, &samples, &quality, &threads));
    if (!state->engine)
      return fail(ErrorCode::Internal, "The sample rate converter did not start (" +
                                           std::string(error ? error : "no reason given") + ")");
  }
  return StreamResampler(std::move(state));
}

std::vector<float> StreamResampler::push(std::span<const float> samples) {
  state_->pushed += static_cast<std::int64_t>(samples.size());
  if (samples.empty()) return {};  // to soxr, no input means the end
  auto out =
      state_->engine ? state_->run(samples) : std::vector<float>(samples.begin(), samples.end());
  state_->given += static_cast<std::int64_t>(out.size());
  return out;
}

std::vector<float> StreamResampler::flush() {
  if (!state_->engine) return {};
  auto out = state_->run({});
  const auto left = resampledLength(state_->pushed, state_->from, state_->to) - state_->given;
  out.resize(static_cast<std::size_t>(std::max<std::int64_t>(left, 0)));
  state_->given += left;
  return out;
}

Result<AudioClip> resampled(const AudioClip& clip, SampleRate rate) {
  if (clip.rate() == rate) return clip;
  auto resampler = StreamResampler::create(clip.rate(), rate);
  if (!resampler) return tl::unexpected(resampler.error());
  auto samples = resampler->push(clip.samples());
  const auto rest = resampler->flush();
  samples.insert(samples.end(), rest.begin(), rest.end());
  return AudioClip(std::move(samples), rate);
}

}  // namespace timbre::audio
