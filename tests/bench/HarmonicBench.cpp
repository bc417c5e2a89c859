/// The harmonic-plus-noise decoder of the shipped weights: how many voices one core plays, at the
/// model's rate and at three times it, and how soon the first samples are there. Processor time of
/// the calling thread, the quickest of many.
#include <benchmark/benchmark.h>
#include <time.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "base/Progress.h"
#include "base/StandardPaths.h"
#include "model/catalogue/Catalogue.h"
#include "model/harmonic/HarmonicWeights.h"
#include "model/harmonic/StreamingHarmonic.h"

namespace timbre::model::harmonic {
namespace {

constexpr int kFrames = 31;  // of 512 samples: a second

double threadSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Shipped {
  ModelCard card;
  std::shared_ptr<const ParameterNetwork> network;
};

Result<Shipped> shipped() {
  auto card = readCard(assetsFolder() / "models" / "harmonic-compact.safetensors");
  if (!card) return tl::unexpected(card.error());
  const auto file = SafeTensors::open(card->file);
  if (!file) return tl::unexpected(file.error());
  const auto config = readConfig(*file);
  if (!config) return tl::unexpected(config.error());
  auto network = ParameterNetwork::read(*file, config->encoder.z, config->hidden);
  if (!network) return tl::unexpected(network.error());
  return Shipped{*card, std::make_shared<ParameterNetwork>(std::move(*network))};
}

latent::Embedding note(const ModelCard& card, double pitch) {
  latent::Embedding z{kFrames, card.channels, {}, "", pitch};
  z.values.assign(static_cast<std::size_t>(z.frames) * static_cast<std::size_t>(z.channels), 0.5F);
  return z;
}

/// `pitch` decides how many partials there are.
void run(benchmark::State& state, int rate, double pitch) {
  const auto model = shipped();
  if (!model) return state.SkipWithError(model.error().message.c_str());
  const auto z = note(model->card, pitch);
  DecodeOptions options;
  options.pitch = pitch;
  options.rate = SampleRate(rate);
  Unwatched quiet;
  double best = 1e9;
  for (auto _ : state) {
    const double before = threadSeconds();
    benchmark::DoNotOptimize(renderAt(model->card, model->network, z, options, quiet));
    best = std::min(best, threadSeconds() - before);
  }
  state.counters["real time"] = kFrames * model->card.hop / (model->card.rate.hz * best);
}

/// Many streams, a tenth of a second of each in turn, as a keyboard plays them.
void voices(benchmark::State& state) {
  constexpr int kVoices = 32, kPiece = 1600;
  const auto model = shipped();
  if (!model) return state.SkipWithError(model.error().message.c_str());
  std::vector<std::unique_ptr<StreamingDecoder>> streams;
  for (int v = 0; v < kVoices; ++v) {
    streams.push_back(streamHarmonic(model->card, model->network, {}));
    streams.back()->repeat(true);
    if (!streams.back()->prepare(note(model->card, 36 + 1.5 * v)))
      return state.SkipWithError("cannot be prepared");
  }
  Unwatched quiet;
  std::vector<float> piece(kPiece);
  double best = 1e9;
  for (auto _ : state) {
    const double before = threadSeconds();
    for (const auto& stream : streams) benchmark::DoNotOptimize(stream->render(piece, quiet));
    best = std::min(best, threadSeconds() - before);
  }
  state.counters["voices per core"] = kVoices * kPiece / (model->card.rate.hz * best);
}

void firstSamples(benchmark::State& state) {
  const auto model = shipped();
  if (!model) return state.SkipWithError(model.error().message.c_str());
  const auto stream = streamHarmonic(model->card, model->network, {});
  const auto z = note(model->card, 60);
  Unwatched quiet;
  std::vector<float> piece(64);
  for (auto _ : state) {
    (void)stream->prepare(z);
    benchmark::DoNotOptimize(stream->render(piece, quiet));
  }
}

BENCHMARK_CAPTURE(run, 16_kHz_key_36, 16000, 36.0)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, 16_kHz_key_72, 16000, 72.0)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, 48_kHz_key_36, 48000, 36.0)->Unit(benchmark::kMillisecond);
BENCHMARK(voices)->Unit(benchmark::kMillisecond);
BENCHMARK(firstSamples)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace timbre::model::harmonic
