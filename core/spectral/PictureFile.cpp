#include "spectral/PictureFile.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>

#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <memory>

#include "base/AtomicFile.h"
#include "spectral/PaintCells.h"
#include "spectral/PngFile.h"

namespace timbre::spectral {
namespace {

// Of a drawing, in points.
constexpr double kLeft = 44, kRight = 14, kTop = 30, kBottom = 34;
constexpr double kTick = 4;
constexpr double kTextSize = 10;
constexpr double kTitleSize = 13;
constexpr double kTicksApart = 60;  // of the time axis, at least

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

std::string endingOf(const std::filesystem::path& path) {
  std::string ending = path.extension().string();
  for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return ending;
}

/// Every cell as a square of `zoom` pixels.
RgbaImage enlarged(const RgbaImage& image, int zoom) {
  RgbaImage big{image.width * zoom, image.height * zoom, {}};
  big.pixels.reserve(image.pixels.size() * static_cast<std::size_t>(zoom) * zoom);
  for (int y = 0; y < big.height; ++y)
    for (int x = 0; x < big.width; ++x) {
      const auto pixel = image.pixel(x / zoom, y / zoom);
      big.pixels.insert(big.pixels.end(), pixel.begin(), pixel.end());
    }
  return big;
}

Result<void> writePngPicture(const std::filesystem::path& path, const Rainbowgram& picture,
                             const PictureFileOptions& options) {
  std::vector<PngText> texts;
  const auto add = [&](const char* key, const std::string& text) {
    if (!text.empty()) texts.push_back({key, text});
  };
  add("Title", options.title);
  add("Description", options.description);
  add("Software", options.software);
  add("Timbrescope", options.request);
  return writePng(path, enlarged(coloured(picture, options.colours), options.zoom), texts);
}

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int count) {
  try {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), count);
  } catch (const std::exception&) {
    return CAIRO_STATUS_NO_MEMORY;
  }
  return CAIRO_STATUS_SUCCESS;
}

void text(cairo_t* to, double x, double y, double alignment, const std::string& words) {
  cairo_text_extents_t size;
  cairo_text_extents(to, words.c_str(), &size);
  cairo_move_to(to, x - alignment * size.x_advance, y);
  cairo_show_text(to, words.c_str());
}

void line(cairo_t* to, double x1, double y1, double x2, double y2) {
  cairo_move_to(to, x1, y1);
  cairo_line_to(to, x2, y2);
  cairo_stroke(to);
}

void drawTimes(cairo_t* to, const Rainbowgram& picture, const PictureBox& box) {
  const double seconds = picture.secondsOf(picture.frames);
  double step = 0.1;
  for (const double next : {0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 60.0, 300.0})
    if (box.width * step / seconds < kTicksApart) step = next;
  for (int i = 0; i * step <= seconds; ++i) {
    const double x = box.left + i * step / seconds * box.width;
    char label[32];
    std::snprintf(label, sizeof label, "%.3g s", i * step);
    line(to, x, box.top + box.height, x, box.top + box.height + kTick);
    text(to, x, box.top + box.height + kTick + kTextSize + 2, 0.5, label);
  }
}

void drawOctaves(cairo_t* to, const Rainbowgram& picture, const PictureBox& box) {
  for (int octave = -1; octave < 12; ++octave) {
    const double bin = binOfFrequency(picture, frequencyOf(MidiPitch(12.0 * (octave + 1))));
    if (bin < 0 || bin >= picture.bins) continue;
    const double y = box.top + box.height * (1 - (bin + 0.5) / picture.bins);
    line(to, box.left - kTick, y, box.left, y);
    text(to, box.left - kTick - 3, y + kTextSize * 0.35, 1, "C" + std::to_string(octave));
  }
}

