/// The notes as thumbnails, row by row.
#pragma once

#include <QAbstractScrollArea>
#include <functional>

#include "ui/library/Thumbnails.h"

namespace timbre::ui {

/// GUI thread. Its cost is that of the tiles that are seen, however many notes there are.
class NoteGrid : public QAbstractScrollArea {
  Q_OBJECT

 public:
  explicit NoteGrid(Thumbnails& thumbnails, QWidget* parent = nullptr);

  /// These notes of the library, in this order.
  void show(const dataset::NoteLibrary& library, std::vector<int> notes);
  /// -1: none. Scrolls to it.
  void setCurrent(int note);
  /// Ids of the two ends of the morph.
  void setCorners(const std::string& a, const std::string& b);
  /// Those that Shift, Ctrl or Ctrl+A added to the current one, in their order; else empty. Indices
  /// into the library.
  std::vector<int> selected() const;
  /// How many tiles stand side by side.
  int columns() const;
  QRect tileOf(int row) const;

 signals:
  /// By mouse or keyboard; an index into the library.
  void chosen(int note);
  void played(int note);
  void menuAsked(const QPoint& place);
  void selectionChanged();
  /// The current note is dragged out.
  void dragged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  QSize picture() const;
  QSize tile() const;
  int rowAt(QPoint place) const;
  void layOut();
  void revealCurrent();
  /// `keys`: Shift extends the selection to the row, Ctrl adds or removes it.
  void choose(int row, Qt::KeyboardModifiers keys = {});
  void select(int row, Qt::KeyboardModifiers keys);
  void clearSelection();
  void paintTile(QPainter& painter, int row) const;
  std::pair<int, int> seen() const;
  void askForSeen();

  Thumbnails& thumbnails_;
  dataset::NoteLibrary library_;
  std::vector<int> notes_;
  int current_ = -1;          // a row
  int anchor_ = -1;           // the row that Shift extends from
  int revealedAt_ = 0;        // where the current one was last scrolled into view
  std::vector<char> marked_;  // by row; empty: the current one alone
  std::string a_, b_;
  QPoint pressed_;
};

}  // namespace timbre::ui
