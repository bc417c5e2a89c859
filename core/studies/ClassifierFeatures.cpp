#include "studies/ClassifierFeatures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "analysis/EnvelopeShape.h"
#include "audio/NoteLevels.h"
#include "sampler/MuLaw.h"
#include "spectral/ConstantQ.h"

namespace timbre::studies {
namespace {

constexpr double kRangeDb = 60;
constexpr std::array kBorders{0.0, 0.25, 3.0, 4.0};  // seconds

spectral::ConstantQParams params() {
  spectral::ConstantQParams p;
  p.bins = ClassifierFeatures::kBins;
  p.binsPerOctave = 12 * ClassifierFeatures::kBinsPerKey;
  p.hop = 512;
  p.lowest = frequencyOf(MidiPitch(20));
  return p;
}

audio::AudioClip quantised(const audio::AudioClip& clip) {
  const auto loud = audio::normalized(clip, audio::kNotePeakDb);
  std::vector<float> samples(loud.samples().begin(), loud.samples().end());
  for (float& x : samples) x = sampler::muLawSample(sampler::muLawClass(x));
  return {std::move(samples), clip.rate()};
}

/// From -kRangeDb to 0 dB re the loudest.
void intoRange(std::span<float> values) {
  const float loudest = *std::max_element(values.begin(), values.end());
  for (float& v : values)
    v = loudest > 0 && v > 0
            ? static_cast<float>(std::max(0.0, 1 + 20 * std::log10(v / loudest) / kRangeDb))
            : 0.0f;
}

}  // namespace

ClassifierFeatures ClassifierFeatures::shifted(int keys) const {
  ClassifierFeatures moved{std::vector<float>(values.size(), 0.0f)};
  for (int s = 0; s < kStretches; ++s)
    for (int bin = 0; bin < kBins; ++bin) {
      const int from = bin - keys * kBinsPerKey;
      if (from >= 0 && from < kBins)
        moved.values[static_cast<std::size_t>(s * kBins + bin)] =
            values[static_cast<std::size_t>(s * kBins + from)];
    }
  std::copy_n(values.end() - kLevels, kLevels, moved.values.end() - kLevels);
  return moved;
}

Result<ClassifierFeatures> classifierFeatures(const audio::AudioClip& clip, Progress& progress) {
  const auto heard = quantised(audio::fitted(clip, kNoteSamples));
  const auto cells = spectral::constantQ(heard, params(), progress);
  if (!cells) return tl::unexpected(cells.error());
  ClassifierFeatures f{std::vector<float>(ClassifierFeatures::kCount, 0.0f)};
  for (int s = 0; s < ClassifierFeatures::kStretches; ++s) {
    const auto frameAt = [&](double t) {
      return std::min(cells->frames, static_cast<int>(t * kModelRate.hz / cells->params.hop));
    };
    const int first = frameAt(kBorders[static_cast<std::size_t>(s)]);
    const int last = std::max(first + 1, frameAt(kBorders[static_cast<std::size_t>(s) + 1]));
    for (int bin = 0; bin < ClassifierFeatures::kBins; ++bin) {
      float sum = 0;
      for (int t = first; t < last && t < cells->frames; ++t) sum += std::abs(cells->at(bin, t));
      f.values[static_cast<std::size_t>(s * ClassifierFeatures::kBins + bin)] =
          sum / static_cast<float>(last - first);
    }
  }
  intoRange(std::span(f.values).first(ClassifierFeatures::kStretches * ClassifierFeatures::kBins));
  const auto levels = analysis::envelopeOf(heard);
  for (int i = 0; i < ClassifierFeatures::kLevels; ++i)
    f.values[f.values.size() - ClassifierFeatures::kLevels + static_cast<std::size_t>(i)] =
        static_cast<float>(levels[levels.size() * static_cast<std::size_t>(2 * i + 1) /
                                  (2 * ClassifierFeatures::kLevels)]);
  intoRange(std::span(f.values).last(ClassifierFeatures::kLevels));
  return f;
}

}  // namespace timbre::studies
