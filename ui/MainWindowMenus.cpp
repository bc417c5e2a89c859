// The menus and the tool bar, made of the actions, and what they do.
#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QMenuBar>
#include <QSlider>
#include <QToolBar>
#include <QToolButton>
#include <QUndoStack>
#include <cmath>

#include "ui/MainWindow.h"
#include "ui/views/CompareView.h"
#include "ui/views/Help.h"
#include "ui/views/Icons.h"
#include "ui/views/LibraryOpener.h"
#include "ui/views/MorphView.h"

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
      menu(tr("&Sound"),
           {"playAction", "stopAction", "loopAction", "", "playOriginalAction", "playWaveNetAction",
            "playBaselineAction", "playMorphAction", "", "postFilterAction", "",
            "playOnSelectAction", "louderAction", "quieterAction", ""});
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
        addChoice(*themes, *themeGroup, themeTitle(theme), theme == bench_->appearance.theme());
    made->setObjectName(QStringLiteral("theme_") + themeId(theme));
    connect(made, &QAction::triggered, this, [this, theme] { bench_->appearance.setTheme(theme); });
  }
  QMenu* maps = view->addMenu(tr("&Colours"));
  auto* mapGroup = new QActionGroup(this);
  for (const spectral::ColourMap map : spectral::kColourMaps) {
    QAction* made = addChoice(*maps, *mapGroup, titleOf(map), map == bench_->appearance.map());
    const std::string_view name = spectral::nameOf(map);
    made->setObjectName(QStringLiteral("map_") +
                        QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())));
    connect(made, &QAction::triggered, this, [this, map] { bench_->appearance.setMap(map); });
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

void MainWindow::applyAppearance() {
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
  AboutInfo facts;
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
