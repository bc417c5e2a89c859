/// Texts of core, which are UTF-8, as Qt's.
#pragma once

#include <QString>
#include <string_view>

namespace timbre::ui {

inline QString textOf(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace timbre::ui
