#include "spectral/PictureText.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace timbre::spectral {
namespace {

constexpr double kFaint = 40;    // dB below the loudest line
constexpr double kCents = 35;    // a harmonic is at most so far from its place
constexpr double kSteadyDb = 3;  // less is not a change
constexpr int kBinsApart = 4;    // of two lines, in bins of 30 cents

float loudest(const Rainbowgram& picture, int bin) {
  const auto row = picture.levelDb.begin() + static_cast<std::ptrdiff_t>(picture.index(bin, 0));
  return *std::max_element(row, row + picture.frames);
}

PictureLine lineAt(const Rainbowgram& picture, int bin) {
  const auto row = picture.levelDb.begin() + static_cast<std::ptrdiff_t>(picture.index(bin, 0));
  const auto peak = static_cast<int>(std::max_element(row, row + picture.frames) - row);
  const int second = static_cast<int>(std::lround(picture.rate.hz / double(picture.hop)));
  const int later = std::min(peak + second, picture.frames - 1);
  // The phase of the peak's own column is of the attack: the next ones have settled.
  double sum = 0;
  int count = 0;
  for (int frame = peak + 1; frame < picture.frames && frame <= peak + 8; ++frame, ++count)
    sum += instantaneousFrequency(picture, bin, frame);
  return {count ? sum / count : frequencyOfBin(picture, bin), row[peak], picture.secondsOf(peak),
          row[later]};
}

/// The multiple of `fundamental` that `hertz` is; none when it lies beside all of them.
std::optional<int> harmonicOf(double hertz, double fundamental) {
  const double n = std::round(hertz / fundamental);
  if (n < 1 || std::abs(1200 * std::log2(hertz / (n * fundamental))) > kCents) return std::nullopt;
  return static_cast<int>(n);
}

/// Of all fundamentals of which most lines are harmonics, the highest.
std::optional<double> pitchOfLines(const std::vector<PictureLine>& lines) {
  std::optional<double> best;
  long most = 1;
  for (const PictureLine& line : lines) {
    for (int n = 1; n <= 5; ++n) {
      const double fundamental = line.hertz / n;
      const auto count = std::ranges::count_if(lines, [&](const PictureLine& other) {
        return harmonicOf(other.hertz, fundamental).has_value();
      });
      if (count > most || (count == most && best && fundamental > *best * 1.02)) {
        most = count;
        best = fundamental;
      }
    }
  }
  return best;
}

/// With a true minus sign.
std::string decibelText(double db) {
  const long rounded = std::lround(db);
  return rounded < 0 ? fmt::format("\u2212{} dB", -rounded) : fmt::format("{} dB", rounded);
}

std::string courseOf(const PictureLine& line, double floorDb) {
  const double fall = line.peakDb - line.laterDb;
  if (line.laterDb <= floorDb) return "gone within a second";
  if (fall < kSteadyDb) return "steady";
  return fmt::format("falls by {:.0f} dB within a second", fall);
}

std::string pitchText(double hertz, double a4) {
  // noteAndCents() knows 440 Hz alone: what is tuned otherwise is moved there.
  return fmt::format("{} ({:.1f} Hz)", noteAndCents(hertz * 440.0 / a4), hertz);
}

}  // namespace

std::vector<PictureLine> loudestLines(const Rainbowgram& picture, int most) {
  if (picture.bins < 1 || picture.frames < 1) return {};
  std::vector<float> peaks(static_cast<std::size_t>(picture.bins));
  for (int bin = 0; bin < picture.bins; ++bin)
    peaks[static_cast<std::size_t>(bin)] = loudest(picture, bin);
  const float top = *std::ranges::max_element(peaks);
  const auto floor = static_cast<float>(picture.floorDb);
  std::vector<int> bins;
  for (int bin = 0; bin < picture.bins; ++bin) {
    const auto first = peaks.begin() + std::max(bin - kBinsApart, 0);
    const auto last = peaks.begin() + std::min(bin + kBinsApart + 1, picture.bins);
    const float own = peaks[static_cast<std::size_t>(bin)];
    // The first of equals.
    if (own > floor && own > top - kFaint && std::max_element(first, last) == peaks.begin() + bin)
      bins.push_back(bin);
  }
  std::ranges::stable_sort(
      bins, [&](int a, int b) { return peaks[std::size_t(a)] > peaks[std::size_t(b)]; });
  std::vector<PictureLine> lines;
  for (const int bin : bins)
    if (static_cast<int>(lines.size()) < most) lines.push_back(lineAt(picture, bin));
  return lines;
}

std::string describe(const Rainbowgram& picture, double a4) {
  const double seconds = picture.secondsOf(std::max(picture.frames - 1, 0));
  const auto lines = loudestLines(picture);
  if (lines.empty()) return fmt::format("Silence of {:.1f} s.", seconds);
  std::string text = fmt::format("Sound of {:.1f} s", seconds);
  if (const auto pitch = pitchOfLines(lines)) text += " with pitch " + pitchText(*pitch, a4);
  text += lines.size() == 1 ? ". One line: " : ". Loudest partials: ";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += fmt::format("{}{:.1f} Hz, {} at {:.2f} s, {}", i ? "; " : "", lines[i].hertz,
                        decibelText(lines[i].peakDb), lines[i].peakSeconds,
                        courseOf(lines[i], picture.floorDb));
  }
  return text + ".";
}

}  // namespace timbre::spectral
