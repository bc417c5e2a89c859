#include "model/harmonic/HarmonicAutoencoder.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/catalogue/Catalogue.h"
#include "model/wavenet/WaveNetAutoencoder.h"
#include "support/TemporaryFolder.h"
#include "support/TinyHarmonic.h"

namespace timbre::model::harmonic {
namespace {

/// A WaveNet with the tiny encoder's numbers.
void writeTinyWaveNet(const std::filesystem::path& path) {
  test::writeTinyHarmonic(path, tensorsOf(test::kTinyEncoder), toJson(test::kTinyEncoder));
}

class HarmonicAutoencoder : public testing::Test {
 protected:
  HarmonicAutoencoder() {
    test::writeTinyHarmonic(folder_ / "harmonic-tiny.safetensors");
    card_ = readCard(folder_ / "harmonic-tiny.safetensors").value();
    model_ = loadHarmonic(card_, 1).value();
  }
  static audio::AudioClip note() {
    std::vector<float> samples(6 * 512);
    for (std::size_t n = 0; n < samples.size(); ++n)
      samples[n] = 0.5F * std::sin(0.1F * static_cast<float>(n));
    return audio::AudioClip(std::move(samples), kModelRate);
  }

  const test::TemporaryFolder folder_;
  ModelCard card_;
  std::unique_ptr<Autoencoder> model_;
  Unwatched quiet_;
};

}  // namespace

TEST_F(HarmonicAutoencoder, ReadsTheEmbeddingsOfTheWaveNetWhoseEncoderItHas) {
  writeTinyWaveNet(folder_ / "wavenet-tiny.safetensors");
  const auto card = readCard(folder_ / "wavenet-tiny.safetensors");
  ASSERT_TRUE(card) << card.error().message;
  EXPECT_EQ(card->embeddingKey(), card_.embeddingKey());
  EXPECT_NE(card->key, card_.key);
  const auto waveNet = wavenet::loadWaveNet(*card, 1);
  ASSERT_TRUE(waveNet) << waveNet.error().message;
  const auto theirs = (*waveNet)->encode(note(), 60, quiet_).value();
  EXPECT_EQ(theirs, model_->encode(note(), 60, quiet_).value());
  EXPECT_TRUE(model_->decode(theirs, {}, quiet_));
}

TEST_F(HarmonicAutoencoder, RefusesTheEmbeddingsOfOthers) {
  auto z = model_->encode(note(), 60, quiet_).value();
  z.model = "somebody-else";
  const auto sound = model_->decode(z, {}, quiet_);
  ASSERT_FALSE(sound);
  EXPECT_NE(sound.error().message.find("somebody-else"), std::string::npos);
}

TEST_F(HarmonicAutoencoder, TheSeedDecides) {
  const auto z = model_->encode(note(), 60, quiet_).value();
  const auto made = [&](std::uint64_t seed) {
    DecodeOptions options;
    options.seed = seed;
    const auto clip = model_->decode(z, options, quiet_).value();
    return std::vector<float>(clip.samples().begin(), clip.samples().end());
  };
  EXPECT_EQ(made(1), made(1));
  EXPECT_NE(made(1), made(2));
  EXPECT_EQ(made(1).size(), 6u * 512);
}

TEST_F(HarmonicAutoencoder, SilenceAndFarEmbeddingsMakeSoundsWithinFullScale) {
  const auto silent =
      model_->encode(audio::AudioClip(std::vector<float>(2048), kModelRate), 60, quiet_);
  ASSERT_TRUE(silent);
  latent::Embedding far{3, 2, std::vector<float>(6, 1e30F), "", 60};
  for (const auto& z : {*silent, far})
    for (const double pitch : {0.0, 21.0, 60.0, 108.0, 127.0}) {
      DecodeOptions options;
      options.pitch = pitch;
      const auto sound = model_->decode(z, options, quiet_);
      ASSERT_TRUE(sound) << sound.error().message;
      for (const float x : sound->samples()) ASSERT_TRUE(std::isfinite(x) && std::abs(x) < 1);
    }
}

TEST_F(HarmonicAutoencoder, DecodesAtHigherRatesToo) {
  const auto z = model_->encode(note(), 60, quiet_).value();
  DecodeOptions options;
  options.rate = SampleRate(48000);
  const auto high = model_->decode(z, options, quiet_);
  ASSERT_TRUE(high) << high.error().message;
  EXPECT_EQ(high->rate().hz, 48000);
  EXPECT_EQ(high->samples().size(), 3u * 6 * 512);
  options.rate = SampleRate(44100);
  const auto odd = model_->decode(z, options, quiet_);
  ASSERT_FALSE(odd);
  EXPECT_NE(odd.error().message.find("44100"), std::string::npos);
}

TEST_F(HarmonicAutoencoder, IsClonedForAnotherThread) {
  const auto copy = model_->clone();
  ASSERT_TRUE(copy);
  EXPECT_EQ(model_->encode(note(), 60, quiet_).value(),
            (*copy)->encode(note(), 60, quiet_).value());
}

}  // namespace timbre::model::harmonic
