/// A third kind of model, as somebody would add one: this file, and a line for the table of models.
/// It hears how loud a note is and answers with a sine of the note's pitch.
#pragma once

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <numbers>
#include <string>
#include <thread>
#include <vector>

#include "base/Units.h"
#include "model/Autoencoder.h"
#include "model/SafeTensors.h"
#include "model/catalogue/ModelTable.h"

namespace timbre::test {

class ToyModel final : public model::Autoencoder {
 public:
  ToyModel(model::ModelCard card, float gain) : Autoencoder(std::move(card)), gain_(gain) {}
  Result<std::unique_ptr<Autoencoder>> clone() const override {
    return std::make_unique<ToyModel>(card(), gain_);
  }

 private:
  Result<latent::Embedding> doEncode(const audio::AudioClip& clip, Progress&) override {
    latent::Embedding z;
    z.channels = 1;
    for (auto rest = clip.samples(); rest.size() >= frame(); rest = rest.subspan(frame())) {
      float peak = 0;
      for (const float x : rest.first(frame())) peak = std::max(peak, std::abs(x));
      z.values.push_back(peak);
    }
    z.frames = static_cast<int>(z.values.size());
    return z;
  }

  Result<audio::AudioClip> doDecode(const latent::Embedding& z, const model::DecodeOptions& options,
                                    Progress&) override {
    if (std::getenv("TIMBRE_TOY_IS_DEAF")) ignoreEverything();
    const double key = options.pitch.value_or(z.pitch >= 0 ? z.pitch : 69);
    const double step = 2 * std::numbers::pi * frequencyOf(MidiPitch(key)) / card().rate.hz;
    std::vector<float> samples;
    for (const float level : z.values)
      for (std::size_t i = 0; i < frame(); ++i)
        samples.push_back(gain_ * level *
                          static_cast<float>(std::sin(step * static_cast<double>(samples.size()))));
    if (options.onSamples) options.onSamples(samples);
    return audio::AudioClip(std::move(samples), card().rate);
  }

  /// As a library that looks at no cancel; says when it begins.
  [[noreturn]] static void ignoreEverything() {
    for (std::fputs("deaf\n", stderr);;) std::this_thread::sleep_for(std::chrono::hours(1));
  }
  std::size_t frame() const { return static_cast<std::size_t>(card().hop); }
  float gain_;
};

inline Result<void> describeToy(const model::SafeTensors& file, model::ModelCard& card) {
  if (auto fits = file.expect("gain", {1}); !fits) return fits;
  card.title = "Toy, compact (one sine)";
  card.hop = 500;
  card.channels = 1;
  card.previews = true;
  card.parameters = 1;
  card.encoder = "peaks";  // others may share it
  return {};
}

inline Result<std::unique_ptr<model::Autoencoder>> loadToy(const model::ModelCard& card, int) {
  const auto file = model::SafeTensors::open(card.file);
  if (!file) return tl::unexpected(file.error());
  const auto gain = file->floats("gain");
  if (!gain) return tl::unexpected(gain.error());
  return std::make_unique<ToyModel>(card, gain->front());
}

/// For the table: model::addModelKind(test::kToyModel).
inline constexpr model::ModelKind kToyModel{"toy", &describeToy, &loadToy, "toy-compact"};

inline Result<void> writeToyWeights(const std::filesystem::path& path) {
  const std::vector<float> gain{0.5f};
  return model::writeSafeTensors(path, {{"gain", {{1}, gain}}}, {{"config", R"({"kind": "toy"})"}});
}

}  // namespace timbre::test
