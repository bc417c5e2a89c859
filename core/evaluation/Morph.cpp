#include "evaluation/Morph.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "audio/Pitch.h"
#include "base/Hash.h"
#include "base/Units.h"
#include "dataset/NoteLibrary.h"
#include "latent/Embedding.h"
#include "synthesis/MixCorners.h"

namespace timbre::evaluation {
namespace {

constexpr double kHalfSemitone = 0.5;

struct Heard {
  latent::Embedding embedding;
  std::optional<double> pitch;
};

Result<Heard> heard(const dataset::NoteInfo& note, model::Autoencoder& model, Progress& progress) {
  const auto clip = dataset::readNote(note);
  if (!clip) return tl::unexpected(clip.error());
  auto z = model.encode(*clip, note.pitch, progress);
  if (!z) return tl::unexpected(z.error());
  const auto pitch = audio::estimatePitch(*clip);
  return Heard{std::move(*z), pitch ? std::optional(pitch->pitch.value) : std::nullopt};
}

double levelOf(const audio::AudioClip& clip) {
  const auto x = clip.samples();
  const double energy = std::inner_product(x.begin(), x.end(), x.begin(), 0.0);
  return 10 * std::log10(energy / static_cast<double>(std::max<std::size_t>(x.size(), 1)) + 1e-12);
}

bool onePitch(const dataset::NoteInfo& a, const dataset::NoteInfo& b) {
  return a.pitch == b.pitch && a.instrument != b.instrument;
}

bool oneInstrument(const dataset::NoteInfo& a, const dataset::NoteInfo& b) {
  return a.instrument == b.instrument && a.pitch != b.pitch && std::abs(a.pitch - b.pitch) <= 12;
}

}  // namespace

int MorphScore::inPlace() const {
  int points = 0;
  for (int i = 0; i < kMorphPoints; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const double lowest = i == 0                  ? fromPitch
                          : i == kMorphPoints - 1 ? toPitch
                                                  : std::min(fromPitch, toPitch);
    const double highest = i == 0                  ? fromPitch
                           : i == kMorphPoints - 1 ? toPitch
                                                   : std::max(fromPitch, toPitch);
    points +=
        pitch[at] && *pitch[at] >= lowest - kHalfSemitone && *pitch[at] <= highest + kHalfSemitone;
  }
  return points;
}

double MorphScore::dipDb() const {
  const double between = *std::min_element(levelDb.begin() + 1, levelDb.end() - 1);
  return std::max(0.0, std::min(levelDb.front(), levelDb.back()) - between);
}

MorphSummary summarised(std::span<const MorphScore> morphs) {
  constexpr double kHoleDb = 6;
  MorphSummary sum;
  for (const auto& m : morphs) {
    sum.inPlace.hits += m.inPlace();
    sum.inPlace.of += kMorphPoints;
    sum.withoutHole.hits += m.dipDb() < kHoleDb;
    ++sum.withoutHole.of;
    sum.deepest = std::max(sum.deepest, m.dipDb());
  }
  return sum;
}

Result<std::optional<MorphScore>> morph(const dataset::NoteInfo& from, const dataset::NoteInfo& to,
                                        model::Autoencoder& model,
                                        const model::DecodeOptions& options, Progress& progress) {
  PartOf first(progress, 0, 0.1), second(progress, 0.1, 0.2);
  const auto a = heard(from, model, first);
  if (!a) return tl::unexpected(a.error());
  const auto b = heard(to, model, second);
  if (!b) return tl::unexpected(b.error());
  if (!a->pitch || !b->pitch) return std::nullopt;
  const std::array ends{a->embedding, b->embedding};
  MorphScore score{from.id, to.id, *a->pitch, *b->pitch, {}, {}};
  std::vector<model::DecodeJob> jobs;
  for (int i = 0; i < kMorphPoints; ++i) {
    auto mixed = synthesis::mixCorners(ends, i / (kMorphPoints - 1.0));
    if (!mixed) return tl::unexpected(mixed.error());
    jobs.push_back({std::move(*mixed), options});
  }
  PartOf decoding(progress, 0.2, 1);
  const auto sounds = model.decodeAll(jobs, decoding);
  if (!sounds) return tl::unexpected(sounds.error());
  for (std::size_t i = 0; i < sounds->size(); ++i) {
    if (const auto found = audio::estimatePitch((*sounds)[i])) score.pitch[i] = found->pitch.value;
    score.levelDb[i] = levelOf((*sounds)[i]);
  }
  return score;
}

std::vector<std::pair<int, int>> morphPairs(std::span<const dataset::NoteInfo> notes, int count) {
  std::vector<int> order(notes.size());
  std::iota(order.begin(), order.end(), 0);
  const auto place = [&](int i) { return hashOf(notes[static_cast<std::size_t>(i)].id); };
  std::sort(order.begin(), order.end(), [&](int a, int b) { return place(a) < place(b); });
  std::vector<bool> used(notes.size());
  std::vector<std::pair<int, int>> pairs;
  // Two turns in a row without a pair: there is none left.
  for (int turn = 0, missed = 0; static_cast<int>(pairs.size()) < count && missed < 2; ++turn) {
    const auto fits = turn % 2 ? oneInstrument : onePitch;
    ++missed;
    for (std::size_t i = 0; i < order.size() && missed; ++i)
      for (std::size_t j = i + 1; j < order.size() && missed; ++j) {
        const auto a = static_cast<std::size_t>(order[i]), b = static_cast<std::size_t>(order[j]);
        if (used[a] || used[b] || !fits(notes[a], notes[b])) continue;
        used[a] = used[b] = true;
        pairs.emplace_back(order[i], order[j]);
        missed = 0;
      }
  }
  return pairs;
}

}  // namespace timbre::evaluation
