#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/core/sampler/DecoderFixture.h"

namespace timbre::sampler {
namespace {

/// A random decoder with classes that move as sound does, calibrated on the first half of them.
struct Calibrated {
  explicit Calibrated(const DecoderShape& shape, int samples = 1200)
      : weights(randomDecoder(shape)) {
    frames = randomFrames(shape, samples / shape.hop + 2);
    for (int t = 0; t < samples; ++t)
      classes.push_back(128 + static_cast<int>(90 * std::sin(0.05 * t) * std::sin(0.0013 * t)));
    const CalibrationNote note{frames, std::span(classes)};
    calibration = *calibrate(weights, {&note, 1});
  }
  std::shared_ptr<const PackedDecoder> packed(Precision precision,
                                              std::string_view target = {}) const {
    const auto decoder = pack(weights, {precision, &calibration, target});
    EXPECT_TRUE(decoder) << decoder.error().message;
    return *decoder;
  }
  std::vector<float> logits(Precision precision, std::string_view target = {}) const {
    Sampler sampler(packed(precision, target), {});
    return forcedLogits(sampler, weights.shape, classes, frames);
  }

  DecoderWeights weights;
  std::vector<float> frames;
  std::vector<int> classes;
  Calibration calibration;
};

/// Mean Kullback-Leibler divergence in nats of the second from the first.
double divergence(const std::vector<float>& expected, const std::vector<float>& found) {
  double sum = 0;
  for (std::size_t t = 0; t < expected.size(); t += 256) {
    double totals[2] = {};
    for (int c = 0; c < 256; ++c) {
      totals[0] += std::exp(double(expected[t + c]));
      totals[1] += std::exp(double(found[t + c]));
    }
    for (int c = 0; c < 256; ++c) {
      const double p = std::exp(double(expected[t + c])) / totals[0];
      sum += p * (std::log(p) - double(found[t + c]) + std::log(totals[1]));
    }
  }
  return sum / static_cast<double>(expected.size() / 256);
}

const DecoderShape kShapes[] = {{24, 16, 6, 3, 4, 16},      {8, 12, 30, 10, 16, 512},
                                {64, 128, 11, 10, 16, 512}, {20, 9, 7, 5, 3, 13},
                                {1, 1, 1, 1, 1, 1},         {136, 80, 4, 4, 16, 8},
                                {32, 64, 5, 5, 104, 32}};

class Int8OfShape : public testing::TestWithParam<DecoderShape> {};

TEST_P(Int8OfShape, EveryKindOfProcessorHasTheSameBits) {
  const Calibrated one(GetParam());
  for (const auto precision : {Precision::Int8, Precision::Int8Fine}) {
    const auto expected = one.logits(precision, "portable");
    for (const auto& target : targetsHere())
      EXPECT_EQ(one.logits(precision, target), expected) << target;
  }
}

// The rounding of random weights and activations; what matters for sound is measured on trained
// weights.
TEST_P(Int8OfShape, StaysCloseToFloat) {
  const Calibrated one(GetParam());
  const auto expected = one.logits(Precision::Float32);
  EXPECT_LT(divergence(expected, one.logits(Precision::Int8)), 2e-4);
  EXPECT_LT(divergence(expected, one.logits(Precision::Int8Fine)), 5e-5);
}

TEST_P(Int8OfShape, OneSeedGivesOneSequenceHoweverItIsSliced) {
  const Calibrated one(GetParam());
  const DecoderShape& shape = GetParam();
  const int samples =
      std::min(800, static_cast<int>(one.frames.size()) / shape.condition * shape.hop);
  for (const auto precision : {Precision::Int8, Precision::Int8Fine}) {
    Sampler whole(one.packed(precision), {.seed = 5});
    const auto expected = rendered(whole, shape, one.frames, samples, shape.hop);
    Sampler sliced(one.packed(precision, "portable"), {.seed = 5});
    EXPECT_EQ(rendered(sliced, shape, one.frames, samples, 7), expected);
  }
}

TEST_P(Int8OfShape, ACopyGoesOnWithTheSameSamples) {
  const Calibrated one(GetParam());
  const DecoderShape& shape = GetParam();
  const int samples =
      std::min(800, static_cast<int>(one.frames.size()) / shape.condition * shape.hop);
  for (const auto precision : {Precision::Int8, Precision::Int8Fine}) {
    Sampler original(one.packed(precision), {.seed = 5});
    const int at = samples / 2 + 1;
    rendered(original, shape, one.frames, at, 64);
    Sampler copy(original);
    const auto rest = renderedFrom(original, shape, one.frames, at, samples, 7);
    EXPECT_EQ(renderedFrom(copy, shape, one.frames, at, samples, 64), rest);
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, Int8OfShape, testing::ValuesIn(kShapes), [](const auto& one) {
  return "width" + std::to_string(one.param.width) + "layers" + std::to_string(one.param.layers);
});

TEST(Int8, AFrameMayChangeAtAnySample) {
  const Calibrated one({24, 16, 6, 5, 4, 1}, 300);
  const auto expected = one.logits(Precision::Float32);
  EXPECT_LT(divergence(expected, one.logits(Precision::Int8)), 2e-4);
}

TEST(Int8, KnowsThatThereIsNothingBeforeTheFirstSample) {
  // Large biases of startconv: whoever takes them for the past before the first sample is far off
  // at once.
  DecoderWeights weights = randomDecoder({24, 16, 6, 3, 4, 16});
  for (float& b : weights.startconv.bias) b *= 20;
  const auto frames = randomFrames(weights.shape, 2);
  const auto classes = randomClasses(24);
  const CalibrationNote note{frames, classes};
  const auto calibration = *calibrate(weights, {&note, 1});
  const auto decoder = *pack(weights, {Precision::Int8Fine, &calibration, {}});
  Sampler sampler(decoder, {});
  const auto logits = forcedLogits(sampler, weights.shape, classes, frames);
  const auto reference = Reference::logits(weights, classes, frames);
  for (int t = 0; t < 24; ++t)
    for (int c = 0; c < 256; ++c) EXPECT_NEAR(logits[t * 256 + c], reference[t][c], 0.3) << t;
}

TEST(Int8, WhatIsLouderThanTheCalibrationIsClampedNotWrapped) {
  Calibrated one({64, 64, 12, 6, 16, 64});
  for (float& peak : one.calibration.stream) peak *= 0.7f;
  const auto expected = one.logits(Precision::Float32);
  // Cutting the loudest tops costs little; wrapping them to the other sign costs a nat.
  EXPECT_LT(divergence(expected, one.logits(Precision::Int8)), 0.01);
}

TEST(Int8, TheWidestSumsOfTheFinestInputsStayIn32Bits) {
  // Every weight of the second layer's taps and of the head has the same size, half of them the
  // same sign as the loudest input: with 127 steps a row of 544 would sum to more than 2^31.
  DecoderWeights weights = randomDecoder({272, 272, 3, 2, 2, 8});
  for (auto* affine : {&weights.dilatedconv[1], &weights.out1, &weights.logits})
    for (float& w : affine->weight) w = w > 0 ? 0.002f : 0.0019f;
  for (float& b : weights.startconv.bias) b = 3;
  const auto frames = randomFrames(weights.shape, 3);
  const auto classes = randomClasses(24);
  const CalibrationNote note{frames, classes};
  const auto calibration = *calibrate(weights, {&note, 1});
  const auto logitsOf = [&](Precision precision) {
    Sampler sampler(*pack(weights, {precision, &calibration, {}}), {});
    return forcedLogits(sampler, weights.shape, classes, frames);
  };
  EXPECT_LT(divergence(logitsOf(Precision::Float32), logitsOf(Precision::Int8Fine)), 5e-5);
}

TEST(Int8, SaysHowItComputes) {
  const Calibrated one({24, 16, 6, 3, 4, 16}, 16);
  EXPECT_EQ(describe(*one.packed(Precision::Int8, "portable")), "int8, portable");
  EXPECT_EQ(describe(*one.packed(Precision::Int8Fine, "portable")), "int8-fine, portable");
}

TEST(Int8, IsRefusedWithoutItsCalibration) {
  const Calibrated one({24, 16, 6, 3, 4, 16}, 16);
  const auto without = pack(one.weights, {Precision::Int8, nullptr, {}});
  ASSERT_FALSE(without);
  EXPECT_NE(without.error().message.find("not calibrated"), std::string::npos);
  for (int fault = 0; fault < 3; ++fault) {
    Calibration wrong = one.calibration;
    if (fault == 0) wrong.stream.pop_back();
    if (fault == 1) wrong.stream[2] = std::numeric_limits<float>::quiet_NaN();
    if (fault == 2) wrong.hidden = -1;
    const auto packed = pack(one.weights, {Precision::Int8, &wrong, {}});
    ASSERT_FALSE(packed) << fault;
    EXPECT_EQ(packed.error().code, ErrorCode::BadFormat);
  }
}

TEST(Calibrate, FindsTheLargestOfEveryNote) {
  const DecoderWeights weights = randomDecoder({8, 12, 6, 3, 4, 16});
  const auto frames = randomFrames(weights.shape, 4);
  const auto loud = randomClasses(40);
  const std::vector<int> quiet(40, 128);
  const CalibrationNote notes[] = {{frames, loud}, {frames, quiet}};
  const auto first = *calibrate(weights, {&notes[0], 1});
  const auto second = *calibrate(weights, {&notes[1], 1});
  const auto both = *calibrate(weights, notes);
  ASSERT_EQ(both.stream.size(), 6u * 8);
  for (int i = 0; i < 6 * 8; ++i) {
    EXPECT_EQ(both.stream[i], std::max(first.stream[i], second.stream[i]));
    EXPECT_GT(both.stream[i], 0.0f);
  }
  EXPECT_EQ(both.skip, std::max(first.skip, second.skip));
  EXPECT_EQ(both.hidden, std::max(first.hidden, second.hidden));
}

TEST(Calibrate, RefusesNotesItCannotHear) {
  const DecoderWeights weights = randomDecoder({8, 12, 6, 3, 4, 16});
  const auto frames = randomFrames(weights.shape, 2);
  const auto classes = randomClasses(33);  // a third frame's first sample
  const CalibrationNote note{frames, classes};
  EXPECT_FALSE(calibrate(weights, {&note, 1}));
  EXPECT_FALSE(calibrate(weights, {}));
  auto broken = weights;
  broken.out1.bias[0] = std::numeric_limits<float>::infinity();
  const CalibrationNote fine{frames, std::span(classes).first(32)};
  EXPECT_FALSE(calibrate(broken, {&fine, 1}));
  EXPECT_TRUE(calibrate(weights, {&fine, 1}));
}

}  // namespace
}  // namespace timbre::sampler
