#include "ui/views/ExportActions.h"

#include "synthesis/FileDescription.h"
#include "ui/views/ExportPictureDialog.h"
#include "ui/views/ExportSoundDialog.h"

namespace timbre::ui {
namespace {

QString text(const std::string& s) {
  return QString::fromStdString(s);
}

template <class Dialog>
void openDialog(Dialog* dialog, ExportActions* actions) {
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  QObject::connect(dialog, &ExportDialog::saved, actions, [actions](const QString& path) {
    emit actions->said(ExportActions::tr("Saved %1").arg(path));
  });
  dialog->open();
}

}  // namespace

ExportActions::ExportActions(AppContext& bench, CompareView& compare, MorphView& morph,
                             QWidget* window)
    : QObject(window), bench_(bench), compare_(compare), morph_(morph), window_(window) {}

std::vector<const PlayablePlot*> ExportActions::plots() const {
  std::vector<const PlayablePlot*> all{&compare_.original()};
  all.insert(all.end(), compare_.panels().begin(), compare_.panels().end());
  all.push_back(&morph_.plot());
  return all;
}

void ExportActions::exportSound() {
  exportSound(bench_.transport.current());
}

void ExportActions::exportSound(const Track& first) {
  QList<SavableSound> sounds;
  int chosen = 0;
  for (const PlayablePlot* plot : plots()) {
    const synthesis::RenderedSound* sound = bench_.transport.sound(plot->track());
    if (!sound) continue;
    if (plot->track() == first) chosen = static_cast<int>(sounds.size());
    sounds.push_back({titleOf(sound->request), text(synthesis::fileStem(sound->request)),
                      sound->clip, synthesis::tagsFor(sound->request)});
  }
  if (sounds.empty()) return emit said(tr("There is no finished sound to export yet"));
  openDialog(new ExportSoundDialog(sounds, chosen, bench_.preferences, bench_.jobs, window_), this);
}

void ExportActions::exportPicture() {
  QList<SavablePicture> single;
  SavablePicture all{tr("All side by side"), {}, {}, {}};
  int chosen = 0;
  for (const PlayablePlot* plot : plots()) {
    if (plot->picture().empty() || !plot->request()) continue;
    const synthesis::SynthesisRequest& request = *plot->request();
    const ExportPanel panel{plot->picture(), titleOf(request), {}};
    if (plot->track() == bench_.transport.current()) chosen = static_cast<int>(single.size()) + 1;
    single.push_back({panel.title, text(synthesis::fileStem(request)), {panel}, {request}});
    if (plot == &morph_.plot()) continue;
    all.panels.push_back(panel);
    all.requests.push_back(request);
  }
  QList<SavablePicture> pictures;
  if (all.panels.size() > 1) {
    all.stem = text(synthesis::fileStem(all.requests.front())) + QStringLiteral("-compared");
    pictures.push_back(all);
  }
  pictures += single;
  if (pictures.empty()) return emit said(tr("There is no picture to export yet"));
  const bool morph = bench_.transport.current() == Track::morph() && chosen > 0;
  chosen = morph ? static_cast<int>(pictures.size()) - 1 : 0;
  openDialog(new ExportPictureDialog(pictures, chosen, bench_.preferences, bench_.jobs, window_),
             this);
}

QString ExportActions::titleOf(const synthesis::SynthesisRequest& request) const {
  using synthesis::SynthesisKind;
  if (request.kind == SynthesisKind::Original) return tr("Original");
  const std::string name = request.model ? request.model->name : std::string();
  const auto* card = bench_.models.named(name);
  const QString maker = card ? text(card->title).section(QStringLiteral(" ("), 0, 0) : text(name);
  const bool preview = request.quality == synthesis::SynthesisQuality::Preview;
  if (request.kind != SynthesisKind::Morph) return maker;
  return preview ? tr("Morph, preview by %1").arg(maker) : tr("Morph by %1").arg(maker);
}

}  // namespace timbre::ui
