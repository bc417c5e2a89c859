/// A spin box for a pitch: shows "C♯4  61", takes "c#4" or "61", pages by octaves.
#pragma once

#include <QSpinBox>

namespace timbre::ui {

/// MIDI 0 to 127. GUI thread.
class PitchSpinBox : public QSpinBox {
  Q_OBJECT

 public:
  explicit PitchSpinBox(QWidget* parent = nullptr);

  void stepBy(int steps) override;

 protected:
  QString textFromValue(int key) const override;
  int valueFromText(const QString& text) const override;
  QValidator::State validate(QString& text, int& place) const override;
};

}  // namespace timbre::ui
