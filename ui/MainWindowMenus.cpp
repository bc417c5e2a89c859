// The menus and the tool bar, made of the actions, and what they do.
#include <QActionGroup>
#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QSlider>
#include <QToolBar>
#include <QToolButton>
#include <QUndoStack>
#include <cmath>

#include "dataset/OwnSounds.h"
#include "ui/MainWindow.h"
#include "ui/views/CompareView.h"
#include "ui/views/ExportActions.h"
#include "ui/views/Help.h"
#include "ui/views/Icons.h"
#include "ui/views/ImportModelDialog.h"
#include "ui/views/ImportSoundDialog.h"
#include "ui/views/LibraryOpener.h"
#include "ui/views/MorphView.h"
#include "ui/views/NoteBrowserView.h"
#include "ui/views/NoticeBar.h"
#include "ui/views/TrainingWindow.h"

namespace timbre::ui {
namespace {

constexpr int kVolumeSteps = 100;

QAction* addChoice(QMenu& menu, QActionGroup& group, const QString& text, bool chosen) {
  QAction* action = menu.addAction(text);
  action->setCheckable(true);
  action->setChecked(chosen);
  group.addAction(action);
  return action;
}

}  // namespace

QAction* MainWindow::action(const char* name) const {
  return findChild<QAction*>(QLatin1String(name));
}

QMenu* MainWindow::menu(const QString& title, std::initializer_list<const char*> names) {
  QMenu* made = menuBar()->addMenu(title);
  for (const char* name : names) {
    if (*name) {
      made->addAction(action(name));
    } else {
      made->addSeparator();
    }
  }
  return made;
}

void MainWindow::buildMenus() {
  QMenu* file = menu(tr("&File"),
                     {"openLibraryAction", "openPackedAction", "openStarterAction", "openOwnAction",
                      "", "importSoundAction", "importModelAction", "trainAction", "",
                      "exportSoundAction", "exportPictureAction", "", "quitAction"});
  recent_ = new QMenu(tr("Open &recent"), this);
  recent_->setObjectName(QStringLiteral("recentMenu"));
  recent_->setToolTipsVisible(true);
  file->insertMenu(action("openStarterAction"), recent_);
  fillRecent();
  QMenu* edit = menuBar()->addMenu(tr("&Edit"));
  QAction* undo = bench_->session.undoStack().createUndoAction(this, tr("&Undo"));
  undo->setObjectName(QStringLiteral("undoAction"));
  undo->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Z));
  QAction* redo = bench_->session.undoStack().createRedoAction(this, tr("&Redo"));
  redo->setObjectName(QStringLiteral("redoAction"));
  redo->setShortcuts(
      {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
  addActions({undo, redo});  // for the list of keys
  edit->addActions({undo, redo});
  edit->addSeparator();
  edit->addActions({action("findAction"), action("setAAction"), action("setBAction")});
  edit->addSeparator();
  edit->addAction(action("checkNotesAction"));
  buildViewMenu();
  QMenu* sound =
      menu(tr("&Sound"), {"playAction", "stopAction", "loopAction", "", "playOriginalAction",
                          "playWaveNetAction", "playBaselineAction", "playMorphAction", "",
                          "postFilterAction", "", "playOnSelectAction", "louderAction",
                          "quieterAction", ""});
  devices_ = sound->addMenu(tr("Output &device"));
  devices_->setObjectName(QStringLiteral("deviceMenu"));
  menu(tr("&Help"), {"keysAction", "", "aboutAction"});
}

void MainWindow::buildViewMenu() {
  QMenu* view = menuBar()->addMenu(tr("&View"));
  const auto docks = findChildren<QDockWidget*>();
  for (QDockWidget* each : docks) view->addAction(each->toggleViewAction());
  view->addSeparator();
  QMenu* themes = view->addMenu(tr("&Theme"));
  auto* themeGroup = new QActionGroup(this);
  for (const Theme theme : kThemes) {
    QAction* made =
        addChoice(*themes, *themeGroup, themeTitle(theme), theme == bench_->look.theme());
    made->setObjectName(QStringLiteral("theme_") + themeId(theme));
    connect(made, &QAction::triggered, this, [this, theme] { bench_->look.setTheme(theme); });
  }
  QMenu* maps = view->addMenu(tr("&Colours"));
  auto* mapGroup = new QActionGroup(this);
  for (const spectral::ColourMap map : spectral::kColourMaps) {
    QAction* made = addChoice(*maps, *mapGroup, titleOf(map), map == bench_->look.map());
    const std::string_view name = spectral::nameOf(map);
    made->setObjectName(QStringLiteral("map_") +
                        QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())));
    connect(made, &QAction::triggered, this, [this, map] { bench_->look.setMap(map); });
  }
  view->addSeparator();
  view->addAction(action("fitAction"));
}

