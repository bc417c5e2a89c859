#include "spectral/Colour.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

namespace timbre::spectral {

namespace {

using std::numbers::pi;

constexpr int kSteps = 256;  // of advance and of level, as the tables of matplotlib
constexpr double kCyclicLightness = 0.75;
constexpr double kInkLightness = 0.45;  // of the darkest ink

// An ellipse in OKLab: blue and yellow at its ends, which nearly everyone sees apart, light and
// dark between them. Every step is as long as any other within a third.
struct Ellipse {
  double lightness = 0.7, lightnessSwing = 0.17;
  double yellow = 0.01, yellowSwing = 0.125;
  double redSwing = 0.05;
};
constexpr Ellipse kColourBlind{};

struct Light {  // red, green, blue
  double r, g, b;
};

// matplotlib's "rainbow".
Light rainbow(double x) {
  return {std::min(std::abs(2 * x - 0.5), 1.0), std::sin(pi * x), std::cos(pi * x / 2)};
}

// OKLab (Ottosson 2020) to linear sRGB; values outside [0, 1] are colours a screen cannot show.
Light linearOfOklab(double lightness, double a, double b) {
  const double l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
  const double m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
  const double s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
  return {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
          -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
          -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

double encoded(double linear) {
  const double x = std::clamp(linear, 0.0, 1.0);
  return x <= 0.0031308 ? 12.92 * x : 1.055 * std::pow(x, 1 / 2.4) - 0.055;
}

Light linearOfHue(double lightness, double chroma, double hue) {
  return linearOfOklab(lightness, chroma * std::cos(hue), chroma * std::sin(hue));
}

Light encoded(Light linear) {
  return {encoded(linear.r), encoded(linear.g), encoded(linear.b)};
}

// The most chroma that every hue of this lightness has on a screen: one circle, no hue stands out.
double chromaForAllHues(double lightness) {
  const auto shown = [](Light c) {
    const auto [least, most] = std::minmax({c.r, c.g, c.b});
    return least >= 0 && most <= 1;
  };
  double chroma = 0.4;
  for (int step = 0; step < kSteps; ++step) {
    const double hue = 2 * pi * step / kSteps;
    while (!shown(linearOfHue(lightness, chroma, hue))) chroma -= 0.0005;
  }
  return chroma;
}

// -1 and 1 are the same hue; 0 lies across the circle.
double hueOf(double x) {
  return 2 * pi * x;
}

// Scaling all of OKLab scales the lightness evenly and keeps the hue and the colour on the screen.
Light cyclic(double x, double level) {
  static const double chroma = chromaForAllHues(kCyclicLightness);
  return encoded(linearOfHue(kCyclicLightness * level, chroma * level, hueOf(x)));
}

Light colourBlind(double x, double level) {
  const double along = std::cos(hueOf(x)), across = std::sin(hueOf(x));
  return encoded(
      linearOfOklab((kColourBlind.lightness + kColourBlind.lightnessSwing * across) * level,
                    kColourBlind.redSwing * across * level,
                    (kColourBlind.yellow + kColourBlind.yellowSwing * along) * level));
}

Light print(double x, double level) {
  static const double chroma = chromaForAllHues(kInkLightness);
  const double lightness = 1 - (1 - kInkLightness) * level;
  return encoded(linearOfHue(lightness, chroma * level, hueOf(x)));
}

Light lightOf(ColourMap map, double x, double level) {
  switch (map) {
    case ColourMap::Rainbow: {
      const Light full = rainbow(x);
      return {full.r * level, full.g * level, full.b * level};
    }
    case ColourMap::Cyclic:
      return cyclic(x, level);
    case ColourMap::ColourBlind:
      return colourBlind(x, level);
    case ColourMap::Grey:
      return {level, level, level};
    case ColourMap::Print:
      return print(x, level);
  }
  return {};
}

std::uint8_t byteOf(double value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 1.0) * 255));
}

// [advance step][level step]
using Table = std::array<std::array<Rgb, kSteps>, kSteps>;

std::unique_ptr<const Table> madeTable(ColourMap map) {
  auto table = std::make_unique<Table>();
  for (int hue = 0; hue < kSteps; ++hue) {
    for (int level = 0; level < kSteps; ++level) {
      const Light light = lightOf(map, hue / (kSteps - 1.0), level / (kSteps - 1.0));
      (*table)[hue][level] = {byteOf(light.r), byteOf(light.g), byteOf(light.b)};
    }
  }
  return table;
}

template <ColourMap map>
const Table& tableFor() {
  static const std::unique_ptr<const Table> table = madeTable(map);
  return *table;
}

const Table& tableOf(ColourMap map) {
  switch (map) {
    case ColourMap::Rainbow:
      return tableFor<ColourMap::Rainbow>();
    case ColourMap::Cyclic:
      return tableFor<ColourMap::Cyclic>();
    case ColourMap::ColourBlind:
      return tableFor<ColourMap::ColourBlind>();
    case ColourMap::Grey:
      return tableFor<ColourMap::Grey>();
    case ColourMap::Print:
      break;
  }
  return tableFor<ColourMap::Print>();
}

struct Range {
  float from, to;

