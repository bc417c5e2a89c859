/// The input line for a query: completions, marks for terms not understood, saved searches.
#pragma once

#include <QLineEdit>
#include <functional>

#include "dataset/NoteLibrary.h"

class QAction;
class QCompleter;
class QStandardItemModel;

namespace timbre::ui {

class LibraryQuery;

/// GUI thread.
class SearchField : public QLineEdit {
  Q_OBJECT

 public:
  /// `library`: whose notes complete the terms.
  SearchField(LibraryQuery& query, std::function<const dataset::NoteLibrary&()> library,
              QWidget* parent = nullptr);

 signals:
  /// Down or Return: to the first hit; Return plays it.
  void left(bool play);

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void completeValue(const QString& typed);
  void complete();
  void take(const QString& term);
  void showAnswer();

  LibraryQuery& query_;
  const std::function<const dataset::NoteLibrary&()> library_;
  QCompleter* completer_;
  QStandardItemModel* terms_;
  QAction* warning_;
};

}  // namespace timbre::ui
