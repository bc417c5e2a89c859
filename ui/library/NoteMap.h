/// The notes as dots on a plane: hovering plays, zooming turns dots into pictures, a lasso selects.
#pragma once

#include <QImage>
#include <QPolygonF>
#include <QTimer>
#include <QWidget>
#include <optional>
#include <vector>

#include "dataset/NoteLibrary.h"
#include "ui/library/MapDots.h"
#include "ui/library/MapFrame.h"
#include "ui/library/MapLayout.h"
#include "ui/library/MapPictures.h"
#include "ui/library/MapPlaces.h"

namespace timbre::ui {

/// GUI thread. 300,000 dots are drawn into an image in some milliseconds.
class NoteMap : public QWidget {
  Q_OBJECT

 public:
  NoteMap(MapLayout& layout, Thumbnails& thumbnails, JobRunner& jobs, QWidget* parent = nullptr);

  /// The library, and which of its notes the query finds; the others are grey.
  void show(const dataset::NoteLibrary& library, const std::vector<int>& notes);
  void setCurrent(int note);
  void setColour(MapColour colour);
  void fit();
  /// Why no note has a place yet.
  void setUnplaced(const QString& why) {
    unplaced_ = why;
    update();
  }

  const std::vector<int>& selected() const { return selected_; }
  void setSelected(std::vector<int> notes);
  /// Where a note is drawn; nothing while it has no place.
  std::optional<QPointF> placeOf(int note) const;
  /// What is said where no dot is in view.
  QString emptyText() const;

 signals:
  void chosen(int note);
  void played(int note);
  /// The pointer rests on this note; -1: on none any more.
  void hovered(int note);
  void selectionChanged();
  void menuAsked(const QPoint& place);
  /// What is selected, else the current note, is being pulled away: the left button is down.
  void dragged();

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void redraw();
  std::vector<char> coloured() const;
  void paintMarks(QPainter& painter);
  void paintText(QPainter& painter, const QString& text);
  MapPlaces places() const { return {layout_, frame_, found_}; }
  int noteAt(QPointF place) const;
  /// By a drag that starts at this note.
  bool isTaken(int note) const;
  int neighbour(int key) const;
  void zoom(double factor, QPointF about);
  void describe();

  MapLayout& layout_;
  JobRunner& jobs_;
  MapPictures pictures_;
  Job colouring_;
  dataset::NoteLibrary library_;
  std::vector<char> found_;     // by the query
  std::vector<DotLook> looks_;  // of each note
  std::vector<int> selected_;
  MapColour colour_ = MapColour::Family;
  int current_ = -1;
  int hovered_ = -1;
  MapFrame frame_;
  QImage dots_;
  bool stale_ = true;
  QTimer rest_;
  QString unplaced_;
  std::optional<QPointF> grabbed_;  // the map, at this place last
  QPointF pressed_;
  QPolygonF lasso_;
  bool lassoing_ = false;
  bool taking_ = false;  // notes, once the pointer has gone far enough
};

}  // namespace timbre::ui
