#include "evaluation/Evaluation.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>
#include <optional>

#include "audio/Pitch.h"
#include "base/ParallelFor.h"
#include "base/Statistics.h"
#include "base/Stopwatch.h"
#include "dataset/NoteLibrary.h"
#include "sampler/MuLaw.h"
#include "spectral/GriffinLim.h"
#include "spectral/HarmonicSum.h"
#include "spectral/LogSpectralDistance.h"
#include "synthesis/ReconstructSound.h"

namespace timbre::evaluation {
namespace {

constexpr int kEnvelopeHop = 512;
constexpr double kWideRangeDb = 80;

std::vector<double> envelope(const audio::AudioClip& clip) {
  std::vector<double> levels;
  for (auto rest = clip.samples(); rest.size() >= kEnvelopeHop; rest = rest.subspan(kEnvelopeHop)) {
    const auto frame = rest.first(kEnvelopeHop);
    levels.push_back(std::sqrt(std::inner_product(frame.begin(), frame.end(), frame.begin(), 0.0) /
                               kEnvelopeHop));
  }
  return levels;
}

Result<NoteScore> scoreOf(const dataset::NoteInfo& note, const Reconstructor& rebuild,
                          Progress& progress) {
  const auto clip = dataset::readNote(note);
  if (!clip) return tl::unexpected(clip.error());
  const auto rebuilt = rebuild(*clip, note.pitch, progress);
  if (!rebuilt) return tl::unexpected(Error(rebuilt.error()).during("Rebuilding " + note.id));
  NoteScore score = compare(*clip, rebuilt->sound, note.pitch);
  score.id = note.id;
  score.family = note.family;
  score.nats = rebuilt->nats;
  score.encodeSeconds = rebuilt->encodeSeconds;
  score.decodeSeconds = rebuilt->decodeSeconds;
  return score;
}

}  // namespace

NoteScore compare(const audio::AudioClip& original, const audio::AudioClip& rebuilt,
                  std::optional<double> told) {
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
  const auto sumA = spectral::harmonicSumPitch(a), sumB = spectral::harmonicSumPitch(b);
  if (sumA && sumB) score.harmonicCents = 100 * (sumB->value - sumA->value);
  score.sound = soundErrors(a, b,
                            {pitchA ? std::optional(pitchA->pitch) : std::nullopt,
                             told ? std::optional(MidiPitch(*told)) : std::nullopt});
  score.spectralDistance = spectral::logSpectralDistance(a, b).value_or(0);
  score.wideSpectralDistance = spectral::logSpectralDistance(a, b, kWideRangeDb).value_or(0);
  score.envelopeCorrelation = correlation(envelope(a), envelope(b));
  return score;
}

Reconstructor rebuiltBy(const std::shared_ptr<model::Autoencoder>& model,
                        const model::DecodeOptions& options, bool nats) {
  return [=](const audio::AudioClip& clip, double pitch, Progress& progress) -> Result<Rebuilt> {
    PartOf making(progress, 0, 0.6), guessing(progress, 0.6, 1);
    auto made = synthesis::reconstructSound(*model, clip, pitch, options, making);
    if (!made) return tl::unexpected(std::move(made.error()));
    Rebuilt rebuilt{std::move(made->sound), {}, made->encodeSeconds, made->decodeSeconds};
    if (!nats) return rebuilt;
    const auto nll = model->nllPerSample(made->embedding, clip, options, guessing);
    if (nll)
      rebuilt.nats = *nll;
    else if (nll.error().code != ErrorCode::Unsupported)
      return tl::unexpected(nll.error());
    return rebuilt;
  };
}

Reconstructor quantised() {
  return [](const audio::AudioClip& clip, double, Progress&) -> Result<Rebuilt> {
    std::vector<float> samples(clip.samples().begin(), clip.samples().end());
    for (float& x : samples) x = sampler::muLawSample(sampler::muLawClass(x));
    return Rebuilt{audio::AudioClip(std::move(samples), clip.rate()), {}, 0, 0};
  };
}

Reconstructor fromTrueSpectrogram(int iterations) {
  return [=](const audio::AudioClip& clip, double, Progress& progress) -> Result<Rebuilt> {
    const Stopwatch watch;
    const auto picture = spectral::logSpectrogram(clip);
    if (!picture) return tl::unexpected(picture.error());
    spectral::GriffinLimParams params;
    params.iterations = iterations;
    auto sound = spectral::soundOf(*picture, params, progress, clip.rate(),
                                   static_cast<int>(clip.samples().size()));
    if (!sound) return tl::unexpected(sound.error());
    return Rebuilt{std::move(*sound), {}, 0, watch.seconds()};
  };
}

Result<std::vector<NoteScore>> evaluate(std::span<const dataset::NoteInfo> notes,
                                        std::span<const Reconstructor> workers,
                                        const std::function<void(const Result<NoteScore>&)>& heard,
                                        Progress& progress) {
  std::vector<std::optional<NoteScore>> scores(notes.size());
  std::mutex mutex;
  const auto done = parallelFor(notes.size(), static_cast<int>(workers.size()), progress,
                                [&](std::size_t i, ParallelWorker& worker) -> Result<void> {
                                  auto score = scoreOf(notes[i], workers[worker.number()], worker);
                                  if (worker.cancelled()) return cancelled();
                                  const std::lock_guard lock(mutex);
                                  heard(score);
                                  if (score) scores[i] = std::move(*score);
                                  return {};
                                });
  if (!done) return tl::unexpected(done.error());
  std::vector<NoteScore> some;
  for (auto& score : scores)
    if (score) some.push_back(std::move(*score));
  return some;
}

}  // namespace timbre::evaluation