void draw(cairo_t* to, const Rainbowgram& picture, const PictureFileOptions& options,
          const PictureBox& box) {
  cairo_set_source_rgb(to, 1, 1, 1);
  cairo_paint(to);
  paintCells(to, coloured(picture, options.colours), box);
  cairo_set_source_rgb(to, 0, 0, 0);
  cairo_set_line_width(to, 0.75);
  cairo_rectangle(to, box.left, box.top, box.width, box.height);
  cairo_stroke(to);
  cairo_select_font_face(to, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(to, kTextSize);
  drawTimes(to, picture, box);
  drawOctaves(to, picture, box);
  cairo_set_font_size(to, kTitleSize);
  text(to, box.left, kTop - 10, 0, options.title);
}

void describe(cairo_surface_t* pdf, const PictureFileOptions& options) {
  const auto set = [pdf](cairo_pdf_metadata_t key, const std::string& value) {
    if (!value.empty()) cairo_pdf_surface_set_metadata(pdf, key, value.c_str());
  };
  set(CAIRO_PDF_METADATA_TITLE, options.title);
  set(CAIRO_PDF_METADATA_SUBJECT, options.description);
  set(CAIRO_PDF_METADATA_KEYWORDS, options.request);
  set(CAIRO_PDF_METADATA_CREATOR, options.software);
}

Result<void> writeDrawing(const std::filesystem::path& path, const Rainbowgram& picture,
                          const PictureFileOptions& options, bool svg) {
  const PictureBox box{kLeft, kTop, static_cast<double>(picture.frames) * options.zoom,
                       static_cast<double>(picture.bins) * options.zoom};
  const double width = kLeft + box.width + kRight, height = kTop + box.height + kBottom;
  std::string bytes;
  const auto create =
      svg ? &cairo_svg_surface_create_for_stream : &cairo_pdf_surface_create_for_stream;
  const Surface surface(create(&append, &bytes, width, height), &cairo_surface_destroy);
  if (!svg) describe(surface.get(), options);
  const Context to(cairo_create(surface.get()), &cairo_destroy);
  draw(to.get(), picture, options, box);
  const cairo_status_t drawn = cairo_status(to.get());
  cairo_surface_finish(surface.get());
  const cairo_status_t written = cairo_surface_status(surface.get());
  if (drawn != CAIRO_STATUS_SUCCESS || written != CAIRO_STATUS_SUCCESS)
    return fail(ErrorCode::Internal,
                path.string() + " cannot be drawn (" +
                    cairo_status_to_string(drawn != CAIRO_STATUS_SUCCESS ? drawn : written) +
                    "); try a smaller picture");
  if (svg) bytes = withSvgMetadata(std::move(bytes), options.description + "\n" + options.request);
  return writeBytesAtomically(path, std::as_bytes(std::span(bytes)));
}

std::string escaped(std::string_view text) {
  std::string xml;
  for (const char c : text) {
    if (c == '&')
      xml += "&amp;";
    else if (c == '<')
      xml += "&lt;";
    else if (c == '>')
      xml += "&gt;";
    else if (static_cast<unsigned char>(c) >= ' ' || c == '\n' || c == '\t')
      xml += c;
  }
  return xml;
}

}  // namespace

std::string withSvgMetadata(std::string svg, std::string_view text) {
  const auto opening = svg.find("<svg");
  const auto end = opening == std::string::npos ? opening : svg.find('>', opening);
  if (end == std::string::npos) return svg;
  return svg.insert(end + 1, "\n<metadata>" + escaped(text) + "</metadata>");
}

Result<void> checkPicturePath(const std::filesystem::path& path) {
  const std::string ending = endingOf(path);
  for (const std::string_view known : {".png", ".svg", ".pdf"})
    if (ending == known) return {};
  return fail(ErrorCode::Unsupported,
              path.string() + " does not end in .png, .svg or .pdf; choose one of these endings");
}

Result<void> writePicture(const std::filesystem::path& path, const Rainbowgram& picture,
                          const PictureFileOptions& options) {
  if (const auto known = checkPicturePath(path); !known) return known;
  const std::string ending = endingOf(path);
  if (ending == ".png") return writePngPicture(path, picture, options);
  return writeDrawing(path, picture, options, ending == ".svg");
}

}  // namespace timbre::spectral
