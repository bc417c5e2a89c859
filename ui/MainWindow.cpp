#include "ui/MainWindow.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLabel>
#include <QListView>
#include <QMimeData>
#include <QScreen>
#include <QStatusBar>
#include <QVBoxLayout>

#include "dataset/UserLibrary.h"
#include "ui/views/CompareView.h"
#include "ui/views/ExportActions.h"
#include "ui/views/ImportModelDialog.h"
#include "ui/views/ImportSoundDialog.h"
#include "ui/views/LibraryCheck.h"
#include "ui/views/LibraryOpener.h"
#include "ui/views/MorphView.h"
#include "ui/views/NoteBrowserView.h"
#include "ui/views/NoticeBar.h"
#include "ui/views/TrainingWindow.h"

namespace timbre::ui {
namespace {

constexpr int kSayMs = 8000;
constexpr int kRoomForLegend = 780;  // on a low screen the pictures need the height more

/// The first of the dropped things that is a folder, the folder of an examples.json, or a packed
/// dataset.
QString droppedFolder(const QMimeData& dropped) {
  const auto urls = dropped.urls();
  for (const QUrl& url : urls) {
    const QFileInfo file(url.toLocalFile());
    if (file.isDir()) return file.absoluteFilePath();
    if (file.fileName() == QLatin1String("examples.json")) return file.absolutePath();
    for (const char* ending : {".tar", ".tar.gz", ".tgz", ".tfrecord"}) {
      if (file.fileName().endsWith(QLatin1String(ending))) return file.absoluteFilePath();
    }
  }
  return {};
}

/// The first of the dropped things that may be a model.
QString droppedModel(const QMimeData& dropped) {
  const auto urls = dropped.urls();
  for (const QUrl& url : urls) {
    if (mayBeModel(url.toLocalFile())) return url.toLocalFile();
  }
  return {};
}

}  // namespace

/// What the window owns, in the order of birth; the jobs end first of all.
struct MainWindow::Parts {
  Parts(const WindowParts& given)
      : maker(given.factory, given.cacheFolder, given.modelThreads),
        sound(given.sound()),
        transport(*sound, jobs),
        appearance(preferences) {}

