/// The four arrangements of the window's views.
#pragma once

#include <QString>
#include <array>

namespace timbre::ui {

enum class Workspace { Explore, Compare, Morph, Study };
inline constexpr std::array kWorkspaces{Workspace::Explore, Workspace::Compare, Workspace::Morph,
                                        Workspace::Study};

/// For the tabs: "Explore".
QString titleOf(Workspace workspace);
/// For the settings: "explore"; an unknown id is Explore.
QString idOf(Workspace workspace);
Workspace workspaceOfId(const QString& id);

}  // namespace timbre::ui
