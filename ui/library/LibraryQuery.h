/// The query on the library and its result, for every view of it.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <vector>

#include "dataset/Favourites.h"
#include "dataset/NoteLibrary.h"
#include "ui/jobs/JobRunner.h"
#include "ui/session/Session.h"

namespace timbre::ui {

/// GUI thread. Facets are terms of the text, so that text, history and saved searches say all.
class LibraryQuery : public QObject {
  Q_OBJECT

 public:
  /// `favourites`: the file they are kept in.
  LibraryQuery(Session& session, JobRunner& jobs, std::filesystem::path favourites,
               QObject* parent = nullptr);

  const QString& text() const { return text_; }
  void setText(const QString& text);
  bool hasTerm(const QString& term) const;
  /// Adds the term, or takes it away.
  void setTerm(const QString& term, bool on);
  /// In the place of all terms of the field; empty: none.
  void setField(const QString& field, const QString& value);
  /// The value of the first term of the field; empty: there is none.
  QString fieldValue(const QString& field) const;

  void sort(dataset::NoteOrder order);
  /// The library is another one, or its notes have changed.
  void ask();

  /// Indices into the session's library, in the order asked for.
  const std::vector<int>& notes() const { return answer_.notes; }
  const dataset::FacetCounts& counts() const { return answer_.counts; }
  /// "12 of 291 notes", or why nothing is found, or which term is not understood.
  QString sentence() const;
  /// Whether sentence() reports a problem.
  bool troubled() const { return !trouble_.isEmpty(); }

  bool isFavourite(const std::string& id) const { return favourites_.contains(id); }
  void setFavourite(const std::string& id, bool marked);

  // Where the person was.
  bool canGoBack() const { return place_ > 0; }
  bool canGoForward() const { return place_ + 1 < history_.size(); }
  void goBack();
  void goForward();
  /// The text stays in the history from now on.
  void remember();

 signals:
  void textChanged(const QString& text);
  /// notes(), counts() and sentence() are others.
  void answered();
  void historyChanged();
  /// A sentence for the status bar.
  void said(const QString& sentence);

 private:
  struct Answer {
    dataset::NoteSelection selection;
    std::string trouble;
  };
  static Answer answerTo(const dataset::NoteLibrary& library, const std::string& text,
                         const std::vector<int>& favourites, dataset::NoteOrder order);
  void take(Answer answer);
  void visit(qsizetype place);

  Session& session_;
  JobRunner& jobs_;
  dataset::Favourites favourites_;
  QString text_;
  dataset::NoteOrder order_;
  dataset::NoteSelection answer_;
  QString trouble_;
  QStringList history_{QString()};
  qsizetype place_ = 0;
  QTimer rest_;  // a text that is left alone for a while is remembered
  Job asking_;
};

}  // namespace timbre::ui
