#include "ui/window/EditActions.h"

#include <QActionGroup>
#include <array>

#include "ui/library/NoteBrowserView.h"
#include "ui/views/CorrectSoundDialog.h"

namespace timbre::ui {

EditActions::EditActions(AppContext& bench, NoteBrowserView& browser, QWidget& window)
    : QObject(&window),
      session_(bench.session),
      ownSounds_(bench.ownSounds),
      window_(window),
      browser_(browser),
      check_(bench.session, bench.jobs, &window) {
  connect(&check_, &LibraryCheck::checked, this, [this](const QString& sentence) {
    browser_.takeFindings();
    emit said(sentence);
  });
  connect(&browser_, &NoteBrowserView::correctionAsked, this, &EditActions::correct);
  connect(&browser_, &NoteBrowserView::deletionAsked, this, [this](const dataset::NoteInfo& note) {
    ownSounds_.remove(note);
    emit said(tr("Deleted %1; Undo restores it").arg(QString::fromStdString(note.name)));
  });
}

void EditActions::correct(const dataset::NoteInfo& note) {
  auto* dialog = new CorrectSoundDialog(note, &window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this,
          [this, note, dialog] { ownSounds_.correct(note, dialog->corrected()); });
  dialog->open();
}

void EditActions::addTo(ActionTable& actions) {
  QUndoStack& stack = session_.undoStack();
  actions.add(ActionId::Undo, "undoAction", stack.createUndoAction(this, tr("&Undo")),
              {Qt::CTRL | Qt::Key_Z});
  actions.add(ActionId::Redo, "redoAction", stack.createRedoAction(this, tr("&Redo")),
              {Qt::CTRL | Qt::SHIFT | Qt::Key_Z, Qt::CTRL | Qt::Key_Y});
  actions.add({
      {ActionId::Find,
       "findAction",
       tr("&Find notes"),
       {QKeySequence::Find},
       [this] { browser_.focusSearch(); }},
      {ActionId::SetA,
       "setAAction",
       tr("Set selected note as &A"),
       {Qt::Key_A},
       [this] { browser_.setSelectedAsA(); }},
      {ActionId::SetB,
       "setBAction",
       tr("Set selected note as &B"),
       {Qt::Key_B},
       [this] { browser_.setSelectedAsB(); }},
      {.id = ActionId::CheckNotes,
       .name = "checkNotesAction",
       .text = tr("&Check notes"),
       .run = [this] { check_.start(); },
       .tip = tr("Check every note for silence, noise, wrong pitch labels and more")},
      {.id = ActionId::NotesAsList,
       .name = "notesAsListAction",
       .text = tr("Notes as a &list"),
       .run = [this] { browser_.present(Presentation::List); }},
      {.id = ActionId::NotesAsGrid,
       .name = "notesAsGridAction",
       .text = tr("Notes as a &grid of pictures"),
       .run = [this] { browser_.present(Presentation::Grid); }},
      {.id = ActionId::NotesAsMap,
       .name = "notesAsMapAction",
       .text = tr("Notes as a &map"),
       .run = [this] { browser_.present(Presentation::Map); }},
  });
  markPresentation(actions);
}

/// The menu shows how the notes are presented.
void EditActions::markPresentation(ActionTable& actions) {
  auto* group = new QActionGroup(this);
  const std::array shown{&actions[ActionId::NotesAsList], &actions[ActionId::NotesAsGrid],
                         &actions[ActionId::NotesAsMap]};
  for (QAction* each : shown) {
    each->setCheckable(true);
    group->addAction(each);
  }
  const auto mark = [shown](Presentation how) {
    shown[static_cast<std::size_t>(how)]->setChecked(true);
  };
  connect(&browser_, &NoteBrowserView::presented, this, mark);
  mark(PresentationBar::remembered());
}

}  // namespace timbre::ui