void MainWindow::buildToolBar() {
  auto* bar = addToolBar(tr("Tools"));
  bar->setObjectName(QStringLiteral("toolBar"));
  bar->setMovable(false);
  bar->setIconSize(QSize(18, 18));
  bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  bar->addAction(action("openLibraryAction"));
  bar->addSeparator();
  bar->addActions({action("playAction"), action("loopAction"), action("playOnSelectAction")});
  bar->addSeparator();
  bar->addActions({action("exportSoundAction"), action("exportPictureAction")});
  auto* gap = new QWidget(bar);
  gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  bar->addWidget(gap);
  auto* label = new QLabel(tr("Volume"), bar);
  label->setContentsMargins(0, 0, 6, 0);
  bar->addWidget(label);
  volume_ = new QSlider(Qt::Horizontal, bar);
  volume_->setObjectName(QStringLiteral("volumeSlider"));
  volume_->setAccessibleName(tr("Volume"));
  volume_->setRange(0, kVolumeSteps);
  volume_->setFixedWidth(120);
  volume_->setValue(static_cast<int>(std::lround(bench_->preferences.volume() * kVolumeSteps)));
  volume_->setToolTip(tr("Volume %1 % (Ctrl+Up, Ctrl+Down)").arg(volume_->value()));
  bar->addWidget(volume_);
  connect(volume_, &QSlider::valueChanged, this, &MainWindow::setVolume);
}

void MainWindow::fillRecent() {
  recent_->clear();
  const QStringList folders = bench_->preferences.recentLibraries();
  for (const QString& folder : folders) {
    if (!QDir(folder).exists()) continue;
    QAction* made = recent_->addAction(QDir(folder).dirName());
    made->setToolTip(folder);
    connect(made, &QAction::triggered, this,
            [this, folder] { opener_->open(folder.toStdString()); });
  }
  recent_->setEnabled(!recent_->isEmpty());
  if (recent_->isEmpty()) return;
  recent_->addSeparator();
  QAction* forget = recent_->addAction(tr("&Clear this list"));
  connect(forget, &QAction::triggered, this, [this] {
    bench_->preferences.forgetLibraries();
    fillRecent();
  });
}

void MainWindow::fillDevices() {
  devices_->clear();
  delete devices_->findChild<QActionGroup*>();
  auto* group = new QActionGroup(devices_);
  const QByteArray chosen = bench_->out.chosenDevice();
  const auto add = [&](const QString& text, const QByteArray& id) {
    QAction* made = addChoice(*devices_, *group, text, id == chosen);
    connect(made, &QAction::triggered, this, [this, id] {
      bench_->preferences.setDevice(id);
      bench_->out.chooseDevice(id);
    });
  };
  add(tr("The system's default"), {});
  const auto devices = bench_->out.devices();
  if (!devices.isEmpty()) devices_->addSeparator();
  for (const SoundDevice& device : devices) add(device.name, device.id);
}

void MainWindow::takeLook() {
  const auto set = [this](const char* name, Sign sign) {
    action(name)->setIcon(icon(sign, palette()));
  };
  set("openLibraryAction", Sign::Open);
  set("loopAction", Sign::Loop);
  set("playOnSelectAction", Sign::Ear);
  set("exportSoundAction", Sign::Export);
  set("exportPictureAction", Sign::Export);
  showTransport();
}

void MainWindow::showTransport() {
  const bool sounding = bench_->transport.playing() || bench_->transport.waiting();
  QAction* play = action("playAction");
  play->setText(sounding ? tr("&Stop") : tr("&Play"));
  play->setIcon(icon(sounding ? Sign::Stop : Sign::Play, palette()));
}

void MainWindow::askPackedLibrary() {
  QFileDialog dialog(this, tr("Open a packed dataset"),
                     bench_->preferences.folder(QStringLiteral("library")),
                     tr("Datasets (*.tar.gz *.tgz *.tar *.tfrecord)"));
  dialog.setFileMode(QFileDialog::ExistingFile);
  if (dialog.exec() != QDialog::Accepted) return;
  const QString file = dialog.selectedFiles().value(0);
  bench_->preferences.setFolder(QStringLiteral("library"), QFileInfo(file).absolutePath());
  opener_->open(file.toStdString());
}

void MainWindow::askLibrary() {
  QFileDialog dialog(this, tr("Open a folder of notes"),
                     bench_->preferences.folder(QStringLiteral("library")));
  dialog.setFileMode(QFileDialog::Directory);
  dialog.setOption(QFileDialog::ShowDirsOnly);
  if (dialog.exec() != QDialog::Accepted) return;
  const QString folder = dialog.selectedFiles().value(0);
  bench_->preferences.setFolder(QStringLiteral("library"), folder);
  opener_->open(folder.toStdString());
}

