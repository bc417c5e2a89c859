/// The line above the notes: back and forward, the query, saved searches.
#pragma once

#include <QWidget>
#include <functional>

#include "dataset/NoteLibrary.h"

class QToolButton;

namespace timbre::ui {

class LibraryQuery;
class SearchField;

/// GUI thread.
class SearchBar : public QWidget {
  Q_OBJECT

 public:
  /// `library`: whose notes complete the terms.
  SearchBar(LibraryQuery& query, std::function<const dataset::NoteLibrary&()> library,
            QWidget* parent = nullptr);

  void focusField();

 signals:
  /// To the first hit, which is played or not.
  void left(bool play);

 private:
  void showHistory();
  void showSearches();

  LibraryQuery& query_;
  QToolButton* back_;
  QToolButton* forward_;
  QToolButton* saved_;
  SearchField* field_;
};

}  // namespace timbre::ui
