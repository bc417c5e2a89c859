#include "ui/widgets/Picture.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace timbre::ui {

QImage imageOf(const spectral::RgbaImage& pixels) {
  QImage image(pixels.width, pixels.height, QImage::Format_RGBA8888);
  const std::size_t row = static_cast<std::size_t>(pixels.width) * 4;
  for (int y = 0; y < image.height(); ++y)
    std::memcpy(image.scanLine(y), pixels.pixels.data() + static_cast<std::size_t>(y) * row, row);
  // The format that QPainter draws fastest, made once here and not at every paint.
  return image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

Picture pictureOf(std::shared_ptr<const spectral::Rainbowgram> rainbowgram,
                  const spectral::ColourParams& colours) {
  if (!rainbowgram || rainbowgram->bins <= 0 || rainbowgram->frames <= 0) return {};
  QImage image = imageOf(spectral::coloured(*rainbowgram, colours));
  return {std::move(rainbowgram), std::move(image), colours, {}};
}

PlotRange imageExtentOf(const spectral::Rainbowgram& rainbowgram) {
  return {.seconds = {rainbowgram.secondsOf(-0.5), rainbowgram.secondsOf(rainbowgram.frames - 0.5)},
          .keys = {spectral::pitchOfBin(rainbowgram, -0.5).value,
                   spectral::pitchOfBin(rainbowgram, rainbowgram.bins - 0.5).value}};
}

PlotRange extentOf(const spectral::Rainbowgram& rainbowgram) {
  PlotRange extent = imageExtentOf(rainbowgram);
  extent.seconds.from = 0;
  // The last column is centred on the end of the sound when that is a whole number of hops.
  if (rainbowgram.frames > 1) extent.seconds.to = rainbowgram.secondsOf(rainbowgram.frames - 1);
  extent.keys.to = spectral::pitchOfBin(rainbowgram, rainbowgram.bins).value;
  return extent;
}

std::optional<CellReadout> readoutAt(const spectral::Rainbowgram& rainbowgram, PlotPoint point) {
  if (!(point.hertz > 0) || rainbowgram.hop <= 0) return std::nullopt;
  const double frame = std::round(point.seconds * rainbowgram.rate.hz / rainbowgram.hop);
  const double bin = std::round(spectral::binOfFrequency(rainbowgram, point.hertz));
  if (!(frame >= 0 && frame < rainbowgram.frames && bin >= 0 && bin < rainbowgram.bins))
    return std::nullopt;
  const int column = static_cast<int>(frame);
  const int row = static_cast<int>(bin);
  return CellReadout{
      .seconds = point.seconds,
      .hertz = point.hertz,
      .levelDb = rainbowgram.levelDb[rainbowgram.index(row, column)],
      .floorDb = rainbowgram.floorDb,
      .instantaneousHertz = spectral::instantaneousFrequency(rainbowgram, row, column),
      .rate = rainbowgram.rate};
}

}  // namespace timbre::ui
