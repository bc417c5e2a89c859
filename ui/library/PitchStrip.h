/// A small piano with a bar for how many notes there are at each key; a drag chooses a range.
#pragma once

#include <QWidget>

namespace timbre::ui {

class LibraryQuery;

/// GUI thread.
class PitchStrip : public QWidget {
  Q_OBJECT

 public:
  explicit PitchStrip(LibraryQuery& query, QWidget* parent = nullptr);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  int keyAt(double x) const;
  double leftOf(int key) const;
  void choose(int from, int to);
  void read();

  LibraryQuery& query_;
  int from_ = -1;  // the chosen keys; -1: all
  int to_ = -1;
  int pressed_ = 60;
};

}  // namespace timbre::ui
