/// A flat button with a short text.
#pragma once

#include <QToolButton>

#include "ui/PlainText.h"

namespace timbre::ui {

/// `tip`: the tooltip and the accessible name.
inline QToolButton* toolButton(const QString& text, const QString& tip, const char* name,
                               QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setText(text);
  button->setToolTip(plainTip(tip));
  button->setAccessibleName(tip);
  button->setObjectName(QLatin1String(name));
  button->setAutoRaise(true);
  return button;
}

}  // namespace timbre::ui
