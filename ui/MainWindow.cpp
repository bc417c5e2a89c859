#include "ui/MainWindow.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QScreen>
#include <QStatusBar>
#include <QVBoxLayout>

#include "ui/app/FaultDialog.h"
#include "ui/models/ModelSearch.h"
#include "ui/views/CompareView.h"
#include "ui/views/IssuesView.h"
#include "ui/views/MorphView.h"
#include "ui/views/NoteBrowserView.h"
#include "ui/views/NoticeBar.h"
#include "ui/views/TrainingWindow.h"
#include "ui/window/FileActions.h"
#include "ui/window/HelpActions.h"
#include "ui/window/IssueCount.h"
#include "ui/window/ViewRegistry.h"
#include "ui/window/WindowActions.h"

namespace timbre::ui {
namespace {

constexpr int kSayMs = 8000;
constexpr int kRoomForLegend = 780;  // on a low screen the pictures need the height more
constexpr int kRoomForNotes = 1280;
constexpr int kSqueezedNotes = 360;
constexpr int kNotesWidth = 480;
constexpr int kMorphHeight = 325;
constexpr int kLowMorphHeight = 240;
constexpr int kLowWindow = 800;

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
  actions_ = new WindowActions(*bench_, parts, *views_, *compare_, *this);
  connectViews();
  connectNotices();
  const Preferences& kept = bench_->preferences;
  if (!kept.geometry().isEmpty()) restoreGeometry(kept.geometry());
  if (!kept.layout().isEmpty()) restoreState(kept.layout());
}

MainWindow::~MainWindow() {
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
  compare_ = new CompareView(*bench_, middle);
  column->addWidget(notice_);
  column->addWidget(compare_, 1);
  setCentralWidget(middle);
  setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  views_ = std::make_unique<ViewRegistry>(*bench_, *this);
  morph_ = &views_->view<MorphView>();
  resize(QSize(1480, 920).boundedTo(screen()->availableSize() - QSize(40, 60)));
  resizeDocks({&views_->dock<NoteBrowserView>()}, {kNotesWidth}, Qt::Horizontal);
  resizeDocks({&views_->dock<MorphView>()},
              {height() < kLowWindow ? kLowMorphHeight : kMorphHeight}, Qt::Vertical);
}

void MainWindow::connectViews() {
  auto& browser = views_->view<NoteBrowserView>();
  connect(&browser, &NoteBrowserView::chosen, this, [this] {
    if (bench_->preferences.playOnSelect()) compare_->playSelected();
  });
  connect(&browser, &NoteBrowserView::cornerChosen, this, [this] {
    const SessionState& state = bench_->session.state();
    say(tr("A: %1, B: %2")
            .arg(QString::fromStdString(state.noteA), QString::fromStdString(state.noteB)));
  });
  connect(&actions_->files(), &FileActions::imported, &browser, &NoteBrowserView::reveal);
  connect(&actions_->files(), &FileActions::libraryOpened, this,
          [this](const QString& name) { setWindowTitle(tr("%1 – Timbrescope").arg(name)); });
  auto* issues = new IssueCount(bench_->issues, this);
  statusBar()->addPermanentWidget(issues);
  connect(issues, &IssueCount::linkActivated, this, [this] {
    QDockWidget& dock = views_->dock<IssuesView>();
    dock.show();
    dock.raise();
  });
}

void MainWindow::connectNotices() {
  connect(actions_, &WindowActions::said, this, &MainWindow::say);
  connect(&actions_->files(), &FileActions::notice, this, [this](const QString& sentence) {
    notice_->setText(NoticeBar::Source::Files, sentence);
  });
  const auto showSound = [this] {
    notice_->setText(NoticeBar::Source::Sound, bench_->out.notice());
  };
  connect(&bench_->out, &AudioBackend::noticeChanged, this, showSound);
  showSound();
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

void MainWindow::closeEvent(QCloseEvent* event) {
  TrainingWindow* training = actions_->files().training();
  if (training && training->busy()) {
    event->ignore();
    return training->closeThen([this] { close(); });
  }
  bench_->transport.stop();
  actions_->files().session().save();
  bench_->preferences.setGeometry(saveGeometry());
  bench_->preferences.setLayout(saveState());
  QMainWindow::closeEvent(event);
}

void MainWindow::closeUnasked() {
  TrainingWindow* training = actions_->files().training();
  if (!training || !training->busy()) return void(close());
  training->stopThen([this] { close(); });
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  const QString hint = actions_->files().dropHint(*event->mimeData());
  if (hint.isEmpty()) return;
  event->acceptProposedAction();
  say(hint);
}

void MainWindow::dropEvent(QDropEvent* event) {
  if (actions_->files().dropHint(*event->mimeData()).isEmpty()) return;
  event->acceptProposedAction();
  actions_->files().open(localPaths(event->mimeData()->urls()));
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  morph_->setLegendVisible(height() > kRoomForLegend);
  // A list that was squeezed in a narrow window gets its width back when there is room again.
  QDockWidget& notes = views_->dock<NoteBrowserView>();
  const bool wider = event->oldSize().width() < kRoomForNotes && width() >= kRoomForNotes;
  if (wider && isVisible() && notes.width() < kSqueezedNotes)
    resizeDocks({&notes}, {kNotesWidth}, Qt::Horizontal);
}

}  // namespace timbre::ui
