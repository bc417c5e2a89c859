/// Results of an evaluation with known summaries: eight notes by models A and B and a reference.
#pragma once

#include <string>
#include <vector>

#include "evaluation/EvaluationRun.h"
#include "evaluation/Measures.h"

namespace timbre::test {

/// Notes 0 to 2 are basses, the others guitars, which are struck. The envelope error of A is 1 to
/// 8 dB, of B always 7.5 dB; A's attacks are 30 ms late, B's 5 ms early.
inline std::vector<evaluation::SystemResult> plantedResults() {
  std::vector<evaluation::SystemResult> results{
      {"A", true, {}, {}}, {"B", true, {}, {}}, {"8-bit mu-law", false, {}, {}}};
  for (std::size_t system = 0; system < results.size(); ++system)
    for (int i = 0; i < 8; ++i) {
      evaluation::NoteScore score;
      score.id = "note" + std::to_string(i);
      score.family = i < 3 ? 0 : 3;
      score.pitched = true;
      score.cents = system == 1 && i == 0 ? 1200 : 5;
      score.harmonicCents = 5;
      score.spectralDistance = 2;
      score.sound.envelope = system == 0 ? i + 1.0 : system == 1 ? 7.5 : 0;
      score.sound.struck = i >= 3;
      if (i >= 3) score.sound.riseTime = system == 0 ? 30 : system == 1 ? -5 : 0;
      results[system].scores.push_back(score);
    }
  evaluation::MorphScore morph;
  morph.levelDb = {-12, -12, -20, -12, -12};
  results[0].morphs.push_back(morph);
  return results;
}

}  // namespace timbre::test
