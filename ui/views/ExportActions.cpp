#include "ui/views/ExportActions.h"

#include <QApplication>

#include "ui/models/NoteTableModel.h"
#include "ui/views/ExportPictureDialog.h"
#include "ui/views/ExportSoundDialog.h"

namespace timbre::ui {
namespace {

QString text(const std::string& s) {
  return QString::fromStdString(s);
}

Track waveNetTrack() {
  return Track::model(QStringLiteral("wavenet"));
}

QList<Track> allTracks() {
  return {Track::original(), waveNetTrack(), Track::model(QStringLiteral("baseline")),
          Track::morph()};
}

}  // namespace

ExportActions::ExportActions(AppContext& bench, CompareView& compare, MorphView& morph,
                             QWidget* window)
    : QObject(window), bench_(bench), compare_(compare), morph_(morph), window_(window) {}

void ExportActions::exportSound() {
  exportSound(bench_.transport.current());
}

void ExportActions::exportSound(const Track& first) {
  QList<SavableSound> sounds;
  int chosen = 0;
  const auto tracks = allTracks();
  for (const Track& track : tracks) {
    const auto* sound = bench_.transport.sound(track);
    if (!sound) continue;
    if (track == first) chosen = static_cast<int>(sounds.size());
    audio::AudioTags tags;
    tags.title = titleOf(track).toStdString();
    tags.comment = synthesis::toComment({&sound->request, 1});
    tags.software = "Timbrescope " + QApplication::applicationVersion().toStdString();
    sounds.push_back({titleOf(track), stemOf(track), sound->clip, tags});
  }
  if (sounds.empty()) return emit said(tr("There is no finished sound to export yet"));
  auto* dialog = new ExportSoundDialog(sounds, chosen, bench_.preferences, bench_.jobs, window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ExportDialog::saved, this,
          [this](const QString& path) { emit said(tr("Saved %1").arg(path)); });
  dialog->open();
}

void ExportActions::exportPicture() {
  QList<SavablePicture> pictures;
  SavablePicture all{tr("All three side by side"), {}, {}, {}};
  const auto panel = [this](const Track& track, const Picture& picture) {
    return ExportPanel{picture, titleOf(track), {}};
  };
  QList<SavablePicture> single;
  int chosen = 0;
  const auto tracks = allTracks();
  for (const Track& track : tracks) {
    const Picture& picture =
        track == Track::morph() ? morph_.plot().picture() : compare_.plot(track).picture();
    if (picture.empty()) continue;
    const std::vector<std::pair<QString, QString>> story{{tr("Description"), storyOf(track)}};
    single.push_back({titleOf(track), stemOf(track), {panel(track, picture)}, story});
    if (track == Track::morph()) continue;
    all.panels.push_back(panel(track, picture));
    all.provenance = story;
  }
  if (all.panels.size() > 1) {
    all.stem = text(bench_.session.selectedNote()) + QStringLiteral("-compared");
    pictures.push_back(all);
  }
  pictures += single;
  if (pictures.empty()) return emit said(tr("There is no picture to export yet"));
  if (bench_.transport.current() == Track::morph() && !morph_.plot().picture().empty()) {
    chosen = static_cast<int>(pictures.size()) - 1;
  }
  auto* dialog =
      new ExportPictureDialog(pictures, chosen, bench_.preferences, bench_.jobs, window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ExportDialog::saved, this,
          [this](const QString& path) { emit said(tr("Saved %1").arg(path)); });
  dialog->open();
}

QString ExportActions::titleOf(const Track& track) const {
  if (track == Track::original()) return tr("Original");
  if (track == Track::morph()) return tr("Morph");
  return track == waveNetTrack() ? tr("WaveNet") : tr("Baseline");
}

QString ExportActions::stemOf(const Track& track) const {
  const auto* sound = bench_.transport.sound(track);
  return sound ? text(synthesis::fileStem(sound->request)) : text(bench_.session.selectedNote());
}

QString ExportActions::storyOf(const Track& track) const {
  const auto* sound = bench_.transport.sound(track);
  return sound ? text(synthesis::describe(sound->request)) : QString();
}

}  // namespace timbre::ui
