// The shipped WaveNet says in bytes what it says in floats: whatever weights lie there.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "audio/AudioFile.h"
#include "model/catalogue/Catalogue.h"
#include "model/wavenet/Calibration.h"
#include "model/wavenet/WaveNetAutoencoder.h"
#include "model/wavenet/WaveNetWeights.h"
#include "sampler/MuLaw.h"

namespace timbre::model::wavenet {

namespace {

const std::filesystem::path kAssets = TIMBRE_ASSETS;
const std::filesystem::path kWeights = kAssets / "models" / "wavenet-compact.safetensors";

constexpr const char* kNotes[] = {"keyboard_acoustic_000-060-100", "brass_acoustic_000-060-100",
                                  "bass_acoustic_000-036-100"};

/// A note's classes and the frames encoded from it.
struct Heard {
  audio::AudioClip clip;
  std::vector<float> frames;
};

/// The shipped decoder in every precision, and some notes; opened once for all tests.
struct Shipped {
  Shipped()
      : opened(openWaveNet(kWeights).value()),
        calibration(calibrationOf(opened.file, opened.config).value()) {
    const auto model = loadWaveNet(readCard(kWeights).value(), 1).value();
    Unwatched quiet;
    for (const std::string id : kNotes) {
      const auto path = kAssets / "library" / "audio" / (id + ".flac");
      const double pitch = std::stod(id.substr(id.find('-') + 1, 3));
      Heard note{audio::fitted(audio::readAudioAt(path).value(), kSamples), {}};
      const auto z = model->encode(note.clip, pitch, quiet).value();
      note.frames = decoderFrames(z, opened.config, pitch);
      notes.push_back(std::move(note));
    }
  }
  std::shared_ptr<const sampler::PackedDecoder> packed(sampler::Precision precision) const {
    const auto weights = decoderWeights(opened.file, opened.config).value();
    return sampler::pack(weights, {precision, calibration ? &*calibration : nullptr, {}}).value();
  }
  static constexpr int kSamples = 4096;

  OpenedWaveNet opened;
  std::optional<sampler::Calibration> calibration;
  std::vector<Heard> notes;
};

const Shipped& shipped() {
  static const Shipped one;
  return one;
}

std::vector<double> logProbabilities(std::span<const float> logits) {
  const double top = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (const float l : logits) sum += std::exp(l - top);
  std::vector<double> p;
  for (const float l : logits) p.push_back(l - top - std::log(sum));
  return p;
}

/// Nats a sample, of the about 2 that it costs.
struct Cost {
  double divergence = 0;  ///< Kullback-Leibler, of the bytes from the floats
  double more = 0;        ///< that the true samples cost more in bytes
};

Cost costOf(const std::shared_ptr<const sampler::PackedDecoder>& exact,
            const std::shared_ptr<const sampler::PackedDecoder>& bytes) {
  Cost cost;
  const auto condition = static_cast<std::size_t>(shipped().opened.config.condition());
  const double count = Shipped::kSamples * static_cast<double>(shipped().notes.size());
  for (const Heard& note : shipped().notes) {
    sampler::Sampler first(exact, {}), second(bytes, {});
    std::vector<float> a(256), b(256);
    for (std::size_t t = 0; t < Shipped::kSamples; ++t) {
      const auto frame = std::span(note.frames).subspan(t / 512 * condition, condition);
      const int actual = sampler::muLawClass(note.clip.samples()[t]);
      first.step(frame, a, actual);
      second.step(frame, b, actual);
      const auto p = logProbabilities(a), q = logProbabilities(b);
      for (int c = 0; c < 256; ++c) cost.divergence += std::exp(p[c]) * (p[c] - q[c]) / count;
      cost.more += (p[actual] - q[actual]) / count;
    }
  }
  return cost;
}

}  // namespace

class ShippedWaveNet : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kWeights)) GTEST_SKIP() << "no shipped weights";
    ASSERT_TRUE(shipped().calibration)
        << "run timbre calibrate " << kWeights << ": without it the WaveNet is slow";
  }
};

TEST_F(ShippedWaveNet, saysInBytesWhatItSaysInFloats) {
  const auto exact = shipped().packed(sampler::Precision::Float32);
  const struct {
    sampler::Precision precision;
    double most;  ///< what nobody hears: a thousandth of what a sample costs, and less
  } cases[] = {{sampler::Precision::Int8, 1e-3}, {sampler::Precision::Int8Fine, 4e-4}};
  for (const auto& one : cases) {
    const auto bytes = shipped().packed(one.precision);
    const Cost cost = costOf(exact, bytes);
    RecordProperty(describe(*bytes), std::to_string(cost.divergence));
    EXPECT_LT(cost.divergence, one.most) << describe(*bytes);
    EXPECT_LT(cost.more, 0.005) << describe(*bytes);
  }
}

}  // namespace timbre::model::wavenet
