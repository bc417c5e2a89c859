#include "evaluation/Summary.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "evaluation/Measures.h"
#include "evaluation/SignTest.h"

namespace timbre::evaluation {
namespace {

constexpr double kNormal95 = 1.959964;
constexpr int kDraws = 2000;

double wilson(const Proportion& share, double sign) {
  if (share.of == 0) return sign < 0 ? 0 : 1;
  const double n = share.of, p = share.value(), z = kNormal95;
  return (p + z * z / (2 * n) + sign * z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n))) /
         (1 + z * z / n);
}

/// SplitMix64.
std::uint64_t next(std::uint64_t& state) {
  std::uint64_t z = state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

Mean meanOver(std::span<const NoteScore> scores, double NoteScore::*field) {
  std::vector<double> values;
  for (const auto& s : scores) values.push_back(s.*field);
  return meanOf(values);
}

}  // namespace

double Proportion::low() const {
  return std::max(0.0, wilson(*this, -1));  // rounding leaves -1e-17 where nothing hit
}
double Proportion::high() const {
  return std::min(1.0, wilson(*this, 1));
}

Mean meanOf(std::span<const double> values) {
  if (values.empty()) return {};
  const auto count = static_cast<double>(values.size());
  std::vector<double> means(kDraws);
  std::uint64_t state = 1;
  for (double& mean : means) {
    for (std::size_t i = 0; i < values.size(); ++i) mean += values[next(state) % values.size()];
    mean /= count;
  }
  std::sort(means.begin(), means.end());
  return {std::accumulate(values.begin(), values.end(), 0.0) / count, means[kDraws / 40],
          means[kDraws - 1 - kDraws / 40]};
}

Median medianOf(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size(), half = n / 2;
  std::size_t rank = 0;  // from either end
  while (rank < half && coinTosses(static_cast<int>(rank), static_cast<int>(n)) <= 0.025) ++rank;
  rank -= rank > 0;
  return {static_cast<int>(n), n % 2 ? values[half] : (values[half - 1] + values[half]) / 2,
          values[rank], values[n - 1 - rank]};
}

Summary summarised(std::span<const NoteScore> scores) {
  Summary summary;
  summary.notes = static_cast<int>(scores.size());
  std::vector<double> nats;
  for (const auto& s : scores) {
    summary.inTune.of += s.pitched;
    summary.inTune.hits += s.pitched && s.inTune();
    summary.inTuneByHarmonics.of += s.pitched;
    summary.inTuneByHarmonics.hits += s.pitched && s.inTuneByHarmonics();
    summary.struck += s.sound.struck;
    summary.decodeSeconds += s.decodeSeconds / static_cast<double>(scores.size());
    if (s.nats) nats.push_back(*s.nats);
  }
  summary.spectralDistance = meanOver(scores, &NoteScore::spectralDistance);
  summary.wideSpectralDistance = meanOver(scores, &NoteScore::wideSpectralDistance);
  summary.envelopeCorrelation = meanOver(scores, &NoteScore::envelopeCorrelation);
  if (!nats.empty()) summary.nats = meanOf(nats);
  for (const Measure& measure : measures()) {
    auto values = valuesOf(measure, scores);
    MeasureSummary one{medianOf(values), {}};
    for (double& value : values) value = std::abs(value);
    one.absolute = medianOf(std::move(values));
    summary.measures.push_back(one);
  }
  return summary;
}

}  // namespace timbre::evaluation
