/// Pitch conditioning (the paper's Figure 4): one embedding decoded at other pitches.
#include <array>
#include <cmath>

#include "audio/Pitch.h"
#include "base/MidiTable.h"
#include "dataset/NoteLibrary.h"
#include "spectral/HarmonicSum.h"
#include "studies/NoteChoice.h"
#include "studies/SoundCharts.h"
#include "studies/StudyRuns.h"

namespace timbre::studies {
namespace {

constexpr std::array kOffsets{-12, -8, -5, 0, 4, 7, 12};  // C major over two octaves
constexpr double kInTune = 50;                            // cents

/// A pitch-conditioned model's answers.
struct Told {
  Label model;
  std::vector<ShownSound> sounds;
  std::vector<int> pitches;
};

Result<Told> decodedAll(StudyContext& context, const std::string& model,
                        const dataset::NoteInfo& note, double from, double to) {
  const auto z = context.embedding(model, note, context.progress());
  if (!z) return tl::unexpected(z.error());
  Told told{context.labelOf(model), {}, {}};
  for (std::size_t i = 0; i < kOffsets.size(); ++i) {
    const int pitch = note.pitch + kOffsets[i];
    if (pitch < 0 || pitch > 127) continue;
    const auto part = [&](double at) { return from + (to - from) * at / kOffsets.size(); };
    PartOf progress(context.progress(), part(static_cast<double>(i)),
                    part(static_cast<double>(i + 1)));
    auto sound = context.decoded(model, *z, pitch, progress);
    if (!sound) return tl::unexpected(sound.error());
    told.sounds.push_back({told.model + (", given " + noteName(MidiPitch(pitch))),
                           told.model.id + "-" + std::to_string(pitch), std::move(*sound)});
    told.pitches.push_back(pitch);
  }
  return told;
}

void measure(const Told& told, Table& table, Chart& chart) {
  Series points{.name = told.model.shown, .look = Look::Points};
  for (std::size_t i = 0; i < told.sounds.size(); ++i) {
    const auto& clip = told.sounds[i].clip;
    const auto yin = audio::estimatePitch(clip);
    const auto sum = spectral::harmonicSumPitch(clip);
    const auto off = [&](double heard) { return 100 * (heard - told.pitches[i]); };
    const bool inTune = yin && std::abs(off(yin->pitch.value)) <= kInTune;
    table.rows.push_back({told.model, noteName(MidiPitch(told.pitches[i])), 1.0 * told.pitches[i],
                          yin ? Cell(off(yin->pitch.value)) : Cell(),
                          sum ? Cell(off(sum->value)) : Cell(),
                          std::string(inTune ? "yes" : "no")});
    points.x.push_back(told.pitches[i]);
    points.y.push_back(yin ? yin->pitch.value : std::nan(""));
    points.notes.push_back(told.sounds[i].name);
  }
  chart.series.push_back(std::move(points));
}

}  // namespace

Result<void> studyPitch(StudyContext& context) {
  const auto note = chosenNote(context, kMiddleC);
  if (!note) return tl::unexpected(note.error());
  context.add(Text{"", "The embedding of " + called(*note) +
                           ", decoded unchanged but at other pitches: C major over two octaves."});
  Table table{"pitches",
              "Pitches given and estimated",
              "In tune: within 50 cents by YIN.",
              {{"Model"},
               {"Given"},
               {"Given (MIDI)", 0},
               {"Deviation by YIN (cents)", 0},
               {"Deviation by harmonic sum (cents)", 0},
               {"In tune"}},
              {}};
  Chart chart;
  chart.x = {.title = "Pitch given (MIDI)"};
  chart.y = {.title = "Pitch estimated (MIDI)"};
  const auto models = context.modelsOr({"baseline-compact", "wavenet-compact"});
  for (std::size_t m = 0; m < models.size(); ++m) {
    const auto card = context.card(models[m]);
    if (!card) return tl::unexpected(card.error());
    if (!(*card)->pitchConditioned) {
      context.remark(labelOf(**card).shown + " does not use the pitch and was left out");
      continue;
    }
    const auto share = [&](std::size_t at) {
      return static_cast<double>(at) / static_cast<double>(models.size());
    };
    const auto told = decodedAll(context, models[m], *note, share(m), share(m + 1));
    if (!told) return tl::unexpected(told.error());
    for (const auto& sound : told->sounds)
      context.add(Sound{sound.name, sound.title.shown, sound.clip});
    auto charts = rainbowgramCharts(told->sounds, context.progress());
    if (!charts) return tl::unexpected(charts.error());
    Figure figure{.name = told->model.id,
                  .title = "One embedding at other pitches, " + told->model.shown};
    figure.columns = 4;
    figure.width = 900;
    figure.height = 470;
    figure.charts = std::move(*charts);
    context.add(std::move(figure));
    measure(*told, table, chart);
  }
  if (chart.series.empty())
    return fail(ErrorCode::BadFormat,
                "None of these models uses the pitch; choose a pitch-conditioned one");
  context.add(Figure{.name = "told-heard",
                     .title = "Pitch given and estimated",
                     .width = 480,
                     .height = 380,
                     .charts = {std::move(chart)}});
  context.add(std::move(table));
  context.progress().advanced(1);
  return {};
}

}  // namespace timbre::studies
