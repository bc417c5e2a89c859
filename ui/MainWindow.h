/// The window: docks, menus, and the lines between them. What is shown lives in views/.
#pragma once

#include <QMainWindow>
#include <functional>
#include <memory>
#include <vector>

#include "ui/views/AppContext.h"

class QActionGroup;
class QLabel;
class QMenu;
class QSlider;

namespace timbre::ui {

class CompareView;
class ExportActions;
class LibraryCheck;
class LibraryOpener;
class MorphView;
class NoteBrowserView;
class NoticeBar;
class TrainingWindow;

/// What the window is given; tests bring fakes.
struct WindowParts {
  synthesis::BackendFactory factory;                     ///< to the networks; opened on a worker
  std::function<model::Catalogue()> findModels;          ///< called on a worker
  std::function<std::unique_ptr<AudioBackend>()> sound;  ///< called once
  std::filesystem::path embeddedLibrary;                 ///< the notes that come with the program
  std::filesystem::path modelsFolder;  ///< the user's own models; imports go there
  QString trainer;                     ///< the command line program, to train with
  std::filesystem::path cacheFolder;   ///< made sounds are kept there; empty: nowhere
  int modelThreads = 1;                ///< cores that one call of a model may use
};

/// GUI thread. Nothing is opened before begin(), so that the first frame waits for nothing.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(const WindowParts& parts, QWidget* parent = nullptr);
  ~MainWindow() override;

  /// To be called when the window is shown: opens the library (empty: the last one, else the
  /// embedded) and looks for models. Plays nothing.
  void begin(const std::filesystem::path& library = {});

  AppContext& bench() { return *bench_; }

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Parts;
  // MainWindow.cpp
  void buildViews();
  void connectViews();
  QDockWidget* dock(const QString& name, const QString& title, QWidget* view,
                    Qt::DockWidgetArea area);
  void takeModels(const model::Catalogue& catalogue);
  void restore();
  void showNotice();
  void showIssueCount(int count);
  void showTransport();
  void say(const QString& sentence);
  // MainWindowActions.cpp
  struct ActionRow;
  void buildActions();
  void addRows(const std::vector<ActionRow>& rows);
  std::vector<ActionRow> fileActions();
  std::vector<ActionRow> noteActions();
  std::vector<ActionRow> soundActions();
  void connectPostFilter();
  // MainWindowMenus.cpp
  void buildMenus();
  void buildViewMenu();
  void buildToolBar();
  void fillDevices();
  void applyAppearance();
  QAction* action(const char* name) const;
  QMenu* menu(const QString& title, std::initializer_list<const char*> names);
  // MainWindowFiles.cpp
  void fillRecent();
  void askLibrary();
  void askPackedLibrary();
  void importModel(const QString& path = {});
  void showTraining();
  void openOwnSounds(const std::string& selected = {});
  void askSounds();
  void importSounds(std::vector<std::filesystem::path> files);
  void tellRefused(const QStringList& sentences);
  // What the other menus do: MainWindowMenus.cpp
  void playOrStop();
  void stopAll();
  void setLoop(bool loop);
  void setPlayOnSelect(bool play);
  void setVolume(int percent);
  void showKeys();
  void showAbout();

  std::unique_ptr<Parts> parts_;
  std::unique_ptr<AppContext> bench_;
  std::function<model::Catalogue()> findModels_;
  std::filesystem::path modelsFolder_;
  QString trainer_;
  LibraryOpener* opener_ = nullptr;
  NoteBrowserView* browser_ = nullptr;
  CompareView* compare_ = nullptr;
  MorphView* morph_ = nullptr;
  ExportActions* exports_ = nullptr;
  LibraryCheck* check_ = nullptr;
  TrainingWindow* training_ = nullptr;
  NoticeBar* notice_ = nullptr;
  QDockWidget* issuesDock_ = nullptr;
  QLabel* issueCount_ = nullptr;
  QMenu* recent_ = nullptr;
  QMenu* devices_ = nullptr;
  QSlider* volume_ = nullptr;
};

}  // namespace timbre::ui
