#include "ui/session/OwnSoundEdits.h"

#include <QUndoCommand>

#include "dataset/NoteLibrary.h"
#include "dataset/UserLibrary.h"

namespace timbre::ui {

/// One step. One that fails removes itself from the stack and is reported.
class OwnSoundEdits::Edit final : public QUndoCommand {
 public:
  using Work = std::function<Result<void>()>;
  Edit(OwnSoundEdits& owner, Work redo, Work undo, QString id)
      : owner_(owner), redo_(std::move(redo)), undo_(std::move(undo)), id_(std::move(id)) {}

  void redo() override { run(redo_); }
  void undo() override { run(undo_); }

 private:
  void run(const Work& work) {
    const auto done = work();
    if (done) {
      emit owner_.edited(id_);
    } else {
      setObsolete(true);
      emit owner_.failed(QString::fromStdString(done.error().message));
    }
  }

  OwnSoundEdits& owner_;
  const Work redo_, undo_;
  const QString id_;
};

OwnSoundEdits::OwnSoundEdits(QUndoStack& stack, std::filesystem::path folder, QObject* parent)
    : QObject(parent), stack_(stack), folder_(std::move(folder)) {}

bool OwnSoundEdits::owns(const dataset::NoteInfo& note) const {
  return dataset::isOwnSound(folder_, note);
}

void OwnSoundEdits::correct(const dataset::NoteInfo& before, const dataset::NoteInfo& after) {
  const auto put = [this](const dataset::NoteInfo& note) {
    return [folder = folder_, note] { return dataset::correctSound(folder, note); };
  };
  push(tr("Correct sound"), put(after), put(before), QString::fromStdString(before.id));
}

void OwnSoundEdits::remove(const dataset::NoteInfo& note) {
  const auto clip = dataset::readNote(note);
  // A sound whose file is gone can be deleted, too; it cannot come back.
  auto restore = [folder = folder_, note, clip]() -> Result<void> {
    if (!clip) return tl::unexpected(clip.error());
    return dataset::restoreSound(folder, note, *clip);
  };
  push(
      tr("Delete sound"),
      [folder = folder_, id = note.id] { return dataset::removeSound(folder, id); },
      std::move(restore), QString::fromStdString(note.id));
}

void OwnSoundEdits::push(const QString& text, std::function<Result<void>()> redo,
                         std::function<Result<void>()> undo, const QString& id) {
  auto* edit = new Edit(*this, std::move(redo), std::move(undo), id);
  edit->setText(text);
  stack_.push(edit);
}

}  // namespace timbre::ui
