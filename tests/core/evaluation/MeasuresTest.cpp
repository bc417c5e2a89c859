#include "evaluation/Measures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

using namespace timbre::evaluation;
using testing::ElementsAre;

namespace {

const Measure& measure(const std::string& key) {
  for (const Measure& m : measures())
    if (m.key == key) return m;
  throw std::runtime_error(key);
}

}  // namespace

TEST(Measures, haveKeysOfTheirOwn) {
  std::set<std::string> keys;
  for (const Measure& m : measures()) keys.insert(m.key);
  EXPECT_EQ(keys.size(), measures().size());
  EXPECT_GT(keys.size(), 20u);
}

TEST(Measures, readTheirFieldOfAScore) {
  NoteScore score;
  score.spectralDistance = 3;
  score.sound.spectrum = 1;
  score.sound.soundingSpectrum = 2;
  score.sound.harmonicNoise[1] = -9;
  score.sound.harmonicNoise[6] = 3;
  score.sound.octaveLevel[6] = -10;
  score.sound.riseTime = 30;
  score.sound.attackLevel = -6;
  score.sound.centroidCourse = 0.35;
  score.sound.envelope = 1.4;
  score.sound.crackle = 1.1;
  score.sound.interHarmonic = -20;
  const std::vector<std::pair<const char*, double>> planted{{"spectral_distance_db", 3},
                                                            {"multi_scale_db", 1},
                                                            {"multi_scale_sounding_db", 2},
                                                            {"hnr_db", 6},
                                                            {"hnr_125_db", -9},
                                                            {"hnr_4000_db", 3},
                                                            {"level_4000_db", -10},
                                                            {"attack_rise_ms", 30},
                                                            {"attack_level_db", -6},
                                                            {"centroid_course", 0.35},
                                                            {"envelope_db", 1.4},
                                                            {"crackle_db", 1.1},
                                                            {"between_harmonics_db", -20}};
  for (const auto& [key, value] : planted) EXPECT_EQ(measure(key).of(score), value) << key;
  EXPECT_FALSE(measure("hnr_62_db").of(score));
}

TEST(Measures, valuesAreThoseOfNotesThatHaveThem) {
  std::vector<NoteScore> scores(3);
  scores[0].sound.envelope = 1;
  scores[2].sound.envelope = 2;
  EXPECT_THAT(valuesOf(measure("envelope_db"), scores), ElementsAre(1, 2));
}
