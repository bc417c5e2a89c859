/// The line above a picture: its name, what it is, its state at the right, and how far it is.
#pragma once

#include <QWidget>
#include <optional>

namespace timbre::ui {

class ElidingLabel;
class ThinProgressBar;

/// GUI thread. Where there is little room the title goes before what it is.
class PlotHeader : public QWidget {
  Q_OBJECT

 public:
  explicit PlotHeader(QWidget* parent = nullptr);

  void setTitle(const QString& title, const QString& subtitle);
  void setTitleFont(const QFont& font);
  /// The title can be clicked and the line dragged from then on; `tip` says what a click does.
  void setClickable(const QString& tip);
  /// `tip`: more of it, on hover.
  void setStatus(const QString& text, const QString& tip = {});
  /// On hover over the line.
  void setDetails(const QString& details);
  /// In the accent colour: this is what sounds.
  void setLit(bool lit);
  /// In [0, 1], negative while unknown.
  void setFraction(double fraction);
  void clearProgress();

 signals:
  void titleClicked();
  /// The line is being pulled away: the left button is down.
  void dragged();

 private:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void fit();

  ElidingLabel* title_;
  ElidingLabel* subtitle_;
  ElidingLabel* status_;
  ThinProgressBar* progress_;
  QString details_;
  bool clickable_ = false;
  std::optional<QPoint> pressed_;
};

}  // namespace timbre::ui
