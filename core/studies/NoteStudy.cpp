/// One note, closely: what it consists of, and what the models keep of it.
#include <array>
#include <cmath>
#include <limits>

#include "analysis/EnvelopeShape.h"
#include "analysis/Partials.h"
#include "audio/Pitch.h"
#include "dataset/NoteLibrary.h"
#include "spectral/HarmonicSum.h"
#include "studies/NoteChoice.h"
#include "studies/SoundCharts.h"
#include "studies/StudyRuns.h"

namespace timbre::studies {
namespace {

constexpr double kShownFrom = 0.5, kShownSeconds = 0.02;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

Cell cellOf(const std::optional<double>& value) {
  return value ? Cell(*value) : Cell();
}

Table periodTable(std::span<const ShownSound> sounds, int key) {
  const double hertz = frequencyOf(MidiPitch(key));
  Table table{"period",
              "Period and pitch",
              "YIN finds the period of the waveform; the harmonic sum finds the key whose partials "
              "match the spectrum. Equal temperament with A4 = 440 Hz.",
              {{"Sound"},
               {"Period (ms)", 4},
               {"Period of the key (ms)", 4},
               {"Frequency by YIN (Hz)", 2},
               {"Deviation from the key by YIN (cents)", 1},
               {"Deviation from the key by harmonic sum (cents)", 1}},
              {}};
  for (const auto& sound : sounds) {
    const auto yin = audio::estimatePitch(sound.clip);
    const auto sum = spectral::harmonicSumPitch(sound.clip);
    const double heard = yin ? frequencyOf(yin->pitch) : kNone;
    table.rows.push_back({sound.title, 1000 / heard, 1000 / hertz, heard,
                          yin ? Cell(100 * (yin->pitch.value - key)) : Cell(),
                          sum ? Cell(100 * (sum->value - key)) : Cell()});
  }
  return table;
}

Table envelopeTable(std::span<const ShownSound> sounds) {
  Table table{"envelope",
              "Attack, decay, sustain, release",
              "Attack: from a tenth to nine tenths of the peak. Decay: from the peak until 1 dB "
              "above the sustain level, which is the median of the last third of the held part (3 "
              "s). Release: the time to fall by 60 dB after the key is released, from its slope.",
              {{"Sound"},
               {"Attack (s)", 3},
               {"Decay (s)", 3},
               {"Sustain (dB re peak)", 1},
               {"Release (s)", 3},
               {"Peak (dB re full scale)", 1}},
              {}};
  for (const auto& sound : sounds) {
    const auto shape = analysis::envelopeShape(sound.clip);
    if (!shape)
      table.rows.push_back({sound.title, {}, {}, {}, {}, {}});
    else
      table.rows.push_back({sound.title, shape->attack, shape->decay, shape->sustainDb,
                            cellOf(shape->release), shape->peakDb});
  }
  return table;
}

/// The table of the original with the others' levels beside it, and the levels as bars.
struct PartialsFound {
  Table table;
  Figure figure;
};

PartialsFound partials(StudyContext& context, std::span<const ShownSound> sounds, int key) {
  PartialsFound found;
  found.table = {
      "partials",
      "Partials",
      "Cents are the deviation from that multiple of the key's frequency. Levels are of the "
      "partial's amplitude over one second from 0.25 s on. Decay is the time to fall by 60 dB.",
      {{"Sound"},
       {"Partial", 0},
       {"Multiple of the key (Hz)", 2},
       {"Frequency (Hz)", 2},
       {"Deviation (cents)", 1},
       {"Level (dB re full scale)", 1},
       {"Decay (s)", 2}},
      {}};
  found.figure = {.name = "partials", .title = "Levels of the partials", .height = 300};
  Chart chart;
  chart.x = {.title = "Partial"};
  chart.y = {.title = "Level (dB re full scale)"};
  for (const auto& sound : sounds) {
    Series bars{.name = sound.title.shown, .look = Look::Points};
    const auto measured = analysis::partialsOf(sound.clip, MidiPitch(key));
    if (!measured) context.remark(sound.title.shown + ": " + measured.error().message);
    for (const auto& p : measured ? measured->partials : std::vector<analysis::Partial>()) {
      found.table.rows.push_back({sound.title, 1.0 * p.number,
                                  p.number * frequencyOf(MidiPitch(key)), p.hertz, p.cents,
                                  p.levelDb, cellOf(p.decaySeconds)});
      bars.x.push_back(p.number);
      bars.y.push_back(p.levelDb);
      bars.notes.push_back(sound.name);
    }
    chart.series.push_back(std::move(bars));
  }
  found.figure.charts.push_back(std::move(chart));
  return found;
}

Figure sideBySide(std::string name, std::string title, std::string caption,
                  std::vector<Chart> charts) {
  Figure figure{.name = std::move(name), .title = std::move(title), .caption = std::move(caption)};
  figure.columns = static_cast<int>(charts.size());
  figure.width = 760;
  figure.height = 300;
  figure.charts = std::move(charts);
  return figure;
}

Result<std::vector<ShownSound>> soundsOf(StudyContext& context, const dataset::NoteInfo& note) {
  const auto original = dataset::readNote(note);
  if (!original) return tl::unexpected(original.error());
  std::vector<ShownSound> sounds{{Label("Original"), "original", *original}};
  const auto models = context.modelsOr({"wavenet-compact", "baseline-compact"});
  double done = 0;
  for (const auto& model : models) {
    PartOf part(context.progress(), 0.9 * done / static_cast<double>(models.size()),
                0.9 * (done + 1) / static_cast<double>(models.size()));
    ++done;
    auto rebuilt = context.rebuilt(model, note, part);
    if (!rebuilt) return tl::unexpected(rebuilt.error());
    const Label name = context.labelOf(model);
    sounds.push_back({name, name.id, std::move(*rebuilt)});
  }
  return sounds;
}

Result<void> addPictures(StudyContext& context, std::span<const ShownSound> sounds) {
  std::vector<Chart> waves;
  for (const auto& sound : sounds) waves.push_back(waveformChart(sound, kShownFrom, kShownSeconds));
  context.add(sideBySide("waveform", "Waveforms",
                         "Twenty milliseconds, starting at half a second. Phases need not agree: "
                         "no model is trained to keep them.",
                         std::move(waves)));
  auto spectra = spectrogramCharts(sounds);
  if (!spectra) return tl::unexpected(spectra.error());
  context.add(sideBySide("stft", "Short-time Fourier transforms",
                         "1,024 samples (64 ms), Hann, 80 dB deep below each sound's loudest cell.",
                         std::move(*spectra)));
  auto rainbows = rainbowgramCharts(sounds, context.progress());
  if (!rainbows) return tl::unexpected(rainbows.error());
  context.add(sideBySide("constant-q", "Rainbowgrams",
                         "Constant-Q transforms, 40 bins per octave, 70 dB deep on one level "
                         "scale. Brightness is level, hue is the phase advance in 16 ms.",
                         std::move(*rainbows)));
  return {};
}

}  // namespace

Result<void> studyNote(StudyContext& context) {
  const auto note = chosenNote(context, kA4);
  if (!note) return tl::unexpected(note.error());
  context.add(Text{"", called(*note) + ": " + note->id + "."});
  const auto sounds = soundsOf(context, *note);
  if (!sounds) return tl::unexpected(sounds.error());
  for (const auto& sound : *sounds) context.add(Sound{sound.name, sound.title.shown, sound.clip});
  context.add(periodTable(*sounds, note->pitch));
  if (auto drawn = addPictures(context, *sounds); !drawn) return drawn;
  auto found = partials(context, *sounds, note->pitch);
  context.add(std::move(found.figure));
  context.add(std::move(found.table));
  context.add(Figure{.name = "envelope",
                     .title = "Envelopes",
                     .caption = "Root mean square over 20 ms. The key is released after 3 s.",
                     .height = 300,
                     .charts = {envelopeChart(*sounds)}});
  context.add(envelopeTable(*sounds));
  context.progress().advanced(1);
  return {};
}

}  // namespace timbre::studies
