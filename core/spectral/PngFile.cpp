#include "spectral/PngFile.h"

#include <png.h>

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <memory>

#include "base/AtomicFile.h"
#include "spectral/ExceptionText.h"

namespace timbre::spectral {

namespace {

constexpr int kMostPixels = 16384;  // to a side
constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 30;

bool plainAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

Result<void> checkPicture(const RgbaImage& image, std::span<const PngText> texts) {
  const auto side = [](int pixels) { return pixels > 0 && pixels <= kMostPixels; };
  if (!side(image.width) || !side(image.height) ||
      image.pixels.size() != std::size_t{4} * image.width * image.height) {
    return fail(ErrorCode::BadFormat, "The picture has no pixels or more than 16384 on a side");
  }
  for (const PngText& text : texts) {
    if (text.key.empty() || text.key.size() > 79 || !plainAscii(text.key)) {
      return fail(ErrorCode::BadFormat,
                  "A text chunk of the picture has the invalid name " + text.key);
    }
  }
  return {};
}

// libpng leaves a failed call by longjmp, past every destructor: so all that owns something lives
// in the callers of the functions with a setjmp.
struct Failure {
  std::jmp_buf back{};
  char message[200] = "";
};

[[noreturn]] void noteFailure(png_structp png, png_const_charp message) {
  auto* failure = static_cast<Failure*>(png_get_error_ptr(png));
  std::snprintf(failure->message, sizeof failure->message, "%s", message);
  std::longjmp(failure->back, 1);
}

void ignoreWarning(png_structp, png_const_charp) {}

struct Writer {
  Failure failure;
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, &failure, noteFailure, ignoreWarning);
  png_infop info = png != nullptr ? png_create_info_struct(png) : nullptr;
  std::string bytes;

  Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() { png_destroy_write_struct(&png, &info); }
};

void append(png_structp png, png_bytep data, std::size_t count) {
  bool kept = true;
  try {
    static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<char*>(data), count);
  } catch (const std::exception&) {
    kept = false;
  }
  if (!kept) png_error(png, "out of memory");
}

png_text chunkOf(const PngText& text) {
  png_text chunk{};
  const bool ascii = plainAscii(text.text);
  chunk.compression = ascii ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;
  chunk.key = const_cast<char*>(text.key.c_str());  // libpng copies it
  chunk.text = const_cast<char*>(text.text.c_str());
  chunk.text_length = ascii ? text.text.size() : 0;
  chunk.itxt_length = ascii ? 0 : text.text.size();
  return chunk;
}

bool encode(Writer& writer, const RgbaImage& image, std::vector<png_text>& chunks,
            std::vector<png_bytep>& rows) {
  if (setjmp(writer.failure.back) != 0) return false;
  png_set_write_fn(writer.png, &writer.bytes, append, nullptr);
  png_set_IHDR(writer.png, writer.info, image.width, image.height, 8, PNG_COLOR_TYPE_RGBA,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (!chunks.empty()) {
    png_set_text(writer.png, writer.info, chunks.data(), static_cast<int>(chunks.size()));
  }
  png_write_info(writer.png, writer.info);
  png_write_image(writer.png, rows.data());
  png_write_end(writer.png, nullptr);
  return true;
}

Result<void> written(const std::filesystem::path& path, const RgbaImage& image,
                     std::span<const PngText> texts) {
  if (auto good = checkPicture(image, texts); !good) return good;
  std::vector<png_text> chunks;
  for (const PngText& text : texts) chunks.push_back(chunkOf(text));
  std::vector<png_bytep> rows;
  for (int y = 0; y < image.height; ++y) {
    rows.push_back(const_cast<png_bytep>(image.pixels.data()) + std::size_t{4} * image.width * y);
  }
  Writer writer;
  if (writer.info == nullptr || !encode(writer, image, chunks, rows)) {
    return fail(ErrorCode::Internal, path.string() + " cannot be written as a PNG picture (" +
                                         writer.failure.message + "); try a smaller picture");
  }
  return writeBytesAtomically(path, std::as_bytes(std::span(writer.bytes)));
}

struct Reader {
  Failure failure;
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, &failure, noteFailure, ignoreWarning);
  png_infop info = png != nullptr ? png_create_info_struct(png) : nullptr;
  std::span<const char> rest;

  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
};

