/// The Edit menu: undo, finding notes, the corners of the morph, the check of a library.
#pragma once

#include <QObject>

#include "ui/views/AppContext.h"
#include "ui/views/LibraryCheck.h"
#include "ui/window/ActionTable.h"

namespace timbre::ui {

class NoteBrowserView;

/// GUI thread.
class EditActions : public QObject {
  Q_OBJECT

 public:
  EditActions(AppContext& bench, NoteBrowserView& browser, QWidget& window);

  void addTo(ActionTable& actions);
  /// A check of the notes that still runs.
  std::optional<Unfinished> unfinished() const { return check_.unfinished(); }

 signals:
  void said(const QString& sentence);

 private:
  void correct(const dataset::NoteInfo& note);
  void markPresentation(ActionTable& actions);

  Session& session_;
  OwnSoundEdits& ownSounds_;
  QWidget& window_;
  NoteBrowserView& browser_;
  LibraryCheck check_;
};

}  // namespace timbre::ui
