// golden/{short,deep}: a TensorFlow V2 checkpoint with random weights and expected.safetensors,
// what an independent implementation in numpy (float64 throughout) of the released model's formulas
// makes of them. The networks are compared as they are after the import.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "checkpoint/Import.h"
#include "model/SafeTensors.h"
#include "model/catalogue/Catalogue.h"
#include "model/nets/Models.h"
#include "model/nets/TorchRuntime.h"
#include "model/nets/WaveNet.h"
#include "model/wavenet/WaveNetWeights.h"
#include "sampler/MuLaw.h"
#include "sampler/Sampler.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::model::nets {

namespace {

// The formulas are the same; float32 sums in another order differ by some 1e-5 at logits of this
// size.
constexpr float kSame = 1e-4f;

float largestDifference(const std::vector<float>& a, const std::vector<float>& b) {
  EXPECT_EQ(a.size(), b.size());
  float worst = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    worst = std::max(worst, std::abs(a[i] - b[i]));
  return worst;
}

/// Samples as the networks hear them, [1, samples].
at::Tensor heard(std::span<const float> samples) {
  at::Tensor x = at::empty({1, static_cast<std::int64_t>(samples.size())});
  for (std::size_t i = 0; i < samples.size(); ++i)
    x.data_ptr<float>()[i] = sampler::scaledClass(sampler::muLawClass(samples[i]));
  return x;
}

std::vector<float> numbers(const at::Tensor& tensor) {
  const at::Tensor flat = tensor.contiguous();
  return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

}  // namespace

class Golden : public testing::TestWithParam<const char*> {
 protected:
  Golden()
      : folder_(std::filesystem::path(TIMBRE_GOLDEN) / GetParam()),
        expected_(SafeTensors::open(folder_ / "expected.safetensors").value()),
        card_(import()),
        file_(SafeTensors::open(card_.file).value()),
        config_(std::get<WaveNetConfig>(configOf(file_).value())),
        net_(config_, readWeights(file_, config_).value()),
        audio_(expect("audio")) {}

  ModelCard import() const {
    Unwatched quiet;
    checkpoint::ImportOptions options;
    if (std::string_view(GetParam()) == "short") options = {.stages = 3, .hop = 16};
    return checkpoint::importCheckpoint(folder_, imported_ / "w.safetensors", options, quiet)
        .value()
        .card;
  }
  std::vector<float> expect(std::string_view name) const { return expected_.floats(name).value(); }
  at::Tensor classes() const { return heard(audio_); }
  latent::Embedding embedding() const {
    const auto shape = expected_.tensors().at("embedding").shape;
    return {static_cast<int>(shape[0]), static_cast<int>(shape[1]), expect("embedding"), "", -1};
  }
  std::shared_ptr<const sampler::PackedDecoder> packed() const {
    return sampler::pack(wavenet::decoderWeights(file_, config_).value()).value();
  }

