/// A drawn piano: shows keys, and is played with mouse and arrows.
#pragma once

#include <QWidget>
#include <optional>

#include "base/MidiTable.h"

namespace timbre::ui {

/// GUI thread. Left and Right go by a key, with Shift by an octave; Space or Return plays it.
class PianoKeyboard : public QWidget {
  Q_OBJECT

 public:
  explicit PianoKeyboard(QWidget* parent = nullptr);

  /// The note's own key: it carries a dot.
  void setHome(std::optional<int> key);
  /// Lit; of the crosshair, for instance.
  void setLit(std::optional<int> key);
  std::optional<int> lit() const { return lit_; }
  /// Where the key is drawn.
  QRectF rectOf(int key) const;
  /// Black keys lie over white ones; none beside the keyboard.
  std::optional<int> keyAt(QPointF at) const;

  QSize sizeHint() const override { return {700, 90}; }
  QSize minimumSizeHint() const override { return {320, 48}; }

 signals:
  void played(int key);
  void pointed(std::optional<int> key);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void drawKey(QPainter& painter, int key) const;
  void moveTo(int key);

  std::optional<int> home_;
  std::optional<int> lit_;
  int chosen_ = 60;
};

}  // namespace timbre::ui
