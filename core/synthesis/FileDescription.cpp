#include "synthesis/FileDescription.h"

#include <array>
#include <charconv>
#include <fstream>
#include <string>

#include "base/AtomicFile.h"
#include "base/Version.h"
#include "spectral/PngFile.h"

namespace timbre::synthesis {
namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kLargestDrawing = std::uintmax_t{256} << 20;  // bytes
constexpr std::string_view kPlain = "{\"timbrescope\":";
constexpr std::string_view kEscaped = "{&quot;timbrescope&quot;:";

std::string unescapedXml(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 5> kEntities{
      {{"&quot;", '"'}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&apos;", '\''}}};
  std::string plain;
  while (!text.empty()) {
    std::size_t length = 1;
    char c = text.front();
    for (const auto& [entity, character] : kEntities)
      if (text.starts_with(entity)) {
        length = entity.size();
        c = character;
      }
    plain += c;
    text.remove_prefix(length);
  }
  return plain;
}

/// The text of an XML element that begins within it.
Result<std::vector<SynthesisRequest>> requestsInXml(std::string_view bytes,
                                                    const std::string& origin) {
  const auto start = std::min(bytes.find(kPlain), bytes.find(kEscaped));
  if (start == std::string_view::npos) return std::vector<SynthesisRequest>();
  bytes.remove_prefix(start);
  return requestsIn(unescapedXml(bytes.substr(0, bytes.find('<'))), origin);
}

/// A literal string of a PDF that begins within it: it ends with the first ) without a backslash.
std::string literalString(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size() && bytes[i] != ')'; ++i) {
    if (bytes[i] == '\\' && i + 1 < bytes.size()) ++i;
    text += bytes[i];
  }
  return text;
}

/// As a PDF's hexadecimal string has it, in UTF-16 without the mark in front.
std::string hexadecimal(std::string_view ascii) {
  std::string text;
  for (const char c : ascii) {
    text += "00";
    text += "0123456789ABCDEF"[static_cast<unsigned char>(c) >> 4];
    text += "0123456789ABCDEF"[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

/// Back, up to the first character that is not ASCII or the string's end.
std::string fromHexadecimal(std::string_view digits) {
  std::string text;
  for (; digits.size() >= 4 && digits.starts_with("00"); digits.remove_prefix(4)) {
    unsigned value = 0;
    const auto read = std::from_chars(digits.data() + 2, digits.data() + 4, value, 16);
    if (read.ptr != digits.data() + 4) break;
    text += static_cast<char>(value);
  }
  return text;
}

/// In the document's information, where cairo writes what has a bracket or a backslash in
/// hexadecimal, or as XML in its metadata.
Result<std::vector<SynthesisRequest>> requestsInPdf(std::string_view bytes,
                                                    const std::string& origin) {
  if (const auto start = bytes.find("(" + std::string(kPlain)); start != bytes.npos)
    return requestsIn(literalString(bytes.substr(start + 1)), origin);
  if (const auto start = bytes.find(hexadecimal(kPlain)); start != bytes.npos)
    return requestsIn(fromHexadecimal(bytes.substr(start)), origin);
  return requestsInXml(bytes, origin);
}

Result<std::vector<SynthesisRequest>> requestsInPng(const fs::path& file) {
  const auto png = spectral::readPng(file);
  if (!png) return tl::unexpected(png.error());
  for (const spectral::PngText& text : png->texts)
    if (auto found = requestsIn(text.text, file.string()); !found || !found->empty()) return found;
  return std::vector<SynthesisRequest>();
}

std::string headOf(const fs::path& file) {
  std::string head(1024, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  return head;
}

}  // namespace

audio::AudioTags tagsFor(const SynthesisRequest& request) {
  audio::AudioTags tags;
  tags.title = fileStem(request);
  tags.comment = toComment(std::span(&request, 1));
  tags.software = "Timbrescope " + std::string(programVersion());
  return tags;
}

Result<std::vector<SynthesisRequest>> requestsOfFile(const fs::path& file) {
  const std::string head = headOf(file);
  if (head.starts_with("\x89PNG")) return requestsInPng(file);
  const bool pdf = head.starts_with("%PDF-");
  if (pdf || head.find("<svg") != std::string::npos) {
    const auto bytes = readBytes(file, kLargestDrawing);
    if (!bytes) return tl::unexpected(bytes.error());
    return pdf ? requestsInPdf(*bytes, file.string()) : requestsInXml(*bytes, file.string());
  }
  return audio::readTags(file).and_then(
      [&](const audio::AudioTags& tags) { return requestsIn(tags.comment, file.string()); });
}

}  // namespace timbre::synthesis
