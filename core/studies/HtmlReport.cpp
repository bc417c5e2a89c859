#include "studies/HtmlReport.h"

#include <algorithm>
#include <cstdint>

namespace timbre::studies {
namespace {

constexpr std::string_view kHead =
    R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
)";
constexpr std::string_view kStyle = R"(<style>
body { font: 15px/1.45 sans-serif; color: #111; background: #fff; max-width: 52em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.7em; margin-bottom: 0.2em; break-after: avoid; }
h2 { font-size: 1.2em; margin: 1.6em 0 0.4em; break-after: avoid; }
.question { font-size: 1.1em; color: #444; }
figure { margin: 1.4em 0; break-inside: avoid; }
figure img { width: 100%; height: auto; }
figcaption, caption { text-align: left; color: #444; font-size: 0.92em; }
table { border-collapse: collapse; margin: 1.2em 0; font-size: 0.92em; }
tr { break-inside: avoid; }
caption.title { font-weight: bold; color: #111; padding-bottom: 0.3em; break-after: avoid; }
th, td { border-bottom: 1px solid #ccc; padding: 0.15em 0.8em 0.15em 0; text-align: left; vertical-align: top; }
th { border-bottom: 1.5px solid #111; }
td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.long { overflow-wrap: anywhere; }
.sound { display: flex; gap: 1em; align-items: center; margin: 0.4em 0; }
@page { size: A4; margin: 18mm; }
@media print {
  body { max-width: none; margin: 0; font-size: 10pt; }
  table { font-size: 8pt; }
  th, td { padding-right: 0.6em; }
  .sound { display: none; }
}
</style>
</head>
<body>
)";

/// Longer words, like paths, may be broken anywhere; others would be torn to pieces for nothing.
constexpr std::size_t kLongWord = 40;

bool hasLongWord(std::string_view text) {
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > kLongWord) return true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

std::string cellOf(const Cell& cell, int digits) {
  const std::string text = shown(cell, digits);
  const char* const kind = !isWords(cell)      ? "<td class=\"number\">"
                           : hasLongWord(text) ? "<td class=\"long\">"
                                               : "<td>";
  return kind + htmlOf(text) + "</td>";
}

}  // namespace

std::string base64Of(std::string_view bytes) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 3; ++k)
      word = word << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k > bytes.size() ? '=' : kLetters[word >> (18 - 6 * k) & 63];
  }
  return out;
}

std::string htmlOf(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  return out;
}

HtmlReport::HtmlReport(std::string_view title) {
  body_ = std::string(kHead) + "<title>" + htmlOf(title) + "</title>\n" + std::string(kStyle) +
          "<h1>" + htmlOf(title) + "</h1>\n";
}

void HtmlReport::question(const std::string& sentence) {
  body_ += "<p class=\"question\">" + htmlOf(sentence) + "</p>\n";
}

void HtmlReport::text(const std::string& heading, const std::string& body) {
  if (!heading.empty()) body_ += "<h2>" + htmlOf(heading) + "</h2>\n";
  std::string_view rest = body;
  while (!rest.empty()) {
    const auto end = rest.find("\n\n");
    body_ += "<p>" + htmlOf(rest.substr(0, end)) + "</p>\n";
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 2);
  }
}

void HtmlReport::table(const Table& table) {
  body_ += "<table>\n<caption class=\"title\">" + htmlOf(table.title) + "</caption>\n<thead><tr>";
  for (const auto& column : table.columns) body_ += "<th>" + htmlOf(column.name) + "</th>";
  body_ += "</tr></thead>\n";
  const std::size_t most = table.shownRows > 0 ? table.shownRows : table.rows.size();
  for (std::size_t r = 0; r < std::min(most, table.rows.size()); ++r) {
    const auto& row = table.rows[r];
    body_ += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) body_ += cellOf(row[i], table.columns[i].digits);
    body_ += "</tr>\n";
  }
  body_ += "</table>\n";
  if (!table.caption.empty()) body_ += "<p>" + htmlOf(table.caption) + "</p>\n";
}

void HtmlReport::figure(const Figure& figure, const std::string& svg) {
  body_ += "<figure><img alt=\"" + htmlOf(figure.title) + "\" src=\"data:image/svg+xml;base64," +
           base64Of(svg) + "\">\n<figcaption>" + htmlOf(figure.caption) +
           "</figcaption></figure>\n";
}

void HtmlReport::sound(const std::string& title, const std::string& flac) {
  body_ += "<div class=\"sound\"><audio controls src=\"data:audio/flac;base64," + base64Of(flac) +
           "\"></audio> " + htmlOf(title) + "</div>\n";
}

std::string HtmlReport::finished() const {
  return body_ + "</body>\n</html>\n";
}

}  // namespace timbre::studies
