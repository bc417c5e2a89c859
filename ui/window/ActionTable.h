/// The window's actions by id: what menus, the tool bar and keys have in common.
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QString>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>

class QMenu;
class QWidget;

namespace timbre::ui {

enum class ActionId {
  OpenLibrary,
  OpenPacked,
  OpenStarter,
  OpenOwn,
  SaveSession,
  ImportSound,
  RecordSound,
  ImportModel,
  Train,
  ExportSound,
  ExportPicture,
  RebuildNotes,
  Quit,
  Undo,
  Redo,
  Find,
  SetA,
  SetB,
  CheckNotes,
  NotesAsList,
  NotesAsGrid,
  NotesAsMap,
  WorkspaceExplore,
  WorkspaceCompare,
  WorkspaceMorph,
  WorkspaceStudy,
  ResetWorkspace,
  Fit,
  FullScreen,
  CommandPalette,
  Play,
  Stop,
  Loop,
  HearOriginal,
  HearModel1,  // and the others after it, in their order
  HearModel2,
  HearModel3,
  HearModel4,
  HearModel5,
  HearModel6,
  HearModel7,
  HearModel8,
  HearMorph,
  Sweep,
  PostFilter,
  PlayOnSelect,
  Louder,
  Quieter,
  UserGuide,
  ReadingPictures,
  Keys,
  CopyDiagnostics,
  ShowWelcome,
  About,
};

/// One row of a table of actions.
struct ActionRow {
  ActionId id;
  const char* name;  ///< the action's object name, by which tests and assistive technology find it
  QString text;
  QList<QKeySequence> keys = {};
  std::function<void()> run = {};  ///< on triggered(); empty: connected elsewhere
  QString tip = {};
};

/// GUI thread. The window owns the actions, so that their keys work in all of it.
class ActionTable {
 public:
  explicit ActionTable(QWidget& window) : window_(window) {}

  void add(const std::vector<ActionRow>& rows);
  /// Takes an action that was made elsewhere (undo, redo).
  void add(ActionId id, const char* name, QAction* action, const QList<QKeySequence>& keys);
  /// It must have been added.
  QAction& operator[](ActionId id) const { return *actions_.at(id); }
  /// nullopt draws a line between two groups.
  void fill(QMenu& menu, std::initializer_list<std::optional<ActionId>> ids) const;

 private:
  QWidget& window_;
  std::map<ActionId, QAction*> actions_;
};

/// The line between two groups of a menu.
inline constexpr std::nullopt_t kSeparator = std::nullopt;

}  // namespace timbre::ui
