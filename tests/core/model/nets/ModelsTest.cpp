// Loading and using models through the one door, at tiny widths. No torch is named here.
#include "model/nets/Models.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <future>
#include <limits>
#include <set>

#include "model/ModelConfig.h"
#include "model/SafeTensors.h"
#include "model/catalogue/Catalogue.h"
#include "support/Impatient.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::model::nets {

namespace {

/// Numbers that look random, the same every time.
float noiseAt(std::size_t i) {
  return static_cast<float>(std::sin(12.9898 * static_cast<double>(i + 1))) * 0.2f;
}

}  // namespace

class Models : public testing::Test {
 protected:
  std::filesystem::path write(const ModelConfig& config, float first = 0.1f) const {
    std::map<std::string, std::vector<float>> numbers;
    std::map<std::string, TensorView> views;
    for (const auto& spec : tensorsOf(config)) {
      std::int64_t count = 1;
      for (const auto size : spec.shape) count *= size;
      auto& values = numbers[spec.name];
      for (std::int64_t i = 0; i < count; ++i)
        values.push_back(noiseAt(static_cast<std::size_t>(i) + spec.name.size()));
      if (!spec.trained)
        for (float& v : values) v = spec.name.ends_with("variance") ? 1.0f : 0.0f;
      if (spec.name == "logits/biases") values[0] = first;
    }
    for (const auto& spec : tensorsOf(config)) views[spec.name] = {spec.shape, numbers[spec.name]};
    const auto path = folder_ / "tiny.safetensors";
    EXPECT_TRUE(writeSafeTensors(path, views, {{"config", toJson(config)}}));
    return path;
  }

  std::unique_ptr<Autoencoder> load(const ModelConfig& config) const {
    return loadModel(readCard(write(config)).value(), 1).value();
  }

  const WaveNetConfig tiny_{.width = 4,
                            .skip = 4,
                            .layers = 12,
                            .stages = 12,
                            .aeWidth = 4,
                            .aeLayers = 12,
                            .aeStages = 12,
                            .z = 3,
                            .hop = 512};
  const BaselineConfig tinyBaseline_{.divide = 64, .z = 5, .pitchConditioned = true};
  test::TemporaryFolder folder_;
  Unwatched quiet_;
};

TEST_F(Models, encodeInTilesAsTheyWouldWhole) {
  // Three seconds are three tiles, half a second is one; the middle of the long clip sees nothing
  // of its ends, since the context is 4096 samples, so a part cut out with its context must give
  // the same frames.
  const auto model = load(tiny_);
  const auto sound = test::noise(0.5, 48000);
  const auto whole = model->encode(sound, -1, quiet_);
  ASSERT_TRUE(whole) << whole.error().message;
  ASSERT_EQ(whole->frames, 93);
  const int first = 20, from = (first - 9) * 512,
            samples = (9 + 20 + 9) * 512;  // across the border of tiles, frame 31
  const auto part = sound.samples().subspan(from, samples);
  const auto cut = model->encode({{part.begin(), part.end()}, kModelRate}, -1, quiet_);
  ASSERT_TRUE(cut);
  for (int f = 0; f < 20; ++f)
    for (int c = 0; c < 3; ++c)
      ASSERT_NEAR(whole->frame(first + f)[c], cut->frame(9 + f)[c], 1e-5) << f;
}

TEST_F(Models, encodeTheSameOnAnyNumberOfThreads) {
  const auto card = readCard(write(tiny_)).value();
  const auto sound = test::noise(0.5, 64000);
  const auto one = loadModel(card, 1).value()->encode(sound, -1, quiet_);
  const auto three = loadModel(card, 3).value()->encode(sound, -1, quiet_);
  ASSERT_TRUE(one);
  ASSERT_TRUE(three);
  EXPECT_EQ(one->values, three->values);
}

TEST_F(Models, stopEncodingWhenTheyAreCancelled) {
  // A minute of sound takes far longer than the 10 ms after which progress is asked first.
  test::Impatient atOnce(0);
  const auto stopped = load(tiny_)->encode(test::noise(0.5, 60 * kModelRate.hz), -1, atOnce);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
}

TEST_F(Models, decodeTheSameForTheSameSeed) {
  const auto model = load(tiny_);
  const latent::Embedding z{2, 3, {0, 1, 2, 3, 4, 5}, "", -1};
  const auto decoded = [&](std::uint64_t seed) {
    const auto clip =
        model->decode(z, {.seed = seed, .pitch = {}, .onSamples = {}}, quiet_).value();
    return std::vector<float>(clip.samples().begin(), clip.samples().end());
  };
  EXPECT_EQ(decoded(1).size(), 1024u);
  EXPECT_EQ(decoded(1), decoded(1));
  EXPECT_NE(decoded(1), decoded(2));
}

