#include "evaluation/Evaluation.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <numeric>
#include <thread>

#include "audio/Pitch.h"
#include "base/Stopwatch.h"
#include "dataset/NoteLibrary.h"
#include "sampler/MuLaw.h"
#include "spectral/GriffinLim.h"
#include "spectral/LogSpectralDistance.h"

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

Result<NoteScore> scoreOf(const dataset::NoteInfo& note, const Reconstructor& rebuild,
                          Progress& progress) {
  const auto clip = dataset::readNote(note);
  if (!clip) return tl::unexpected(clip.error());
  const auto rebuilt = rebuild(*clip, note.pitch, progress);
  if (!rebuilt) return tl::unexpected(Error(rebuilt.error()).during("Rebuilding " + note.id));
  NoteScore score = compare(*clip, rebuilt->sound);
  score.id = note.id;
  score.family = note.family;
  score.nats = rebuilt->nats;
  score.encodeSeconds = rebuilt->encodeSeconds;
  score.decodeSeconds = rebuilt->decodeSeconds;
  return score;
}

/// What the workers share.
class Round {
 public:
  Round(std::span<const dataset::NoteInfo> notes,
        const std::function<void(const Result<NoteScore>&)>& heard)
      : notes_(notes), heard_(heard), scores_(notes.size()) {}

  /// Any thread, until no note is left.
  void work(const Reconstructor& rebuild) {
    Flag flag(stopped_);
    for (std::size_t i = next_++; i < notes_.size() && !stopped_; i = next_++) {
      auto score = scoreOf(notes_[i], rebuild, flag);
      const std::lock_guard lock(mutex_);
      ++done_;
      if (stopped_) return;
      heard_(score);
      if (score) scores_[i] = std::move(*score);
    }
  }

  void stop() { stopped_ = true; }
  bool stopped() const { return stopped_; }
  double fraction() const {
    return static_cast<double>(done_) / static_cast<double>(notes_.size());
  }
  std::vector<NoteScore> scores() const {
    std::vector<NoteScore> some;
    for (const auto& score : scores_)
      if (score) some.push_back(*score);
    return some;
  }

 private:
  /// A worker's ears: the one who watches sits on another thread.
  class Flag final : public Progress {
   public:
    explicit Flag(const std::atomic<bool>& stopped) : stopped_(stopped) {}
    void advanced(double) override {}
    bool cancelled() const override { return stopped_; }

   private:
    const std::atomic<bool>& stopped_;
  };

  std::span<const dataset::NoteInfo> notes_;
  const std::function<void(const Result<NoteScore>&)>& heard_;
  std::vector<std::optional<NoteScore>> scores_;
  std::mutex mutex_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::size_t> done_{0};
  std::atomic<bool> stopped_{false};
};

}  // namespace

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
  score.spectralDistance = spectral::logSpectralDistance(a, b).value_or(0);
  score.wideSpectralDistance = spectral::logSpectralDistance(a, b, kWideRangeDb).value_or(0);
  score.envelopeCorrelation = correlation(envelope(a), envelope(b));
  return score;
}

Reconstructor rebuiltBy(std::shared_ptr<model::Autoencoder> model,
                        const model::DecodeOptions& options, bool nats) {
  return [=](const audio::AudioClip& clip, double pitch, Progress& progress) -> Result<Rebuilt> {
    PartOf encoding(progress, 0, 0.1), decoding(progress, 0.1, 0.6), guessing(progress, 0.6, 1);
    const Stopwatch watch;
    const auto z = model->encode(clip, pitch, encoding);
    if (!z) return tl::unexpected(z.error());
    Rebuilt rebuilt;
    rebuilt.encodeSeconds = watch.seconds();
    auto sound = model->decode(*z, options, decoding);
    if (!sound) return tl::unexpected(sound.error());
    rebuilt.decodeSeconds = watch.seconds() - rebuilt.encodeSeconds;
    rebuilt.sound = std::move(*sound);
    if (!nats) return rebuilt;
    const auto nll = model->nllPerSample(*z, clip, options, guessing);
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
  Round round(notes, heard);
  std::atomic<std::size_t> working{workers.size()};
  std::vector<std::thread> threads;
  for (const Reconstructor& rebuild : workers)
    threads.emplace_back([&] {
      round.work(rebuild);
      --working;
    });
  while (working > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    progress.advanced(round.fraction());
    if (progress.cancelled()) round.stop();
  }
  for (auto& thread : threads) thread.join();
  if (round.stopped()) return cancelled();
  return round.scores();
}

}  // namespace timbre::evaluation
