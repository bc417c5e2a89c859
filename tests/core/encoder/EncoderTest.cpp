// The encoder's kernels against the formulas, for every kind of processor that this machine can be.
#include "encoder/Encoder.h"

#include <gtest/gtest.h>

#include <limits>
#include <thread>

#include "core/encoder/EncoderFixture.h"
#include "support/Impatient.h"
#include "support/Sounds.h"

namespace timbre::encoder {

namespace {

// float32 sums of up to 400 products of size 1 through the layers, against double.
constexpr float kSame = 1e-4f;

const EncoderShape kTiny{.width = 6, .layers = 6, .stages = 3, .z = 3, .hop = 16};

float largestDifference(const std::vector<float>& a, const std::vector<float>& b) {
  EXPECT_EQ(a.size(), b.size());
  float worst = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    EXPECT_TRUE(std::isfinite(a[i]));
    worst = std::max(worst, std::abs(a[i] - b[i]));
  }
  return worst;
}

latent::Embedding encoded(const PackedEncoder& encoder, const audio::AudioClip& clip,
                          int threads = 1) {
  Unwatched quiet;
  const auto z = encode(encoder, clip.samples(), threads, quiet);
  EXPECT_TRUE(z) << z.error().message;
  return z.value_or(latent::Embedding{});
}

}  // namespace

class EncoderOn : public testing::TestWithParam<std::string> {};

TEST_P(EncoderOn, everySizeGivesTheFormulasEmbedding) {
  for (const EncoderShape& shape :
       {kTiny, EncoderShape{1, 1, 1, 1, 1}, EncoderShape{33, 3, 2, 5, 7},
        EncoderShape{64, 4, 4, 16, 512}, EncoderShape{128, 2, 2, 16, 512},
        EncoderShape{100, 3, 10, 2, 100}, EncoderShape{5, 10, 10, 4, 64}}) {
    const auto weights = randomEncoder(shape);
    const auto encoder = pack(weights, GetParam());
    ASSERT_TRUE(encoder) << encoder.error().message;
    const auto sound = test::noise(0.5, 3 * 512 + 5);
    EXPECT_LT(largestDifference(encoded(**encoder, sound).values,
                                plainlyEncoded(weights, sound.samples())),
              kSame)
        << shape.width << " wide, " << shape.layers << " layers";
  }
}

TEST_P(EncoderOn, everyLengthGivesTheFormulasEmbedding) {
  const auto weights = randomEncoder(kTiny);
  const auto encoder = pack(weights, GetParam()).value();
  for (const int length : {16, 17, 31, 32, 479, 480, 481, 496, 511, 512, 513, 959, 960, 976, 1457})
    for (const int threads : {1, 3}) {
      const auto sound = test::noise(0.9, length);
      EXPECT_LT(largestDifference(encoded(*encoder, sound, threads).values,
                                  plainlyEncoded(weights, sound.samples())),
                kSame)
          << length << " samples";
    }
}

TEST_P(EncoderOn, theFramesAreTheSameBitsForAnyNumberOfThreads) {
  const auto encoder = pack(randomEncoder({.width = 32, .layers = 10, .z = 4}), GetParam()).value();
  const auto sound = test::noise(0.5, 16 * 512);
  const auto whole = encoded(*encoder, sound);
  for (const int threads : {2, 3, 16, 100})
    EXPECT_EQ(encoded(*encoder, sound, threads).values, whole.values) << threads << " threads";
}

TEST_P(EncoderOn, aLongSoundIsThePartsWithTheirContext) {
  const EncoderShape shape{.width = 8, .layers = 4, .stages = 4, .z = 4, .hop = 512};
  const auto encoder = pack(randomEncoder(shape), GetParam()).value();
  const auto sound = test::noise(0.5, 45 * 16000);
  const auto whole = encoded(*encoder, sound, 2);
  // One frame on either side holds the 16 samples that a frame looks beyond itself.
  for (const int frame : {0, 20 * 16000 / 512 - 10, 40 * 16000 / 512 - 10, whole.frames - 30}) {
    const auto part = sound.samples().subspan(static_cast<std::size_t>(frame) * 512, 30 * 512);
    const auto cut = encoded(*encoder, {{part.begin(), part.end()}, kModelRate});
    const int from = frame == 0 ? 0 : 1, to = frame == whole.frames - 30 ? 30 : 29;
    for (int i = from * shape.z; i < to * shape.z; ++i)
      ASSERT_EQ(cut.values[i], whole.values[frame * shape.z + i]) << "frame " << frame;
  }
}

INSTANTIATE_TEST_SUITE_P(This, EncoderOn, testing::ValuesIn(targetsHere()),
                         [](const auto& target) { return target.param; });

