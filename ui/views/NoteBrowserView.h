/// The notes of the library: filter, sort, hear, and choose the two that are morphed.
#pragma once

#include <QWidget>
#include <functional>

#include "ui/audioout/Transport.h"
#include "ui/models/NoteTableModel.h"
#include "ui/session/Session.h"

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
  /// `owned`: whether a note is one of the user's own sounds.
  NoteBrowserView(Session& session, JobRunner& jobs, Transport& transport,
                  std::function<bool(const dataset::NoteInfo&)> owned, QWidget* parent = nullptr);

  /// For the window's shortcuts.
  void focusSearch();
  void focusTable();
  void setSelectedAsA();
  void setSelectedAsB();
  /// The findings of the notes are others now: those that have any are listed.
  void takeFindings();
  /// Drops the filters where they hide the selected note.
  void reveal();

 signals:
  /// The user chose another note: now is the time to play it. Not for a selection that the program
  /// made.
  void chosen(const QString& id);
  /// The user chose a corner of the morph.
  void cornerChosen();
  /// Of one of the user's own sounds: to be corrected, or deleted.
  void correctionAsked(const timbre::dataset::NoteInfo& note);
  void deletionAsked(const timbre::dataset::NoteInfo& note);

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
  bool eventFilter(QObject* watched, QEvent* event) override;
  void goToFirst(bool play);
  void clearFilters();
  bool ownsSelected() const;
  QString nothingFound() const;

  Session& session_;
  JobRunner& jobs_;
  Transport& transport_;
  const std::function<bool(const dataset::NoteInfo&)> owned_;
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