void take(png_structp png, png_bytep data, std::size_t count) {
  auto* rest = static_cast<std::span<const char>*>(png_get_io_ptr(png));
  if (count > rest->size()) png_error(png, "it ends too early");
  std::memcpy(data, rest->data(), count);
  *rest = rest->subspan(count);
}

bool decodeHeader(Reader& reader) {
  if (setjmp(reader.failure.back) != 0) return false;
  png_set_user_limits(reader.png, kMostPixels, kMostPixels);
  png_set_chunk_malloc_max(reader.png, 64 << 20);
  png_set_read_fn(reader.png, &reader.rest, take);
  png_read_info(reader.png, reader.info);
  png_set_expand(reader.png);
  png_set_scale_16(reader.png);
  png_set_gray_to_rgb(reader.png);
  png_set_add_alpha(reader.png, 255, PNG_FILLER_AFTER);
  png_set_interlace_handling(reader.png);
  png_read_update_info(reader.png, reader.info);
  return true;
}

bool decodePixels(Reader& reader, std::vector<png_bytep>& rows) {
  if (setjmp(reader.failure.back) != 0) return false;
  png_read_image(reader.png, rows.data());
  png_read_end(reader.png, reader.info);
  return true;
}

std::vector<PngText> textsOf(const Reader& reader) {
  png_textp chunks = nullptr;
  const int count = png_get_text(reader.png, reader.info, &chunks, nullptr);
  std::vector<PngText> texts;
  for (int i = 0; i < count; ++i) {
    texts.push_back({chunks[i].key, chunks[i].text != nullptr ? chunks[i].text : ""});
  }
  return texts;
}

Result<PngPicture> decoded(const std::filesystem::path& path) {
  auto bytes = readBytes(path, kMostBytes);
  if (!bytes) return tl::unexpected(std::move(bytes).error());
  Reader reader;
  reader.rest = *bytes;
  const auto broken = [&] {
    return fail(ErrorCode::BadFormat, path.string() + " is not a complete PNG picture (" +
                                          reader.failure.message + "); export it again");
  };
  if (reader.info == nullptr || !decodeHeader(reader)) return broken();
  PngPicture picture;
  picture.image.width = static_cast<int>(png_get_image_width(reader.png, reader.info));
  picture.image.height = static_cast<int>(png_get_image_height(reader.png, reader.info));
  const std::size_t stride = std::size_t{4} * picture.image.width;
  if (png_get_rowbytes(reader.png, reader.info) != stride) return broken();
  // Memory only for what the file can hold: deflate packs 1032:1 at best, a pixel takes a bit.
  if (stride / 32 * picture.image.height > bytes->size() * 1100 + 65536) {
    return fail(ErrorCode::BadFormat,
                path.string() + " has more pixels in its header than it can hold; export it again");
  }
  picture.image.pixels.resize(stride * picture.image.height);
  std::vector<png_bytep> rows;
  for (int y = 0; y < picture.image.height; ++y) {
    rows.push_back(picture.image.pixels.data() + stride * y);
  }
  if (!decodePixels(reader, rows)) return broken();
  picture.texts = textsOf(reader);
  return picture;
}

}  // namespace

Result<void> writePng(const std::filesystem::path& path, const RgbaImage& image,
                      std::span<const PngText> texts) {
  return catchExceptions(kExceptionText, [&] { return written(path, image, texts); });
}

Result<PngPicture> readPng(const std::filesystem::path& path) {
  return catchExceptions(kExceptionText, [&] { return decoded(path); });
}

}  // namespace timbre::spectral
