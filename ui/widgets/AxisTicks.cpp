#include "ui/widgets/AxisTicks.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/Units.h"

namespace timbre::ui {
namespace {

constexpr double kWidthForFrequencies = 400;

/// Which keys of an octave get a name when a semitone has this many pixels.
std::vector<int> namedKeys(double semitone, double lineHeight) {
  if (semitone >= 1.05 * lineHeight) return {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  if (3 * semitone >= 2.4 * lineHeight) return {0, 4, 7};
  return {0};
}

/// Of the Cs, every how many-th has room: 1 is every octave.
int octavesApart(double semitone, double lineHeight) {
  return std::max(1, static_cast<int>(std::ceil(1.05 * lineHeight / (12 * semitone))));
}

/// The roundest number in [least, most]; `least` itself when there is none down to its own size /
/// 1000.
double roundestIn(double least, double most) {
  double power = std::pow(10, std::ceil(std::log10(most)));
  for (int digits = 0; digits < 4; ++digits, power /= 10) {
    for (const double grain : {power, power / 2, power / 5}) {
      const double candidate = std::ceil(least / grain - 1e-9) * grain;
      if (candidate <= most) return candidate;
    }
  }
  return least;
}

QString shortFrequency(double hertz) {
  if (hertz >= 999.5) return QStringLiteral("%1 kHz").arg(hertz / 1000, 0, 'g', 4);
  return QStringLiteral("%1 Hz").arg(hertz, 0, 'g', 4);
}

/// The smallest of 1, 2, 5, 10, 20, ... (and their tenths, ...) that is at least this.
double roundStep(double least) {
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= least * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

AxisLayout layoutWith(bool frequencies, const QFontMetricsF& font) {
  AxisLayout layout;
  layout.frequencies = frequencies;
  const double marks = kTickLength + kTickGap;
  const double notes = font.horizontalAdvance(QStringLiteral("G♯4")) + marks + 2;
  const double right = layout.frequencies
                           ? font.horizontalAdvance(QStringLiteral("1.25 kHz")) + marks + 2
                           : font.horizontalAdvance(QStringLiteral("0.00 s")) / 2 + 2;
  layout.margins = QMarginsF(std::ceil(notes), std::ceil(font.height() / 2 + 1), std::ceil(right),
                             std::ceil(font.height() + marks + 2));
  return layout;
}

}  // namespace

std::vector<Tick> noteTicks(const Interval& keys, double pixels, double lineHeight, double a4) {
  const double semitone = pixels / keys.size();
  const double shift = 12 * std::log2(a4 / 440.0);
  const auto named = namedKeys(semitone, lineHeight);
  const int apart = octavesApart(semitone, lineHeight);
  constexpr int kMiddleC = 60;  // named in any case
  std::vector<Tick> ticks;
  for (int key = static_cast<int>(std::ceil(keys.from - shift - 1e-6));
       key + shift <= keys.to + 1e-6; ++key) {
    const int inOctave = ((key % 12) + 12) % 12;
    const bool skipped = inOctave == 0 && (key - kMiddleC) / 12 % apart != 0;
    if (!skipped && std::find(named.begin(), named.end(), inOctave) != named.end())
      ticks.push_back({key + shift, QString::fromStdString(noteName(MidiPitch(key)))});
    else if (semitone >= 6)
      ticks.push_back({key + shift, {}});
  }
  return ticks;
}

std::vector<Tick> frequencyTicks(const Interval& keys, double pixels, double lineHeight) {
  const double perPixel = keys.size() / pixels;
  const double last = frequencyOf(MidiPitch(keys.to));
  std::vector<Tick> ticks;
  double key = keys.from;
  while (static_cast<double>(ticks.size()) < pixels) {
    const double least = frequencyOf(MidiPitch(key));
    const double most = frequencyOf(MidiPitch(key + 3.5 * lineHeight * perPixel));
    const double hertz = roundestIn(least, most);
    if (hertz > last) break;
    ticks.push_back({pitchOf(hertz).value, shortFrequency(hertz)});
    key = ticks.back().at + 2.2 * lineHeight * perPixel;
  }
  return ticks;
}

std::vector<Tick> timeTicks(const Interval& seconds, double pixels, const QFontMetricsF& font) {
  const auto decimalsOf = [](double step) {
    return std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
  };
  // The finest step whose own labels have room: those of whole seconds are short.
  double step = roundStep(seconds.size() * font.horizontalAdvance(QStringLiteral("0 s")) / pixels);
  const auto room = [&] {
    return 1.6 *
           font.horizontalAdvance(QStringLiteral("%1 s").arg(seconds.to, 0, 'f', decimalsOf(step)));
  };
  while (step * pixels < room() * seconds.size()) step = roundStep(1.01 * step);
  const int decimals = decimalsOf(step);
  std::vector<Tick> ticks;
  const auto first = static_cast<long>(std::ceil(seconds.from / step - 1e-6));
  for (long n = first; static_cast<double>(n) * step <= seconds.to + step * 1e-6; ++n) {
    const double at = static_cast<double>(n) * step;
    ticks.push_back({at, QStringLiteral("%1 s").arg(at, 0, 'f', decimals)});
  }
  return ticks;
}

AxisLayout axisLayout(const QSizeF& size, const QFontMetricsF& font) {
  return layoutWith(size.width() >= kWidthForFrequencies, font);
}

AxisLayout fullAxisLayout(const QFontMetricsF& font) {
  return layoutWith(true, font);
}

}  // namespace timbre::ui
