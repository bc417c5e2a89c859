/// What the post-filter adds to a second of the shipped WaveNet's sound, against the sampling of
/// that second in the same run; how much of a core the post-filter and the resampler take while a
/// sound plays live; and how soon a live sound begins. Processor time of the calling
/// thread, the quickest of many.
#include <benchmark/benchmark.h>
#include <time.h>

#include <algorithm>
#include <cmath>

#include "audio/Resample.h"
#include "base/Progress.h"
#include "base/StandardPaths.h"
#include "model/catalogue/Catalogue.h"
#include "model/wavenet/PostFilter.h"
#include "model/wavenet/WaveNetAutoencoder.h"
#include "model/wavenet/WaveNetWeights.h"

namespace timbre::model::wavenet {
namespace {

constexpr int kFrames = 31;  // of 512 samples: a second

double threadSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

void run(benchmark::State& state, bool filtered) {
  static double plain = 0;
  const auto card = readCard(assetsFolder() / "models" / "wavenet-compact.safetensors");
  if (!card || !card->postFilter) return state.SkipWithError("the weights have no post-filter");
  const auto model = loadWaveNet(*card, 1).value();
  latent::Embedding z{kFrames, card->channels, {}, "", 60};
  z.values.assign(static_cast<std::size_t>(z.frames) * z.channels, 0.5F);
  DecodeOptions options;
  options.postFilter = filtered;
  Unwatched quiet;
  double best = 1e9;
  for (auto _ : state) {
    const double before = threadSeconds();
    benchmark::DoNotOptimize(model->decode(z, options, quiet));
    best = std::min(best, threadSeconds() - before);
  }
  if (!filtered) plain = best;
  state.counters["real time"] = kFrames * card->hop / (card->rate.hz * best);
  state.counters["vs plain"] = best / plain;
}

/// The first 512 samples of a live sound. `known`: it has begun with this frame before.
void start(benchmark::State& state, bool known, bool filtered) {
  const auto card = readCard(assetsFolder() / "models" / "wavenet-compact.safetensors");
  if (!card) return state.SkipWithError(card.error().message.c_str());
  const auto model = loadWaveNet(*card, 1).value();
  latent::Embedding z{kFrames, card->channels, {}, "", 60};
  z.values.assign(static_cast<std::size_t>(z.frames) * z.channels, 0.5F);
  DecodeOptions options;
  options.postFilter = filtered;
  const auto stream = model->live(options).value();
  std::vector<float> out(512);
  Unwatched quiet;
  double best = 1e9;
  for (auto _ : state) {
    if (!known) z.values.front() += 1e-3F;
    const double before = threadSeconds();
    if (!stream->prepare(z)) return state.SkipWithError("the embedding is refused");
    stream->render(out, quiet);
    best = std::min(best, threadSeconds() - before);
  }
  state.counters["best, ms"] = 1000 * best;
}

/// What does not sample: a second of sound through `pass`, as a share of a core.
template <class Pass>
void share(benchmark::State& state, double seconds, Pass pass) {
  double best = 1e9;
  for (auto _ : state) {
    const double before = threadSeconds();
    pass();
    best = std::min(best, threadSeconds() - before);
  }
  state.counters["of a core, %"] = 100 * best / seconds;
}

void filterLive(benchmark::State& state) {
  const auto opened = openWaveNet(assetsFolder() / "models" / "wavenet-compact.safetensors");
  if (!opened) return state.SkipWithError(opened.error().message.c_str());
  auto network = PostFilter::of(opened->file, opened->config);
  if (!network || !*network) return state.SkipWithError("the weights have no post-filter");
  const int hop = opened->config.hop;
  latent::Embedding z{kFrames, opened->config.z, {}, "", 60};
  z.values.assign(static_cast<std::size_t>(z.frames) * z.channels, 0.5F);
  const auto conditions = postFilterFrames(z, opened->config, 60);
  const auto filter = postFilter(*network, true);
  std::vector<float> frame(static_cast<std::size_t>(hop)), out(frame.size());
  for (std::size_t i = 0; i < frame.size(); ++i)
    frame[i] = 0.3F * std::sin(0.1F * static_cast<float>(i));
  const auto inputs = static_cast<std::size_t>((*network)->inputs());
  share(state, 1.0 * kFrames * hop / kModelRate.hz, [&] {
    filter->begin();
    for (int f = 0; f < kFrames; ++f)
      filter->push(std::span(conditions).subspan(static_cast<std::size_t>(f) * inputs, inputs),
                   frame, out);
  });
}

void resampleLive(benchmark::State& state) {
  auto resampler =
      audio::StreamResampler::create(kModelRate, SampleRate(48000), audio::Haste::Live);
  if (!resampler) return state.SkipWithError(resampler.error().message.c_str());
  std::vector<float> frame(512, 0.1F);
  share(state, 1.0 * kFrames * 512 / kModelRate.hz, [&] {
    for (int f = 0; f < kFrames; ++f) benchmark::DoNotOptimize(resampler->push(frame));
  });
}

BENCHMARK(filterLive)->Unit(benchmark::kMillisecond)->MinTime(1);
BENCHMARK(resampleLive)->Unit(benchmark::kMillisecond)->MinTime(1);
BENCHMARK_CAPTURE(start, sampled, false, false)->Unit(benchmark::kMillisecond)->MinTime(1);
BENCHMARK_CAPTURE(start, led_in, false, true)->Unit(benchmark::kMillisecond)->MinTime(1);
BENCHMARK_CAPTURE(start, led_in_before, true, true)->Unit(benchmark::kMillisecond)->MinTime(1);
BENCHMARK_CAPTURE(run, sampled, false)->Unit(benchmark::kMillisecond)->MinTime(3);
BENCHMARK_CAPTURE(run, post_filtered, true)->Unit(benchmark::kMillisecond)->MinTime(3);

}  // namespace
}  // namespace timbre::model::wavenet
