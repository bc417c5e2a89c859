#include "model/nets/BaselineAutoencoder.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "audio/NoteLevels.h"
#include "model/ModelConfig.h"
#include "model/nets/BaselineNet.h"
#include "model/nets/TorchRuntime.h"
#include "spectral/GriffinLim.h"
#include "spectral/LogSpectrogram.h"

namespace timbre::model::nets {

namespace {

constexpr int kBins = 512;
constexpr int kFrames = 256;
constexpr double kParted = 48;  // C3: from here on a transform of 1024 samples parts harmonics
/// The network's part of a decode's progress; the rest is Griffin-Lim's.
constexpr double kNetworkShare = 0.1;

class BaselineAutoencoder final : public Autoencoder {
 public:
  BaselineAutoencoder(ModelCard card, BaselineNet net, int threads)
      : Autoencoder(std::move(card)), net_(std::move(net)), threads_(threads) {}

  Result<std::unique_ptr<Autoencoder>> clone() const override {
    return catchExceptions(kExceptionText, [&]() -> Result<std::unique_ptr<Autoencoder>> {
      return std::make_unique<BaselineAutoencoder>(card(), net_, threads_);
    });
  }

 private:
  Result<latent::Embedding> doEncode(const audio::AudioClip& clip, Progress& progress) override {
    return catchExceptions(kExceptionText, [&] { return see(clip, progress); });
  }
  Result<audio::AudioClip> doDecode(const latent::Embedding& embedding,
                                    const DecodeOptions& options, Progress& progress) override {
    return catchExceptions(kExceptionText, [&]() -> Result<audio::AudioClip> {
      const auto picture = paint(embedding, options, progress);
      if (!picture) return tl::unexpected(picture.error());
      return sound(*picture, options, progress);
    });
  }

  Result<latent::Embedding> see(const audio::AudioClip& clip, Progress& progress) const;
  Result<spectral::LogSpectrogram> paint(const latent::Embedding& embedding,
                                         const DecodeOptions& options, Progress& progress) const;
  static Result<audio::AudioClip> sound(const spectral::LogSpectrogram& picture,
                                        const DecodeOptions& options, Progress& progress);

  BaselineNet net_;
  int threads_;
};

/// Tells `progress` of `layers` layers from 0 to `share` and asks whether to continue.
std::function<bool()> layerByLayer(Progress& progress, double share, std::size_t layers) {
  return [&progress, share, layers, done = 0.0]() mutable {
    progress.advanced(share * std::min(1.0, ++done / static_cast<double>(layers)));
    return !progress.cancelled();
  };
}

Result<latent::Embedding> BaselineAutoencoder::see(const audio::AudioClip& clip,
                                                   Progress& progress) const {
  const InferenceCall call(threads_);
  auto picture = spectral::logSpectrogram(clip);
  if (!picture) return tl::unexpected(std::move(picture.error()));
  if (picture->bins != kBins || picture->frames != kFrames)
    return fail(ErrorCode::Internal, "The note's spectrogram has an unexpected size");
  const at::Tensor seen = at::from_blob(picture->values.data(), {1, 1, kBins, kFrames}, at::kFloat);
  const at::Tensor z = net_.encode(seen, layerByLayer(progress, 1.0, kBaselineEncoder.size()));
  if (!z.defined()) return cancelled();
  const at::Tensor flat = z.reshape({-1}).contiguous();
  return latent::Embedding{
      1, net_.config().z, {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()}, {}, -1};
}

Result<spectral::LogSpectrogram> BaselineAutoencoder::paint(const latent::Embedding& embedding,
                                                            const DecodeOptions& options,
                                                            Progress& progress) const {
  const InferenceCall call(threads_);
  at::Tensor z = at::empty({1, embedding.channels, 1, 1}, at::kFloat);
  std::copy(embedding.values.begin(), embedding.values.end(), z.data_ptr<float>());
  const auto key = std::clamp(std::lround(options.pitch.value_or(60)), 0L, 127L);
  const at::Tensor pitch = at::full({1}, static_cast<std::int64_t>(key), at::kLong);
  const at::Tensor painted =
      net_.decode(z, pitch, layerByLayer(progress, kNetworkShare, kBaselineDecoder.size()));
  if (!painted.defined()) return cancelled();
  const at::Tensor flat = painted.contiguous();
  spectral::LogSpectrogram picture;
  picture.bins = kBins;
  picture.frames = kFrames;
  picture.values.assign(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
  return picture;
}

Result<audio::AudioClip> BaselineAutoencoder::sound(const spectral::LogSpectrogram& picture,
                                                    const DecodeOptions& options,
                                                    Progress& progress) {
  auto params =
      options.paperGriffinLim ? spectral::paperGriffinLim() : spectral::GriffinLimParams{};
  params.iterations = options.griffinLimIterations;
  params.seed = options.seed;
  if (!options.paperGriffinLim && options.pitch && *options.pitch < kParted) {
    params.start = spectral::StartPhase::Pulses;
    params.period = kModelRate.hz / frequencyOf(MidiPitch(*options.pitch));
    params.iterations = 1;
  }
  PartOf rest(progress, kNetworkShare, 1);
  const auto made = spectral::soundOf(picture, params, rest);
  if (!made) return made;
  const auto clip = options.paperGriffinLim ? *made : audio::normalized(*made, audio::kNotePeakDb);
  if (options.onSamples) options.onSamples(clip.samples());
  return clip;
}

Result<std::unique_ptr<Autoencoder>> load(const ModelCard& card, int threads) {
  useThreads(threads);
  auto opened = openWeights<BaselineConfig>(card.file);
  if (!opened) return tl::unexpected(std::move(opened.error()));
  return std::make_unique<BaselineAutoencoder>(
      card, BaselineNet(opened->config, std::move(opened->weights)), threads);
}

}  // namespace

Result<std::unique_ptr<Autoencoder>> loadBaseline(const ModelCard& card, int threads) {
  return catchExceptions(kExceptionText, [&] { return load(card, threads); });
}

}  // namespace timbre::model::nets
