/// What the program says about the place under the pointer.
#pragma once

#include <QString>
#include <optional>

#include "base/Units.h"

namespace timbre::ui {

/// One cell of a rainbowgram, and where exactly it was pointed at.
struct CellReadout {
  double seconds = 0;
  double hertz = 0;    ///< under the pointer, > 0
  double levelDb = 0;  ///< on the picture's reference; floorDb means that or less
  double floorDb = -70;
  /// From the phase advance: of all frequencies that fit it the one nearest to the bin. 0: unknown.
  double instantaneousHertz = 0;
  SampleRate rate = kModelRate;  ///< for the period in samples
};

/// "A4 +12 ¢": the nearest key and the distance in cents, -50 .. +50, with a true minus sign.
/// `hertz` > 0.
QString noteText(double hertz, double a4 = 440.0);
/// "65.41 Hz", "443.1 Hz", "4.114 kHz": four digits.
QString frequencyText(double hertz);
/// "2.257 ms (36.1 samples)"
QString periodText(double hertz, SampleRate rate);
/// "1.284 s"
QString timeText(double seconds);
/// "−23.4 dB", "below −70 dB" at the floor
QString levelText(double levelDb, double floorDb = -70.0);

/// All of it in one line: "A4 +12 ¢ · 443.1 Hz · 2.257 ms (36.1 samples) · 1.284 s · −23.4 dB ·
/// actual 441.0 Hz".
QString readoutText(const CellReadout& cell, double a4 = 440.0);
/// The same in words for a screen reader, without symbols it might skip.
QString spokenReadout(const CellReadout& cell, double a4 = 440.0);

}  // namespace timbre::ui