  std::filesystem::path folder_;
  test::TemporaryFolder imported_;
  SafeTensors expected_;
  ModelCard card_;
  SafeTensors file_;
  WaveNetConfig config_;
  WaveNet net_;
  std::vector<float> audio_;
  InferenceCall call_{1};
};

TEST_P(Golden, embeddingIsTheReferences) {
  EXPECT_LT(largestDifference(numbers(net_.encode(classes())), expect("embedding")), kSame);
}

TEST_P(Golden, logitsAreTheReferences) {
  const at::Tensor z =
      at::from_blob(embedding().values.data(), {1, embedding().frames, embedding().channels})
          .clone();
  const at::Tensor logits = net_.logits(classes(), net_.condition(z, {}));
  std::vector<float> chosen;
  for (const float time : expect("logit_times")) {
    const auto row = numbers(logits[0][static_cast<std::int64_t>(time)]);
    chosen.insert(chosen.end(), row.begin(), row.end());
  }
  EXPECT_LT(largestDifference(chosen, expect("logits")), kSame);
}

TEST_P(Golden, samplerGivesTheNetworksLogits) {
  const auto z = embedding();
  const at::Tensor zs =
      at::from_blob(const_cast<float*>(z.values.data()), {1, z.frames, z.channels}).clone();
  const auto logits = numbers(net_.logits(classes(), net_.condition(zs, {})));
  sampler::Sampler sampler(packed(), {});
  std::vector<float> row(256);
  float worst = 0;
  for (std::size_t t = 0; t < audio_.size(); ++t) {
    sampler.step(z.frame(static_cast<int>(t) / config_.hop), row, sampler::muLawClass(audio_[t]));
    for (std::size_t c = 0; c < 256; ++c)
      worst = std::max(worst, std::abs(row[c] - logits[256 * t + c]));
  }
  EXPECT_LT(worst, 1e-3f);  // the sampler's gate is a fast approximation
}

TEST_P(Golden, likeliestSamplesAreTheReferences) {
  const auto model = loadModel(card_, 1);
  ASSERT_TRUE(model) << model.error().message;
  Unwatched quiet;
  const auto clip =
      (*model)->decode(embedding(), {.temperature = 0, .pitch = {}, .onSamples = {}}, quiet);
  ASSERT_TRUE(clip) << clip.error().message;
  const auto greedy = expect("greedy_classes");
  ASSERT_GE(clip->samples().size(), greedy.size());
  for (std::size_t i = 0; i < greedy.size(); ++i)
    ASSERT_EQ(sampler::muLawClass(clip->samples()[i]), static_cast<int>(greedy[i]))
        << "sample " << i;
}

TEST_P(Golden, likeliestSamplesAreThoseOfTheWholeNetworkToo) {
  const auto z = embedding();
  const auto greedy = expect("greedy_classes");
  std::vector<float> samples(static_cast<std::size_t>(z.frames) * config_.hop);
  for (std::size_t i = 0; i < std::min(samples.size(), greedy.size()); ++i)
    samples[i] = sampler::muLawSample(static_cast<int>(greedy[i]));
  const at::Tensor zs =
      at::from_blob(const_cast<float*>(z.values.data()), {1, z.frames, z.channels});
  const at::Tensor likeliest =
      net_.logits(heard(samples), net_.condition(zs.clone(), {})).argmax(2);
  for (std::size_t i = 0; i < greedy.size(); ++i)
    ASSERT_EQ(likeliest[0][static_cast<std::int64_t>(i)].item<int>(), static_cast<int>(greedy[i]))
        << "sample " << i;
}

TEST_P(Golden, surpriseIsLibTorchsCrossEntropy) {
  const auto model = loadModel(card_, 1).value();
  const auto z = embedding();
  Unwatched quiet;
  const auto nats =
      model->nllPerSample(z, {audio_, kModelRate}, {.pitch = {}, .onSamples = {}}, quiet);
  ASSERT_TRUE(nats) << nats.error().message;
  const std::int64_t count = static_cast<std::int64_t>(z.frames) * config_.hop;
  at::Tensor actual = at::empty({count}, at::kLong);
  for (std::int64_t t = 0; t < count; ++t)
    actual.data_ptr<std::int64_t>()[t] = sampler::muLawClass(audio_[static_cast<std::size_t>(t)]);
  const at::Tensor zs =
      at::from_blob(const_cast<float*>(z.values.data()), {1, z.frames, z.channels}).clone();
  const at::Tensor logits =
      net_.logits(classes().slice(1, 0, count), net_.condition(zs, {})).reshape({count, 256});
  // The sampler's gate is a fast approximation: its logits differ by up to 1e-3, both ways.
  EXPECT_NEAR(*nats, at::cross_entropy_loss(logits, actual).item<double>(), 1e-4);
}

TEST_P(Golden, embeddingOfTheModelIsTheReferences) {
  const auto model = loadModel(card_, 1);
  ASSERT_TRUE(model) << model.error().message;
  Unwatched quiet;
  const auto z = (*model)->encode({audio_, kModelRate}, -1, quiet);
  ASSERT_TRUE(z) << z.error().message;
  EXPECT_LT(largestDifference(z->values, expect("embedding")), kSame);
}

TEST(ShippedWaveNet, encodesAsTheNetworkInLibTorch) {
  const auto path = std::filesystem::path(TIMBRE_ASSETS) / "models" / "wavenet-compact.safetensors";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no shipped weights";
  const InferenceCall call(1);
  const auto file = SafeTensors::open(path).value();
  const auto config = std::get<WaveNetConfig>(configOf(file).value());
  const WaveNet net(config, readWeights(file, config).value());
  const auto sound = test::sine(440, 0.5, 8 * 512);
  const auto model = loadModel(readCard(path).value(), 2).value();
  Unwatched quiet;
  const auto z = model->encode(sound, 69, quiet);
  ASSERT_TRUE(z) << z.error().message;
  EXPECT_LT(largestDifference(z->values, numbers(net.encode(heard(sound.samples())))), kSame);
}

TEST(WaveNets, ofAnySizeEncodeAsTheNetworkInLibTorch) {
  std::mt19937 dice(7);
  const auto from = [&](int low, int high) {
    return low + static_cast<int>(dice() % static_cast<unsigned>(high - low + 1));
  };
  const InferenceCall call(1);
  const test::TemporaryFolder folder;
  Unwatched quiet;
  for (int round = 0; round < 12; ++round) {
    WaveNetConfig config{.width = 4, .skip = 4, .layers = 1, .stages = 1};
    config.aeWidth = from(1, 70), config.aeLayers = from(1, 12), config.aeStages = from(1, 7);
    config.z = from(1, 20), config.hop = 1 << from(0, 9);
    auto weights = freshWeights(config, static_cast<std::uint64_t>(round), false);
    for (auto& [name, tensor] : weights)
      if (name.ends_with("biases")) tensor.uniform_(-0.3, 0.3);
    const auto path = folder / (std::to_string(round) + ".safetensors");
    ASSERT_TRUE(writeWeights(path, weights, config));
    const int frames = std::max(3, 1024 / config.hop);
    const auto sound = test::noise(0.5, frames * config.hop);
    const auto model = loadModel(readCard(path).value(), from(1, 2));
    ASSERT_TRUE(model) << model.error().message;
    const auto z = (*model)->encode(sound, -1, quiet);
    ASSERT_TRUE(z) << z.error().message;
    const WaveNet net(config, weights);
    EXPECT_LT(largestDifference(z->values, numbers(net.encode(heard(sound.samples())))), kSame)
        << toJson(config);
  }
}

INSTANTIATE_TEST_SUITE_P(Both, Golden, testing::Values("short", "deep"),
                         [](const auto& both) { return std::string(both.param); });

}  // namespace timbre::model::nets
