/// The window: its layout, start and end. Its views are in views/, the menus' actions in window/.
#pragma once

#include <QMainWindow>
#include <QPointer>
#include <memory>

#include "ui/views/AppContext.h"

class QMessageBox;

namespace timbre::ui {

class NoticeBar;
class ViewRegistry;
class WelcomeCard;
class WindowActions;
class Workspaces;

/// GUI thread. Nothing is opened before begin(), so that the first frame waits for nothing.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(const WindowParts& parts, QWidget* parent = nullptr);
  ~MainWindow() override;

  /// To be called when the window is shown: opens these files and folders, and this library (none:
  /// the session as it was left, else the starter library), and looks for models. Plays nothing.
  void begin(const QStringList& paths = {}, const std::filesystem::path& library = {});
  /// As if they were dropped on the window; shows it. Empty: shows it.
  void open(const QStringList& paths);
  /// Writes the session, the layout and the window's size, which come back at the next start.
  void keepState();
  /// Closes without a question: a training is stopped with a checkpoint first.
  void closeUnasked();
  /// An unexpected fault: keeps the session, reports it and offers diagnostics.
  void tellFault(const QString& what);

  AppContext& bench() { return *bench_; }

 protected:
  /// Leaves out what Qt parks beyond the window's edge: hidden tabs, and tab bars without a dock.
  bool focusNextPrevChild(bool next) override;
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragMoveEvent(QDragMoveEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void buildViews();
  void takeFirstSize();
  void makeRoom();
  void connectViews();
  void connectNotices();
  void say(const QString& sentence);
  bool mayClose();
  void closeAgreed();
  QString slotAt(QPoint point) const;

  std::unique_ptr<AppContext> bench_;
  std::function<model::Catalogue()> findModels_;
  std::unique_ptr<ViewRegistry> views_;
  Workspaces* workspaces_ = nullptr;
  WindowActions* actions_ = nullptr;
  NoticeBar* notice_ = nullptr;
  WelcomeCard* welcome_ = nullptr;
  QPointer<QMessageBox> asking_;
  bool agreed_ = false;  // the loss of unfinished work
};

}  // namespace timbre::ui
