#include "spectral/PaintCells.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace timbre::spectral {
namespace {

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;

Surface surfaceOf(const RgbaImage& cells) {
  Surface image(cairo_image_surface_create(CAIRO_FORMAT_RGB24, cells.width, cells.height),
                &cairo_surface_destroy);
  unsigned char* const rows = cairo_image_surface_get_data(image.get());
  if (!rows) return image;
  const int stride = cairo_image_surface_get_stride(image.get());
  for (int y = 0; y < cells.height; ++y) {
    auto* row = reinterpret_cast<std::uint32_t*>(rows + std::ptrdiff_t{y} * stride);
    for (int x = 0; x < cells.width; ++x) {
      const auto p = cells.pixel(x, y);
      row[x] = std::uint32_t{p[0]} << 16 | std::uint32_t{p[1]} << 8 | p[2];
    }
  }
  cairo_surface_mark_dirty(image.get());
  return image;
}

}  // namespace

void paintCells(cairo_t* to, const RgbaImage& cells, const PictureBox& box) {
  if (cells.width <= 0 || cells.height <= 0) return;
  const Surface image = surfaceOf(cells);
  if (cairo_surface_status(image.get()) != CAIRO_STATUS_SUCCESS) return;
  cairo_save(to);
  cairo_translate(to, box.left, box.top);
  cairo_scale(to, box.width / cells.width, box.height / cells.height);
  cairo_set_source_surface(to, image.get(), 0, 0);
  cairo_pattern_set_filter(cairo_get_source(to), CAIRO_FILTER_NEAREST);  // cells stay sharp
  cairo_paint(to);
  cairo_restore(to);
}

}  // namespace timbre::spectral
