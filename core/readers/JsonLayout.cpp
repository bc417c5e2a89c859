#include "readers/JsonLayout.h"

namespace timbre::readers {

namespace {

/// Looks ahead without reading: tells the forms apart by their first words.
class Glance {
 public:
  explicit Glance(std::string_view text) : rest_(text) {}

  char peek() {
    for (;;) {
      while (!rest_.empty() && isJsonSpace(static_cast<unsigned char>(rest_.front())))
        rest_.remove_prefix(1);
      const bool block = rest_.starts_with("/*");
      if (!block && !rest_.starts_with("//") && !rest_.starts_with('#')) break;
      const auto end = block ? rest_.find("*/", 2) : rest_.find('\n');
      rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + (block ? 2 : 1));
    }
    return rest_.empty() ? '\0' : rest_.front();
  }
  bool take(char wanted) {
    if (peek() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Of a text without escapes, which no name of a field has.
  std::string_view text() {
    const char quote = peek();
    if (quote != '"' && quote != '\'') return {};
    const auto end = rest_.find(quote, 1);
    if (end == rest_.npos) return {};
    const auto taken = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return taken;
  }

 private:
  std::string_view rest_;
};

}  // namespace

bool isJsonSpace(int c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

JsonLayout jsonLayoutOf(std::string_view head, const EntryFields& fields) {
  Glance glance(head);
  if (glance.take('[')) return glance.peek() == '{' ? JsonLayout::List : JsonLayout::Unknown;
  if (!glance.take('{')) return JsonLayout::Unknown;
  const auto key = glance.text();
  if (!fields.isField(key) || !glance.take(':')) return JsonLayout::Object;
  if (glance.take('{'))
    return fields.isField(glance.text()) ? JsonLayout::Object : JsonLayout::Columns;
  if (glance.take('['))
    return fields.isList(key) && glance.peek() != '[' ? JsonLayout::Lines : JsonLayout::Columns;
  return JsonLayout::Lines;
}

}  // namespace timbre::readers
