// The actions of the window, as tables.
#include <QAction>
#include <QSlider>
#include <algorithm>

#include "ui/MainWindow.h"
#include "ui/views/CompareView.h"
#include "ui/views/ExportActions.h"
#include "ui/views/LibraryCheck.h"
#include "ui/views/LibraryOpener.h"
#include "ui/views/MorphView.h"
#include "ui/views/NoteBrowserView.h"

namespace timbre::ui {
namespace {

constexpr int kVolumeStep = 5;

}  // namespace

struct MainWindow::ActionRow {
  const char* name;
  QString text;
  QList<QKeySequence> keys;
  std::function<void()> run;
  QString tip;
};

void MainWindow::buildActions() {
  addRows(fileActions());
  addRows(noteActions());
  addRows(soundActions());
  QAction* loop = action("loopAction");
  loop->setCheckable(true);
  loop->setChecked(bench_->preferences.loop());
  connect(loop, &QAction::toggled, this, &MainWindow::setLoop);
  QAction* select = action("playOnSelectAction");
  select->setCheckable(true);
  select->setChecked(bench_->preferences.playOnSelect());
  connect(select, &QAction::toggled, this, &MainWindow::setPlayOnSelect);
  connectPostFilter();
}

void MainWindow::connectPostFilter() {
  QAction* filter = action("postFilterAction");
  filter->setCheckable(true);
  const auto show = [this, filter] {
    filter->setChecked(bench_->session.state().postFilter);
    filter->setEnabled(std::ranges::any_of(bench_->models.cards(), &model::ModelCard::postFilter));
  };
  show();
  connect(filter, &QAction::triggered, this,
          [this](bool on) { bench_->session.setPostFilter(on); });
  connect(&bench_->models, &ModelList::changed, filter, show);
  connect(&bench_->session, &Session::changed, filter, [show](Change what) {
    if (what == Change::Model) show();
  });
}

void MainWindow::addRows(const std::vector<ActionRow>& rows) {
  for (const ActionRow& row : rows) {
    auto* made = new QAction(row.text, this);
    made->setObjectName(QLatin1String(row.name));
    made->setShortcuts(row.keys);
    if (!row.tip.isEmpty()) made->setToolTip(row.tip);
    if (row.run) connect(made, &QAction::triggered, this, row.run);
    addAction(made);
  }
}

std::vector<MainWindow::ActionRow> MainWindow::fileActions() {
  return {
      {"openLibraryAction",
       tr("&Open library …"),
       {QKeySequence::Open},
       [this] { askLibrary(); },
       tr("Open a folder of notes in NSynth's format")},
      {"openPackedAction",
       tr("Open &packed dataset …"),
       {},
       [this] { askPackedLibrary(); },
       tr("Open the dataset as it is downloaded, .tar.gz or .tfrecord, without unpacking it")},
      {"openStarterAction",
       tr("Open the &starter library"),
       {},
       [this] { opener_->openEmbedded(); },
       {}},
      {"importModelAction",
       tr("&Import model …"),
       {},
       [this] { importModel(); },
       tr("Use a TensorFlow checkpoint of NSynth's networks, or a weights file")},
      {"trainAction",
       tr("&Train a model …"),
       {},
       [this] { showTraining(); },
       tr("Train a WaveNet or a baseline on a folder of notes, and watch it learn")},
      {"openOwnAction", tr("Open &my sounds"), {}, [this] { openOwnSounds(); }, {}},
      {"importSoundAction",
       tr("Import so&und …"),
       {QKeySequence(Qt::CTRL | Qt::Key_I)},
       [this] { askSounds(); },
       tr("Make notes of recordings: WAV, FLAC, AIFF, Ogg, Opus, MP3")},
      {"exportSoundAction",
       tr("Export &sound …"),
       {QKeySequence(Qt::CTRL | Qt::Key_E)},
       [this] { exports_->exportSound(); },
       tr("Save what is heard as a WAV file")},
      {"exportPictureAction",
       tr("Export &picture …"),
       {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)},
       [this] { exports_->exportPicture(); },
       tr("Save rainbowgrams as PNG, SVG or PDF")},
      {"quitAction", tr("&Quit"), {QKeySequence(Qt::CTRL | Qt::Key_Q)}, [this] { close(); }, {}},
      {"keysAction", tr("&Keys"), {QKeySequence::HelpContents}, [this] { showKeys(); }, {}},
      {"aboutAction", tr("&About Timbrescope"), {}, [this] { showAbout(); }, {}},
  };
}

std::vector<MainWindow::ActionRow> MainWindow::noteActions() {
  return {
      {"findAction",
       tr("&Find notes"),
       {QKeySequence::Find},
       [this] { browser_->focusSearch(); },
       {}},
      {"checkNotesAction",
       tr("&Check notes"),
       {},
       [this] { check_->start(); },
       tr("Listen to every note for silence, noise, wrong pitch and the like")},
      {"setAAction",
       tr("Set selected note as &A"),
       {QKeySequence(Qt::Key_A)},
       [this] { browser_->setSelectedAsA(); },
       {}},
      {"setBAction",
       tr("Set selected note as &B"),
       {QKeySequence(Qt::Key_B)},
       [this] { browser_->setSelectedAsB(); },
       {}},
      {"fitAction",
       tr("&Fit pictures"),
       {QKeySequence(Qt::Key_F)},
       [this] {
         compare_->fit();
         morph_->fit();
       },
       {}},
  };
}

std::vector<MainWindow::ActionRow> MainWindow::soundActions() {
  Transport& transport = bench_->transport;
  const auto play = [&transport](const Track& track) {
    return [&transport, track] { transport.play(track); };
  };
  const auto louder = [this](int by) {
    return [this, by] { volume_->setValue(volume_->value() + by); };
  };
  return {
      {"playAction",
       tr("&Play"),
       {QKeySequence(Qt::Key_Space)},
       [this] { playOrStop(); },
       tr("Play or stop (Space)")},
      {"stopAction",
       tr("&Stop, and cancel what is being made"),
       {QKeySequence(Qt::Key_Escape)},
       [this] { stopAll(); },
       {}},
      {"loopAction", tr("&Loop"), {QKeySequence(Qt::Key_L)}, {}, tr("Begin again at the end (L)")},
      {"playOriginalAction",
       tr("Play &original"),
       {QKeySequence(Qt::Key_1)},
       play(Track::original()),
       {}},
      {"playWaveNetAction",
       tr("Play f&irst model"),
       {QKeySequence(Qt::Key_2)},
       [this] { compare_->playModel(0); },
       {}},
      {"playBaselineAction",
       tr("Play se&cond model"),
       {QKeySequence(Qt::Key_3)},
       [this] { compare_->playModel(1); },
       {}},
      {"playMorphAction", tr("Play &morph"), {QKeySequence(Qt::Key_4)}, play(Track::morph()), {}},
      {"playOnSelectAction",
       tr("Play on s&elect"),
       {},
       {},
       tr("A note that is selected is played at once")},
      {"postFilterAction",
       tr("WaveNet's &post-filter"),
       {QKeySequence(Qt::Key_P)},
       {},
       tr("Clears the WaveNet's sound of noise, by the spectrum that the embedding tells; off: as "
          "it is sampled (P)")},
      {"louderAction",
       tr("Lo&uder"),
       {QKeySequence(Qt::CTRL | Qt::Key_Up)},
       louder(kVolumeStep),
       {}},
      {"quieterAction",
       tr("&Quieter"),
       {QKeySequence(Qt::CTRL | Qt::Key_Down)},
       louder(-kVolumeStep),
       {}},
  };
}

}  // namespace timbre::ui
