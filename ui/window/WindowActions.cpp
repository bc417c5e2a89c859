#include "ui/window/WindowActions.h"

#include <QMenuBar>
#include <QStatusBar>
#include <algorithm>
#include <iterator>

#include "ui/library/NoteBrowserView.h"
#include "ui/models/NoteTableModel.h"
#include "ui/study/StudyView.h"
#include "ui/views/BlindTestDialog.h"
#include "ui/views/CompareView.h"
#include "ui/views/ExportActions.h"
#include "ui/views/MorphSweep.h"
#include "ui/views/MorphView.h"
#include "ui/views/RebuildBatch.h"
#include "ui/views/TrainingWindow.h"
#include "ui/window/CommandPalette.h"
#include "ui/window/DeviceMenu.h"
#include "ui/window/EditActions.h"
#include "ui/window/FileActions.h"
#include "ui/window/HelpActions.h"
#include "ui/window/Menus.h"
#include "ui/window/PlotMenus.h"
#include "ui/window/SoundActions.h"
#include "ui/window/ToolBar.h"
#include "ui/window/ViewRegistry.h"
#include "ui/window/ViewSettings.h"
#include "ui/window/WorkspaceBar.h"

namespace timbre::ui {

WindowActions::WindowActions(AppContext& bench, const WindowParts& parts, const WindowViews& shown,
                             QMainWindow& window)
    : QObject(&window),
      bench_(bench),
      views_(shown.views),
      window_(window),
      compare_(shown.views.view<CompareView>()),
      morph_(shown.views.view<MorphView>()),
      study_(shown.views.view<StudyView>()),
      browser_(shown.views.view<NoteBrowserView>()),
      sweep_(new MorphSweep(morph_.controller(), bench.session, bench.transport, this)),
      table_(window),
      files_(new FileActions(bench, parts, window)),
      edits_(new EditActions(bench, shown.views.view<NoteBrowserView>(), window)),
      exports_(new ExportActions(bench, compare_, morph_, &window)),
      sounds_(new SoundActions(bench, this)),
      help_(new HelpActions(bench, window)),
      batch_(new RebuildBatch(bench, &window)) {
  window.statusBar()->addPermanentWidget(batch_);
  for (QObject* each : std::initializer_list<QObject*>{files_, edits_, exports_, help_})
    each->setParent(this);
  table_.add(files_->rows());
  table_.add(rows());
  edits_->addTo(table_);
  sounds_->addTo(table_);
  table_.add(help_->rows());
  connectAll();
  shown.workspaces.addTo(table_);
  buildBars(shown);
}

std::vector<ActionRow> WindowActions::rows() {
  return {
      {ActionId::ExportSound,
       "exportSoundAction",
       tr("Export soun&d …"),
       {Qt::CTRL | Qt::Key_E},
       [this] { exports_->exportSound(); },
       tr("Save the current sound as a file")},
      {ActionId::ExportPicture,
       "exportPictureAction",
       tr("Export pi&cture …"),
       {Qt::CTRL | Qt::SHIFT | Qt::Key_E},
       [this] { exports_->exportPicture(); },
       tr("Save rainbowgrams as PNG, SVG or PDF")},
      {.id = ActionId::RebuildNotes,
       .name = "rebuildNotesAction",
       .text = tr("Re&build selected notes …"),
       .run = [this] { rebuildNotes(); },
       .tip = tr("Rebuild every selected note with each model of the comparison, into a folder")},
      {ActionId::Quit,
       "quitAction",
       tr("&Quit"),
       {Qt::CTRL | Qt::Key_Q},
       [this] { window_.close(); }},
      {ActionId::Fit,
       "fitAction",
       tr("&Fit pictures"),
       {Qt::Key_F},
       [this] {
         compare_.fit();
         morph_.fit();
       }},
      {ActionId::FullScreen,
       "fullScreenAction",
       tr("Full sc&reen"),
       {Qt::Key_F11},
       [this] { window_.setWindowState(window_.windowState() ^ Qt::WindowFullScreen); }},
      {ActionId::Sweep,
       "sweepAction",
       tr("Play &A to B"),
       {Qt::Key_M},
       [this] { sweep_->toggle(); },
       tr("Play the morph while the timbre slider goes by itself from A to B and back")},
      {.id = ActionId::ShowWelcome,
       .name = "showWelcomeAction",
       .text = tr("&First steps"),
       .run = [this] { emit welcomeAsked(); }},
      {ActionId::CommandPalette,
       "commandPaletteAction",
       tr("Comman&ds …"),
       {Qt::CTRL | Qt::Key_K},
       [this] { showPalette(); },
       tr("Find any command by a part of its name")},
  };
}

std::vector<Unfinished> WindowActions::unfinished() const {
  std::vector<Unfinished> all;
  const auto add = [&all](const std::optional<Unfinished>& work) {
    if (work) all.push_back(*work);
  };
  add(batch_->unfinished());
  add(study_.unfinished());
  add(browser_.unfinished());
  add(edits_->unfinished());
  if (const TrainingWindow* training = files_->training()) add(training->unfinished());
  for (const auto* test : window_.findChildren<BlindTestDialog*>()) add(test->unfinished());
  return all;
}

void WindowActions::showPalette() {
  std::vector<Command> commands = commandsOf(*window_.menuBar());
  // What can be set inside a view is a command, too.
  for (const auto& [title, view, show] : views_.all())
    std::ranges::move(settingsOf(title, *view, show), std::back_inserter(commands));
  auto* palette = new CommandPalette(std::move(commands), &window_);
  palette->setAttribute(Qt::WA_DeleteOnClose);
  palette->show();
}

void WindowActions::connectAll() {
  connect(files_, &FileActions::said, this, &WindowActions::said);
  connect(files_, &FileActions::modelsCompared, &compare_, &CompareView::tickModels);
  connect(edits_, &EditActions::said, this, &WindowActions::said);
  connect(exports_, &ExportActions::said, this, &WindowActions::said);
  connect(batch_, &RebuildBatch::said, this, &WindowActions::said);
  connect(&browser_, &NoteBrowserView::rebuildAsked, this, &WindowActions::rebuildNotes);
  connect(help_, &HelpActions::said, this, &WindowActions::said);
  connect(&morph_, &MorphView::exportAsked, exports_,
          [this] { exports_->exportSound(Track::morph()); });
  connect(sounds_, &SoundActions::modelAsked, &compare_, &CompareView::switchToModel);
  new PlotMenus(bench_, compare_, morph_, *exports_, this);
  connect(&compare_, &CompareView::blindTestAsked, this, &WindowActions::showBlindTest);
  const auto showModels = [this] { sounds_->showModels(table_, compare_.modelNames()); };
  connect(&compare_, &CompareView::panelsChanged, sounds_, showModels);
  showModels();
  connect(sounds_, &SoundActions::stopAsked, this, [this] {
    morph_.controller().cancel();
    compare_.cancel();
    files_->opener().cancel();
  });
}

void WindowActions::rebuildNotes() {
  std::vector<model::ModelCard> models;
  for (const ReconstructionPanel* panel : compare_.panels()) models.push_back(panel->card());
  batch_->ask(browser_.selected(), models);
}

void WindowActions::showBlindTest() {
  QList<TestedSound> sounds;
  const auto add = [&](const PlayablePlot& plot) {
    if (const auto* sound = bench_.transport.sound(plot.track()))
      sounds.push_back({plot.name(), sound->clip});
  };
  add(compare_.original());
  for (const ReconstructionPanel* panel : compare_.panels()) add(*panel);
  if (sounds.size() < 2)
    return emit said(tr("A blind test needs two finished sounds. Wait until the models are done."));
  const auto note = bench_.session.note(bench_.session.selectedNote());
  auto* dialog =
      new BlindTestDialog(bench_, sounds, note ? noteTitle(*note) : QString(), {}, &window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->show();
}

void WindowActions::buildBars(const WindowViews& shown) {
  auto* devices = new DeviceMenu(bench_.out, bench_.preferences, &window_);
  fillMenuBar(*window_.menuBar(), table_, {files_->recentMenu(), *devices, shown.views.actions()},
              bench_.appearance);
  auto* tools = new ToolBar(table_, bench_.out, bench_.transport, bench_.preferences, &window_);
  tools->addFirst(*new WorkspaceBar(shown.workspaces, table_[ActionId::ResetWorkspace], tools));
  tools->setDevices(*devices);
  window_.addToolBar(tools);
  connect(sounds_, &SoundActions::volumeAsked, tools, &ToolBar::stepVolume);
}

}  // namespace timbre::ui
