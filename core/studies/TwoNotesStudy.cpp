/// Two notes at once: the sum of the sounds against the decoded mean of the embeddings.
#include <algorithm>
#include <cmath>

#include "analysis/Partials.h"
#include "dataset/NoteLibrary.h"
#include "latent/Embedding.h"
#include "spectral/LogSpectralDistance.h"
#include "studies/NoteChoice.h"
#include "studies/SoundCharts.h"
#include "studies/StudyRuns.h"

namespace timbre::studies {
namespace {

constexpr double kSurvivesDb = 20;  // below its level in the sum

audio::AudioClip sumOf(const audio::AudioClip& a, const audio::AudioClip& b) {
  std::vector<float> samples(a.samples().begin(), a.samples().end());
  for (std::size_t i = 0; i < samples.size() && i < b.samples().size(); ++i)
    samples[i] = 0.5f * (samples[i] + b.samples()[i]);
  return {std::move(samples), a.rate()};
}

/// The decoded mean, given the pitch of one of the notes.
Result<ShownSound> decodedMean(StudyContext& context, const std::string& model, const Octave& notes,
                               int toldPitch, Progress& progress) {
  const auto a = context.embedding(model, notes.low, progress);
  const auto b = context.embedding(model, notes.high, progress);
  if (!a) return tl::unexpected(a.error());
  if (!b) return tl::unexpected(b.error());
  const auto mean = latent::mix(*a, *b, 0.5);
  if (!mean) return tl::unexpected(mean.error());
  auto sound = context.decoded(model, *mean, toldPitch, progress);
  if (!sound) return tl::unexpected(sound.error());
  const auto card = context.card(model);
  const bool told = (*card)->pitchConditioned;
  const std::string key = noteName(MidiPitch(toldPitch));
  return ShownSound{labelOf(**card) + (told ? ", given " + key : ""),
                    (*card)->name + (told ? "-" + std::to_string(toldPitch) : ""),
                    std::move(*sound)};
}

Result<std::vector<ShownSound>> soundsOf(StudyContext& context, const Octave& notes) {
  const auto low = dataset::readNote(notes.low), high = dataset::readNote(notes.high);
  if (!low) return tl::unexpected(low.error());
  if (!high) return tl::unexpected(high.error());
  std::vector<ShownSound> sounds{{Label("Upper note"), "upper", *high},
                                 {Label("Sum of the sounds"), "sum", sumOf(*low, *high)}};
  const auto models =
      context.modelsOr({"wavenet-compact", "baseline-compact", "wavenet-compact-unconditioned",
                        "baseline-compact-unconditioned"});
  const double step = 1.0 / static_cast<double>(2 * models.size());
  double at = 0;
  for (const auto& model : models) {
    const auto card = context.card(model);
    if (!card) return tl::unexpected(card.error());
    std::vector<int> told{notes.low.pitch};
    if ((*card)->pitchConditioned) told.push_back(notes.high.pitch);
    for (const int pitch : told) {
      PartOf part(context.progress(), at, std::min(1.0, at + step));
      at += step;
      auto sound = decodedMean(context, model, notes, pitch, part);
      if (!sound) return tl::unexpected(sound.error());
      sounds.push_back(std::move(*sound));
    }
  }
  return sounds;
}

/// Levels of the partials of the lower note's series, which holds the upper note's too.
std::vector<double> levelsOf(const audio::AudioClip& clip, int key, int most) {
  std::vector<double> levels(static_cast<std::size_t>(most), std::nan(""));
  analysis::PartialsParams params;
  params.most = most;
  const auto found = analysis::partialsOf(audio::normalized(clip, -1), MidiPitch(key), params);
  if (found)
    for (const auto& p : found->partials)
      levels[static_cast<std::size_t>(p.number - 1)] = p.levelDb;
  return levels;
}

void addSurvivors(StudyContext& context, std::span<const ShownSound> sounds, const Octave& notes) {
  constexpr int kMost = 16;
  const auto& sum = sounds[1];
  const auto wanted = levelsOf(sum.clip, notes.low.pitch, kMost);
  Table table{"survivors",
              "Which partials survive",
              "Partials of the lower note's series, with all sounds at the same peak. Odd partials "
              "belong only to the lower note. A partial survives if it is at most 20 dB below its "
              "level in the sum.",
              {{"Sound"},
               {"Odd partials in the sum", 0},
               {"Odd partials that survive", 0},
               {"Even partials in the sum", 0},
               {"Even partials that survive", 0},
               {"Log-spectral distance from the sum (dB)", 2}},
              {}};
  Chart chart;
  chart.x = {.title = "Partial of the lower note"};
  chart.y = {.title = "Level (dB)"};
  for (std::size_t s = 1; s < sounds.size(); ++s) {
    const auto levels = levelsOf(sounds[s].clip, notes.low.pitch, kMost);
    Series points{.name = sounds[s].title.shown, .look = Look::Points};
    double there[2]{}, kept[2]{};
    for (std::size_t n = 0; n < levels.size(); ++n) {
      points.x.push_back(static_cast<double>(n + 1));
      points.y.push_back(levels[n]);
      points.notes.push_back(sounds[s].name);
      if (std::isnan(wanted[n])) continue;
      ++there[n % 2];
      kept[n % 2] += levels[n] > wanted[n] - kSurvivesDb;  // a NaN does not
    }
    const auto distance = spectral::logSpectralDistance(audio::normalized(sum.clip, -1),
                                                        audio::normalized(sounds[s].clip, -1));
    table.rows.push_back({sounds[s].title, there[0], kept[0], there[1], kept[1],
                          distance ? Cell(*distance) : Cell()});
    chart.series.push_back(std::move(points));
  }
  context.add(Figure{.name = "survivors",
                     .title = "Partials of the sum and of the decoded means",
                     .width = 900,
                     .height = 320,
                     .charts = {std::move(chart)}});
  context.add(std::move(table));
}

}  // namespace

Result<void> studyTwoNotes(StudyContext& context) {
  const auto notes = chosenOctave(context);
  if (!notes) return tl::unexpected(notes.error());
  context.add(Text{
      "", called(notes->high) + " alone, compared with the same note plus " + called(notes->low) +
              ". The mean of two embeddings is taken frame by frame, as the paper mixes timbres. A "
              "decoder that needs a pitch is given that of each note in turn."});
  const auto sounds = soundsOf(context, *notes);
  if (!sounds) return tl::unexpected(sounds.error());
  for (const auto& sound : *sounds) context.add(Sound{sound.name, sound.title.shown, sound.clip});
  auto charts = rainbowgramCharts(*sounds, context.progress());
  if (!charts) return tl::unexpected(charts.error());
  Figure figure{.name = "rainbowgrams",
                .title = "Sum of the sounds and decoded means",
                .caption = "Constant-Q, 70 dB deep on one level scale."};
  figure.columns = 4;
  figure.width = 900;
  figure.height = 480;
  figure.charts = std::move(*charts);
  context.add(std::move(figure));
  addSurvivors(context, *sounds, *notes);
  context.progress().advanced(1);
  return {};
}

}  // namespace timbre::studies