void MainWindow::importModel(const QString& path) {
  auto* dialog = new ImportModelDialog(*bench_, modelsFolder_, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ImportModelDialog::failed, notice_, &NoticeBar::setText);
  connect(dialog, &ImportModelDialog::imported, this, [this](const model::ModelCard& card) {
    showNotice();
    bench_->session.setModel(card.name);  // before it is there: the views begin with it at once
    bench_->models.add(card);
    say(tr("Imported as %1; it rebuilds and morphs from now on")
            .arg(QString::fromStdString(card.name)));
  });
  dialog->open();
  if (path.isEmpty()) return;
  dialog->setPath(path);
  dialog->import();
}

void MainWindow::showTraining() {
  if (!training_) {
    training_ = new TrainingWindow(*bench_, trainer_, modelsFolder_, this);
    connect(training_, &TrainingWindow::added, this, [this](const model::ModelCard& card) {
      bench_->session.setModel(card.name);
      bench_->models.add(card);
    });
  }
  training_->show();
  training_->raise();
  training_->activateWindow();
}

void MainWindow::openOwnSounds(const std::string& selected) {
  const auto folder = dataset::ownSoundsFolder();
  if (!std::filesystem::exists(folder / "examples.json"))
    return say(tr("You have no sounds yet: import one or drop it here"));
  opener_->open(folder, true, selected);
}

void MainWindow::askSounds() {
  QFileDialog dialog(this, tr("Import sounds"),
                     bench_->preferences.folder(QStringLiteral("recordings")), soundFileFilter());
  dialog.setFileMode(QFileDialog::ExistingFiles);
  if (dialog.exec() != QDialog::Accepted) return;
  std::vector<std::filesystem::path> files;
  const QStringList chosen = dialog.selectedFiles();
  for (const QString& file : chosen) files.emplace_back(file.toStdString());
  bench_->preferences.setFolder(QStringLiteral("recordings"), dialog.directory().absolutePath());
  importSounds(std::move(files));
}

void MainWindow::importSounds(std::vector<std::filesystem::path> files) {
  if (files.empty()) return;
  auto* dialog = new ImportSoundDialog(*bench_, dataset::ownSoundsFolder(), std::move(files), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ImportSoundDialog::imported, this, [this](const QString& id, int notes) {
    say(notes == 1 ? tr("1 sound imported") : tr("%1 sounds imported").arg(notes));
    openOwnSounds(id.toStdString());
  });
  connect(dialog, &ImportSoundDialog::refusedSome, this, &MainWindow::tellRefused);
  dialog->open();
}

void MainWindow::tellRefused(const QStringList& sentences) {
  auto* box = new QMessageBox(QMessageBox::Warning, tr("Import sound"),
                              sentences.size() == 1
                                  ? tr("1 file was not imported")
                                  : tr("%1 files were not imported").arg(sentences.size()),
                              QMessageBox::Ok, this);
  box->setObjectName(QStringLiteral("importRefused"));
  constexpr int kShown = 5;
  box->setInformativeText(sentences.mid(0, kShown).join(QStringLiteral("\n\n")));
  if (sentences.size() > kShown) box->setDetailedText(sentences.join(QLatin1Char('\n')));
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->open();
}

void MainWindow::playOrStop() {
  bench_->transport.toggle();
}

void MainWindow::stopAll() {
  bench_->transport.stopByUser();
  morph_->maker().cancel();
  compare_->cancel();
  opener_->cancel();
}

void MainWindow::setLoop(bool loop) {
  bench_->transport.setLoop(loop);
  bench_->preferences.setLoop(loop);
  action("loopAction")->setChecked(loop);
  findChild<QToolButton*>(QStringLiteral("loopButton"))->setChecked(loop);
}

void MainWindow::setPlayOnSelect(bool play) {
  bench_->preferences.setPlayOnSelect(play);
}

void MainWindow::setVolume(int percent) {
  const double volume = static_cast<double>(percent) / kVolumeSteps;
  bench_->out.setVolume(volume);
  bench_->preferences.setVolume(volume);
  volume_->setToolTip(tr("Volume %1 % (Ctrl+Up, Ctrl+Down)").arg(percent));
}

void MainWindow::showKeys() {
  auto* dialog = new KeysDialog(actions(), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void MainWindow::showAbout() {
  Facts facts;
  const auto devices = bench_->out.devices();
  for (const SoundDevice& device : devices) {
    if (device.id == bench_->out.chosenDevice() ||
        (facts.soundDevice.isEmpty() && device.isDefault)) {
      facts.soundDevice = device.name + QStringLiteral(", %1 Hz").arg(device.rate);
    }
  }
  facts.audioNotice = bench_->out.notice();
  for (const auto& card : bench_->models.cards()) facts.models << QString::fromStdString(card.key);
  facts.notes = static_cast<int>(bench_->session.library().notes().size());
  facts.issues = bench_->issues.count();
  auto* dialog = new AboutDialog(facts, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

}  // namespace timbre::ui
