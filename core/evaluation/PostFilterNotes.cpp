#include "evaluation/PostFilterNotes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <mutex>
#include <random>
#include <string>
#include <utility>

#include "base/CatchExceptions.h"
#include "base/CountText.h"
#include "base/ParallelFor.h"
#include "evaluation/PostFilterFrames.h"

namespace timbre::evaluation {

using model::kPostFilterBins;
using model::PostFilterExamples;

namespace {

constexpr int kBeginnings = 3;   // every third stretch
constexpr int kHeldBackOf = 20;  // a twentieth of the notes
constexpr ExceptionText kText{
    "There is not enough memory for this many notes; fit the post-filter to fewer",
    "The notes could not be encoded"};

/// A stretch of a note, and where its frames go.
struct Draw {
  std::size_t source = 0;
  int note = 0;
  Stretch stretch;
  int place = 0;
  bool heldBack = false;
  bool done = false;

  int frames() const { return stretch.last - stretch.first; }
};

/// Numbers of one seed, the same from every standard library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  int below(int limit) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(limit)); }
  std::vector<int> shuffled(int count) {
    std::vector<int> order(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) order[static_cast<std::size_t>(i)] = i;
    for (int i = count - 1; i > 0; --i)
      std::swap(order[static_cast<std::size_t>(i)], order[static_cast<std::size_t>(below(i + 1))]);
    return order;
  }

 private:
  std::mt19937_64 engine_;
};

/// Uniform over the note, its end not less often than its middle.
Stretch drawnStretch(const model::WaveNetConfig& config, int number, Dice& dice) {
  if (number % kBeginnings == 0) return stretchFrom(config, 0);
  const int reach = reachOf(config);
  const Stretch longest = stretchFrom(config, 0);
  const int places = framesOf(config) - (longest.end - longest.begin) + 2 * reach + 1;
  return stretchFrom(config, dice.below(places) - reach);
}

/// How many of `count` notes each source gives.
Result<std::vector<int>> countsOf(std::span<const SharedNotes> sources, int count) {
  double sum = 0;
  for (const auto& source : sources) {
    if (!(source.share >= 0 && source.share <= 1e6))
      return fail(ErrorCode::BadFormat, "Shares of notes must not be negative; use 1 for each");
    if (source.notes.count < 1 && source.share > 0)
      return fail(ErrorCode::BadFormat, "There are no notes to fit a post-filter to");
    sum += source.share;
  }
  if (sum <= 0 || count < 1)
    return fail(ErrorCode::BadFormat,
                "There are no notes to fit a post-filter to; give some with a share above 0");
  std::vector<int> counts;
  double until = 0;
  int given = 0;
  for (const auto& source : sources) {
    until += source.share / sum;
    const int next = static_cast<int>(std::lround(until * count));
    counts.push_back(next - given);
    given = next;
  }
  return counts;
}

/// Those held back come first.
Result<std::vector<Draw>> drawsOf(const model::WaveNetConfig& config,
                                  std::span<const SharedNotes> sources, int count,
                                  std::uint64_t seed) {
  const auto counts = countsOf(sources, count);
  if (!counts) return tl::unexpected(counts.error());
  Dice dice(seed);
  std::vector<Draw> draws;
  int distinct = 0;  // notes so far: every so many-th is held back, from the second on
  for (std::size_t s = 0; s < sources.size(); ++s) {
    const int there = sources[s].notes.count, drawn = (*counts)[s];
    if (drawn < 1) continue;
    const auto order = dice.shuffled(there);
    for (int i = 0; i < drawn; ++i) {
      Draw draw{s, order[static_cast<std::size_t>(i % there)], {}, 0, false, false};
      draw.heldBack = (distinct + i % there) % kHeldBackOf == 1;
      draw.stretch = drawnStretch(config, i + i / there, dice);
      draws.push_back(draw);
    }
    distinct += std::min(there, drawn);
  }
  std::stable_partition(draws.begin(), draws.end(), [](const Draw& d) { return d.heldBack; });
  std::int64_t frames = 0;
  for (Draw& draw : draws) {
    draw.place = static_cast<int>(frames);
    frames += draw.frames();
    if (frames > PostFilterExamples::kMostFrames)
      return fail(ErrorCode::Unsupported,
                  "This many notes do not fit in memory; use at most " +
                      std::to_string(PostFilterExamples::kMostFrames / draw.frames()));
  }
  return draws;
}

/// What the workers share.
class Collection {
 public:
  Collection(const model::WaveNetConfig& config, std::span<const SharedNotes> sources,
             std::vector<Draw> draws, const std::function<void(const Error&)>& problem)
      : config_(config), sources_(sources), draws_(std::move(draws)), problem_(problem) {
    const auto frames = static_cast<std::size_t>(draws_.back().place + draws_.back().frames());
    examples_.channels = config.z;
    examples_.embeddings.resize(frames * 3 * static_cast<std::size_t>(config.z));
    examples_.pitch.resize(frames);
    examples_.spectra.resize(frames * kPostFilterBins);
  }

  std::size_t draws() const { return draws_.size(); }
  /// Any thread. Unreadable notes go to `problem`; fails only when cancelled.
  Result<void> take(std::size_t number, model::Autoencoder& model, Progress& progress) {
    auto added = encode(draws_[number], model, progress);
    draws_[number].done = added.has_value();
    if (added) return {};
    if (progress.cancelled()) return cancelled();
    const std::lock_guard lock(mutex_);
    reason_ = added.error().message;
    problem_(added.error());
    return {};
  }
  /// When all have worked.
  Result<PostFilterExamples> taken();

