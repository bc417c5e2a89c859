// A WaveNet's byte ranges: measured, kept with the weights, and good enough on the shipped ones.
#include "model/wavenet/Calibration.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "audio/AudioFile.h"
#include "model/Catalogue.h"
#include "model/nets/Models.h"
#include "model/nets/Weights.h"
#include "model/wavenet/WaveNetWeights.h"
#include "sampler/MuLaw.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::model::nets {

namespace {

using wavenet::calibrateModel;
using wavenet::calibrationOf;
using wavenet::CalibrationSound;
using wavenet::decoderWeights;

const WaveNetConfig kTiny{.width = 4,
                          .skip = 4,
                          .layers = 4,
                          .stages = 4,
                          .aeWidth = 4,
                          .aeLayers = 4,
                          .aeStages = 4,
                          .z = 3,
                          .hop = 512};

std::filesystem::path tinyWeights(const test::TemporaryFolder& folder,
                                  std::map<std::string, std::string> metadata = {}) {
  const auto path = folder / "tiny.safetensors";
  EXPECT_TRUE(writeWeights(path, freshWeights(kTiny, 1, false), kTiny, std::move(metadata)));
  return path;
}

std::vector<double> probabilities(std::span<const float> logits) {
  const double top = *std::max_element(logits.begin(), logits.end());
  std::vector<double> p;
  double sum = 0;
  for (const float l : logits) p.push_back(std::exp(l - top)), sum += p.back();
  for (double& x : p) x /= sum;
  return p;
}

/// What coding with q costs where p is true, in nats.
double divergence(const std::vector<double>& p, const std::vector<double>& q) {
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (p[i] > 0) sum += p[i] * std::log(p[i] / std::max(q[i], 1e-300));
  return sum;
}

}  // namespace

TEST(CalibrationOfModels, isKeptWithTheWeightsAndChangesNoNumber) {
  const test::TemporaryFolder folder;
  const auto path = tinyWeights(folder, {{"made_by", "a test"}});
  const auto before = SafeTensors::open(path).value();
  const std::vector<CalibrationSound> sounds{{test::noise(0.5, 2048), 60}};
  Unwatched quiet;
  ASSERT_FALSE(calibrationOf(before, kTiny).value());
  const auto done = calibrateModel(readCard(path).value(), sounds, quiet);
  ASSERT_TRUE(done) << done.error().message;
  const auto after = SafeTensors::open(path).value();
  const auto calibration = calibrationOf(after, kTiny);
  ASSERT_TRUE(calibration && *calibration);
  EXPECT_EQ((*calibration)->stream.size(), 4u);
  EXPECT_GT((*calibration)->gate.front(), 0);
  EXPECT_EQ(after.metadata().at("made_by"), "a test");
  for (const auto& [name, tensor] : before.tensors())
    EXPECT_EQ(before.floats(name).value(), after.floats(name).value()) << name;
  const auto model = loadModel(readCard(path).value(), 1);
  ASSERT_TRUE(model) << model.error().message;
  const auto z = (*model)->encode(test::noise(0.5, 1024), -1, quiet);
  ASSERT_TRUE(z);
  EXPECT_TRUE((*model)->decode(*z, {}, quiet));
}

TEST(CalibrationOfModels, thatDoesNotFitIsRefusedWithTheFilesName) {
  const test::TemporaryFolder folder;
  for (const char* broken :
       {"", "[]", "{}", R"({"stream":[1,2],"gate":[1,2,3,4],"skip":1,"hidden":1})",
        R"({"stream":[1,2,3,-4],"gate":[1,2,3,4],"skip":1,"hidden":1})",
        R"({"stream":[1,2,3,4],"gate":[1,2,3,"x"],"skip":1,"hidden":1})",
        R"({"stream":[1,2,3,4],"gate":[1,2,3,4],"skip":[],"hidden":1})"}) {
    const auto model =
        loadModel(readCard(tinyWeights(folder, {{"calibration", broken}})).value(), 1);
    ASSERT_FALSE(model) << broken;
    EXPECT_NE(model.error().message.find("tiny.safetensors"), std::string::npos);
  }
}

TEST(CalibrationOfModels, isForWaveNetsOnly) {
  const test::TemporaryFolder folder;
  const BaselineConfig config{.divide = 64, .z = 5};
  const auto path = folder / "baseline.safetensors";
  ASSERT_TRUE(writeWeights(path, freshWeights(config, 1, false), config));
  Unwatched quiet;
  const auto done = calibrateModel(readCard(path).value(), {}, quiet);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::Unsupported);
}

TEST(ShippedWaveNet, saysInBytesWhatItSaysInFloats) {
  const std::filesystem::path assets = TIMBRE_ASSETS;
  const auto path = assets / "models" / "wavenet-compact.safetensors";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no shipped weights";
  const auto file = SafeTensors::open(path).value();
  const auto config = std::get<WaveNetConfig>(configOf(file).value());
  const auto calibration = calibrationOf(file, config).value();
  ASSERT_TRUE(calibration) << "the shipped weights are not calibrated";
  const auto weights = decoderWeights(file, config).value();
  const auto floats = sampler::pack(weights).value();
  const auto bytes =
      sampler::pack(weights, {sampler::Precision::Int8Fine, &*calibration, {}}).value();
  const auto model = loadModel(readCard(path).value(), 1).value();
  Unwatched quiet;
  double total = 0;
  int count = 0;
  for (const char* id : {"keyboard_acoustic_000-060-100", "brass_acoustic_000-060-100",
                         "bass_acoustic_000-036-100"}) {
    const auto note = audio::fitted(
        audio::readAudioAt(assets / "library" / "audio" / (std::string(id) + ".flac")).value(),
        4096);
    const double pitch = id[0] == 'b' && id[1] == 'a' ? 36 : 60;
    const auto z = model->encode(note, pitch, quiet).value();
    sampler::Sampler exact(floats, {}), coarse(bytes, {});
    std::vector<float> frame(static_cast<std::size_t>(config.condition())), a(256), b(256);
    for (int t = 0; t < 4096; ++t) {
      std::copy_n(z.frame(t / 512).begin(), z.channels, frame.begin());
      if (config.pitchConditioned) frame[config.z + static_cast<int>(pitch)] = 1;
      const int actual = sampler::muLawClass(note.samples()[t]);
      exact.step(frame, a, actual);
      coarse.step(frame, b, actual);
      total += divergence(probabilities(a), probabilities(b));
      ++count;
    }
  }
  EXPECT_LT(total / count, 3e-4);  // nats, of the about 2.1 that a sample costs
}

}  // namespace timbre::model::nets
