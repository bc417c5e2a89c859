#include "ui/window/Workspace.h"

#include <QCoreApplication>

namespace timbre::ui {
namespace {

struct Names {
  const char* id;
  const char* title;
};
constexpr std::array kNames{Names{"explore", QT_TRANSLATE_NOOP("Workspace", "Explore")},
                            Names{"compare", QT_TRANSLATE_NOOP("Workspace", "Compare")},
                            Names{"morph", QT_TRANSLATE_NOOP("Workspace", "Morph")},
                            Names{"study", QT_TRANSLATE_NOOP("Workspace", "Study")}};
static_assert(kNames.size() == kWorkspaces.size());

const Names& namesOf(Workspace workspace) {
  return kNames[static_cast<std::size_t>(workspace)];
}

}  // namespace

QString titleOf(Workspace workspace) {
  return QCoreApplication::translate("Workspace", namesOf(workspace).title);
}

QString idOf(Workspace workspace) {
  return QLatin1String(namesOf(workspace).id);
}

Workspace workspaceOfId(const QString& id) {
  for (const Workspace workspace : kWorkspaces)
    if (idOf(workspace) == id) return workspace;
  return Workspace::Explore;
}

}  // namespace timbre::ui