TEST(Encoder, aFrameHearsItsContextAndNothingBeyond) {
  // The paper's depth: 3,070 samples to either side. Weights are positive, so that no rectifier
  // shuts a path, and silence gives nothing but zeros, so that the faintest path shows.
  auto weights = randomEncoder({.width = 4, .layers = 30, .stages = 10, .z = 1, .hop = 512});
  const auto makePositive = [](Affine& a) {
    for (float& x : a.weight) x = std::abs(x) + 0.1f;
    for (float& x : a.bias) x = 0;
  };
  makePositive(weights.start), makePositive(weights.bottleneck);
  for (auto* list : {&weights.dilated, &weights.res})
    for (auto& affine : *list) makePositive(affine);
  const auto encoder = pack(weights).value();
  const int frame = 8, context = 3070;
  const auto heard = [&](int at) {
    std::vector<float> samples(18 * 512);
    samples[static_cast<std::size_t>(at)] = 0.9f;
    return encoded(*encoder, {std::move(samples), kModelRate}).values[frame] != 0;
  };
  EXPECT_FALSE(heard(frame * 512 - context - 1));
  EXPECT_TRUE(heard(frame * 512 - context));
  EXPECT_TRUE(heard(frame * 512 + 511 + context));
  EXPECT_FALSE(heard(frame * 512 + 511 + context + 1));
}

TEST(Encoder, withoutAWholeFrameIsASentence) {
  const auto encoder = pack(randomEncoder({.width = 8, .layers = 2})).value();
  Unwatched quiet;
  for (const int length : {0, 1, 511}) {
    const auto z = encode(*encoder, test::noise(0.5, length).samples(), 0, quiet);
    ASSERT_FALSE(z) << length;
    EXPECT_EQ(z.error().code, ErrorCode::BadFormat);
  }
  EXPECT_EQ(encoded(*encoder, test::noise(0.5, 512)).frames, 1);
  EXPECT_EQ(encoded(*encoder, test::noise(0.5, 513)).frames, 1);
}

TEST(Encoder, whatIsLeftOverIsNotHeard) {
  const auto encoder = pack(randomEncoder(kTiny)).value();
  const auto sound = test::noise(0.5, 64 + 15);
  EXPECT_EQ(encoded(*encoder, sound).values, encoded(*encoder, audio::fitted(sound, 64)).values);
}

TEST(Encoder, stopsWhereverItIsCancelled) {
  const auto encoder = pack(randomEncoder(kTiny)).value();
  const auto sound = test::noise(0.5, 4000);
  for (const int threads : {1, 2})
    for (int patience = 0; patience < 40; patience += 3) {
      test::Impatient impatient(patience);
      const auto z = encode(*encoder, sound.samples(), threads, impatient);
      if (!z) {
        EXPECT_EQ(z.error().code, ErrorCode::Cancelled);
      }
    }
  test::Impatient never(0);
  EXPECT_FALSE(encode(*encoder, sound.samples(), 1, never));
}

TEST(Encoder, progressNeverFallsAndEndsAtOne) {
  const auto encoder = pack(randomEncoder(kTiny)).value();
  test::Listener listener;
  ASSERT_TRUE(encode(*encoder, test::noise(0.5, 4000).samples(), 2, listener));
  EXPECT_TRUE(std::ranges::is_sorted(listener.told));
  EXPECT_EQ(listener.told.back(), 1);
}

TEST(Encoder, oneMayBeUsedByManyThreads) {
  const auto encoder = pack(randomEncoder(kTiny)).value();
  const auto sound = test::noise(0.5, 4000);
  const auto expected = encoded(*encoder, sound).values;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] { EXPECT_EQ(encoded(*encoder, sound, 2).values, expected); });
  for (auto& thread : threads) thread.join();
}

TEST(Encoder, refusesWeightsThatAreNone) {
  const auto refused = [](auto spoil, const char* tensor) {
    auto weights = randomEncoder(kTiny);
    spoil(weights);
    const auto encoder = pack(weights);
    ASSERT_FALSE(encoder) << tensor;
    EXPECT_EQ(encoder.error().code, ErrorCode::BadFormat);
    EXPECT_NE(encoder.error().message.find(tensor), std::string::npos) << encoder.error().message;
  };
  const float nan = std::numeric_limits<float>::quiet_NaN();
  refused([&](auto& w) { w.start.weight[1] = nan; }, "ae_startconv/W");
  refused([&](auto& w) { w.dilated[2].bias[0] = INFINITY; }, "ae_dilatedconv_3/biases");
  refused([&](auto& w) { w.res.pop_back(); }, "ae_res");
  refused([&](auto& w) { w.bottleneck.weight.pop_back(); }, "ae_bottleneck/W");
}

TEST(Encoder, refusesWhatItCannotCompute) {
  for (auto spoil :
       {+[](EncoderShape& s) { s.width = 0; }, +[](EncoderShape& s) { s.layers = -1; },
        +[](EncoderShape& s) { s.stages = 40; }, +[](EncoderShape& s) { s.hop = 0; }}) {
    auto weights = randomEncoder(kTiny);
    spoil(weights.shape);
    const auto encoder = pack(weights);
    ASSERT_FALSE(encoder);
    EXPECT_EQ(encoder.error().code, ErrorCode::Unsupported);
  }
  const auto encoder = pack(randomEncoder(kTiny), "abacus");
  ASSERT_FALSE(encoder);
  EXPECT_NE(encoder.error().message.find("portable"), std::string::npos);
}

}  // namespace timbre::encoder