TEST_F(Models, areAsSurprisedAsOneReckonsByHand) {
  // All weights are 0, and of the last layer's biases one is ln 3: that of silence. So every class
  // has a chance of 1 in 258, and silence 3 in 258, whatever was heard before.
  std::map<std::string, std::vector<float>> numbers;
  std::map<std::string, TensorView> views;
  for (const auto& spec : tensorsOf(tiny_)) {
    std::size_t count = 1;
    for (const auto size : spec.shape) count *= static_cast<std::size_t>(size);
    auto& values = numbers[spec.name];
    values.assign(count, 0.0f);
    if (spec.name == "logits/biases") values[128] = std::log(3.0f);
    views[spec.name] = {spec.shape, values};
  }
  const auto path = folder_ / "flat.safetensors";
  ASSERT_TRUE(writeSafeTensors(path, views, {{"config", toJson(tiny_)}}));
  const auto model = loadModel(readCard(path).value(), 1).value();
  std::vector<float> samples(1024, 0.0f);
  std::fill(samples.begin() + 768, samples.end(), 0.5f);  // the last quarter is not silent
  const latent::Embedding z{2, 3, std::vector<float>(6, 0.5f), "", -1};
  const auto nats =
      model->nllPerSample(z, {samples, kModelRate}, {.pitch = {}, .onSamples = {}}, quiet_);
  ASSERT_TRUE(nats) << nats.error().message;
  EXPECT_NEAR(*nats, std::log(258.0) - 0.75 * std::log(3.0), 1e-6);  // float32 logits
}

TEST_F(Models, shareTheirWeightsWithAnotherAndBothWorkAtOnce) {
  for (const ModelConfig& config : {ModelConfig(tiny_), ModelConfig(tinyBaseline_)}) {
    const auto first = load(config);
    const auto second = first->clone();
    ASSERT_TRUE(second) << second.error().message;
    EXPECT_EQ((*second)->card().key, first->card().key);
    const auto sound = test::noise(0.5, 64000);
    const auto encode = [&](Autoencoder* model) {
      Unwatched quiet;
      return model->encode(sound, 60, quiet).value().values;
    };
    const auto alone = encode(first.get());
    auto other = std::async(std::launch::async, encode, second->get());
    EXPECT_EQ(encode(first.get()), alone);
    EXPECT_EQ(other.get(), alone);
  }
}

TEST_F(Models, tellTheirSamplesAsTheyCome) {
  const auto model = load(tiny_);
  const latent::Embedding z{3, 3, std::vector<float>(9, 0.5f), "", -1};
  std::vector<std::size_t> runs;
  std::vector<float> heard;
  const auto onSamples = [&](std::span<const float> s) {
    runs.push_back(s.size());
    heard.insert(heard.end(), s.begin(), s.end());
  };
  const auto clip = model->decode(z, {.pitch = {}, .onSamples = onSamples}, quiet_);
  ASSERT_TRUE(clip);
  EXPECT_EQ(runs, (std::vector<std::size_t>{512, 512, 512}));
  EXPECT_EQ(heard, std::vector<float>(clip->samples().begin(), clip->samples().end()));
}

TEST_F(Models, stopWhenTheyAreCancelled) {
  for (const ModelConfig& config : {ModelConfig(tiny_), ModelConfig(tinyBaseline_)}) {
    const auto model = load(config);
    test::Impatient encoding(2), decoding(2);
    EXPECT_EQ(model->encode(test::noise(0.5, 64000), 60, encoding).error().code,
              ErrorCode::Cancelled);
    const auto z = model->encode(test::noise(0.5, 64000), 60, quiet_);
    ASSERT_TRUE(z);
    EXPECT_EQ(model->decode(*z, {}, decoding).error().code, ErrorCode::Cancelled);
  }
}

TEST_F(Models, playLiveWhatTheyDecode) {
  const auto model = load(tiny_);
  const auto z = model->encode(test::noise(0.5, 4 * 512), -1, quiet_).value();
  const auto clip = model->decode(z, {.seed = 3, .pitch = {}, .onSamples = {}}, quiet_).value();
  auto live = model->live({.seed = 3, .pitch = {}, .onSamples = {}}).value();
  ASSERT_TRUE(live->prepare(z));
  std::vector<float> begin(700), rest(2000);
  ASSERT_EQ(live->render(begin, quiet_), 700u);
  const auto kept = live->copy();  // in the middle of a frame
  ASSERT_EQ(live->render(rest, quiet_), 4u * 512 - 700) << "and no more than the clip has";
  rest.resize(4 * 512 - 700);
  begin.insert(begin.end(), rest.begin(), rest.end());
  EXPECT_EQ(begin, std::vector<float>(clip.samples().begin(), clip.samples().end()));
  std::vector<float> resumed(4 * 512 - 700);
  EXPECT_EQ(kept->render(resumed, quiet_), resumed.size());
  EXPECT_EQ(resumed, rest);
}