 private:
  Result<void> encode(const Draw& draw, model::Autoencoder& model, Progress& progress);
  Result<void> add(const Draw& draw, model::Autoencoder& model, Progress& progress);
  void addEmbeddings(const Draw& draw, const latent::Embedding& z);
  void move(const Draw& draw, int place);

  const model::WaveNetConfig& config_;
  std::span<const SharedNotes> sources_;
  std::vector<Draw> draws_;
  const std::function<void(const Error&)>& problem_;
  PostFilterExamples examples_;
  std::string reason_;
  std::mutex mutex_;
};

Result<void> Collection::encode(const Draw& draw, model::Autoencoder& model, Progress& progress) {
  return catchExceptions(kText, [&] { return add(draw, model, progress); }).map_error([&](Error e) {
    return std::move(e).during("Preparing " + sources_[draw.source].notes.name(draw.note).id);
  });
}

Result<void> Collection::add(const Draw& draw, model::Autoencoder& model, Progress& progress) {
  const auto& notes = sources_[draw.source].notes;
  const auto sound = notes.sound(draw.note);
  if (!sound) return tl::unexpected(sound.error());
  const int key = std::clamp(notes.name(draw.note).pitch, 0, 127);
  const auto clip = audio::fitted(*sound, kNoteSamples);
  const bool toEnd = draw.stretch.end == framesOf(config_);
  const auto begin =
      clip.samples().begin() + static_cast<std::ptrdiff_t>(draw.stretch.begin) * config_.hop;
  const auto end =
      toEnd ? clip.samples().end()
            : clip.samples().begin() + static_cast<std::ptrdiff_t>(draw.stretch.end) * config_.hop;
  const auto z = model.encode(audio::AudioClip({begin, end}, clip.rate()), key, progress);
  if (!z) return tl::unexpected(z.error());
  if (z->channels != config_.z || z->frames != draw.stretch.end - draw.stretch.begin)
    return fail(ErrorCode::Internal,
                "The model's embeddings do not have the shape in its configuration");
  const auto spectra =
      postFilterSpectra(clip.samples(), config_.hop, draw.stretch.first, draw.frames());
  if (!spectra) return tl::unexpected(spectra.error());
  std::copy(spectra->begin(), spectra->end(),
            examples_.spectra.begin() + static_cast<std::ptrdiff_t>(draw.place) * kPostFilterBins);
  std::fill_n(examples_.pitch.begin() + draw.place, draw.frames(), static_cast<std::uint8_t>(key));
  addEmbeddings(draw, *z);
  return {};
}

void Collection::addEmbeddings(const Draw& draw, const latent::Embedding& z) {
  auto to = examples_.embeddings.begin() +
            static_cast<std::ptrdiff_t>(draw.place) * 3 * examples_.channels;
  for (int f = draw.stretch.first; f < draw.stretch.last; ++f)
    for (int near = -1; near <= 1; ++near) {
      const int frame = std::clamp(f + near - draw.stretch.begin, 0, z.frames - 1);
      to = std::copy_n(z.values.begin() + static_cast<std::ptrdiff_t>(frame) * z.channels,
                       z.channels, to);
    }
}

/// To a place no later than its own.
void Collection::move(const Draw& draw, int place) {
  const auto shift = [&](auto& values, std::ptrdiff_t size) {
    if (place != draw.place)
      std::copy_n(values.begin() + draw.place * size, draw.frames() * size,
                  values.begin() + place * size);
  };
  shift(examples_.embeddings, 3 * examples_.channels);
  shift(examples_.pitch, 1);
  shift(examples_.spectra, kPostFilterBins);
}

Result<PostFilterExamples> Collection::taken() {
  for (const Draw& draw : draws_) {
    if (!draw.done) continue;
    move(draw, examples_.frames);
    examples_.frames += draw.frames();
    if (draw.heldBack) examples_.heldBack = examples_.frames;
  }
  if (examples_.frames == examples_.heldBack)
    return fail(ErrorCode::BadFormat, "None of the notes could be read; the last one: " + reason_);
  const auto frames = static_cast<std::size_t>(examples_.frames);
  examples_.embeddings.resize(frames * 3 * static_cast<std::size_t>(examples_.channels));
  examples_.pitch.resize(frames);
  examples_.spectra.resize(frames * kPostFilterBins);
  return std::move(examples_);
}

}  // namespace

Result<PostFilterExamples> postFilterExamples(
    const model::WaveNetConfig& config,
    std::span<const std::shared_ptr<model::Autoencoder>> workers,
    std::span<const SharedNotes> sources, const ExampleDraw& draw, Progress& progress) {
  if (config.hop > model::kPostFilterWindow / 2)
    return fail(ErrorCode::Unsupported,
                "A post-filter needs embeddings of at least a frame every " +
                    countText(model::kPostFilterWindow / 2, "sample"));
  return catchExceptions(kText, [&]() -> Result<PostFilterExamples> {
    auto draws = drawsOf(config, sources, draw.count, draw.seed);
    if (!draws) return tl::unexpected(draws.error());
    Collection collection(config, sources, std::move(*draws), draw.problem);
    const auto done = parallelFor(collection.draws(), static_cast<int>(workers.size()), progress,
                                  [&](std::size_t i, ParallelWorker& worker) {
                                    return collection.take(i, *workers[worker.number()], worker);
                                  });
    if (!done) return tl::unexpected(done.error());
    return collection.taken();
  });
}

}  // namespace timbre::evaluation
