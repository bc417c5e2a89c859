/// A picture with its axes and the line above it, and what stands there while there is no picture.
#pragma once

#include <QString>
#include <QWidget>
#include <optional>

#include "ui/widgets/Picture.h"

class QLabel;
class QVBoxLayout;

namespace timbre::ui {

class PlotCanvas;
class PlotHeader;

/// GUI thread. Shows; takes no input but a click on its title, and a drag of that.
class PlotPane : public QWidget {
  Q_OBJECT

 public:
  explicit PlotPane(QWidget* parent = nullptr);

  /// "Original" in bold, then the rest of the line; shortened where there is no room. Also the
  /// accessible name.
  void setTitle(const QString& title, const QString& subtitle = {});
  const QString& title() const { return title_; }
  /// What the line means in full, on hover.
  void setDetails(const QString& details);
  /// titleClicked() from then on; `tip`: what a click does.
  void setTitleClickable(const QString& tip);
  /// Below the picture, as high as it asks for. Owned from then on.
  void setFoot(QWidget* foot);

  /// Of several, the one that sounds is lit and the others are dimmed a little.
  enum class Emphasis { None, Sounding, Silent };
  void setEmphasis(Emphasis emphasis);
  Emphasis emphasis() const { return emphasis_; }

  /// What the plot shows instead of a picture, until the next of these four calls.
  void showHint(const QString& text);
  /// `fraction` in [0, 1], negative while unknown. "Rebuilding … 42 %, 3 s left"
  void showBusy(const QString& text, double fraction = -1);
  void showError(const QString& sentence);
  /// The view stays as it is where the new picture covers the same extent, else the whole of it is
  /// shown.
  void showPicture(const Picture& picture);
  /// A picture that still grows: as showPicture, with a slim bar under the title. Where it is not
  /// made yet the last whole picture stays, dimmed, and the rest is hatched.
  void showGrowing(const Picture& picture, const QString& text, double fraction = -1);
  /// The same picture in other colours; state and view stay.
  void showRecoloured(const Picture& picture);
  /// Empty unless one is shown.
  const Picture& picture() const { return picture_; }
  /// Shown in the place of the picture's own colours, cell for cell, until the next picture; null:
  /// its own.
  void setLayer(const QImage& layer);

  void setPlayhead(std::optional<double> seconds);
  std::optional<double> playhead() const { return playhead_; }
  /// Where playing begins, and the part that is repeated.
  void setCue(double start, std::optional<Interval> loop);
  double cueStart() const { return cueStart_; }
  const std::optional<Interval>& loop() const { return loop_; }

  /// Of the picture with its axes, pixels.
  int canvasWidth() const;
  /// See PlotCanvas: plots side by side have the same axes.
  void setWidthOfNeighbours(std::optional<int> pixels);

  void setA4(double hertz);  ///< moves the note names; 440 by default
  double a4() const { return a4_; }

 signals:
  void titleClicked();
  /// The line above the picture is being pulled away: the left button is down.
  void titleDragged();
  /// canvasWidth() may be another one.
  void canvasResized();
  /// Another picture is shown, or another state of it; also by a setter.
  void pictureShown();

 protected:
  bool event(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  PlotCanvas& canvas() { return *canvas_; }
  const PlotCanvas& canvas() const { return *canvas_; }
  /// What stands there in words; empty while there is a picture.
  QString message() const;
  /// Another picture is shown, or none.
  virtual void pictureChanged() {}

 private:
  void showImage(const Picture& picture);
  void showMessage(const QString& text, std::optional<double> fraction);
  void applyAppearance();
  void placeMessage();

  QString title_;
  QVBoxLayout* column_;
  PlotHeader* header_;
  PlotCanvas* canvas_;
  QLabel* message_;
  Picture picture_;
  QImage shown_;  // the picture's own colours
  QImage older_;  // the last whole picture, for what is not made yet
  Emphasis emphasis_ = Emphasis::None;
  std::optional<double> playhead_;
  double cueStart_ = 0;
  std::optional<Interval> loop_;
  double a4_ = 440;
};

}  // namespace timbre::ui
