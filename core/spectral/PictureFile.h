/// Rainbowgrams as files without a window: PNG pixels, or SVG and PDF with axes.
#pragma once

#include <filesystem>
#include <string>

#include "base/Result.h"
#include "spectral/Colour.h"
#include "spectral/Rainbowgram.h"

namespace timbre::spectral {

struct PictureFileOptions {
  ColourParams colours;
  int zoom = 2;             ///< pixels, or points of a drawing, per cell
  std::string title;        ///< UTF-8; above a drawing, and in the file's metadata
  std::string description;  ///< UTF-8, how it was made: a sentence for people
  std::string request;      ///< ASCII, the same for programs: a PNG's text "Timbrescope", an SVG's
                            ///< <metadata>, a PDF's keywords
  std::string software;     ///< UTF-8
};

/// Whether writePicture() knows the ending of `path`, in any case: to be asked before there is work
/// to lose. Unsupported, with the endings there are.
Result<void> checkPicturePath(const std::filesystem::path& path);

/// PNG, SVG or PDF, by the ending in any case; whole or not at all. A PNG holds the cells alone;
/// the drawings have note names, seconds and the title round them. Fails as checkPicturePath();
/// Internal when the file cannot be written.
Result<void> writePicture(const std::filesystem::path& path, const Rainbowgram& picture,
                          const PictureFileOptions& options);

/// `svg` with a <metadata> element, the first in it, that holds `text`.
std::string withSvgMetadata(std::string svg, std::string_view text);

}  // namespace timbre::spectral
