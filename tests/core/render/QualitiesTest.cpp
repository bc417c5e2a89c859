#include "render/Qualities.h"

#include <gtest/gtest.h>

#include <cmath>

#include "dataset/NoteLibrary.h"
#include "support/Sounds.h"

namespace timbre::render {
namespace {

TEST(Qualities, MeasuresASteadyTone) {
  const auto m = measured(test::sine(1000, 0.5, kNoteSamples));
  EXPECT_NEAR(m.heldEndDb, -3.01, 0.01);  // a sine's RMS under its peak
  EXPECT_NEAR(m.releasedDb, -3.01, 0.01);
  EXPECT_NEAR(m.rolloffHz, 1000, 12);  // three bins of 3.9 Hz
  EXPECT_LT(m.aboveTwoKDb, -80);       // the window's far lobes
}

TEST(Qualities, MeasuresTheShareAboveTwoKilohertz) {
  auto low = test::sine(500, 0.5, kNoteSamples);
  const auto high = test::sine(4000, 0.05, kNoteSamples);
  std::vector<float> sum(low.samples().begin(), low.samples().end());
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += high.samples()[i];
  const auto m = measured({std::move(sum), kModelRate});
  EXPECT_NEAR(m.aboveTwoKDb, 10 * std::log10(0.01 / 1.01), 0.05);
}

TEST(Qualities, MeasuresDecayAgainstThePeak) {
  auto wave = test::sine(1000, 1, kNoteSamples);
  std::vector<float> decaying(wave.samples().begin(), wave.samples().end());
  for (std::size_t i = 0; i < decaying.size(); ++i)  // 20 dB a second
    decaying[i] *= static_cast<float>(std::pow(10.0, -static_cast<double>(i) / 16000));
  const auto m = measured({std::move(decaying), kModelRate});
  EXPECT_NEAR(m.heldEndDb, -20 * 2.89 - 3.01, 0.2);  // the window's middle
  EXPECT_NEAR(m.releasedDb, -20 * 3.915 - 3.01, 0.2);
}

TEST(Qualities, SilenceAndShortClipsAreMeasuredWithoutHarm) {
  for (const int samples : {0, 100, kNoteSamples}) {
    const auto m = measured(test::silence(samples));
    EXPECT_EQ(m.heldEndDb, -200);
    EXPECT_EQ(m.releasedDb, -200);
    EXPECT_EQ(m.rolloffHz, 0);
    EXPECT_EQ(m.aboveTwoKDb, -200);
  }
}

TEST(Qualities, ThresholdsDecide) {
  EXPECT_EQ(qualitiesOf({-74.5, -73.1, 2099, -27.3}).to_string(), "0000000000");
  EXPECT_EQ(qualitiesOf({-74.5, -73.1, 2100, -27.3}).to_string(), "0000000001");  // bright
  EXPECT_EQ(qualitiesOf({-74.5, -73.1, 2099, -27.4}).to_string(), "0000000010");  // dark
  EXPECT_EQ(qualitiesOf({-74.6, -73.1, 2099, -27.3}).to_string(), "0000001000");  // fast_decay
  EXPECT_EQ(qualitiesOf({-74.5, -73.0, 2099, -27.3}).to_string(), "0000010000");  // long_release
}

TEST(Qualities, AgreeWithTheLabelsOfGenuineNotes) {
  const std::filesystem::path folder = std::filesystem::path(TIMBRE_EXTERNAL) / "nsynth-notes";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no " << folder;
  Unwatched progress;
  const auto library = dataset::NoteLibrary::open(folder, progress);
  ASSERT_TRUE(library);
  std::array<int, 10> right{};
  for (const auto& note : library->notes()) {
    const auto clip = dataset::readNote(note);
    ASSERT_TRUE(clip);
    const auto agree = ~(qualitiesOf(measured(*clip)) ^ note.qualities);
    for (std::size_t i = 0; i < right.size(); ++i) right[i] += agree[i];
  }
  // Of 37; what the thresholds reach today. Labels are people's, so not all can agree.
  EXPECT_GE(right[0], 34);  // bright
  EXPECT_GE(right[1], 24);  // dark
  EXPECT_GE(right[3], 36);  // fast_decay
  EXPECT_GE(right[4], 36);  // long_release
}

}  // namespace
}  // namespace timbre::render