  // matplotlib's steps: 256 equal parts. A picture of one value alone stands at the low end; so
  // does what is not a number.
  int step(float value) const {
    const float x = to > from ? (value - from) / (to - from) : 0.0f;
    return x > 0 ? static_cast<int>(std::min(x, 0.999999f) * kSteps) : 0;
  }
};

constexpr Range kAdvances{-1, 1};
constexpr Range kLevels{0, 1};

Range stretchOf(std::span<const float> values, Range otherwise) {
  if (values.empty()) return otherwise;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return {*least, *most};
}

}  // namespace

std::string_view nameOf(ColourMap map) {
  constexpr std::array<std::string_view, kColourMaps.size()> kNames{
      "rainbow", "cyclic", "colour-blind", "grey", "print"};
  return kNames[static_cast<std::size_t>(map)];
}

std::optional<ColourMap> colourMapNamed(std::string_view name) {
  for (const ColourMap map : kColourMaps)
    if (nameOf(map) == name) return map;
  return std::nullopt;
}

bool hasHues(ColourMap map) {
  return map != ColourMap::Grey;
}

Rgb colourOf(ColourMap map, float advance, float level) {
  return tableOf(map)[kAdvances.step(advance)][kLevels.step(level)];
}

RgbaImage coloured(const Rainbowgram& picture, const ColourParams& params) {
  const auto floor = static_cast<float>(picture.floorDb);
  const Range advances = params.stretch ? stretchOf(picture.phaseAdvance, kAdvances) : kAdvances;
  const Range levels = params.stretch ? stretchOf(picture.levelDb, {floor, 0}) : Range{floor, 0};
  const Table& table = tableOf(params.map);
  RgbaImage image{picture.frames, picture.bins, {}};
  image.pixels.reserve(picture.levelDb.size() * 4);
  for (int bin = picture.bins - 1; bin >= 0; --bin) {
    for (int frame = 0; frame < picture.frames; ++frame) {
      const std::size_t at = picture.index(bin, frame);
      const Rgb& colour =
          table[advances.step(picture.phaseAdvance[at])][levels.step(picture.levelDb[at])];
      image.pixels.insert(image.pixels.end(), {colour[0], colour[1], colour[2], 255});
    }
  }
  return image;
}

RgbaImage legend(ColourMap map, int width, int height) {
  RgbaImage image{std::max(width, 1), std::max(height, 1), {}};
  const auto share = [](int at, int count) {
    return count > 1 ? static_cast<float>(at) / static_cast<float>(count - 1) : 1.0f;
  };
  for (int y = 0; y < image.height; ++y) {
    const float level = image.height > 1 ? 1 - share(y, image.height) : 1;
    for (int x = 0; x < image.width; ++x) {
      const Rgb colour = colourOf(map, 2 * share(x, image.width) - 1, level);
      image.pixels.insert(image.pixels.end(), {colour[0], colour[1], colour[2], 255});
    }
  }
  return image;
}

RgbaImage legendDisc(ColourMap map, int size) {
  size = std::max(size, 1);
  RgbaImage image{size, size, {}};
  const double radius = size / 2.0;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const double right = x + 0.5 - radius, up = radius - y - 0.5;
      const double from = std::hypot(right, up);
      const Rgb colour = colourOf(map, static_cast<float>(std::atan2(right, up) / pi),
                                  static_cast<float>(std::min(from / radius, 1.0)));
      const auto cover = byteOf(radius - from + 0.5);
      image.pixels.insert(image.pixels.end(), {colour[0], colour[1], colour[2], cover});
    }
  }
  return image;
}

}  // namespace timbre::spectral
