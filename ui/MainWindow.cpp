#include "ui/MainWindow.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QVBoxLayout>

#include "base/CacheTrouble.h"
#include "ui/app/FaultDialog.h"
#include "ui/inspect/HearPart.h"
#include "ui/library/NoteBrowserView.h"
#include "ui/models/ModelSearch.h"
#include "ui/views/CompareView.h"
#include "ui/views/IssuesView.h"
#include "ui/views/LossQuestion.h"
#include "ui/views/NoticeBar.h"
#include "ui/views/TrainingWindow.h"
#include "ui/views/WelcomeCard.h"
#include "ui/window/FileActions.h"
#include "ui/window/HelpActions.h"
#include "ui/window/IssueCount.h"
#include "ui/window/ViewRegistry.h"
#include "ui/window/WindowActions.h"
#include "ui/window/Workspaces.h"

namespace timbre::ui {
namespace {

constexpr int kSayMs = 8000;
constexpr int kRoomForCard = 600;  // px; on a low screen the pictures need the height more
constexpr QSize kComfortable(1480, 920);
constexpr double kShare = 0.8;  // of a large screen, at the first start

bool isParked(const QWidget& widget) {
  for (const QWidget* at = &widget; at; at = at->parentWidget()) {
    const bool moves = qobject_cast<const QDockWidget*>(at) || qobject_cast<const QTabBar*>(at);
    if (moves && at->visibleRegion().isEmpty()) return true;
  }
  return false;
}

}  // namespace

MainWindow::MainWindow(const WindowParts& parts, QWidget* parent)
    : QMainWindow(parent),
      bench_(std::make_unique<AppContext>(parts)),
      findModels_(parts.findModels) {
  setObjectName(QStringLiteral("mainWindow"));
  setWindowTitle(tr("Timbrescope"));
  setAcceptDrops(true);
  setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
  buildViews();
  actions_ = new WindowActions(*bench_, parts, {*views_, *workspaces_}, *this);
  welcome_ = new WelcomeCard(bench_->preferences, (*actions_)[ActionId::Sweep], this);
  static_cast<QVBoxLayout*>(centralWidget()->layout())->insertWidget(1, welcome_);
  connect(workspaces_, &Workspaces::changed, this, &MainWindow::makeRoom);
  makeRoom();
  connectViews();
  connectNotices();
  const QByteArray geometry = bench_->preferences.geometry();
  if (geometry.isEmpty() || !restoreGeometry(geometry)) takeFirstSize();
}

MainWindow::~MainWindow() {
  listenForCacheTrouble({});
  bench_->transport.stop();
  bench_->jobs.cancelAll();
  // What refers to the bench goes before it.
  const auto widgets = findChildren<QWidget*>(Qt::FindDirectChildrenOnly);
  qDeleteAll(widgets);
  delete actions_;
}

void MainWindow::begin(const QStringList& paths, const std::filesystem::path& library) {
  FileActions& files = actions_->files();
  views_->view<NoteBrowserView>().focusTable();
  if (!paths.isEmpty()) files.open(paths);
  if (!library.empty()) files.opener().open(library);
  if (!files.opener().busy()) files.openLast();
  searchModels(bench_->jobs, bench_->models, bench_->issues, findModels_);
}

void MainWindow::open(const QStringList& paths) {
  if (isMinimized()) showNormal();
  show();
  raise();
  activateWindow();
  actions_->files().open(paths);
}

void MainWindow::buildViews() {
  auto* middle = new QWidget(this);
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  notice_ = new NoticeBar(middle);
  auto* centre = new QStackedWidget(middle);
  column->addWidget(notice_);
  column->addWidget(centre, 1);
  setCentralWidget(middle);
  setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
  views_ = std::make_unique<ViewRegistry>(*bench_, *this, *centre);
  workspaces_ = new Workspaces(*views_, bench_->preferences, *this);
}

/// A small screen is filled; of a large one most is taken, since the pictures grow with it.
void MainWindow::takeFirstSize() {
  const QSize all = screen()->availableSize();
  resize(kComfortable.expandedTo(all * kShare).boundedTo(all));
  if (all.width() < kComfortable.width() || all.height() < kComfortable.height())
    setWindowState(Qt::WindowMaximized);
}

/// What a small window has no room for goes before the pictures do.
void MainWindow::makeRoom() {
  if (welcome_)
    welcome_->setHasRoom(workspaces_->current() == Workspace::Explore && height() > kRoomForCard);
}

void MainWindow::connectViews() {
  auto& browser = views_->view<NoteBrowserView>();
  auto& compare = views_->view<CompareView>();
  connect(&browser, &NoteBrowserView::chosen, &compare, [this, &compare] {
    if (bench_->preferences.playOnSelect()) compare.playSelected();
  });
  connect(&browser, &NoteBrowserView::cornerChosen, this, [this] {
    const SessionState& state = bench_->session.state();
    say(tr("A: %1, B: %2")
            .arg(QString::fromStdString(state.noteA), QString::fromStdString(state.noteB)));
  });
  connect(&actions_->files(), &FileActions::imported, &browser, &NoteBrowserView::reveal);
  connect(&actions_->files(), &FileActions::libraryOpened, this,
          [this](const QString& name) { setWindowTitle(tr("%1 — Timbrescope").arg(name)); });
  connect(actions_, &WindowActions::welcomeAsked, this, [this] {
    workspaces_->show(Workspace::Explore);
    welcome_->reopen();
  });
  auto* issues = new IssueCount(bench_->issues, this);
  statusBar()->addPermanentWidget(issues);
  connect(issues, &IssueCount::linkActivated, this, [this] { views_->show<IssuesView>(); });
}

void MainWindow::connectNotices() {
  connect(actions_, &WindowActions::said, this, &MainWindow::say);
  connect(new HearPart(*bench_, this), &HearPart::said, this, &MainWindow::say);
  connect(&actions_->files(), &FileActions::notice, this, [this](const QString& sentence) {
    notice_->setText(NoticeBar::Source::Files, sentence);
  });
  const auto showSound = [this] {
    notice_->setText(NoticeBar::Source::Sound, bench_->out.notice());
  };
  connect(&bench_->out, &AudioBackend::noticeChanged, this, showSound);
  showSound();
  listenForCacheTrouble([this](const std::string& sentence) {  // on a worker's thread
    QMetaObject::invokeMethod(
        this,
        [this, text = QString::fromStdString(sentence)] {
          notice_->setText(NoticeBar::Source::Cache, text);
        },
        Qt::QueuedConnection);
  });
}

void MainWindow::say(const QString& sentence) {
  statusBar()->showMessage(sentence, kSayMs);
}

void MainWindow::tellFault(const QString& what) {
  actions_->files().session().save();
  auto* dialog = new FaultDialog(
      what, [this] { return diagnosticsOf(*bench_); }, this);
  dialog->open();
}

void MainWindow::keepState() {
  actions_->files().session().save();
  bench_->preferences.setGeometry(saveGeometry());
  workspaces_->save();
  QSettings().sync();  // at once: the event loop may not come to it any more
}

/// Else asks; the answer closes the window.
bool MainWindow::mayClose() {
  const auto work = actions_->unfinished();
  if (std::exchange(agreed_, false) || work.empty()) return true;
  if (!asking_) asking_ = askBeforeLoss(*this, quitQuestion(work), [this] { closeAgreed(); });
  return false;
}

void MainWindow::closeAgreed() {
  agreed_ = true;
  close();
}

bool MainWindow::focusNextPrevChild(bool next) {
  const QWidget* first = nullptr;
  while (QMainWindow::focusNextPrevChild(next)) {
    const QWidget* now = focusWidget();
    if (!now || now == first || !isParked(*now)) return true;
    if (!first) first = now;
  }
  return false;
}

void MainWindow::closeEvent(QCloseEvent* event) {
  event->ignore();
  if (!mayClose()) return;
  TrainingWindow* training = actions_->files().training();
  if (training && training->busy()) return training->closeThen([this] { closeAgreed(); });
  bench_->transport.stop();
  keepState();
  QMainWindow::closeEvent(event);
}

void MainWindow::closeUnasked() {
  TrainingWindow* training = actions_->files().training();
  if (!training || !training->busy()) return closeAgreed();
  training->stopThen([this] { closeAgreed(); });
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  const QString hint = actions_->files().dropHint(*event->mimeData());
  if (hint.isEmpty()) return;
  event->acceptProposedAction();
  if (!event->source()) say(hint);
}

void MainWindow::dragMoveEvent(QDragMoveEvent* event) {
  const QString hint = actions_->files().dropHint(*event->mimeData());
  const bool onSlot = !slotAt(event->position().toPoint()).isEmpty();
  // What is dragged from here and let go here was a slip of the hand.
  if (hint.isEmpty() || (event->source() && !onSlot)) return event->ignore();
  event->acceptProposedAction();
  say(onSlot ? tr("Drop the sound to morph with it") : hint);
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QString slot = slotAt(event->position().toPoint());
  if (actions_->files().dropHint(*event->mimeData()).isEmpty() ||
      (event->source() && slot.isEmpty()))
    return;
  event->acceptProposedAction();
  const QStringList paths = localPaths(event->mimeData()->urls());
  auto sounds = slot.isEmpty() ? std::vector<std::filesystem::path>() : openTargets(paths).sounds;
  if (sounds.empty()) return actions_->files().open(paths);
  const bool a = slot == QStringLiteral("noteALabel");
  if (auto* notes = qobject_cast<NoteBrowserView*>(event->source()))  // it is in the library
    return a ? notes->setSelectedAsA() : notes->setSelectedAsB();
  actions_->files().importSounds(std::move(sounds),
                                 a ? FileActions::Slot::A : FileActions::Slot::B);
}

/// The name of the label of A or B that is there; empty: neither.
QString MainWindow::slotAt(QPoint point) const {
  const QWidget* there = childAt(point);
  const QString name = there ? there->objectName() : QString();
  return name == QStringLiteral("noteALabel") || name == QStringLiteral("noteBLabel") ? name
                                                                                      : QString();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  makeRoom();
}

}  // namespace timbre::ui
