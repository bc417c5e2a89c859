/// "More like this": the notes that sound most like one, and why.
#pragma once

#include <QWidget>
#include <optional>

#include "similarity/NoteVectors.h"
#include "ui/audioout/Transport.h"
#include "ui/library/LibraryVectors.h"
#include "ui/session/Session.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QTreeWidget;

namespace timbre::ui {

/// GUI thread.
class SimilarPanel : public QWidget {
  Q_OBJECT

 public:
  SimilarPanel(Session& session, LibraryVectors& vectors, Transport& transport, JobRunner& jobs,
               QWidget* parent = nullptr);

 signals:
  /// An index into the library.
  void chosen(int note);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void build();
  void ask();
  void search();
  void searchMorph();
  void showFound();
  QString sentence() const;
  similarity::SimilarOptions options() const;

  Session& session_;
  LibraryVectors& vectors_;
  Transport& transport_;
  JobRunner& jobs_;
  QComboBox* pitch_;
  QCheckBox* level_;
  QCheckBox* others_;
  QLabel* about_;
  QTreeWidget* list_;
  std::optional<similarity::NoteVector> wanted_;
  bool walking_ = false;  // the selection follows the list
  int self_ = -1;         // the note that is compared; -1: a morph
  std::vector<int> shown_;
  int shownFor_ = -1;
  Job listening_;
};

}  // namespace timbre::ui
