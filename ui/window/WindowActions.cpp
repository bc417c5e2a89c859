#include "ui/window/WindowActions.h"

#include <QMenuBar>

#include "ui/views/CompareView.h"
#include "ui/views/ExportActions.h"
#include "ui/views/MorphView.h"
#include "ui/views/NoteBrowserView.h"
#include "ui/window/DeviceMenu.h"
#include "ui/window/EditActions.h"
#include "ui/window/FileActions.h"
#include "ui/window/HelpActions.h"
#include "ui/window/Menus.h"
#include "ui/window/SoundActions.h"
#include "ui/window/ToolBar.h"
#include "ui/window/ViewRegistry.h"

namespace timbre::ui {

WindowActions::WindowActions(AppContext& bench, const WindowParts& parts, const ViewRegistry& views,
                             CompareView& compare, QMainWindow& window)
    : QObject(&window),
      bench_(bench),
      window_(window),
      compare_(compare),
      morph_(views.view<MorphView>()),
      table_(window),
      files_(new FileActions(bench, parts, window)),
      edits_(new EditActions(bench, views.view<NoteBrowserView>(), window)),
      exports_(new ExportActions(bench, compare, morph_, &window)),
      sounds_(new SoundActions(bench, this)),
      help_(new HelpActions(bench, window)) {
  for (QObject* each : std::initializer_list<QObject*>{files_, edits_, exports_, help_})
    each->setParent(this);
  table_.add(files_->rows());
  table_.add(rows());
  edits_->addTo(table_);
  sounds_->addTo(table_);
  table_.add(help_->rows());
  connectAll();
  buildBars(views);
}

std::vector<ActionRow> WindowActions::rows() {
  return {
      {ActionId::ExportSound,
       "exportSoundAction",
       tr("Export &sound …"),
       {Qt::CTRL | Qt::Key_E},
       [this] { exports_->exportSound(); },
       tr("Save what you hear as a sound file")},
      {ActionId::ExportPicture,
       "exportPictureAction",
       tr("Export &picture …"),
       {Qt::CTRL | Qt::SHIFT | Qt::Key_E},
       [this] { exports_->exportPicture(); },
       tr("Save rainbowgrams as PNG, SVG or PDF")},
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
       tr("F&ull screen"),
       {Qt::Key_F11},
       [this] { window_.setWindowState(window_.windowState() ^ Qt::WindowFullScreen); }},
  };
}

void WindowActions::connectAll() {
  connect(files_, &FileActions::said, this, &WindowActions::said);
  connect(edits_, &EditActions::said, this, &WindowActions::said);
  connect(exports_, &ExportActions::said, this, &WindowActions::said);
  connect(help_, &HelpActions::said, this, &WindowActions::said);
  connect(&morph_, &MorphView::exportAsked, exports_,
          [this] { exports_->exportSound(Track::morph()); });
  connect(sounds_, &SoundActions::modelAsked, &compare_, &CompareView::playModel);
  connect(sounds_, &SoundActions::stopAsked, this, [this] {
    morph_.controller().cancel();
    compare_.cancel();
    files_->opener().cancel();
  });
}

void WindowActions::buildBars(const ViewRegistry& views) {
  auto* devices = new DeviceMenu(bench_.out, bench_.preferences, &window_);
  fillMenuBar(*window_.menuBar(), table_, {files_->recentMenu(), *devices, views.actions()},
              bench_.appearance);
  auto* tools = new ToolBar(table_, bench_.out, bench_.transport, bench_.preferences, &window_);
  window_.addToolBar(tools);
  connect(sounds_, &SoundActions::volumeAsked, tools, &ToolBar::stepVolume);
}

}  // namespace timbre::ui
