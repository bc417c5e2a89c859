/// One rainbowgram with its axes: note names, seconds, crosshair and playhead.
#pragma once

#include <QString>
#include <QWidget>
#include <memory>
#include <optional>

#include "ui/widgets/Picture.h"
#include "ui/widgets/PlotGestures.h"

class QLabel;

namespace timbre::ui {

class PlotCanvas;
class PlotHeader;

/// Wheel: time; Ctrl+wheel: pitch; Shift+wheel: along; drag: move; double click or F: the whole
/// picture. Arrows move the crosshair by a cell (Shift: ten), Home/End to the ends, PageUp/PageDown
/// by an octave, Return = click,
/// + and - zoom in time, with Ctrl in pitch. GUI thread. Setters never emit: only the user does.
class RainbowgramPlot : public QWidget {
  Q_OBJECT
 public:
  explicit RainbowgramPlot(QWidget* parent = nullptr);

  /// "Original" in bold, then the rest of the line; shortened where there is no room. Also the
  /// accessible name.
  void setTitle(const QString& title, const QString& subtitle = {});
  const QString& title() const { return title_; }
  /// titleClicked() from then on; `tip`: what a click does.
  void setTitleClickable(const QString& tip);

  /// What the plot shows instead of a picture, until the next of these four calls.
  void showHint(const QString& text);
  /// `fraction` in [0, 1], negative while unknown. "Rebuilding … 42 %, 3 s left"
  void showBusy(const QString& text, double fraction = -1);
  void showError(const QString& sentence);
  /// The view stays as it is where the new picture covers the same extent, else the whole of it is
  /// shown.
  void showPicture(const Picture& picture);
  /// A picture that still grows: as showPicture, with a slim bar under the title.
  void showGrowing(const Picture& picture, const QString& text, double fraction = -1);
  /// Empty unless one is shown.
  const Picture& picture() const { return picture_; }

  void setRange(const PlotRange& range);  ///< cut to the extent
  const PlotRange& range() const { return navigator_.range(); }
  const PlotRange& extent() const {
    return navigator_.extent();
  }  ///< of the picture; 0 .. 4 s and C2 .. C8 while there is none
  void fit() { setRange(extent()); }

  void setCursor(std::optional<PlotPoint> point);  ///< the crosshair
  const std::optional<PlotPoint>& cursor() const { return navigator_.cursor(); }
  void setPlayhead(std::optional<double> seconds);
  std::optional<double> playhead() const { return playhead_; }
  /// What stands under a point; none without a picture or outside it.
  std::optional<CellReadout> readoutAt(PlotPoint point) const;

  void setA4(double hertz);  ///< moves the note names; 440 by default
  double a4() const { return a4_; }

  /// Widget pixels of a place and back; none when not inside the axes. For tests, menus and drags.
  QPointF pixelOf(PlotPoint point) const;
  std::optional<PlotPoint> pointAt(QPointF pixel) const;

  /// What a screen reader says: the cell at the crosshair, else what is shown.
  QString spokenState() const;

  QSize sizeHint() const override { return {420, 360}; }
  QSize minimumSizeHint() const override { return {200, 160}; }

 signals:
  /// The pointer or the arrow keys stand elsewhere; none when the pointer has left.
  void cursorMoved(std::optional<timbre::ui::CellReadout> cell);
  /// A click without a drag, or Return at the crosshair.
  void pointClicked(double seconds, double hertz);
  void rangeMoved(const timbre::ui::PlotRange& range);
  void titleClicked();

 protected:
  bool event(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void showImage(const Picture& picture);
  void showMessage(const QString& text, std::optional<double> fraction);
  void applyAppearance();
  void placeMessage();
  void userRange(const PlotRange& range);
  void userCursor(std::optional<PlotPoint> point);
  bool moveByKey(int key, bool far);
  void setCursorShape(Qt::CursorShape shape);

  QString title_;
  PlotHeader* header_;
  PlotCanvas* canvas_;
  QLabel* message_;
  PlotNavigator navigator_;
  Picture picture_;
  std::optional<double> playhead_;
  double a4_ = 440;
  PressGesture press_;
};

}  // namespace timbre::ui