TEST_F(Models, thatKnowOneLengthAreNotPlayedLive) {
  EXPECT_EQ(load(tinyBaseline_)->live({}).error().code, ErrorCode::Unsupported);
  EXPECT_FALSE(load(tiny_)->live({.temperature = -1, .pitch = {}, .onSamples = {}}));
}

TEST_F(Models, tellProgressThatNeverFalls) {
  for (const ModelConfig& config : {ModelConfig(tiny_), ModelConfig(tinyBaseline_)}) {
    const auto model = load(config);
    test::Listener encoding, decoding;
    const auto z = model->encode(test::noise(0.5, 64000), 60, encoding);
    ASSERT_TRUE(z);
    ASSERT_TRUE(
        model->decode(*z, {.griffinLimIterations = 3, .pitch = {}, .onSamples = {}}, decoding));
    for (const auto& told : {encoding.told, decoding.told}) {
      ASSERT_FALSE(told.empty());
      EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
      EXPECT_NEAR(told.back(), 1, 1e-9);
    }
  }
}

TEST_F(Models, ofTheBaselineKnowOneLength) {
  const auto model = load(tinyBaseline_);
  const auto z = model->encode(test::noise(0.5, 1000), 60, quiet_);
  ASSERT_TRUE(z) << z.error().message;
  EXPECT_EQ(z->frames, 1);
  EXPECT_EQ(z->channels, 5);
  int calls = 0;
  const auto clip = model->decode(
      *z, {.griffinLimIterations = 3, .pitch = {}, .onSamples = [&](auto) { ++calls; }}, quiet_);
  ASSERT_TRUE(clip) << clip.error().message;
  EXPECT_EQ(clip->samples().size(), 64000u);
  EXPECT_EQ(calls, 1);
  EXPECT_NEAR(peakOf(*clip), std::pow(10, -1.0 / 20), 1e-5);
}

TEST_F(Models, ofTheBaselineSearchForPhasesFromC3On) {
  const auto model = load(tinyBaseline_);
  const auto sound = [&](double pitch, int iterations, bool paper) {
    const auto z = model->encode(test::noise(0.5, 64000), pitch, quiet_).value();
    const auto clip = model->decode(z,
                                    {.griffinLimIterations = iterations,
                                     .paperGriffinLim = paper,
                                     .pitch = {},
                                     .onSamples = {}},
                                    quiet_);
    return std::vector<float>(clip->samples().begin(), clip->samples().end());
  };
  EXPECT_EQ(sound(47, 2, false), sound(47, 3, false));
  EXPECT_NE(sound(48, 2, false), sound(48, 3, false));
  EXPECT_NE(sound(47, 2, true), sound(47, 3, true));  // as the paper has it
}

TEST_F(Models, refuseNumbersThatAreNotFinite) {
  const auto path = write(tiny_, std::numeric_limits<float>::quiet_NaN());
  const auto model = loadModel(readCard(path).value(), 1);
  ASSERT_FALSE(model);
  EXPECT_NE(model.error().message.find("logits/biases"), std::string::npos);
}

TEST_F(Models, refuseFilesThatChangedSinceTheyWereListed) {
  const auto path = write(tiny_);
  const auto card = readCard(path).value();
  for (const auto size :
       {std::filesystem::file_size(path) - 1, std::uintmax_t{100}, std::uintmax_t{0}}) {
    std::filesystem::resize_file(path, size);
    EXPECT_FALSE(loadModel(card, 1)) << size;
  }
  write(tinyBaseline_);
  EXPECT_FALSE(loadModel(card, 1));
}

TEST_F(Models, ofUnknownKindAreRefused) {
  auto card = readCard(write(tiny_)).value();
  card.kind = "diffusion";
  EXPECT_EQ(loadModel(card, 1).error().code, ErrorCode::Unsupported);
}

TEST(ModelTable, namesEachKindOnce) {
  std::set<std::string_view> kinds;
  for (const auto& entry : models()) EXPECT_TRUE(kinds.insert(entry.kind).second);
  EXPECT_TRUE(kinds.contains("wavenet"));
  EXPECT_TRUE(kinds.contains("baseline"));
}

}  // namespace timbre::model::nets
