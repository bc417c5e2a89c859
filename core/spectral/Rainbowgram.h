/// The paper's picture of a note: the level of every constant-Q cell, and how far its phase moves
/// in one hop.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "base/Units.h"
#include "spectral/ConstantQ.h"

namespace timbre::spectral {

struct RainbowgramParams {
  ConstantQParams constantQ;
  double floorDb = -70;  ///< below 0; everything quieter is drawn as this
  /// The power |C|^2 that is 0 dB; without it the picture's own peak. Give several pictures the
  /// same one (the largest of their peakPower) and their levels can be compared.
  std::optional<double> referencePower;
  bool operator==(const RainbowgramParams&) const = default;
};

/// [bins x frames], bin-major, bin 0 lowest. Compare, copy and read it from any thread.
struct Rainbowgram {
  int bins = 0;
  int frames = 0;
  int hop = 0;  ///< samples
  SampleRate rate = kModelRate;
  double lowest = 0;  ///< Hz, centre of bin 0
  int binsPerOctave = 0;
  double floorDb = -70;
  double peakPower = 0;  ///< largest |C|^2 of this picture, for samples of full scale 1
  double referencePower =
      0;  ///< the |C|^2 that stands at 0 dB; 0 when the picture is silent and had none given
  std::vector<float>
      levelDb;  ///< [floorDb, 0] on its own reference; above 0 where a given reference is exceeded
  std::vector<float>
      phaseAdvance;  ///< D in [-1, 1]: pi radians per hop, wrapped; column 0 holds phase / pi

  std::size_t index(int bin, int frame) const {
    return static_cast<std::size_t>(bin) * frames + frame;
  }
  /// Seconds at the middle of column `frame`.
  double secondsOf(double frame) const { return frame * hop / rate.hz; }
  /// M in [0, 1]: 0 at the floor, 1 at the reference and above.
  float level(int bin, int frame) const;
};

/// Silence has every level at the floor. Fails as constantQ does, and with Unsupported when floorDb
/// is not below 0.
Result<Rainbowgram> rainbowgram(const audio::AudioClip& clip, const RainbowgramParams& params,
                                Progress& progress);
/// From cells at hand (params.constantQ is not looked at): cheap enough to do again whenever the
/// reference changes.
Rainbowgram rainbowgram(const ConstantQ& cells, const RainbowgramParams& params);

/// The largest |C|^2; 0 for silence.
double peakPower(const ConstantQ& cells);
/// The one reference for pictures shown side by side: the largest of their peaks; nullopt when all
/// are silent.
std::optional<double> commonReference(std::span<const Rainbowgram> pictures);

double frequencyOfBin(const Rainbowgram& picture, double bin);
double binOfFrequency(const Rainbowgram& picture, double hertz);
/// Fractional MIDI key of a fractional bin: 69 is A4 = 440 Hz.
MidiPitch pitchOfBin(const Rainbowgram& picture, double bin);
/// "A4 +12 ct", rounded to the nearest cent of the nearest key; "A4" when that is 0. `hertz` > 0.
std::string noteAndCents(double hertz);

/// Hz that the phase of this cell turns with: of all frequencies that fit the advance (they lie
/// rate / hop apart), the one nearest to the bin's centre. Column 0 has no advance and gives the
/// centre.
double instantaneousFrequency(const Rainbowgram& picture, int bin, int frame);

}  // namespace timbre::spectral
