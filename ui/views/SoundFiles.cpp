#include "ui/views/SoundFiles.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>

namespace timbre::ui {
namespace {

const QStringList& endings() {
  static const QStringList kEndings = QStringLiteral(
                                          "wav wave flac aif aiff aifc ogg oga opus spx mp3 mp2 "
                                          "m4a m4b mp4 mov aac ac3 3gp 3g2 amr wma webm mka "
                                          "wv ape mpc tta tak shn dsf "
                                          "w64 rf64 caf au snd")
                                          .split(QLatin1Char(' '));
  return kEndings;
}

}  // namespace

std::vector<std::filesystem::path> soundFilesIn(const QList<QUrl>& urls) {
  std::vector<std::filesystem::path> files;
  for (const QUrl& url : urls) {
    const QFileInfo file(url.toLocalFile());
    if (file.isFile() && endings().contains(file.suffix().toLower()))
      files.emplace_back(file.absoluteFilePath().toStdString());
  }
  return files;
}

QString soundFileFilter() {
  return QCoreApplication::translate("SoundFiles", "Sounds (*.%1)")
      .arg(endings().join(QStringLiteral(" *.")));
}

}  // namespace timbre::ui
