/// One self-contained HTML page: figures, tables and sounds are inside it.
#pragma once

#include <string>
#include <string_view>

#include "studies/StudyResult.h"

namespace timbre::studies {

/// Pieces appear in the order of the calls. All words are shown as plain text.
class HtmlReport {
 public:
  explicit HtmlReport(std::string_view title);
  void question(const std::string& sentence);
  void text(const std::string& heading, const std::string& body);
  void table(const Table& table);
  /// `svg`: the whole file.
  void figure(const Figure& figure, const std::string& svg);
  /// `flac`: the whole file.
  void sound(const std::string& title, const std::string& flac);
  std::string finished() const;

 private:
  std::string body_;
};

/// RFC 4648.
std::string base64Of(std::string_view bytes);
/// &, <, > and quotes as entities.
std::string htmlOf(std::string_view text);

}  // namespace timbre::studies
