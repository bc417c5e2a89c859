#include "study/Evaluation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "audio/Pitch.h"
#include "base/Stopwatch.h"
#include "dataset/NoteLibrary.h"
#include "spectral/LogSpectralDistance.h"

namespace timbre::study {
namespace {

constexpr double kNormal95 = 1.959964;
constexpr int kEnvelopeHop = 512;

std::vector<double> envelope(const audio::AudioClip& clip) {
  std::vector<double> levels;
  for (auto rest = clip.samples(); rest.size() >= kEnvelopeHop; rest = rest.subspan(kEnvelopeHop)) {
    const auto frame = rest.first(kEnvelopeHop);
    levels.push_back(std::sqrt(std::inner_product(frame.begin(), frame.end(), frame.begin(), 0.0) /
                               kEnvelopeHop));
  }
  return levels;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const double n = static_cast<double>(a.size());
  const double meanA = std::accumulate(a.begin(), a.end(), 0.0) / n;
  const double meanB = std::accumulate(b.begin(), b.end(), 0.0) / n;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - meanA) * (b[i] - meanB);
    aa += (a[i] - meanA) * (a[i] - meanA);
    bb += (b[i] - meanB) * (b[i] - meanB);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

double wilson(const Share& share, double sign) {
  if (share.of == 0) return sign < 0 ? 0 : 1;
  const double n = share.of, p = share.value(), z = kNormal95;
  return (p + z * z / (2 * n) + sign * z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n))) /
         (1 + z * z / n);
}

Mean meanOf(std::span<const NoteScore> scores, double NoteScore::*field) {
  const double n = static_cast<double>(scores.size());
  if (scores.empty()) return {};
  double sum = 0, squares = 0;
  for (const auto& s : scores) sum += s.*field;
  for (const auto& s : scores) squares += (s.*field - sum / n) * (s.*field - sum / n);
  return {sum / n, n > 1 ? kNormal95 * std::sqrt(squares / (n - 1) / n) : 0};
}

}  // namespace

double Share::low() const {
  return wilson(*this, -1);
}
double Share::high() const {
  return wilson(*this, 1);
}

NoteScore compare(const audio::AudioClip& original, const audio::AudioClip& rebuilt) {
  const int length =
      static_cast<int>(std::min(original.samples().size(), rebuilt.samples().size()));
  const auto a = audio::normalized(audio::fitted(original, length), -1);
  const auto b = audio::normalized(audio::fitted(rebuilt, length), -1);
  NoteScore score;
  const auto pitchA = audio::estimatePitch(a);
  score.pitched = pitchA.has_value();
  if (pitchA)
    if (const auto pitchB = audio::estimatePitch(b))
      score.cents = 100 * (pitchB->pitch.value - pitchA->pitch.value);
  if (const auto distance = spectral::logSpectralDistance(a, b)) score.spectralDistance = *distance;
  score.envelopeCorrelation = correlation(envelope(a), envelope(b));
  return score;
}

Result<NoteScore> evaluate(const dataset::NoteInfo& note, model::Autoencoder& model,
                           const model::DecodeOptions& options, Progress& progress) {
  const auto clip = dataset::readNote(note);
  if (!clip) return tl::unexpected(clip.error());
  PartOf encoding(progress, 0, 0.1);
  PartOf decoding(progress, 0.1, 1);
  const Stopwatch watch;
  const auto z = model.encode(*clip, note.pitch, encoding);
  if (!z) return tl::unexpected(Error(z.error()).during("Encoding " + note.id));
  const double encoded = watch.seconds();
  const auto rebuilt = model.decode(*z, options, decoding);
  if (!rebuilt) return tl::unexpected(Error(rebuilt.error()).during("Decoding " + note.id));
  const double total = watch.seconds();
  NoteScore score = compare(*clip, *rebuilt);
  score.id = note.id;
  score.family = note.family;
  score.encodeSeconds = encoded;
  score.decodeSeconds = total - encoded;
  return score;
}

Summary summarised(std::span<const NoteScore> scores) {
  Summary summary;
  summary.notes = static_cast<int>(scores.size());
  for (const auto& s : scores) {
    summary.inTune.of += s.pitched;
    summary.inTune.hits += s.pitched && s.inTune();
  }
  summary.spectralDistance = meanOf(scores, &NoteScore::spectralDistance);
  summary.envelopeCorrelation = meanOf(scores, &NoteScore::envelopeCorrelation);
  summary.decodeSeconds = meanOf(scores, &NoteScore::decodeSeconds).value;
  return summary;
}

}  // namespace timbre::study
