/// The notes of the library: filter, sort, hear, and choose the two that are morphed.
#pragma once

#include <QWidget>

#include "ui/models/NoteTableModel.h"
#include "ui/views/AppContext.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;
class QVBoxLayout;

namespace timbre::ui {

class NoteBrowserView : public QWidget {
  Q_OBJECT

 public:
  NoteBrowserView(AppContext& bench, QWidget* parent = nullptr);

  /// For the window's shortcuts.
  void focusSearch();
  void focusTable();
  void setSelectedAsA();
  void setSelectedAsB();
  /// The findings of the notes are others now.
  void takeFindings();

 signals:
  /// The user chose another note: now is the time to play it. Not for a selection that the program
  /// made.
  void chosen(const QString& id);
  /// The user chose a corner of the morph.
  void cornerChosen();

 private:
  void buildFilters(QVBoxLayout& column);
  void buildTable(QVBoxLayout& column);
  void buildButtons(QVBoxLayout& column);
  void takeLibrary();
  dataset::NoteQuery query() const;
  void applyFilter();
  void showRows(std::vector<int> rows);
  void showSelection();
  void showCount();
  void takeRow(const QModelIndex& current);
  void showMenu(const QPoint& place);
  void showDoubleClick(const QModelIndex& index);

  AppContext& bench_;
  NoteTableModel model_;
  QLineEdit* search_ = nullptr;
  QComboBox* family_ = nullptr;
  QComboBox* source_ = nullptr;
  QComboBox* velocity_ = nullptr;
  QComboBox* findings_ = nullptr;
  QTableView* table_ = nullptr;
  QLabel* count_ = nullptr;
  QPushButton* setA_ = nullptr;
  QPushButton* setB_ = nullptr;
  Job asking_;
  bool following_ = false;  // the selection is being set, not made by the user
};

}  // namespace timbre::ui