  Preferences preferences;
  synthesis::SynthesisService maker;
  JobRunner jobs;  // after what its jobs use
  Session session;
  std::unique_ptr<AudioBackend> sound;
  Transport transport;
  IssueList issues;
  ModelList models;
  Appearance appearance;
};

MainWindow::MainWindow(const WindowParts& parts, QWidget* parent)
    : QMainWindow(parent),
      parts_(std::make_unique<Parts>(parts)),
      bench_(new AppContext{parts_->session, parts_->jobs, parts_->maker, *parts_->sound,
                            parts_->transport, parts_->issues, parts_->models, parts_->preferences,
                            parts_->appearance}),
      findModels_(parts.findModels),
      modelsFolder_(parts.modelsFolder),
      trainer_(parts.trainer),
      opener_(new LibraryOpener(*bench_, parts.embeddedLibrary, this)) {
  setObjectName(QStringLiteral("mainWindow"));
  setWindowTitle(tr("Timbrescope"));
  setAcceptDrops(true);
  setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
  buildViews();
  buildActions();
  buildMenus();
  buildToolBar();
  connectViews();
  applyAppearance();
  restore();
}

MainWindow::~MainWindow() {
  parts_->transport.stop();
  parts_->jobs.cancelAll();
  // The views hold references into parts_: they go first.
  const auto views = findChildren<QWidget*>(Qt::FindDirectChildrenOnly);
  qDeleteAll(views);
}

void MainWindow::begin(const std::filesystem::path& library) {
  browser_->focusTable();
  const QString last = parts_->preferences.library();
  if (!library.empty()) {
    opener_->open(library);
  } else if (!last.isEmpty() && QFileInfo::exists(last)) {
    opener_->open(last.toStdString());
  } else {
    opener_->openEmbedded();
  }
  parts_->jobs.run(
      Lane::Compute, this,
      [find = findModels_](Progress&) -> Result<model::Catalogue> { return find(); },
      [this](const Result<model::Catalogue>& found) {
        if (found) takeModels(*found);
      });
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
  browser_ = new NoteBrowserView(*bench_, this);
  morph_ = new MorphView(*bench_, this);
  auto* issues = new QListView(this);
  issues->setObjectName(QStringLiteral("issuesList"));
  issues->setAccessibleName(tr("Issues"));
  issues->setModel(&parts_->issues);
  issues->setWordWrap(true);
  issues->setResizeMode(QListView::Adjust);
  issues->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  issues->setIconSize(QSize(16, 16));
  setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  auto* notes = dock(QStringLiteral("notesDock"), tr("Notes"), browser_, Qt::LeftDockWidgetArea);
  auto* morph = dock(QStringLiteral("morphDock"), tr("Morph"), morph_, Qt::BottomDockWidgetArea);
  issuesDock_ = dock(QStringLiteral("issuesDock"), tr("Issues"), issues, Qt::BottomDockWidgetArea);
  tabifyDockWidget(morph, issuesDock_);
  issuesDock_->hide();
  issueCount_ = new QLabel(this);
  issueCount_->setObjectName(QStringLiteral("issueCount"));
  issueCount_->setTextInteractionFlags(Qt::LinksAccessibleByKeyboard | Qt::LinksAccessibleByMouse);
  statusBar()->addPermanentWidget(issueCount_);
  resize(QSize(1480, 920).boundedTo(screen()->availableSize() - QSize(40, 60)));
  resizeDocks({notes}, {480}, Qt::Horizontal);
  resizeDocks({morph}, {325}, Qt::Vertical);
  exports_ = new ExportActions(*bench_, *compare_, *morph_, this);
  check_ = new LibraryCheck(*bench_, this);
}

QDockWidget* MainWindow::dock(const QString& name, const QString& title, QWidget* view,
                              Qt::DockWidgetArea area) {
  auto* made = new QDockWidget(title, this);
  made->setObjectName(name);
  made->setWidget(view);
  addDockWidget(area, made);
  return made;
}

void MainWindow::connectViews() {
  connect(browser_, &NoteBrowserView::chosen, this, [this] {
    if (parts_->preferences.playOnSelect()) compare_->playSelected();
  });
  connect(browser_, &NoteBrowserView::cornerChosen, this, [this] {
    const SessionState& state = parts_->session.state();
    say(tr("A: %1, B: %2")
            .arg(QString::fromStdString(state.noteA), QString::fromStdString(state.noteB)));
  });
  connect(morph_, &MorphView::exportAsked, this, [this] { exports_->exportSound(Track::Morph); });
  connect(morph_, &MorphView::loopAsked, this, &MainWindow::setLoop);
  connect(exports_, &ExportActions::said, this, &MainWindow::say);
  connect(check_, &LibraryCheck::checked, this, [this](const QString& sentence) {
    browser_->takeFindings();
    say(sentence);
  });
  connect(opener_, &LibraryOpener::failed, this, &MainWindow::say);
  connect(opener_, &LibraryOpener::progressed, this, &MainWindow::say);
  connect(opener_, &LibraryOpener::opened, this, [this] {
    fillRecent();
    const auto& folder = parts_->session.library().folder();
    const QString name = folder == opener_->embedded() ? tr("Starter library")
                         : folder == dataset::ownSoundsFolder()
                             ? tr("My sounds")
                             : QString::fromStdString(folder.filename().string());
    setWindowTitle(tr("%1 – Timbrescope").arg(name));
  });
  connect(&parts_->issues, &IssueList::countChanged, this, &MainWindow::showIssueCount);
  connect(issueCount_, &QLabel::linkActivated, this, [this] {
    issuesDock_->show();
    issuesDock_->raise();
  });
  connect(parts_->sound.get(), &AudioBackend::noticeChanged, this, &MainWindow::showNotice);
  connect(parts_->sound.get(), &AudioBackend::devicesChanged, this, &MainWindow::fillDevices);
  connect(&parts_->transport, &Transport::stateChanged, this, &MainWindow::showTransport);
  connect(&parts_->appearance, &Appearance::themeChanged, this, &MainWindow::applyAppearance);
  showNotice();
  showIssueCount(0);
  showTransport();
  fillDevices();
}

void MainWindow::takeModels(const model::Catalogue& catalogue) {
  parts_->issues.clear(QStringLiteral("models"));
  for (const Error& error : catalogue.unreadable) {
    parts_->issues.add({Issue::Severity::Warning, QString::fromStdString(error.message),
                        QStringLiteral("models")});
  }
  if (catalogue.cards.empty()) {
    parts_->issues.add({Issue::Severity::Error,
                        tr("No models were found: notes can be seen and heard, but not rebuilt. "
                           "Put one into the folder of models and start again."),
                        QStringLiteral("models")});
  }
  parts_->models.set(catalogue.cards);
}

void MainWindow::restore() {
  const Preferences& kept = parts_->preferences;
  parts_->sound->setVolume(kept.volume());
  parts_->transport.setLoop(kept.loop());
  parts_->sound->chooseDevice(kept.device());
  if (!kept.geometry().isEmpty()) restoreGeometry(kept.geometry());
  if (!kept.layout().isEmpty()) restoreState(kept.layout());
}

void MainWindow::showNotice() {
  notice_->setText(parts_->sound->notice());
}

void MainWindow::showIssueCount(int count) {
  issueCount_->setVisible(count > 0);
  issueCount_->setText(QStringLiteral("<a href=\"issues\">%1</a>")
                           .arg(count == 1 ? tr("1 issue") : tr("%1 issues").arg(count)));
}

void MainWindow::say(const QString& sentence) {
  statusBar()->showMessage(sentence, kSayMs);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (training_ && training_->trainer().running()) {
    event->ignore();
    return training_->closeThen([this] { close(); });
  }
  parts_->transport.stop();
  parts_->preferences.setGeometry(saveGeometry());
  parts_->preferences.setLayout(saveState());
  QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!droppedModel(*event->mimeData()).isEmpty()) {
    event->acceptProposedAction();
    return say(tr("Drop the model to import it"));
  }
  const bool folder = !droppedFolder(*event->mimeData()).isEmpty();
  if (!folder && soundFilesIn(event->mimeData()->urls()).empty()) return;
  event->acceptProposedAction();
  say(folder ? tr("Drop the folder to open its notes") : tr("Drop the sound to make a note of it"));
}

void MainWindow::dropEvent(QDropEvent* event) {
  if (const QString model = droppedModel(*event->mimeData()); !model.isEmpty()) {
    event->acceptProposedAction();
    return importModel(model);
  }
  const QString folder = droppedFolder(*event->mimeData());
  auto sounds = soundFilesIn(event->mimeData()->urls());
  if (folder.isEmpty() && sounds.empty()) return;
  event->acceptProposedAction();
  if (!folder.isEmpty())
    opener_->open(folder.toStdString());
  else
    importSounds(std::move(sounds));
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  morph_->setLegendVisible(height() > kRoomForLegend);
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && volume_) applyAppearance();
  QMainWindow::changeEvent(event);
}

}  // namespace timbre::ui
