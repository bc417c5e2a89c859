#include "similarity/CompareMeasures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/ParallelFor.h"
#include "similarity/NeighbourGraph.h"
#include "similarity/NoteFeatures.h"

namespace timbre::similarity {
namespace {

constexpr std::array kKinds{SpaceKind::Raw, SpaceKind::Standardised, SpaceKind::PitchFree,
                            SpaceKind::Whitened, SpaceKind::Discriminant};
constexpr std::array kNames{"raw", "standardised", "pitch-free", "whitened", "discriminant"};

using InFold = std::function<bool(int instrument)>;

LabelledFeatures those(const LabelledFeatures& notes, const InFold& in) {
  LabelledFeatures chosen;
  for (std::size_t i = 0; i < notes.size(); ++i)
    if (in(notes.instruments[i])) chosen.add(notes.row(i), notes.instruments[i], notes.pitches[i]);
  return chosen;
}

HitRate hitRate(const TimbreSpace& space, const LabelledFeatures& notes, const InFold& asked) {
  const auto dimensions = static_cast<std::size_t>(space.dimensions());
  std::vector<float> places(notes.size() * dimensions);
  for (std::size_t i = 0; i < notes.size(); ++i)
    space.apply(notes.row(i), std::span(places).subspan(i * dimensions, dimensions));
  HitRate rate;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    if (!asked(notes.instruments[i])) continue;
    std::vector<int> others;
    bool possible = false;
    for (std::size_t j = 0; j < notes.size(); ++j) {
      if (notes.pitches[j] == notes.pitches[i]) continue;
      others.push_back(static_cast<int>(j));
      possible |= notes.instruments[j] == notes.instruments[i];
    }
    if (!possible) continue;
    const auto near =
        nearestOf(std::span(places).subspan(i * dimensions, dimensions), places, others, 1);
    ++rate.of;
    rate.hits +=
        notes.instruments[static_cast<std::size_t>(near.front().index)] == notes.instruments[i];
  }
  return rate;
}

/// Learns from one part of the instruments, is asked about another.
Result<HitRate> learnt(const LabelledFeatures& notes, SpaceKind kind, const InFold& from,
                       const InFold& asked) {
  const auto space = TimbreSpace::fit(those(notes, from), kind, kPlaces);
  if (!space) return tl::unexpected(space.error());
  return hitRate(*space, notes, asked);
}

Result<MeasureScore> scoreOf(const LabelledFeatures& notes, SpaceKind kind, std::string name) {
  const auto rest = [](int of) { return [of](int instrument) { return instrument % 4 == of; }; };
  const auto a = learnt(notes, kind, rest(0), rest(2));
  const auto b = learnt(notes, kind, rest(2), rest(0));
  const auto report = learnt(
      notes, kind, [](int i) { return i % 2 == 0; }, [](int i) { return i % 2 == 1; });
  for (const auto* each : {&a, &b, &report})
    if (!*each) return tl::unexpected(each->error());
  return MeasureScore{std::move(name), {a->hits + b->hits, a->of + b->of}, *report};
}

/// The embedding's features before the sound's, which end with the pitch terms.
LabelledFeatures both(const LibraryFeatures& features) {
  LabelledFeatures joined;
  for (std::size_t i = 0; i < features.sound.size(); ++i) {
    const auto embedding = features.embedding.row(i);
    std::vector<float> row(embedding.begin(), embedding.end() - kPitchTerms);
    const auto sound = features.sound.row(i);
    row.insert(row.end(), sound.begin(), sound.end());
    joined.add(row, features.sound.instruments[i], features.sound.pitches[i]);
  }
  return joined;
}

struct Listened {
  std::vector<float> sound, embedding;
};

Result<Listened> listen(const dataset::NoteInfo& note, const EmbeddingOf& encode,
                        Progress& progress) {
  const auto clip = dataset::readNote(note);
  if (!clip) return tl::unexpected(clip.error());
  auto made = noteFeatures(*clip, note.pitch);
  if (!made) return tl::unexpected(made.error());
  Listened heard{std::move(made->values), {}};
  if (!encode) return heard;
  const auto z = encode(note, progress);
  if (!z) return tl::unexpected(z.error());
  heard.embedding = embeddingFeatures(*z);
  heard.embedding.insert(heard.embedding.end(), heard.sound.end() - kPitchTerms, heard.sound.end());
  return heard;
}

}  // namespace

Result<LibraryFeatures> featuresOf(const dataset::NoteLibrary& library, const EmbeddingOf& encode,
                                   int threads, Progress& progress) {
  std::vector<Listened> heard(static_cast<std::size_t>(library.size()));
  const auto done = parallelFor(
      heard.size(), threads, progress, [&](std::size_t i, ParallelWorker& worker) -> Result<void> {
        if (auto one = listen(library.note(static_cast<int>(i)), encode, worker))
          heard[i] = std::move(*one);
        return {};
      });
  if (!done) return tl::unexpected(done.error());
  LibraryFeatures all;
  std::map<std::string, int> instruments;
  for (std::size_t i = 0; i < heard.size(); ++i) {
    if (heard[i].sound.empty()) continue;
    const auto note = library.note(static_cast<int>(i));
    const int instrument =
        instruments.try_emplace(note.instrument, static_cast<int>(instruments.size()))
            .first->second;
    const auto pitch = static_cast<float>(note.pitch);
    all.sound.add(heard[i].sound, instrument, pitch);
    if (encode) all.embedding.add(heard[i].embedding, instrument, pitch);
  }
  return all;
}

Result<std::vector<MeasureScore>> compareMeasures(const LibraryFeatures& features,
                                                  Progress& progress) {
  std::vector<std::pair<std::string, LabelledFeatures>> sets{{"sound", features.sound}};
  if (features.embedding.size() > 0) {
    sets.emplace_back("embedding", features.embedding);
    sets.emplace_back("both", both(features));
  }
  std::vector<MeasureScore> scores;
  for (const auto& [name, notes] : sets) {
    for (std::size_t k = 0; k < kKinds.size(); ++k) {
      if (progress.cancelled()) return cancelled();
      auto score = scoreOf(notes, kKinds[k], name + ", " + kNames[k]);
      if (!score) return tl::unexpected(score.error());
      scores.push_back(std::move(*score));
    }
  }
  std::ranges::stable_sort(scores, std::greater(),
                           [](const MeasureScore& s) { return s.choice.share(); });
  return scores;
}

HitRate hitRate(const TimbreSpace& space, const LabelledFeatures& notes) {
  return hitRate(space, notes, [](int) { return true; });
}

}  // namespace timbre::similarity
