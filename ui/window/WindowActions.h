/// Everything that menus, tool bar and keys of the window do.
#pragma once

#include <QMainWindow>
#include <QObject>
#include <vector>

#include "ui/jobs/Unfinished.h"
#include "ui/views/AppContext.h"
#include "ui/window/ActionTable.h"

namespace timbre::ui {

class CompareView;
class EditActions;
class ExportActions;
class FileActions;
class HelpActions;
class MorphSweep;
class MorphView;
class NoteBrowserView;
class RebuildBatch;
class SoundActions;
class StudyView;
class ViewRegistry;
class Workspaces;

/// What the window shows.
struct WindowViews {
  const ViewRegistry& views;
  Workspaces& workspaces;
};

/// Makes the actions, the menu bar and the tool bar of the window. GUI thread.
class WindowActions : public QObject {
  Q_OBJECT

 public:
  WindowActions(AppContext& bench, const WindowParts& parts, const WindowViews& shown,
                QMainWindow& window);

  FileActions& files() { return *files_; }
  QAction& operator[](ActionId id) const { return table_[id]; }
  /// What the end of the window would cancel; a training asks by itself.
  std::vector<Unfinished> unfinished() const;

 signals:
  /// The card of first steps is wanted again.
  void welcomeAsked();
  /// A sentence for the status bar.
  void said(const QString& sentence);

 private:
  std::vector<ActionRow> rows();
  void showPalette();
  void connectAll();
  void rebuildNotes();
  void showBlindTest();
  void buildBars(const WindowViews& shown);

  AppContext& bench_;
  const ViewRegistry& views_;
  QMainWindow& window_;
  CompareView& compare_;
  MorphView& morph_;
  StudyView& study_;
  NoteBrowserView& browser_;
  MorphSweep* sweep_;
  ActionTable table_;
  FileActions* files_;
  EditActions* edits_;
  ExportActions* exports_;
  SoundActions* sounds_;
  HelpActions* help_;
  RebuildBatch* batch_;  // the status bar's
};

}  // namespace timbre::ui
