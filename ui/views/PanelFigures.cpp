#include "ui/views/PanelFigures.h"

#include <QCoreApplication>
#include <cmath>

#include "audio/AudioClip.h"
#include "evaluation/SoundFigures.h"
#include "ui/widgets/ReadoutText.h"

namespace timbre::ui {
namespace {

using evaluation::FigureDifferences;
using evaluation::SoundFigures;

QString tr(const char* text) {
  return QCoreApplication::translate("PanelFigures", text);
}

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
  return {{tr("pitch"), pitch,
           tr("The pitch of the note by YIN, and its deviation from the nearest key.")},
          {tr("loudness"), valueText(sound.lufs, 1, " LUFS", false),
           tr("Integrated loudness according to EBU R 128: perceived loudness, without pauses.")},
          {tr("harmonics/noise"), valueText(sound.harmonicNoise, 1, " dB", false),
           tr("Power at the harmonics of the note's key relative to the power between them, "
              "averaged over the octaves within 30 dB of the loudest.")},
          {tr("attack"), valueText(milliseconds(sound.attack), 0, " ms", false),
           tr("Time from 10 % to 90 % of the loudest level within the first 200 ms.")}};
}

std::vector<Figure> figuresOf(const FigureDifferences& differences) {
  return {{tr("distance"), valueText(differences.spectralDistance, 1, " dB", false),
           tr("Log-spectral distance from the original: root mean square difference of the levels "
              "of all cells, with both sounds at the same peak. 0 means identical.")},
          {tr("pitch"), valueText(differences.cents, 0, " ¢", true),
           tr("Pitch minus the original's, both by YIN, in cents: 100 cents are a semitone.")},
          {tr("envelope"), valueText(differences.envelopeCorrelation, 2, "", false),
           tr("Correlation of the levels with the original's, every 32 ms. 1 means the same "
              "envelope.")},
          {tr("harm./noise"), valueText(differences.harmonicNoise, 1, " dB", true),
           tr("Harmonics-to-noise ratio minus the original's, averaged over the octaves within 30 "
              "dB of the loudest. Below 0, the sound is noisier than the original.")},
          {tr("attack"), valueText(milliseconds(differences.attack), 0, " ms", true),
           tr("Attack time (10 % to 90 % of the peak) minus the original's. Above 0, the attack is "
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
