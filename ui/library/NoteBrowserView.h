/// The notes of the library: one query, shown as a list, as pictures or as a map. Plays notes,
/// finds similar ones, and chooses the two ends of the morph.
#pragma once

#include <QWidget>
#include <functional>

#include "ui/audioout/Transport.h"
#include "ui/library/HoverPlayer.h"
#include "ui/library/LibraryQuery.h"
#include "ui/library/LibraryVectors.h"
#include "ui/library/MapLayout.h"
#include "ui/library/NoteExporter.h"
#include "ui/library/PresentationBar.h"
#include "ui/library/Thumbnails.h"
#include "ui/models/NoteTableModel.h"
#include "ui/session/Session.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace timbre::ui {

class FacetPanel;
class MapPane;
class NoteGrid;
class NoteTable;
class SearchBar;
class SimilarPanel;

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
  void present(Presentation how);
  /// The findings of the notes are others now: those that have any are listed.
  void takeFindings();
  /// Drops the query where it hides the selected note.
  void reveal();
  LibraryQuery& query() { return query_; }
  /// Indices into the library: those that list, grid or map have selected, else the current one.
  std::vector<int> selected() const;
  /// An export that is still writing.
  std::optional<Unfinished> unfinished() const { return exporter_.unfinished(); }
  const Thumbnails& thumbnails() const { return thumbnails_; }

 signals:
  /// The user chose another note: now is the time to play it. Not for a selection that the program
  /// made.
  void chosen(const QString& id);
  /// The user chose a corner of the morph.
  void cornerChosen();
  /// Of one of the user's own sounds: to be corrected, or deleted.
  void correctionAsked(const timbre::dataset::NoteInfo& note);
  void deletionAsked(const timbre::dataset::NoteInfo& note);
  void presented(timbre::ui::Presentation how);
  /// The selected notes are to be rebuilt with models.
  void rebuildAsked();

 private:
  void buildMiddle(QVBoxLayout& column);
  void buildButtons(QVBoxLayout& column);
  void connectViews();
  void takeLibrary();
  void showAnswer();
  void showSelection();
  void showCount();
  void takeNote(int note);
  void play();
  void hear(int note);
  void goToFirst(bool play);
  void showMenu(const QPoint& place);
  bool ownsSelected() const;

  Session& session_;
  JobRunner& jobs_;
  Transport& transport_;
  const std::function<bool(const dataset::NoteInfo&)> owned_;
  LibraryQuery query_;
  JobRunner background_;  // so that nothing waits for the map
  LibraryVectors vectors_;
  MapLayout layout_;
  Thumbnails thumbnails_;
  HoverPlayer hover_;
  NoteExporter exporter_;
  SearchBar* search_ = nullptr;
  PresentationBar* bar_ = nullptr;
  FacetPanel* facets_ = nullptr;
  NoteTable* table_ = nullptr;
  NoteGrid* grid_ = nullptr;
  MapPane* map_ = nullptr;
  SimilarPanel* similar_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  QLabel* count_ = nullptr;
  QPushButton* setA_ = nullptr;
  QPushButton* setB_ = nullptr;
};

}  // namespace timbre::ui
