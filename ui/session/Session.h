/// The document of the window: its state, the undo stack, and one signal. Views connect to it,
/// never to each other.
#pragma once

#include <QObject>
#include <QUndoStack>
#include <optional>
#include <string>

#include "dataset/NoteLibrary.h"
#include "ui/session/SessionState.h"

namespace timbre::ui {

enum class Change { Library, Selection, Corners, Timbre, Dynamics, Model };

/// GUI thread only. Only undo commands write to the state, but for the library: another folder is
/// another document.
class Session : public QObject {
  Q_OBJECT

 public:
  explicit Session(QObject* parent = nullptr);

  const SessionState& state() const { return state_; }
  QUndoStack& undoStack() { return undo_; }

  /// A choice of the program is not an edit: it cannot be undone.
  void begin(const std::string& noteA, const std::string& noteB, const std::string& model);

  /// Empty before the first one is open.
  const dataset::NoteLibrary& library() const { return library_; }
  /// Takes a library that was opened elsewhere; forgets the undo steps, the selection and the
  /// corners.
  void setLibrary(dataset::NoteLibrary library);

  /// The same library, read again: the undo steps, the selection and the corners stay.
  void refreshLibrary(dataset::NoteLibrary library);
  /// As it was left; the library is the one that is open. Nothing to undo.
  void restore(const SessionState& state, const std::string& selected);

  /// The note under the cursor: not part of the state, never undone.
  const std::string& selectedNote() const { return selected_; }
  void selectNote(std::string id);
  /// Nothing when there is no such note (any more).
  std::optional<dataset::NoteInfo> note(const std::string& id) const;

  // The edits. Each is one undo step; a drag of a slider is one step too. Without effect when
  // nothing changes.
  void setNoteA(const std::string& id);
  void setNoteB(const std::string& id);
  void setTimbre(double timbre);
  void setDynamics(double dynamics);
  void setModel(const std::string& name);
  void setPostFilter(bool on);
  /// The next move of a slider starts a new undo step.
  void endDrag();

 signals:
  void changed(timbre::ui::Change what);

 private:
  template <class T>
  friend class SetField;
  template <class T>
  void push(T SessionState::*field, T value, Change what, const QString& text, bool merges);

  SessionState state_;
  dataset::NoteLibrary library_;
  std::string selected_;
  QUndoStack undo_;
  int drag_ = 0;  // which drag it is: steps of one drag merge
};

}  // namespace timbre::ui
