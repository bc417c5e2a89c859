#include "sampler/Sampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "sampler/kernels/Kernels.h"
#include "tests/core/sampler/DecoderFixture.h"

namespace timbre::sampler {
namespace {

std::shared_ptr<const PackedDecoder> packedFor(const DecoderWeights& weights,
                                               std::string_view target = {}) {
  auto packed = pack(weights, {.target = target});
  EXPECT_TRUE(packed) << packed.error().message;
  return *packed;
}

/// NaN is the worst.
double worstDifference(const std::vector<float>& logits, const Reference::Signal& reference) {
  double worst = 0;
  for (std::size_t t = 0; t < reference.size(); ++t)
    for (int c = 0; c < 256; ++c) {
      const double difference = std::abs(double(logits[t * 256 + c]) - reference[t][c]);
      worst = difference < worst ? worst : difference;  // NaN is the worst
    }
  return worst;
}

struct Case {
  const char* name;
  DecoderShape shape;
  int samples;
};

class SamplerOfShape : public testing::TestWithParam<Case> {};

// A float32 network of thirty layers strays from double precision by some 1e-5; the rest is the
// gate's polynomial.
TEST_P(SamplerOfShape, AgreesWithTheWholeNetworkAtEverySample) {
  const auto& [name, shape, samples] = GetParam();
  const DecoderWeights weights = randomDecoder(shape);
  const auto frames = randomFrames(shape, samples / shape.hop + 1);
  const auto classes = randomClasses(samples);
  const auto reference = Reference::logits(weights, classes, frames);
  Sampler sampler(packedFor(weights), {});
  EXPECT_LT(worstDifference(forcedLogits(sampler, shape, classes, frames), reference), 1e-3);
}

TEST_P(SamplerOfShape, EveryKindOfProcessorHasTheSameBits) {
  const auto& [name, shape, samples] = GetParam();
  const DecoderWeights weights = randomDecoder(shape);
  const auto frames = randomFrames(shape, samples / shape.hop + 1);
  const auto classes = randomClasses(std::min(samples, 600));
  const auto targets = targetsHere();
  ASSERT_EQ(targets.back(), "portable");
  Sampler plain(packedFor(weights, "portable"), {});
  const auto expected = forcedLogits(plain, shape, classes, frames);
  for (const auto& target : targets) {
    Sampler sampler(packedFor(weights, target), {});
    const auto logits = forcedLogits(sampler, shape, classes, frames);
    EXPECT_EQ(logits, expected) << target;
  }
}

TEST_P(SamplerOfShape, SlicesMakeTheSameSamplesAsWholeFrames) {
  const auto& [name, shape, samples] = GetParam();
  const auto decoder = packedFor(randomDecoder(shape));
  const auto frames = randomFrames(shape, samples / shape.hop + 1);
  Sampler whole(decoder, {.seed = 7});
  const auto expected = rendered(whole, shape, frames, samples, shape.hop);
  for (const int slice : {1, 3, 100}) {
    Sampler sliced(decoder, {.seed = 7});
    EXPECT_EQ(rendered(sliced, shape, frames, samples, slice), expected) << slice;
  }
}

TEST_P(SamplerOfShape, ACopyGoesOnWithTheSameSamples) {
  const auto& [name, shape, samples] = GetParam();
  const auto decoder = packedFor(randomDecoder(shape));
  const auto frames = randomFrames(shape, samples / shape.hop + 1);
  for (const int at : {0, samples / 3, samples / 2 + 1}) {  // in the middle of blocks and frames
    Sampler one(decoder, {.seed = 7});
    rendered(one, shape, frames, at, 64);
    Sampler copy(one);
    const auto rest = renderedFrom(one, shape, frames, at, samples, 5);
    EXPECT_EQ(renderedFrom(copy, shape, frames, at, samples, 64), rest) << at;
  }
}

// Long enough for every ring to wrap; hops that are no multiple of the block of past taps change
// frame inside it.
INSTANTIATE_TEST_SUITE_P(Shapes, SamplerOfShape,
                         testing::Values(Case{"short", {24, 16, 6, 3, 4, 16}, 400},
                                         Case{"deep", {8, 12, 30, 10, 16, 512}, 3300},
                                         Case{"compactWidth", {64, 128, 11, 10, 16, 512}, 1100},
                                         Case{"conditionedOnPitch", {32, 64, 5, 5, 104, 32}, 200},
                                         Case{"oddHop", {20, 9, 7, 5, 3, 13}, 200},
                                         Case{"tiny", {1, 1, 1, 1, 1, 1}, 20},
                                         Case{"wide", {136, 80, 4, 4, 16, 8}, 120}),
                         [](const auto& one) { return one.param.name; });

const DecoderShape kShort{24, 16, 6, 3, 4, 16};

TEST(Sampler, TheSeedDecidesTheSamples) {
  const auto decoder = packedFor(randomDecoder(kShort));
  const auto frames = randomFrames(kShort, 20);
  Sampler one(decoder, {.seed = 1}), again(decoder, {.seed = 1}), other(decoder, {.seed = 2});
  const auto samples = rendered(one, kShort, frames, 320, 16);
  EXPECT_EQ(samples, rendered(again, kShort, frames, 320, 16));
  EXPECT_NE(samples, rendered(other, kShort, frames, 320, 16));
}

TEST(Sampler, AtTemperatureZeroTheLikeliestClassWins) {
  const auto weights = randomDecoder(kShort);
  const auto frames = randomFrames(kShort, 5);
  Sampler sampler(packedFor(weights), {.seed = 1, .temperature = 0});
  const auto samples = rendered(sampler, kShort, frames, 80, 16);
  std::vector<int> classes;
  for (const float x : samples) classes.push_back(muLawClass(x));
  const auto logits = Reference::logits(weights, classes, frames);
  for (std::size_t t = 0; t < classes.size(); ++t)
    EXPECT_NEAR(logits[t][classes[t]], *std::ranges::max_element(logits[t]), 1e-3) << t;
}

/// One frequency for each class, from many first samples.
std::vector<double> frequencies(const std::shared_ptr<const PackedDecoder>& decoder,
                                float temperature, int draws) {
  std::vector<double> counts(256);
  const std::vector<float> frame(1);
  for (int i = 0; i < draws; ++i) {
    Sampler sampler(decoder, {.seed = static_cast<std::uint64_t>(i), .temperature = temperature});
    float sample = 0;
    sampler.renderFrame(frame, {&sample, 1});
    counts[muLawClass(sample)] += 1.0 / draws;
  }
  return counts;
}

TEST(Sampler, DrawsEachClassAsOftenAsTheNetworkSays) {
  DecoderWeights weights = randomDecoder({1, 1, 1, 1, 1, 1});
  std::ranges::fill(weights.logits.weight, 0.0f);
  std::ranges::fill(weights.logits.bias, -200.0f);
  const struct {
    int c;
    double probability;
  } wanted[] = {{0, 0.1}, {15, 0.2}, {16, 0.3}, {128, 0.15}, {255, 0.25}};
  for (const auto& [c, p] : wanted) weights.logits.bias[c] = static_cast<float>(std::log(p));
  const int draws = 20000;
  for (const auto& target : targetsHere()) {
    const auto found = frequencies(packedFor(weights, target), 1, draws);
    double rest = 1;
    for (const auto& [c, p] : wanted) {
      EXPECT_NEAR(found[c], p, 5 * std::sqrt(p * (1 - p) / draws))
          << target << " " << c;  // five standard deviations
      rest -= found[c];
    }
    EXPECT_NEAR(rest, 0, 1e-9) << target << ": a class that cannot occur did";
  }
  const auto sharp = frequencies(packedFor(weights), 0.5f, draws);
  double squares = 0;
  for (const auto& [c, p] : wanted) squares += p * p;
  EXPECT_NEAR(sharp[16], 0.09 / squares, 0.02);  // halving the temperature squares the odds
}

TEST(Sampler, DrawsTheFirstClassThatTheCumulatedProbabilityReaches) {
  std::vector<float> logits(256);
  for (int c = 0; c < 256; ++c)
    logits[c] = static_cast<float>(3 * std::sin(0.7 * c) - (c == 9) * 500);
  for (const float sharpness : {1.0f, 2.5f})
    for (const Kernels* kernels : kernelsHere()) {
      double total = 0, below = 0;
      for (const float x : logits) total += std::exp(sharpness * double(x));
      for (int c = 0; c < 256; ++c) {
        const double share = std::exp(sharpness * double(logits[c])) / total;
        if (share > 1e-4) {
          // A little inside its part: the exponential is a polynomial.
          EXPECT_EQ(kernels->draw(logits.data(), sharpness, below + 0.001 * share + 1e-6), c);
          EXPECT_EQ(kernels->draw(logits.data(), sharpness, below + 0.999 * share - 1e-6), c);
        }
        below += share;
      }
      EXPECT_EQ(kernels->draw(logits.data(), sharpness, 0), 0);
      // Where rounding leaves a rest after the last class, the last class has it: never 256.
      EXPECT_EQ(kernels->draw(logits.data(), sharpness, std::nextafter(1.0, 0.0)), 255);
      EXPECT_EQ(kernels->draw(logits.data(), sharpness, 1.0001), 255);
    }
}

TEST(Sampler, AFrameMayChangeAtAnySample) {
  DecoderShape anySample = kShort;
  anySample.hop = 1;
  const auto weights = randomDecoder(anySample);
  const auto frames = randomFrames(anySample, 100);
  const auto classes = randomClasses(100);
  Sampler sampler(packedFor(weights), {});
  EXPECT_LT(worstDifference(forcedLogits(sampler, anySample, classes, frames),
                            Reference::logits(weights, classes, frames)),
            1e-3);
}

TEST(Sampler, NeverLeavesTheRangeOfItsClasses) {
  const auto frames = randomFrames(kShort, 40);
  Sampler sampler(packedFor(randomDecoder(kShort)), {.seed = 3, .temperature = 5});
  const auto samples = rendered(sampler, kShort, frames, 640, 16);
  const auto [low, high] = std::ranges::minmax(samples);
  EXPECT_GE(low, -0.979f);
  EXPECT_LE(high, 0.979f);
  EXPECT_GT(std::set<float>(samples.begin(), samples.end()).size(), 50u)
      << "hot sampling must vary";
}

std::string complaintAbout(const DecoderWeights& weights) {
  const auto packed = pack(weights);
  EXPECT_FALSE(packed);
  return packed ? "" : packed.error().message;
}

TEST(WeightLayout, NamesTheTensorThatIsWrong) {
  const DecoderWeights good = randomDecoder(kShort);
  auto w = good;
  w.dilatedconv[3].weight[5] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_NE(complaintAbout(w).find("dilatedconv_4/W"), std::string::npos);
  w = good;
  w.res[5].bias[0] = std::numeric_limits<float>::infinity();
  EXPECT_NE(complaintAbout(w).find("res_6/biases"), std::string::npos);
  w = good;
  w.out1.weight.pop_back();
  EXPECT_NE(complaintAbout(w).find("out1/W holds 255 numbers where 256"), std::string::npos)
      << complaintAbout(w);
  w = good;
  w.condMap[0].in = 5;
  EXPECT_NE(complaintAbout(w).find("cond_map_1/W is 1 x 5 x 48 where 1 x 4 x 48"),
            std::string::npos)
      << complaintAbout(w);
  w = good;
  w.skipLayers.pop_back();
  EXPECT_NE(complaintAbout(w).find("5 tensors skip_1"), std::string::npos) << complaintAbout(w);
  w = good;
  w.logits.bias.clear();
  EXPECT_NE(complaintAbout(w).find("logits/biases"), std::string::npos);
}

TEST(WeightLayout, RefusesSizesBeyondSense) {
  for (auto change :
       {+[](DecoderShape& s) { s.width = 0; }, +[](DecoderShape& s) { s.layers = -1; },
        +[](DecoderShape& s) { s.stages = 40; }, +[](DecoderShape& s) { s.hop = 0; },
        +[](DecoderShape& s) { s.width = 4096, s.layers = 900, s.stages = 16; }}) {
    DecoderWeights weights;
    change(weights.shape);
    const auto packed = pack(weights);
    ASSERT_FALSE(packed);
    EXPECT_EQ(packed.error().code, ErrorCode::Unsupported) << packed.error().message;
  }
}

TEST(WeightLayout, RefusesATargetThisMachineDoesNotKnow) {
  const auto packed = pack(randomDecoder(kShort), {.target = "abacus"});
  ASSERT_FALSE(packed);
  EXPECT_NE(packed.error().message.find("portable"), std::string::npos);
}

TEST(WeightLayout, SaysHowItComputes) {
  EXPECT_EQ(describe(*packedFor(randomDecoder(kShort), "portable")), "float32, portable");
}

TEST(WeightLayout, TheEnvironmentNamesTheTargetWhereTheCallerDoesNot) {
  const auto weights = randomDecoder(kShort);
  setenv(kTargetVariable, "portable", 1);
  EXPECT_EQ(describe(*packedFor(weights)), "float32, portable");
  EXPECT_EQ(describe(*packedFor(weights, targetsHere().front())),
            "float32, " + targetsHere().front());
  setenv(kTargetVariable, "abacus", 1);
  EXPECT_FALSE(pack(weights));
  unsetenv(kTargetVariable);
}

TEST(Targets, AnUnknownOneIsToldWhichThereAre) {
  for (const auto& target : targetsHere()) EXPECT_TRUE(checkTarget(target));
  const auto unknown = checkTarget("abacus");
  ASSERT_FALSE(unknown);
  for (const auto& target : targetsHere())
    EXPECT_NE(unknown.error().message.find(target), std::string::npos);
  EXPECT_FALSE(checkTarget(""));
}

}  // namespace
}  // namespace timbre::sampler
