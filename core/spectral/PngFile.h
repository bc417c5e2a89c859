/// PNG pictures with named texts, which make it possible to drop a picture back onto the program.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/Result.h"
#include "spectral/Colour.h"

namespace timbre::spectral {

struct PngText {
  std::string key;   ///< 1 to 79 printable ASCII characters
  std::string text;  ///< UTF-8
  bool operator==(const PngText&) const = default;
};

struct PngPicture {
  RgbaImage image;
  std::vector<PngText> texts;
};

/// Whole or not at all. BadFormat for an empty or inconsistent image or a key out of range,
/// Internal when the file cannot be written.
Result<void> writePng(const std::filesystem::path& path, const RgbaImage& image,
                      std::span<const PngText> texts = {});

/// Any PNG of up to 16384 x 16384 pixels, turned into 8-bit RGBA. NotFound, or BadFormat when it is
/// no whole PNG.
Result<PngPicture> readPng(const std::filesystem::path& path);

}  // namespace timbre::spectral
