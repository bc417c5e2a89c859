#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "tests/core/sampler/DecoderFixture.h"

namespace timbre::sampler {
namespace {

struct Heard {
  DecoderWeights weights = randomDecoder({24, 16, 6, 3, 4, 16});
  std::vector<float> frames = randomFrames(weights.shape, 20);
  std::vector<int> classes = randomClasses(300);
  CalibrationNote note{frames, classes};
  Calibration calibration = *calibrate(weights, {&note, 1});

  Result<CalibrationReport> report(int looks = 1000) const {
    return checkCalibration(weights, calibration, {&note, 1}, [&looks] { return looks-- > 0; });
  }
};

TEST(CheckCalibration, NothingOfTheCalibratedNotesIsCutOff) {
  const auto report = *Heard().report();
  EXPECT_EQ(report.samples, 300u);
  EXPECT_EQ(report.activations, 300u * (6 * 24 + 2));
  EXPECT_EQ(report.clipped, 0u);
  EXPECT_GT(report.nats, 0);
  EXPECT_LT(report.nats, 5e-5);
}

TEST(CheckCalibration, CountsWhatIsBeyondTheRange) {
  Heard heard;
  for (float& peak : heard.calibration.stream) peak *= 0.1f;
  const auto report = *heard.report();
  EXPECT_GT(report.clipped, report.activations / 100);
  EXPECT_LT(report.clipped, report.activations);
  EXPECT_GT(report.nats, 10 * Heard().report()->nats);
}

TEST(CheckCalibration, CountsTheHead) {
  Heard heard;
  heard.calibration.skip *= 0.01f;
  heard.calibration.hidden *= 0.01f;
  const auto report = *heard.report();
  EXPECT_GT(report.clipped, 300u);
  EXPECT_LE(report.clipped, 600u);
}

TEST(CheckCalibration, CanBeCancelledAndRefusesWhatCannotBePlayed) {
  Heard heard;
  EXPECT_EQ(heard.report(1).error().code, ErrorCode::Cancelled);
  heard.calibration.hidden = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(heard.report().error().code, ErrorCode::BadFormat);
  EXPECT_FALSE(checkCalibration(heard.weights, Heard().calibration, {}, [] { return true; }));
}

}  // namespace
}  // namespace timbre::sampler
