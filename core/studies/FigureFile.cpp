#include "studies/FigureFile.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <regex>

#include "studies/ChartPainter.h"

namespace timbre::studies {
namespace {

constexpr double kNear = 8;

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int count) {
  try {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), count);
  } catch (...) {
    return CAIRO_STATUS_NO_MEMORY;
  }
  return CAIRO_STATUS_SUCCESS;
}

Result<void> draw(cairo_surface_t* surface, const Figure& figure, double zoom) {
  const Context to(cairo_create(surface), &cairo_destroy);
  cairo_scale(to.get(), zoom, zoom);
  cairo_set_source_rgb(to.get(), 1, 1, 1);
  cairo_paint(to.get());
  cairo_select_font_face(to.get(), "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  paintHeading(to.get(), figure.title);
  const auto boxes = boxesOf(figure);
  for (std::size_t i = 0; i < boxes.size(); ++i) paintChart(to.get(), figure.charts[i], boxes[i]);
  if (const auto status = cairo_status(to.get()); status != CAIRO_STATUS_SUCCESS)
    return fail(ErrorCode::Internal, "The figure " + figure.name + " cannot be drawn (" +
                                         cairo_status_to_string(status) + ")");
  return {};
}

using Create = cairo_surface_t* (*)(cairo_write_func_t, void*, double, double);

Result<std::string> drawing(const Figure& figure, Create create) {
  std::string bytes;
  {
    const Surface surface(create(&append, &bytes, figure.width, figure.height),
                          &cairo_surface_destroy);
    // The date that cairo would write is another one at every run.
    if (create == &cairo_pdf_surface_create_for_stream) {
      cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, figure.title.c_str());
      cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                     "2017-04-05T00:00:00Z");
    }
    if (auto drawn = draw(surface.get(), figure, 1); !drawn) return tl::unexpected(drawn.error());
    cairo_surface_finish(surface.get());
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
      return fail(ErrorCode::Internal, "The figure " + figure.name + " cannot be written");
  }
  return bytes;
}

/// Cairo counts its surfaces through the whole program; here the numbers start with the drawing.
std::string numberedAfresh(const std::string& svg) {
  static const std::regex numbered("((?:image|surface)-?)([0-9]+)");
  std::vector<std::string> seen;
  std::string out;
  auto from = svg.begin();
  for (std::sregex_iterator it(svg.begin(), svg.end(), numbered), end; it != end; ++it) {
    auto found = std::find(seen.begin(), seen.end(), it->str(2));
    if (found == seen.end()) found = seen.insert(seen.end(), it->str(2));
    out.append(from, (*it)[0].first);
    out += it->str(1) + std::to_string(found - seen.begin());
    from = (*it)[0].second;
  }
  return out.append(from, svg.end());
}

}  // namespace

Result<std::string> svgOf(const Figure& figure) {
  auto svg = drawing(figure, &cairo_svg_surface_create_for_stream);
  if (svg) *svg = numberedAfresh(*svg);
  return svg;
}

Result<std::string> pdfOf(const Figure& figure) {
  return drawing(figure, &cairo_pdf_surface_create_for_stream);
}

Result<spectral::RgbaImage> imageOf(const Figure& figure, double zoom) {
  const int width = static_cast<int>(std::lround(figure.width * zoom));
  const int height = static_cast<int>(std::lround(figure.height * zoom));
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height),
                        &cairo_surface_destroy);
  if (auto drawn = draw(surface.get(), figure, zoom); !drawn) return tl::unexpected(drawn.error());
  cairo_surface_flush(surface.get());
  const unsigned char* const rows = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  spectral::RgbaImage image{width, height, {}};
  image.pixels.reserve(static_cast<std::size_t>(width) * height * 4);
  for (int y = 0; y < height; ++y) {
    const auto* row = reinterpret_cast<const std::uint32_t*>(rows + std::ptrdiff_t{y} * stride);
    for (int x = 0; x < width; ++x)
      for (const int shift : {16, 8, 0, -1})
        image.pixels.push_back(shift < 0 ? 255 : static_cast<std::uint8_t>(row[x] >> shift));
  }
  return image;
}

std::optional<std::string> soundAt(const Figure& figure, double x, double y) {
  const auto boxes = boxesOf(figure);
  for (std::size_t c = 0; c < boxes.size(); ++c) {
    if (!boxes[c].holds(x, y)) continue;
    const Chart& chart = figure.charts[c];
    const ChartLayout layout = layOut(chart, boxes[c]);
    double nearest = kNear;
    std::optional<std::string> found;
    if (!chart.sound.empty()) found = chart.sound;
    for (std::size_t s = 0; s < chart.series.size(); ++s) {
      const Series& it = chart.series[s];
      for (std::size_t i = 0; i < it.notes.size() && i < it.x.size(); ++i) {
        const double far =
            std::hypot(layout.placeX(middleOf(chart, s, i)) - x, layout.placeY(it.y[i]) - y);
        if (it.notes[i].empty() || !(far <= nearest)) continue;
        nearest = far;
        found = it.notes[i];
      }
    }
    return found;
  }
  return {};
}

}  // namespace timbre::studies
