/// The words of a report as labels that can be selected and copied.
#pragma once

#include <QLabel>

#include "ui/Text.h"

namespace timbre::ui {

inline QLabel* paragraph(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  return label;
}

inline QLabel* heading(const QString& text, QWidget* parent) {
  auto* label = paragraph(text, parent);
  QFont font = label->font();
  font.setBold(true);
  label->setFont(font);
  return label;
}

}  // namespace timbre::ui
