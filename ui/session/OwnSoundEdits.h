/// Renames, corrects and deletes imported sounds, each a step that can be undone.
#pragma once

#include <QObject>
#include <QUndoStack>
#include <filesystem>
#include <functional>

#include "base/Result.h"
#include "dataset/NoteInfo.h"

namespace timbre::ui {

/// GUI thread; each edit writes a small table.
class OwnSoundEdits : public QObject {
  Q_OBJECT

 public:
  /// `folder`: of the user's own sounds.
  OwnSoundEdits(QUndoStack& stack, std::filesystem::path folder, QObject* parent = nullptr);

  const std::filesystem::path& folder() const { return folder_; }
  bool owns(const dataset::NoteInfo& note) const;
  /// Gives the note `after` name, pitch, velocity, family, source and qualities.
  void correct(const dataset::NoteInfo& before, const dataset::NoteInfo& after);
  void remove(const dataset::NoteInfo& note);

 signals:
  /// The table is another; `selected`: the note to look at, empty where it is gone.
  void edited(const QString& selected);
  void failed(const QString& sentence);

 private:
  class Edit;
  void push(const QString& text, std::function<Result<void>()> redo,
            std::function<Result<void>()> undo, const QString& id);

  QUndoStack& stack_;
  const std::filesystem::path folder_;
};

}  // namespace timbre::ui
