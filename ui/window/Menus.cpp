#include "ui/window/Menus.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenuBar>

namespace timbre::ui {
namespace {

using Id = ActionId;

QString text(const char* source) {
  return QCoreApplication::translate("Menus", source);
}

/// Theme and colour map: one choice each.
template <class Choices, class Title, class Choose>
void addChoices(QMenu& menu, const Choices& choices, Title title, Choose choose) {
  auto* group = new QActionGroup(&menu);
  for (const auto choice : choices) {
    const auto [name, shown, chosen] = title(choice);
    QAction* made = menu.addAction(shown);
    made->setObjectName(name);
    made->setCheckable(true);
    made->setChecked(chosen);
    group->addAction(made);
    QObject::connect(made, &QAction::triggered, &menu, [choose, choice] { choose(choice); });
  }
}

void addLook(QMenu& view, Appearance& look) {
  addChoices(
      *view.addMenu(text("&Theme")), kThemes,
      [&look](Theme theme) {
        return std::tuple(QStringLiteral("theme_") + themeId(theme), themeTitle(theme),
                          theme == look.theme());
      },
      [&look](Theme theme) { look.setTheme(theme); });
  addChoices(
      *view.addMenu(text("Colo&urs")), spectral::kColourMaps,
      [&look](spectral::ColourMap map) {
        return std::tuple(
            QStringLiteral("map_") + QString::fromStdString(std::string(spectral::nameOf(map))),
            titleOf(map), map == look.map());
      },
      [&look](spectral::ColourMap map) { look.setMap(map); });
}

}  // namespace

void fillMenuBar(QMenuBar& bar, const ActionTable& actions, const SubMenus& sub, Appearance& look) {
  QMenu& file = *bar.addMenu(text("&File"));
  actions.fill(file, {Id::OpenLibrary, Id::OpenPacked});
  file.addMenu(&sub.recent);
  actions.fill(file, {Id::OpenStarter, Id::OpenOwn, kSeparator, Id::ImportSound, Id::RecordSound,
                      Id::ImportModel, Id::Train, kSeparator, Id::SaveSession, Id::ExportSound,
                      Id::ExportPicture, Id::RebuildNotes, kSeparator, Id::Quit});
  actions.fill(*bar.addMenu(text("&Edit")), {Id::Undo, Id::Redo, kSeparator, Id::Find, Id::SetA,
                                             Id::SetB, kSeparator, Id::CheckNotes});
  QMenu& view = *bar.addMenu(text("&View"));
  actions.fill(view, {Id::WorkspaceExplore, Id::WorkspaceCompare, Id::WorkspaceMorph,
                      Id::WorkspaceStudy, Id::ResetWorkspace, kSeparator, Id::NotesAsList,
                      Id::NotesAsGrid, Id::NotesAsMap, kSeparator});
  view.addActions(sub.views);
  view.addSeparator();
  addLook(view, look);
  view.addSeparator();
  actions.fill(view, {Id::Fit, Id::FullScreen, Id::CommandPalette});
  QMenu& sound = *bar.addMenu(text("&Sound"));
  actions.fill(sound,
               {Id::Play,       Id::Stop,       Id::Loop,       kSeparator,       Id::HearOriginal,
                Id::HearModel1, Id::HearModel2, Id::HearModel3, Id::HearModel4,   Id::HearModel5,
                Id::HearModel6, Id::HearModel7, Id::HearModel8, Id::HearMorph,    Id::Sweep,
                kSeparator,     Id::PostFilter, kSeparator,     Id::PlayOnSelect, Id::Louder,
                Id::Quieter,    kSeparator});
  sound.addMenu(&sub.devices);
  actions.fill(*bar.addMenu(text("&Help")),
               {Id::UserGuide, Id::ReadingPictures, Id::Keys, Id::ShowWelcome, kSeparator,
                Id::CopyDiagnostics, Id::About});
}

}  // namespace timbre::ui
