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

QString percent(double value) {
  return QString::number(std::lround(value * 100));
}

}  // namespace

ExportActions::ExportActions(AppContext& bench, CompareView& compare, MorphView& morph,
                             QWidget* window)
    : QObject(window), bench_(bench), compare_(compare), morph_(morph), window_(window) {}

bool ExportActions::anySound() const {
  return std::ranges::any_of(kTracks, [this](Track t) { return bench_.transport.clip(t); });
}

void ExportActions::exportSound() {
  exportSound(bench_.transport.current());
}

void ExportActions::exportSound(Track first) {
  QList<SavableSound> sounds;
  int chosen = 0;
  for (const Track track : kTracks) {
    const audio::AudioClip* clip = bench_.transport.clip(track);
    if (!clip) continue;
    if (track == first) chosen = static_cast<int>(sounds.size());
    audio::AudioTags tags;
    tags.title = titleOf(track).toStdString();
    tags.comment = storyOf(track).toStdString();
    tags.software = "Timbrescope " + QApplication::applicationVersion().toStdString();
    sounds.push_back({titleOf(track), stemOf(track), *clip, tags});
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
  const auto panel = [this](Track track, const Picture& picture) {
    return ExportPanel{picture, titleOf(track), {}};
  };
  QList<SavablePicture> single;
  int chosen = 0;
  for (const Track track : kTracks) {
    const Picture& picture =
        track == Track::Morph ? morph_.plot().picture() : compare_.plot(track).picture();
    if (picture.empty()) continue;
    const std::vector<std::pair<QString, QString>> story{{tr("Description"), storyOf(track)}};
    single.push_back({titleOf(track), stemOf(track), {panel(track, picture)}, story});
    if (track == Track::Morph) continue;
    all.panels.push_back(panel(track, picture));
    all.provenance = story;
  }
  if (all.panels.size() > 1) {
    all.stem = text(bench_.session.selectedNote()) + QStringLiteral("-compared");
    pictures.push_back(all);
  }
  pictures += single;
  if (pictures.empty()) return emit said(tr("There is no picture to export yet"));
  if (bench_.transport.current() == Track::Morph && !morph_.plot().picture().empty()) {
    chosen = static_cast<int>(pictures.size()) - 1;
  }
  auto* dialog =
      new ExportPictureDialog(pictures, chosen, bench_.preferences, bench_.jobs, window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ExportDialog::saved, this,
          [this](const QString& path) { emit said(tr("Saved %1").arg(path)); });
  dialog->open();
}

QString ExportActions::titleOf(Track track) const {
  switch (track) {
    case Track::Original:
      return tr("Original");
    case Track::WaveNet:
      return tr("WaveNet");
    case Track::Baseline:
      return tr("Baseline");
    case Track::Morph:
      return tr("Morph");
  }
  return {};
}

QString ExportActions::stemOf(Track track) const {
  const SessionState& state = bench_.session.state();
  const QString note = text(bench_.session.selectedNote());
  switch (track) {
    case Track::WaveNet:
      return note + QStringLiteral("-wavenet");
    case Track::Baseline:
      return note + QStringLiteral("-baseline");
    case Track::Morph:
      return text(state.noteA) + QStringLiteral("_to_") + text(state.noteB) + QStringLiteral("_t") +
             percent(state.timbre) + QStringLiteral("_d") + percent(state.dynamics);
    default:
      return note;
  }
}

QString ExportActions::storyOf(Track track) const {
  const SessionState& state = bench_.session.state();
  const QString note = text(bench_.session.selectedNote());
  const auto model = [this](const char* kind) {
    const auto* card = bench_.models.preferred(kind);
    return card ? text(card->key) : QString();
  };
  switch (track) {
    case Track::WaveNet:
      return tr("Note %1 rebuilt by %2, seed 1, temperature 1").arg(note, model("wavenet"));
    case Track::Baseline:
      return tr("Note %1 rebuilt by %2").arg(note, model("baseline"));
    case Track::Morph: {
      const auto* card = morph_.maker().finalModel();
      return tr("Morph of %1 (A) and %2 (B): timbre %3 % towards B, dynamics %4 %, by %5, seed 1")
          .arg(text(state.noteA), text(state.noteB), percent(state.timbre), percent(state.dynamics),
               card ? text(card->key) : QString());
    }
    default:
      return tr("Note %1 as recorded").arg(note);
  }
}

}  // namespace timbre::ui
