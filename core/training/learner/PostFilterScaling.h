/// Converts between the fitted post-filter, which reads normalised numbers, and the stored one,
/// which reads plain embeddings and pitches. No torch here.
#pragma once

#include <vector>

#include "model/PostFilterRequest.h"

namespace timbre::training {

/// Each channel of the embedding less its mean over its deviation, one-hot pitches spread over
/// their neighbours (0.7 semitones), spectra less their mean; all as the examples have them that
/// are fitted to.
class PostFilterScaling {
 public:
  /// `examples` have frames that are fitted to.
  PostFilterScaling(const model::PostFilterExamples& examples, bool pitchConditioned);

  /// Numbers per frame that the fitted network reads.
  int inputs() const { return 3 * channels_ + (spread_.empty() ? 0 : 128); }
  /// They go to `row`.
  void read(const model::PostFilterExamples& examples, int frame, float* row) const;
  /// The target, [kPostFilterBins].
  void spectrum(const model::PostFilterExamples& examples, int frame, float* row) const;
  /// What spectrum() takes away, [kPostFilterBins].
  const std::vector<float>& meanSpectrum() const { return spectrum_; }

  /// From the fitted network to the stored one, and back within rounding.
  void fold(model::PostFilterWeights& weights, int hidden) const;
  void unfold(model::PostFilterWeights& weights, int hidden) const;

 private:
  int channels_;
  std::vector<float> mean_, deviation_, spectrum_, spread_;
};

}  // namespace timbre::training
