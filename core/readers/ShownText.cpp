#include "readers/ShownText.h"

#include <algorithm>

namespace timbre::readers {

std::string shownName(std::string_view name) {
  constexpr std::size_t kShown = 80;
  std::size_t length = std::min(name.size(), kShown);
  while (length < name.size() && length > 0 && (name[length] & 0xc0) == 0x80) --length;
  std::string shown(name.substr(0, length));
  for (char& c : shown)
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = '?';
  return length < name.size() ? shown + "…" : shown;
}

}  // namespace timbre::readers
