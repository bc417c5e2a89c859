#include "spectral/PaintCells.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>

namespace timbre::spectral {
namespace {

struct Canvas {
  explicit Canvas(int size)
      : surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, size, size), &cairo_surface_destroy),
        to(cairo_create(surface.get()), &cairo_destroy) {}

  std::uint32_t at(int x, int y) const {
    cairo_surface_flush(surface.get());
    const auto* bytes = cairo_image_surface_get_data(surface.get()) +
                        std::ptrdiff_t{y} * cairo_image_surface_get_stride(surface.get());
    return reinterpret_cast<const std::uint32_t*>(bytes)[x] & 0xffffff;
  }

  std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface;
  std::unique_ptr<cairo_t, decltype(&cairo_destroy)> to;
};

TEST(PaintCells, everyCellIsARectangleOfItsColour) {
  const RgbaImage cells{2, 1, {255, 0, 0, 255, 0, 0, 255, 255}};
  const Canvas canvas(10);
  paintCells(canvas.to.get(), cells, {2, 3, 6, 4});
  EXPECT_EQ(canvas.at(2, 3), 0xff0000u);
  EXPECT_EQ(canvas.at(4, 6), 0xff0000u);
  EXPECT_EQ(canvas.at(5, 3), 0x0000ffu);
  EXPECT_EQ(canvas.at(7, 6), 0x0000ffu);
  EXPECT_EQ(canvas.at(1, 3), 0u);
  EXPECT_EQ(canvas.at(8, 3), 0u);
  EXPECT_EQ(canvas.at(2, 2), 0u);
  EXPECT_EQ(canvas.at(2, 7), 0u);
}

TEST(PaintCells, anEmptyPictureLeavesTheSurfaceAsItIs) {
  const Canvas canvas(4);
  paintCells(canvas.to.get(), {}, {0, 0, 4, 4});
  EXPECT_EQ(cairo_status(canvas.to.get()), CAIRO_STATUS_SUCCESS);
  EXPECT_EQ(canvas.at(0, 0), 0u);
}

}  // namespace
}  // namespace timbre::spectral
