#include "spectral/Rainbowgram.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "spectral/ExceptionText.h"

namespace timbre::spectral {

namespace {

// 1e-13, the original's smallest power for 16-bit integers, at a full scale of 1: less is silence.
constexpr double kSilence = 1e-13 / (32768.0 * 32768.0);

float powerOf(std::complex<float> cell) {
  return cell.real() * cell.real() + cell.imag() * cell.imag();
}

void fillLevels(const ConstantQ& cells, Rainbowgram& picture) {
  const auto floor = static_cast<float>(picture.floorDb);
  picture.levelDb.assign(cells.cells.size(), floor);
  if (picture.referencePower <= kSilence) return;
  const auto scale = static_cast<float>(1 / picture.referencePower);
  const auto least = static_cast<float>(kSilence / picture.referencePower);
  std::transform(cells.cells.begin(), cells.cells.end(), picture.levelDb.begin(), [=](auto cell) {
    return std::max(10 * std::log10(std::max(powerOf(cell) * scale, least)), floor);
  });
}

void fillAdvances(const ConstantQ& cells, Rainbowgram& picture) {
  constexpr float kPerPi = static_cast<float>(1 / std::numbers::pi);
  picture.phaseAdvance.resize(cells.cells.size());
  for (int bin = 0; bin < cells.bins; ++bin) {
    float before = 0;
    for (int frame = 0; frame < cells.frames; ++frame) {
      const std::complex<float> cell = cells.at(bin, frame);
      const float phase = std::atan2(cell.imag(), cell.real()) * kPerPi;
      const float advance = phase - before;
      const float wrapped = advance > 1 ? advance - 2 : advance < -1 ? advance + 2 : advance;
      picture.phaseAdvance[picture.index(bin, frame)] = std::clamp(wrapped, -1.0f, 1.0f);
      before = phase;
    }
  }
}

}  // namespace

float Rainbowgram::level(int bin, int frame) const {
  return std::clamp(1 - levelDb[index(bin, frame)] / static_cast<float>(floorDb), 0.0f, 1.0f);
}

double peakPower(const ConstantQ& cells) {
  float most = 0;
  for (const auto& cell : cells.cells) most = std::max(most, powerOf(cell));
  return most;
}

Rainbowgram rainbowgram(const ConstantQ& cells, const RainbowgramParams& params) {
  Rainbowgram picture;
  picture.bins = cells.bins;
  picture.frames = cells.frames;
  picture.hop = cells.params.hop;
  picture.rate = cells.rate;
  picture.lowest = cells.params.lowest;
  picture.binsPerOctave = cells.params.binsPerOctave;
  picture.floorDb = params.floorDb;
  picture.peakPower = peakPower(cells);
  picture.referencePower = params.referencePower.value_or(picture.peakPower);
  fillLevels(cells, picture);
  fillAdvances(cells, picture);
  return picture;
}

Result<Rainbowgram> rainbowgram(const audio::AudioClip& clip, const RainbowgramParams& params,
                                Progress& progress) {
  if (!(params.floorDb < 0)) {
    return fail(ErrorCode::Unsupported, "The floor of the picture must lie below 0 dB");
  }
  auto cells = constantQ(clip, params.constantQ, progress);
  if (!cells) return tl::unexpected(std::move(cells).error());
  return catchExceptions(kExceptionText,
                         [&]() -> Result<Rainbowgram> { return rainbowgram(*cells, params); });
}

std::optional<double> commonReference(std::span<const Rainbowgram> pictures) {
  double most = 0;
  for (const Rainbowgram& picture : pictures) most = std::max(most, picture.peakPower);
  if (most <= kSilence) return std::nullopt;
  return most;
}

double frequencyOfBin(const Rainbowgram& picture, double bin) {
  return picture.lowest * std::exp2(bin / picture.binsPerOctave);
}

double binOfFrequency(const Rainbowgram& picture, double hertz) {
  return picture.binsPerOctave * std::log2(hertz / picture.lowest);
}

MidiPitch pitchOfBin(const Rainbowgram& picture, double bin) {
  return pitchOf(frequencyOfBin(picture, bin));
}

std::string noteAndCents(double hertz) {
  const double key = pitchOf(hertz).value;
  const double nearest = std::round(key);
  const int cents = static_cast<int>(std::lround((key - nearest) * 100));
  std::string text = noteName(MidiPitch(nearest));
  if (cents == 0) return text;
  return text + (cents > 0 ? " +" : " \u2212") + std::to_string(std::abs(cents)) + " ct";
}

double instantaneousFrequency(const Rainbowgram& picture, int bin, int frame) {
  const double centre = frequencyOfBin(picture, bin);
  if (frame == 0) return centre;
  const double spacing = static_cast<double>(picture.rate.hz) / picture.hop;
  const double base = picture.phaseAdvance[picture.index(bin, frame)] / 2 * spacing;
  return base + std::round((centre - base) / spacing) * spacing;
}

}  // namespace timbre::spectral
