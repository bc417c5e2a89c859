/// Which files may be recordings, by their names.
#pragma once

#include <QList>
#include <QString>
#include <QUrl>
#include <filesystem>
#include <vector>

namespace timbre::ui {

/// Of what was dropped: the files that look like sounds by their names.
std::vector<std::filesystem::path> soundFilesIn(const QList<QUrl>& urls);
/// For file dialogs.
QString soundFileFilter();

}  // namespace timbre::ui
