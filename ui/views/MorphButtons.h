/// What is done with the sound of a morph: play, stop, loop, export, and cancel while it is made.
#pragma once

#include <QWidget>

#include "ui/audioout/Transport.h"
#include "ui/views/MorphController.h"

class QToolButton;

namespace timbre::ui {

/// GUI thread.
class MorphButtons : public QWidget {
  Q_OBJECT

 public:
  MorphButtons(Transport& transport, MorphController& controller, QWidget* parent = nullptr);

  /// Narrow: all but Play as pictures alone.
  void setNarrow(bool narrow);

 signals:
  void exportAsked();

 private:
  QToolButton* button(const QString& name, const QString& text, const QString& tip);
  void connectAll();
  void showState();
  void applyAppearance();
  void changeEvent(QEvent* event) override;

  Transport& transport_;
  MorphController& controller_;
  QToolButton* play_ = nullptr;
  QToolButton* stop_ = nullptr;
  QToolButton* loop_ = nullptr;
  QToolButton* cancel_ = nullptr;
  QToolButton* export_ = nullptr;
};

}  // namespace timbre::ui
