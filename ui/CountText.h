/// A number with its noun, for texts that are translated.
#pragma once

#include <QLocale>
#include <QString>

namespace timbre::ui {

/// `one` for 1; else `many` with the number in place of its %1, grouped as the locale does:
/// countText(n, tr("1 note"), tr("%1 notes")).
inline QString countText(qint64 number, const QString& one, const QString& many) {
  return number == 1 ? one : many.arg(QLocale().toString(number));
}

}  // namespace timbre::ui
