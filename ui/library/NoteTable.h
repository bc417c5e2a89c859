/// The notes as rows with columns to choose and to sort by.
#pragma once

#include <QTableView>

#include "ui/models/NoteTableModel.h"

namespace timbre::ui {

/// GUI thread.
class NoteTable : public QTableView {
  Q_OBJECT

 public:
  /// Its columns are as they were left.
  explicit NoteTable(QWidget* parent = nullptr);
  ~NoteTable() override;

  void show(const dataset::NoteLibrary& library, std::vector<int> notes);
  void setCorners(const std::string& a, const std::string& b) { model_.setCorners(a, b); }
  /// Selects and shows the note; an empty id, or one that is not listed, clears the selection.
  void setCurrent(const std::string& id);
  /// Indices into the library of the selected rows.
  std::vector<int> selected() const;
  NoteTableModel& notes() { return model_; }

 signals:
  /// By mouse or keyboard; an index into the library.
  void chosen(int note);
  void played();
  void deleteAsked();
  void menuAsked(const QPoint& place);
  void dragged();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void startDrag(Qt::DropActions actions) override;
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void setColumns();
  void chooseColumns(const QPoint& place);
  void fitName();

  NoteTableModel model_;
  std::vector<int> indices_;
  QString empty_;           // what is said while there are none
  int nameWidth_ = 0;       // px, where there is room
  int fittedWidth_ = 0;     // px, of the name now; another: widened by hand
  bool following_ = false;  // the selection is being set, not made by the user
};

}  // namespace timbre::ui
