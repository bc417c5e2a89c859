#include "ui/views/PanelFigures.h"

#include <cmath>

#include "audio/AudioClip.h"
#include "evaluation/SoundFigures.h"
#include "ui/widgets/ReadoutText.h"

namespace timbre::ui {
namespace {

using evaluation::FigureDifferences;
using evaluation::SoundFigures;

/// With a true minus sign, and a plus where `isSigned`; a dash for what there is none of.
QString valueText(std::optional<double> value, int decimals, const char* unit, bool isSigned) {
  if (!value) return QStringLiteral("–");
  QString text = QString::number(std::abs(*value), 'f', decimals);
  if (text.toDouble() != 0 && *value < 0)
    text.prepend(QChar(0x2212));
  else if (isSigned)
    text.prepend(QLatin1Char('+'));
  return text + QString::fromUtf8(unit);
}

std::optional<double> milliseconds(std::optional<double> seconds) {
  return seconds ? std::optional(*seconds * 1000) : std::nullopt;
}

std::vector<Figure> figuresOf(const SoundFigures& sound) {
  const QString pitch =
      sound.pitch ? noteText(frequencyOf(*sound.pitch)) : QString(QStringLiteral("–"));
  return {
      {PanelFigures::tr("pitch"), pitch,
       PanelFigures::tr("The pitch of the note by YIN, and its deviation from the nearest key.")},
      {PanelFigures::tr("loudness"), valueText(sound.lufs, 1, " LUFS", false),
       PanelFigures::tr(
           "Integrated loudness according to EBU R 128: perceived loudness, without pauses.")},
      {PanelFigures::tr("harmonics/noise"), valueText(sound.harmonicNoise, 1, " dB", false),
       PanelFigures::tr(
           "Power at the harmonics of the note's key relative to the power between them, "
           "averaged over the octaves within 30 dB of the loudest.")},
      {PanelFigures::tr("attack"), valueText(milliseconds(sound.attack), 0, " ms", false),
       PanelFigures::tr("Time from 10 % to 90 % of the loudest level within the first 200 ms.")}};
}

std::vector<Figure> figuresOf(const FigureDifferences& differences) {
  return {
      {PanelFigures::tr("distance"), valueText(differences.spectralDistance, 1, " dB", false),
       PanelFigures::tr(
           "Log-spectral distance from the original: root mean square difference of the levels "
           "of all cells, with both sounds at the same peak. 0 means identical.")},
      {PanelFigures::tr("pitch"), valueText(differences.cents, 0, " ¢", true),
       PanelFigures::tr(
           "Pitch minus the original's, both by YIN, in cents: 100 cents are a semitone.")},
      {PanelFigures::tr("envelope"), valueText(differences.envelopeCorrelation, 2, "", false),
       PanelFigures::tr(
           "Correlation of the levels with the original's, every 32 ms. 1 means the same "
           "envelope.")},
      {PanelFigures::tr("harm./noise"), valueText(differences.harmonicNoise, 1, " dB", true),
       PanelFigures::tr(
           "Harmonics-to-noise ratio minus the original's, averaged over the octaves within 30 "
           "dB of the loudest. Below 0, the sound is noisier than the original.")},
      {PanelFigures::tr("attack"), valueText(milliseconds(differences.attack), 0, " ms", true),
       PanelFigures::tr(
           "Attack time (10 % to 90 % of the peak) minus the original's. Above 0, the attack is "
           "slower.")}};
}

}  // namespace

PanelFigures::PanelFigures(JobRunner& jobs, QWidget* parent) : FiguresLine(parent), jobs_(jobs) {
  setObjectName(QStringLiteral("panelFigures"));
}

void PanelFigures::measure(const audio::AudioClip& clip, MidiPitch key) {
  measuring_.cancel();
  measuring_ = jobs_.run(
      Lane::Compute, this,
      [clip, key](Progress& progress) { return evaluation::soundFigures(clip, key, progress); },
      [this](const Result<SoundFigures>& sound) {
        if (sound)
          showFigures(figuresOf(*sound));
        else
          showNone();
      },
      {.progress = {}, .priority = -5});
}

void PanelFigures::compare(const audio::AudioClip& original, const audio::AudioClip& rebuilt,
                           MidiPitch key) {
  measuring_.cancel();
  measuring_ = jobs_.run(
      Lane::Compute, this,
      [original, rebuilt, key](Progress& progress) {
        return evaluation::figureDifferences(original, rebuilt, key, progress);
      },
      [this](const Result<FigureDifferences>& differences) {
        if (differences)
          showFigures(figuresOf(*differences));
        else
          showNone();
      },
      {.progress = {}, .priority = -5});
}

void PanelFigures::clear() {
  measuring_.cancel();
  showNone();
}

}  // namespace timbre::ui
