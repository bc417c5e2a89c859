#include "model/harmonic/StreamingHarmonic.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/AllocationCount.h"
#include "support/Impatient.h"

namespace timbre::model::harmonic {
namespace {

constexpr int kChannels = 2, kHidden = 6;
constexpr double kPitch = 57.3;
constexpr std::uint64_t kSeed = 5;

/// The network and the embedding of tests/golden/harmonic.
class Streamed : public testing::Test {
 protected:
  static ModelCard card() {
    ModelCard c;
    c.title = "Harmonic, tiny";
    c.key = "harmonic-tiny";
    c.channels = kChannels;
    c.pitchConditioned = c.unpitchedToo = true;
    return c;
  }
  std::unique_ptr<StreamingDecoder> stream(std::optional<double> pitch = {}) const {
    DecodeOptions options;
    options.seed = kSeed;
    options.pitch = pitch;
    return streamHarmonic(card(), network_, options);
  }
  std::vector<float> sliced(StreamingDecoder& decoder, std::size_t slice) const {
    std::vector<float> out(2048);
    for (std::size_t at = 0; at < out.size();) {
      const auto some = std::span(out).subspan(at, std::min(slice, out.size() - at));
      const auto made = decoder.render(some, quiet_);
      if (made == 0) break;
      at += made;
    }
    return out;
  }
  static std::vector<float> numbers(const audio::AudioClip& clip) {
    return {clip.samples().begin(), clip.samples().end()};
  }

  const SafeTensors file_ = SafeTensors::open(TIMBRE_GOLDEN "/harmonic/tiny.safetensors").value();
  const std::shared_ptr<const ParameterNetwork> network_ =
      std::make_shared<ParameterNetwork>(ParameterNetwork::read(file_, kChannels, kHidden).value());
  const latent::Embedding z_{4, kChannels, file_.floats("z").value(), "", kPitch};
  Unwatched quiet_;
};

}  // namespace

TEST_F(Streamed, MakesTheSamplesThatNumpyMakes) {
  const auto expected = file_.floats("sound").value();
  Unwatched quiet;
  const auto sound = stream()->renderAll(z_, {}, quiet).value();
  ASSERT_EQ(sound.samples().size(), expected.size());
  double worst = 0;
  for (std::size_t n = 0; n < expected.size(); ++n)
    worst = std::max(worst, static_cast<double>(std::abs(sound.samples()[n] - expected[n])));
  EXPECT_LT(worst, 3e-4);
}

TEST_F(Streamed, HoweverItIsSlicedTheSamplesAreTheSame) {
  const auto decoder = stream();
  ASSERT_TRUE(decoder->prepare(z_));
  const auto whole = sliced(*decoder, 2048);
  for (const std::size_t slice : {1, 63, 64, 100, 513}) {
    ASSERT_TRUE(decoder->prepare(z_));
    EXPECT_EQ(sliced(*decoder, slice), whole) << slice;
  }
}

TEST_F(Streamed, ACopyGoesOnByItself) {
  const auto decoder = stream();
  ASSERT_TRUE(decoder->prepare(z_));
  std::vector<float> some(700);
  ASSERT_EQ(decoder->render(some, quiet_), 700u);
  const auto copy = decoder->copy();
  std::vector<float> one(500), other(500);
  decoder->render(one, quiet_);
  copy->render(other, quiet_);
  EXPECT_EQ(one, other);
}

TEST_F(Streamed, AChangeBreaksNothingOff) {
  auto louder = z_;
  for (float& x : louder.values) x += 0.5F;
  louder.pitch = 69;
  const auto decoder = stream();
  ASSERT_TRUE(decoder->prepare(z_));
  std::vector<float> before(512), after(512);
  decoder->render(before, quiet_);
  ASSERT_TRUE(decoder->change(louder));
  decoder->render(after, quiet_);
  const auto peak = [](const std::vector<float>& x) {
    float most = 0;
    for (std::size_t n = 1; n < x.size(); ++n) most = std::max(most, std::abs(x[n] - x[n - 1]));
    return most;
  };
  EXPECT_LT(std::abs(after.front() - before.back()), 1.5F * std::max(peak(before), peak(after)));
}

TEST_F(Streamed, RenderingAsksForNoMemory) {
  const auto decoder = stream();
  ASSERT_TRUE(decoder->prepare(z_));
  std::vector<float> out(2048);
  const long before = test::allocationCount;
  decoder->render(out, quiet_);
  EXPECT_EQ(test::allocationCount, before);
}

TEST_F(Streamed, WithoutAPitchThereIsNoiseAndNoTone) {
  auto unpitched = z_;
  unpitched.pitch = -1;
  Unwatched quiet;
  const auto noise = stream()->renderAll(unpitched, {}, quiet);
  ASSERT_TRUE(noise) << noise.error().message;
  EXPECT_GT(audio::peakOf(*noise), 0);
  const auto pitched = stream(60)->renderAll(unpitched, {}, quiet);
  ASSERT_TRUE(pitched);
  EXPECT_NE(numbers(*noise), numbers(*pitched));
  EXPECT_FALSE(stream(200)->renderAll(unpitched, {}, quiet));
}

TEST_F(Streamed, RendersTheSameSoundAtThreeTimesTheRate) {
  Unwatched quiet;
  DecodeOptions options;
  options.seed = kSeed;
  options.pitch = kPitch;
  const auto low = renderAt(card(), network_, z_, options, quiet).value();
  options.rate = SampleRate(48000);
  const auto high = renderAt(card(), network_, z_, options, quiet).value();
  EXPECT_EQ(high.rate().hz, 48000);
  EXPECT_EQ(high.samples().size(), 3u * 2048);
  EXPECT_EQ(numbers(low), numbers(stream()->renderAll(z_, {}, quiet).value()));
  const auto power = [](const audio::AudioClip& clip) {
    double sum = 0;
    for (const float x : clip.samples()) sum += x * x;
    return 10 * std::log10(sum / static_cast<double>(clip.samples().size()));
  };
  EXPECT_NEAR(power(high), power(low), 1.5);
  test::Impatient impatient(0);
  EXPECT_FALSE(renderAt(card(), network_, z_, options, impatient));
}

}  // namespace timbre::model::harmonic
