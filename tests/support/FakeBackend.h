/// Models that speak in sines: what the window does with them can be tested in milliseconds.
#pragma once

#include <atomic>
#include <chrono>
#include <cmath>
#include <memory>
#include <numbers>
#include <string>
#include <thread>
#include <vector>

#include "model/ModelBackend.h"

namespace timbre::test {

/// How the fakes behave; shared with the test, which may change it while they work.
struct FakeTuning {
  std::atomic<int> msPerFrame{0};  ///< a WaveNet rests so long for each 512 samples
  std::atomic<int> encoded{0};     ///< encodes begun, over all models
  std::atomic<int> decoded{0};     ///< decodes begun, over all models
  std::atomic<int> unfiltered{0};  ///< of them, by a WaveNet whose post-filter was off
  std::atomic<int> cancelled{0};   ///< decodes that were cancelled
  std::atomic<int> loaded{0};
  std::atomic<bool> broken{false};  ///< loading fails
  std::atomic<bool> live{false};    ///< WaveNets can be played live
  std::atomic<float> told{0};       ///< the first number of what a live one was given last
  /// Loads cards that have a file; to be set before anything is loaded. None: they are fakes too.
  Result<std::unique_ptr<model::Autoencoder>> (*load)(const model::ModelCard&, int) = nullptr;
};

/// A sine that goes on; its level is the embedding's first number.
class FakeLive final : public model::StreamingDecoder {
 public:
  FakeLive(model::ModelCard card, std::shared_ptr<FakeTuning> tuning)
      : StreamingDecoder(std::move(card), {}), tuning_(std::move(tuning)) {}
  std::unique_ptr<StreamingDecoder> copy() const override {
    return std::make_unique<FakeLive>(*this);
  }

 private:
  void doBegin() override { made_ = 0; }
  std::vector<float> doCondition(const latent::Embedding& z, double) const override {
    tuning_->told = z.values.front();
    return z.values;
  }
  void doRender(std::span<const float> condition, std::span<float> out) override {
    for (float& x : out)
      x = condition[0] * static_cast<float>(std::sin(0.1 * static_cast<double>(made_++)));
    std::this_thread::sleep_for(std::chrono::microseconds(
        tuning_->msPerFrame * 1000 * static_cast<int>(out.size()) / card().hop));
  }

  std::shared_ptr<FakeTuning> tuning_;
  long made_ = 0;
};

/// The embedding holds the note's level in every number and remembers the pitch; decoding gives a
/// sine of that level and pitch.
class FakeModel final : public model::Autoencoder {
 public:
  FakeModel(model::ModelCard card, std::shared_ptr<FakeTuning> tuning)
      : Autoencoder(std::move(card)), tuning_(std::move(tuning)) {}

 private:
  int hop() const { return card().hop > 0 ? card().hop : 512; }

  Result<latent::Embedding> doEncode(const audio::AudioClip& clip, Progress&) override {
    ++tuning_->encoded;
    latent::Embedding z;
    z.frames = card().fixedSamples > 0 ? 1 : static_cast<int>(clip.samples().size()) / hop();
    z.channels = card().channels;
    z.values.assign(static_cast<std::size_t>(z.frames) * z.channels, audio::peakOf(clip));
    z.model = card().key;
    z.pitch = 60;
    return z;
  }

  Result<audio::AudioClip> doDecode(const latent::Embedding& z, const model::DecodeOptions& options,
                                    Progress& progress) override {
    ++tuning_->decoded;
    if (card().postFilter && !options.postFilter) ++tuning_->unfiltered;
    const int frames = card().fixedSamples > 0 ? card().fixedSamples / hop() : z.frames;
    const double step = 2 * std::numbers::pi * frequencyOf(MidiPitch(z.pitch)) / card().rate.hz;
    std::vector<float> samples;
    for (int frame = 0; frame < frames; ++frame) {
      if (progress.cancelled()) {
        ++tuning_->cancelled;
        return cancelled();
      }
      for (int i = 0; i < hop(); ++i) {
        samples.push_back(0.5f *
                          static_cast<float>(std::sin(step * static_cast<double>(samples.size()))));
      }
      if (card().kind == "wavenet") {
        if (const int rest = tuning_->msPerFrame) {
          std::this_thread::sleep_for(std::chrono::milliseconds(rest));
        }
        if (options.onSamples) options.onSamples(std::span(samples).last(hop()));
      }
      progress.advanced((frame + 1.0) / frames);
    }
    if (card().kind != "wavenet" && options.onSamples) options.onSamples(samples);
    return audio::AudioClip(std::move(samples), card().rate);
  }

  Result<std::unique_ptr<model::StreamingDecoder>> doStream(const model::DecodeOptions&,
                                                            model::StreamUse) const override {
    if (!tuning_->live || card().kind != "wavenet")
      return fail(ErrorCode::Unsupported, "A note in one piece");
    return std::make_unique<FakeLive>(card(), tuning_);
  }

  std::shared_ptr<FakeTuning> tuning_;
};

class FakeBackend final : public model::ModelBackend {
 public:
  explicit FakeBackend(std::shared_ptr<FakeTuning> tuning) : tuning_(std::move(tuning)) {}

  Result<std::unique_ptr<model::Autoencoder>> load(const model::ModelCard& card, int) override {
    if (tuning_->broken) {
      return fail(ErrorCode::BadFormat, card.name + ".safetensors is cut short; get it again");
    }
    ++tuning_->loaded;
    if (!card.file.empty() && tuning_->load) return tuning_->load(card, 1);
    return std::make_unique<FakeModel>(card, tuning_);
  }
  Result<void> train(const model::TrainRequest&, model::TrainingObserver&) override {
    return fail(ErrorCode::Unsupported, "A fake does not learn");
  }

 private:
  std::shared_ptr<FakeTuning> tuning_;
};

inline model::ModelCard fakeCard(const std::string& kind) {
  model::ModelCard card;
  card.name = kind + "-compact";
  card.title = kind == "wavenet" ? "WaveNet, compact" : "Baseline, compact";
  card.kind = kind;
  card.shipped = card.standard = true;
  card.hash = kind + "-weights";
  card.key = card.name + "-" + card.hash;
  card.hop = kind == "wavenet" ? 512 : 0;
  card.channels = kind == "wavenet" ? 16 : 1984;
  card.fixedSamples = kind == "wavenet" ? 0 : kNoteSamples;
  card.postFilter = card.streams = card.costly = card.samples = kind == "wavenet";
  card.previews = !card.costly;
  card.iterations = card.previews ? 200 : 0;
  return card;
}

}  // namespace timbre::test
