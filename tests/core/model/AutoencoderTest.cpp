#include "model/Autoencoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace timbre::model {

namespace {

/// Its embedding is its samples, in frames of four; it remembers the pitch it was told to decode
/// at.
class Echo final : public Autoencoder {
 public:
  using Autoencoder::Autoencoder;
  std::optional<double> pitch;

 private:
  Result<latent::Embedding> doEncode(const audio::AudioClip& clip, Progress&) override {
    const auto samples = clip.samples();
    return latent::Embedding{
        static_cast<int>(samples.size()) / 4, 4, {samples.begin(), samples.end()}, "", -1};
  }
  Result<audio::AudioClip> doDecode(const latent::Embedding& z, const DecodeOptions& options,
                                    Progress&) override {
    pitch = options.pitch;
    return audio::AudioClip(z.values, card().rate);
  }
};

ModelCard card() {
  ModelCard c;
  c.title = "Echo";
  c.key = "echo-1";
  c.hop = 4;
  c.channels = 4;
  return c;
}

ModelCard fixedCard() {
  ModelCard c = card();
  c.hop = 0;
  c.fixedSamples = 4;
  return c;
}

audio::AudioClip clip(std::size_t samples, int rate = 16000) {
  return {std::vector<float>(samples, 0.5f), SampleRate(rate)};
}

/// A stream whose samples are the frame's first number.
class Steps final : public StreamingDecoder {
 public:
  using StreamingDecoder::StreamingDecoder;
  std::unique_ptr<StreamingDecoder> copy() const override { return std::make_unique<Steps>(*this); }

 private:
  void doBegin() override {}
  std::vector<float> doCondition(const latent::Embedding& z, double) const override {
    return z.values;
  }
  void doRender(std::span<const float> condition, std::span<float> out) override {
    std::fill(out.begin(), out.end(), condition[0]);
  }
};

/// A model that only knows how to stream.
class Streaming final : public Autoencoder {
 public:
  using Autoencoder::Autoencoder;
  mutable std::vector<StreamUse> asked;

 private:
  Result<latent::Embedding> doEncode(const audio::AudioClip&, Progress&) override {
    return fail(ErrorCode::Unsupported, "It only decodes");
  }
  Result<std::unique_ptr<StreamingDecoder>> doStream(const DecodeOptions& options,
                                                     StreamUse use) const override {
    asked.push_back(use);
    return std::make_unique<Steps>(card(), options.pitch);
  }
};

const float kNan = std::numeric_limits<float>::quiet_NaN();
Unwatched quiet;

}  // namespace

TEST(Autoencoder, decodesByItsStreamRunToItsEnd) {
  Streaming model(card());
  const latent::Embedding z{2, 4, {1, 0, 0, 0, 2, 0, 0, 0}, "", -1};
  std::vector<std::size_t> runs;
  DecodeOptions options;
  options.onSamples = [&](std::span<const float> some) { runs.push_back(some.size()); };
  const auto clip = model.decode(z, options, quiet);
  ASSERT_TRUE(clip);
  EXPECT_EQ(std::vector<float>(clip->samples().begin(), clip->samples().end()),
            (std::vector<float>{1, 1, 1, 1, 2, 2, 2, 2}));
  EXPECT_EQ(runs, (std::vector<std::size_t>{4, 4}));
  ASSERT_TRUE(model.live({}));
  EXPECT_EQ(model.asked, (std::vector{StreamUse::Offline, StreamUse::Live}));
}

TEST(Autoencoder, dropsWhatDoesNotFillAFrame) {
  const auto z = Echo(card()).encode(clip(11), 60, quiet);
  ASSERT_TRUE(z) << z.error().message;
  EXPECT_EQ(z->frames, 2);
  EXPECT_EQ(z->model, "echo-1");
  EXPECT_EQ(z->pitch, 60);
}

TEST(Autoencoder, ofFixedLengthPadsAndCuts) {
  EXPECT_EQ(Echo(fixedCard()).encode(clip(3), -1, quiet)->values,
            (std::vector<float>{0.5f, 0.5f, 0.5f, 0}));
  EXPECT_EQ(Echo(fixedCard()).encode(clip(9), -1, quiet)->values.size(), 4u);
}

TEST(Autoencoder, refusesSoundItCannotHear) {
  Echo echo(card());
  EXPECT_EQ(echo.encode(clip(8, 44100), -1, quiet).error().code, ErrorCode::Unsupported);
  EXPECT_EQ(echo.encode(clip(3), -1, quiet).error().code, ErrorCode::BadFormat);
  EXPECT_EQ(echo.encode(clip(0), -1, quiet).error().code, ErrorCode::BadFormat);
  EXPECT_EQ(Echo(fixedCard()).encode(clip(0), -1, quiet).error().code, ErrorCode::BadFormat);
  EXPECT_EQ(echo.encode({{0, 0, kNan, 0}, kModelRate}, -1, quiet).error().code,
            ErrorCode::BadFormat);
}

TEST(Autoencoder, refusesEmbeddingsThatAreNotItsOwn) {
  Echo echo(card());
  const auto decoded = [&](latent::Embedding z) { return echo.decode(z, {}, quiet).has_value(); };
  EXPECT_TRUE(decoded({1, 4, {1, 2, 3, 4}, "echo-1", -1}));
  EXPECT_TRUE(decoded({1, 4, {1, 2, 3, 4}, "", -1}));
  EXPECT_FALSE(decoded({1, 4, {1, 2, 3, 4}, "echo-2", -1}));
  EXPECT_FALSE(decoded({2, 2, {1, 2, 3, 4}, "", -1}));
  EXPECT_FALSE(decoded({2, 4, {1, 2, 3, 4}, "", -1}));
  EXPECT_FALSE(decoded({0, 4, {}, "", -1}));
  EXPECT_FALSE(decoded({-1, 4, {}, "", -1}));
  EXPECT_FALSE(decoded({1, 4, {1, 2, kNan, 4}, "", -1}));
  EXPECT_FALSE(Echo(fixedCard()).decode({2, 4, std::vector<float>(8), "", -1}, {}, quiet));
  EXPECT_FALSE(echo.decode({1, 4, {1, 2, 3, 4}, "", -1},
                           {.temperature = -1, .pitch = {}, .onSamples = {}}, quiet));
}

TEST(Autoencoder, conditionedOnPitchAsksForOne) {
  ModelCard conditioned = card();
  conditioned.pitchConditioned = true;
  Echo echo(conditioned);
  const latent::Embedding unknown{1, 4, {1, 2, 3, 4}, "", -1}, known{1, 4, {1, 2, 3, 4}, "", 60};
  EXPECT_EQ(echo.decode(unknown, {}, quiet).error().code, ErrorCode::BadFormat);
  EXPECT_TRUE(echo.decode(known, {}, quiet));
  EXPECT_EQ(echo.pitch, 60);
  EXPECT_TRUE(echo.decode(known, {.pitch = 72, .onSamples = {}}, quiet));
  EXPECT_EQ(echo.pitch, 72);
  EXPECT_FALSE(echo.decode(known, {.pitch = 128, .onSamples = {}}, quiet));
  EXPECT_FALSE(echo.decode(known, {.pitch = std::nan(""), .onSamples = {}}, quiet));
}

}  // namespace timbre::model
