// Against tests/golden/harmonic/make.py, which computes with numpy alone.
#include "model/harmonic/ParameterNetwork.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/TemporaryFolder.h"
#include "support/TinyHarmonic.h"

namespace timbre::model::harmonic {
namespace {

constexpr int kChannels = 2, kHidden = 6, kFrames = 4;
constexpr double kPitch = 57.3;

class Golden : public testing::Test {
 protected:
  std::vector<float> expected(const std::string& name) const {
    return file_.floats("expected/" + name).value();
  }
  /// At the edge before embedding frame `edge`.
  HarmonicFrame at(int edge, double pitch = kPitch) const {
    const auto z = file_.floats("z").value();
    std::vector<float> values(kContext * kChannels), there(kContext), room(network_.room());
    for (int i = 0; i < kContext; ++i) {
      const int f = edge - kContext / 2 + i;
      if (f < 0 || f >= kFrames) continue;
      there[static_cast<std::size_t>(i)] = 1;
      network_.normalise(std::span(z).subspan(static_cast<std::size_t>(f) * kChannels, kChannels),
                         std::span(values).subspan(static_cast<std::size_t>(i) * kChannels));
    }
    HarmonicFrame frame;
    network_.frame({values, there}, pitch, room, frame);
    return frame;
  }

  const SafeTensors file_ = SafeTensors::open(TIMBRE_GOLDEN "/harmonic/tiny.safetensors").value();
  const ParameterNetwork network_ = ParameterNetwork::read(file_, kChannels, kHidden).value();
};

template <std::size_t N>
void expectRow(const std::array<float, N>& found, const std::vector<float>& expected, int row) {
  for (std::size_t i = 0; i < N; ++i)
    EXPECT_NEAR(found[i], expected[static_cast<std::size_t>(row) * N + i], 2e-3) << i;
}

}  // namespace

TEST_F(Golden, ReadsTheSameParametersAsNumpy) {
  for (int edge = 0; edge <= kFrames; ++edge) {
    const HarmonicFrame frame = at(edge);
    expectRow(frame.partialDb, expected("partials"), edge);
    expectRow(frame.halfPartialDb, expected("halves"), edge);
    expectRow(frame.noiseDb, expected("noise"), edge);
    expectRow(frame.gainDb, expected("gains"), edge);
    expectRow(frame.partialDetuneCents, expected("fine"), edge);
    const auto row = static_cast<std::size_t>(edge);
    EXPECT_NEAR(frame.detuneCents, expected("detune")[row], 1e-4);
    EXPECT_NEAR(frame.inharmonicity, expected("inharmonicity")[row], 1e-8);
  }
}

TEST_F(Golden, WithoutAPitchThereAreNoPartials) {
  const HarmonicFrame frame = at(2, -1);
  for (const float level : frame.partialDb) EXPECT_LT(level, kSilentDb);
  for (const float level : frame.halfPartialDb) EXPECT_LT(level, kSilentDb);
  EXPECT_GT(frame.noiseDb[5], kSilentDb);
}

TEST_F(Golden, BeyondThePianoItKnowsTheNearestKey) {
  EXPECT_EQ(at(2, 5).noiseDb, at(2, 21).noiseDb);
  EXPECT_EQ(at(2, 127).noiseDb, at(2, 108).noiseDb);
  EXPECT_NE(at(2, 21).noiseDb, at(2, 57).noiseDb);
}

TEST_F(Golden, FarEmbeddingsAreHeldWithinFiveDeviations) {
  std::array<float, kChannels> out{};
  const float huge = std::numeric_limits<float>::max();
  network_.normalise(std::array{huge, -huge}, out);
  EXPECT_EQ(out, (std::array{5.0F, -5.0F}));
}

TEST(ParameterNetwork, NumbersThatOverflowKeepEveryFieldInRange) {
  const test::TemporaryFolder folder;
  test::writeTinyHarmonic(folder / "x.safetensors", test::tinyHarmonicTensors(),
                          test::tinyHarmonicConfig(), 1e30F);
  const auto network = ParameterNetwork::read(SafeTensors::open(folder / "x.safetensors").value(),
                                              test::kTinyEncoder.z, test::kTinyHidden);
  ASSERT_TRUE(network) << network.error().message;
  const std::vector<float> values(kContext * 2, 5.0F), there(kContext, 1.0F);
  std::vector<float> room(network->room());
  HarmonicFrame frame;
  network->frame({values, there}, 60, room, frame);
  for (const float x : frame.partialDb) EXPECT_TRUE(x >= -120 && x <= 6);
  for (const float x : frame.noiseDb) EXPECT_TRUE(x >= -120 && x <= 0);
  for (const float x : frame.gainDb) EXPECT_TRUE(x >= -30 && x <= 6);
  EXPECT_TRUE(std::abs(frame.detuneCents) <= 100);
  EXPECT_TRUE(frame.inharmonicity >= 0 && frame.inharmonicity <= 0.002F);
}

TEST(ParameterNetwork, ADeviationOfZeroIsRefused) {
  const test::TemporaryFolder folder;
  auto specs = test::tinyHarmonicTensors();
  test::writeTinyHarmonic(folder / "x.safetensors");
  const auto file = SafeTensors::open(folder / "x.safetensors").value();
  const std::vector<float> zero(2, 0.0F);
  ASSERT_TRUE(rewriteSafeTensors(file, {{"harmonic_embedding/deviation", {{2}, zero}}}, {}));
  const auto network = ParameterNetwork::read(SafeTensors::open(folder / "x.safetensors").value(),
                                              test::kTinyEncoder.z, test::kTinyHidden);
  ASSERT_FALSE(network);
  EXPECT_NE(network.error().message.find("x.safetensors"), std::string::npos);
}

}  // namespace timbre::model::harmonic
