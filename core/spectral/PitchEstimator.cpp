#include "spectral/PitchEstimator.h"

#include <algorithm>
#include <cmath>

#include "spectral/PitchFeatures.h"
#include "spectral/PitchWeights.h"

namespace timbre::spectral {
namespace {

/// What speaks for a candidate: the logarithm of its odds, up to what all of them share.
double scoreOf(const PitchFeatures& features) {
  constexpr double kFarthest = 4;  // deviations: no farther than where the weights were fitted
  weights::Inputs x{};
  double score = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    x[i] = static_cast<float>(std::clamp((features[i] - weights::kMean[i]) / weights::kDeviation[i],
                                         -kFarthest, kFarthest));
    score += weights::kDirect[i] * x[i];
  }
  for (std::size_t h = 0; h < weights::kHidden; ++h) {
    double sum = weights::kInBias[h];
    for (std::size_t i = 0; i < x.size(); ++i) sum += weights::kIn[h][i] * x[i];
    score += weights::kOut[h] * std::tanh(sum);
  }
  return score;
}

}  // namespace

std::vector<PitchCandidate> estimatePitchCandidates(const audio::AudioClip& clip) {
  constexpr std::size_t kTold = 3;
  std::vector<PitchCandidate> candidates;
  double highest = weights::kNone;
  for (const PitchEvidence& each : pitchEvidence(clip)) {
    candidates.push_back({each.pitch, scoreOf(each.features)});
    highest = std::max(highest, candidates.back().probability);
  }
  double total = std::exp(weights::kNone - highest);
  for (PitchCandidate& each : candidates) {
    each.probability = std::exp(each.probability - highest);
    total += each.probability;
  }
  for (PitchCandidate& each : candidates) each.probability /= total;
  std::ranges::sort(candidates, std::greater(), &PitchCandidate::probability);
  candidates.resize(std::min(candidates.size(), kTold));
  return candidates;
}

}  // namespace timbre::spectral
