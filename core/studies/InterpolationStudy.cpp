/// Interpolation (the paper's Figure 3): what lies between two notes, in timbre, in time and
/// between soft and loud.
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "audio/Pitch.h"
#include "base/MidiTable.h"
#include "dataset/NoteLibrary.h"
#include "latent/Embedding.h"
#include "spectral/LogSpectralDistance.h"
#include "studies/NoteChoice.h"
#include "studies/SoundCharts.h"
#include "studies/StudyRuns.h"

namespace timbre::studies {
namespace {

constexpr double kExportPeakDb = -1;
using dataset::NoteInfo;

audio::AudioClip meanOf(const audio::AudioClip& a, const audio::AudioClip& b) {
  std::vector<float> samples(static_cast<std::size_t>(kNoteSamples));
  const auto one = audio::fitted(a, kNoteSamples), other = audio::fitted(b, kNoteSamples);
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = 0.5f * (one.samples()[i] + other.samples()[i]);
  return {std::move(samples), a.rate()};
}

/// From the first note at the beginning to the second at the end.
latent::Embedding crossfade(const latent::Embedding& a, const latent::Embedding& b) {
  latent::Embedding mixed = a;
  const int frames = std::min(a.frames, b.frames);
  for (int f = 0; f < frames; ++f) {
    const double share = frames > 1 ? static_cast<double>(f) / (frames - 1) : 0.5;
    for (int c = 0; c < a.channels; ++c) {
      const auto at = static_cast<std::size_t>(f) * a.channels + c;
      mixed.values[at] = static_cast<float>((1 - share) * a.values[at] + share * b.values[at]);
    }
  }
  return mixed;
}

std::string shortName(const NoteInfo& note) {
  return note.name.empty() ? note.instrument : note.name;
}

double distance(const audio::AudioClip& a, const audio::AudioClip& b) {
  return spectral::logSpectralDistance(audio::normalized(a, kExportPeakDb),
                                       audio::normalized(b, kExportPeakDb))
      .value_or(std::nan(""));
}

Cell heardPitch(const audio::AudioClip& clip) {
  const auto heard = audio::estimatePitch(clip);
  return heard ? Cell(heard->pitch.value) : Cell();
}

struct Mixing {
  std::vector<std::string> models;
  std::vector<NoteInfo> notes;
  std::vector<audio::AudioClip> originals;
};

Result<Mixing> prepared(StudyContext& context) {
  Mixing mixing;
  mixing.models = context.modelsOr({"wavenet-compact", "baseline-compact"});
  auto notes = chosenInstruments(context, kMiddleC, 3);
  if (!notes) return tl::unexpected(notes.error());
  mixing.notes = std::move(*notes);
  for (const auto& note : mixing.notes) {
    const auto clip = dataset::readNote(note);
    if (!clip) return tl::unexpected(clip.error());
    mixing.originals.push_back(*clip);
  }
  return mixing;
}

constexpr std::array<std::array<std::size_t, 2>, 3> kPairs{{{0, 1}, {1, 2}, {0, 2}}};

using NotePair = std::pair<NoteInfo, NoteInfo>;

Result<ShownSound> mixedBy(StudyContext& context, const std::string& model, const NotePair& notes,
                           double share, Progress& progress) {
  const auto& [a, b] = notes;
  const auto x = context.embedding(model, a, progress), y = context.embedding(model, b, progress);
  if (!x) return tl::unexpected(x.error());
  if (!y) return tl::unexpected(y.error());
  const auto mixed = latent::mix(*x, *y, share);
  if (!mixed) return tl::unexpected(mixed.error());
  // Pitches between keys are no keys: the mean's is rounded.
  auto sound = context.decoded(model, *mixed, std::round(mixed->pitch), progress);
  if (!sound) return tl::unexpected(sound.error());
  return ShownSound{shortName(a) + " + " + shortName(b), "", std::move(*sound)};
}

/// One row a method, one column a pair.
Result<std::vector<ShownSound>> grid(StudyContext& context, const Mixing& mixing) {
  std::vector<ShownSound> sounds;
  for (std::size_t p = 0; p < kPairs.size(); ++p) {
    const auto [i, j] = kPairs[p];
    sounds.push_back({"Audio: " + shortName(mixing.notes[i]) + " + " + shortName(mixing.notes[j]),
                      "sum-" + std::to_string(p),
                      meanOf(mixing.originals[i], mixing.originals[j])});
  }
  const double step = 0.6 / static_cast<double>(mixing.models.size() * kPairs.size());
  double at = 0;
  for (const auto& model : mixing.models)
    for (std::size_t p = 0; p < kPairs.size(); ++p) {
      PartOf part(context.progress(), at, at + step);
      at += step;
      const auto [i, j] = kPairs[p];
      auto sound = mixedBy(context, model, {mixing.notes[i], mixing.notes[j]}, 0.5, part);
      if (!sound) return tl::unexpected(sound.error());
      const Label name = context.labelOf(model);
      sound->title = name + (": " + sound->title.shown);
      sound->name = name.id + "-" + std::to_string(p);
      sounds.push_back(std::move(*sound));
    }
  return sounds;
}

Table measured(const Mixing& mixing, std::span<const ShownSound> sounds) {
  Table table{"mixtures",
              "What lies between",
              "Distances are log-spectral, 60 dB deep, with all sounds at the same peak. Pitches "
              "are by YIN, and empty where it finds none.",
              {{"Mixture"},
               {"Distance from the first (dB)", 2},
               {"Distance from the second (dB)", 2},
               {"Distance from the sum of audio (dB)", 2},
               {"Pitch estimated (MIDI)", 2}},
              {}};
  for (std::size_t s = 0; s < sounds.size(); ++s) {
    const auto [i, j] = kPairs[s % kPairs.size()];
    table.rows.push_back({sounds[s].title, distance(sounds[s].clip, mixing.originals[i]),
                          distance(sounds[s].clip, mixing.originals[j]),
                          distance(sounds[s].clip, sounds[s % kPairs.size()].clip),
                          heardPitch(sounds[s].clip)});
  }
  return table;
}

/// A figure whose name, title, caption and columns are said; the pictures and the sounds follow.
Result<void> addFigure(StudyContext& context, Figure figure, std::span<const ShownSound> sounds) {
  for (const auto& sound : sounds) context.add(Sound{sound.name, sound.title.shown, sound.clip});
  auto charts = rainbowgramCharts(sounds, context.progress());
  if (!charts) return tl::unexpected(charts.error());
  figure.width = 880;
  const auto columns = static_cast<std::size_t>(figure.columns);
  const auto rows = (sounds.size() + columns - 1) / columns;
  figure.height = 30 + 230.0 * static_cast<double>(rows);
  figure.charts = std::move(*charts);
  context.add(std::move(figure));
  return {};
}

/// In the course of one note: the paper's dynamics.
Result<void> addTime(StudyContext& context, const Mixing& mixing) {
  std::vector<ShownSound> sounds;
  for (const auto& model : mixing.models) {
    const auto a = context.embedding(model, mixing.notes[0], context.progress());
    const auto b = context.embedding(model, mixing.notes[1], context.progress());
    if (!a) return tl::unexpected(a.error());
    if (!b) return tl::unexpected(b.error());
    const Label name = context.labelOf(model);
    if (a->frames < 2) {
      context.remark(name.shown +
                     " encodes a note as one frame; it cannot move from note to note in time");
      continue;
    }
    PartOf part(context.progress(), 0.6, 0.7);
    auto sound =
        context.decoded(model, crossfade(*a, *b), std::round((a->pitch + b->pitch) / 2), part);
    if (!sound) return tl::unexpected(sound.error());
    sounds.push_back(
        {name + (": " + shortName(mixing.notes[0]) + " to " + shortName(mixing.notes[1])),
         name.id + "-time", std::move(*sound)});
  }
  if (sounds.empty()) return {};
  sounds.insert(sounds.begin(), {shortName(mixing.notes[0]), "first", mixing.originals[0]});
  sounds.insert(sounds.begin() + 1, {shortName(mixing.notes[1]), "second", mixing.originals[1]});
  Figure figure{.name = "time",
                .title = "Over time",
                .caption =
                    "The first two are the originals. The embedding moves frame by frame "
                    "from the first note to the second.",
                .columns = static_cast<int>(sounds.size())};
  return addFigure(context, std::move(figure), sounds);
}

/// Two velocities of one key; the furthest apart.
std::optional<NotePair> softAndLoud(const StudyContext& context) {
  std::optional<NotePair> best;
  std::map<std::pair<std::string, int>, NotePair> keys;
  for (const auto& note : context.notes().notes()) {
    const auto [it, first] = keys.try_emplace({note.instrument, note.pitch}, note, note);
    if (note.velocity < it->second.first.velocity) it->second.first = note;
    if (note.velocity > it->second.second.velocity) it->second.second = note;
  }
  const auto range = [](const auto& pair) { return pair.second.velocity - pair.first.velocity; };
  for (const auto& [key, pair] : keys)
    if (range(pair) > (best ? range(*best) : 0)) best = pair;
  return best;
}

Result<void> addVelocity(StudyContext& context, const Mixing& mixing) {
  const auto pair = softAndLoud(context);
  if (!pair) {
    context.remark("No key has two velocities; the mix of soft and loud was left out");
    return {};
  }
  for (const auto& model : mixing.models) {
    std::vector<ShownSound> sounds;
    const Label name = context.labelOf(model);
    for (const double share : {0.0, 0.5, 1.0}) {
      auto sound = mixedBy(context, model, *pair, share, context.progress());
      if (!sound) return tl::unexpected(sound.error());
      sound->title = name + (": " + std::to_string(static_cast<int>(100 * share)) +
                             " % of velocity " + std::to_string(pair->second.velocity));
      sound->name = name.id + "-velocity-" + std::to_string(static_cast<int>(100 * share));
      sounds.push_back(std::move(*sound));
    }
    Figure figure{.name = name.id + "-velocity",
                  .title = "From soft to loud, " + name.shown,
                  .caption = called(pair->first) + " and velocity " +
                             std::to_string(pair->second.velocity) +
                             ". This is not in the paper, whose models do not use the velocity.",
                  .columns = 3};
    if (auto done = addFigure(context, std::move(figure), sounds); !done) return done;
  }
  return {};
}

}  // namespace

Result<void> studyInterpolation(StudyContext& context) {
  const auto mixing = prepared(context);
  if (!mixing) return tl::unexpected(mixing.error());
  std::string names;
  for (const auto& note : mixing->notes) names += (names.empty() ? "" : "; ") + called(note);
  context.add(Text{"", "The notes: " + names +
                           ". Sounds are added unchanged. Models average the embeddings frame by "
                           "frame and decode the mean."});
  const auto sounds = grid(context, *mixing);
  if (!sounds) return tl::unexpected(sounds.error());
  Figure figure{.name = "timbre",
                .title = "Halfway between two instruments",
                .caption =
                    "Rows: the sum of the sounds, then the decoded means of each model. "
                    "Constant-Q, 70 dB deep on one level scale.",
                .columns = 3};
  if (auto done = addFigure(context, std::move(figure), *sounds); !done) return done;
  context.add(measured(*mixing, *sounds));
  if (auto done = addTime(context, *mixing); !done) return done;
  if (auto done = addVelocity(context, *mixing); !done) return done;
  context.progress().advanced(1);
  return {};
}

}  // namespace timbre::studies
