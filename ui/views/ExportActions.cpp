#include "ui/views/ExportActions.h"

#include <QClipboard>
#include <QDrag>
#include <QGuiApplication>
#include <algorithm>
#include <utility>

#include "synthesis/FileDescription.h"
#include "ui/Text.h"
#include "ui/views/ComparedModels.h"
#include "ui/views/ExportSoundDialog.h"
#include "ui/views/SoundDrag.h"

namespace timbre::ui {
namespace {

constexpr QSize kDragged(104, 72);  // px, the picture under the pointer

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
    sounds.push_back({titleOf(sound->request), textOf(synthesis::fileStem(sound->request)),
                      sound->clip, synthesis::tagsFor(sound->request)});
  }
  if (sounds.empty()) return emit said(tr("There is no finished sound to export yet"));
  openDialog(new ExportSoundDialog(sounds, chosen, bench_.preferences, bench_.jobs, window_), this);
}

void ExportActions::exportPicture() {
  open(bench_.transport.current() == Track::morph() ? std::optional(Track::morph()) : std::nullopt);
}

void ExportActions::exportPicture(const Track& first) {
  open(first);
}

/// All side by side is offered first, and chosen unless one picture is.
void ExportActions::open(const std::optional<Track>& first) {
  QList<SavablePicture> pictures = this->pictures();
  if (pictures.empty()) return emit said(tr("There is no picture to export yet"));
  SavablePicture all{tr("All side by side"), {}, {}, {}, {}};
  for (const SavablePicture& each : std::as_const(pictures)) {
    if (each.track == Track::morph()) continue;
    all.panels.push_back(each.panels.front());
    all.requests.push_back(each.requests.front());
  }
  if (all.panels.size() > 1) {
    all.stem = textOf(synthesis::fileStem(all.requests.front())) + QStringLiteral("-compared");
    pictures.prepend(all);
  }
  int chosen = 0;
  for (int i = 0; i < pictures.size(); ++i)
    if (first && pictures[i].track == *first) chosen = i;
  openDialog(new ExportPictureDialog(pictures, chosen, bench_.preferences, bench_.jobs, window_),
             this);
}

QList<SavablePicture> ExportActions::pictures() const {
  QList<SavablePicture> all;
  for (const PlayablePlot* plot : plots()) {
    if (plot->picture().empty() || !plot->request()) continue;
    const synthesis::SynthesisRequest& request = *plot->request();
    const ExportPanel panel{plot->picture(), titleOf(request), {}};
    all.push_back(
        {panel.title, textOf(synthesis::fileStem(request)), {panel}, {request}, plot->track()});
  }
  return all;
}

void ExportActions::copyPicture(const Track& track) {
  const QList<SavablePicture> all = pictures();
  const auto found =
      std::ranges::find_if(all, [&](const SavablePicture& each) { return each.track == track; });
  if (found == all.end()) return emit said(tr("There is no picture to copy yet"));
  ExportOptions options;
  options.size = ExportPictureDialog::standardSize(1);
  options.requests = found->requests;
  bench_.jobs.run(
      Lane::Compute, this,
      [panels = found->panels, options](Progress&) { return pictureImage(panels, options); },
      [this](const Result<QImage>& image) {
        if (!image) return emit said(textOf(image.error().message));
        QGuiApplication::clipboard()->setImage(*image);
        emit said(tr("Copied the picture to the clipboard"));
      });
}

/// Null where it cannot be taken away, and says why.
std::unique_ptr<QMimeData> ExportActions::soundOf(const PlayablePlot& plot) {
  const synthesis::RenderedSound* sound = bench_.transport.sound(plot.track());
  if (!sound) {
    emit said(tr("The sound of %1 is not finished yet; take it when it is").arg(plot.name()));
    return nullptr;
  }
  const auto file = fileForOthers(*sound);
  if (file) return asFiles({*file});
  emit said(textOf(file.error().message));
  return nullptr;
}

void ExportActions::copySound(const PlayablePlot& plot) {
  auto content = soundOf(plot);
  if (!content) return;
  QGuiApplication::clipboard()->setMimeData(content.release());
  emit said(tr("Copied the sound of %1 to the clipboard, as a file").arg(plot.name()));
}

void ExportActions::dragSound(const PlayablePlot& plot) {
  auto content = soundOf(plot);
  if (!content) return;
  auto* drag = new QDrag(window_);  // the panel may go meanwhile
  drag->setMimeData(content.release());
  if (!plot.picture().empty())
    drag->setPixmap(QPixmap::fromImage(
        plot.picture().image.scaled(kDragged, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)));
  drag->exec(Qt::CopyAction);
}

QString ExportActions::titleOf(const synthesis::SynthesisRequest& request) const {
  using synthesis::SynthesisKind;
  if (request.kind == SynthesisKind::Original) return tr("Original");
  const std::string name = request.model ? request.model->name : std::string();
  const auto* card = bench_.models.named(name);
  const QString maker =
      card ? textOf(card->title).section(QStringLiteral(" ("), 0, 0) : textOf(name);
  const bool preview = request.quality == synthesis::SynthesisQuality::Preview;
  if (request.kind != SynthesisKind::Morph) return maker;
  return preview ? tr("Morph, preview by %1").arg(maker) : tr("Morph by %1").arg(maker);
}

}  // namespace timbre::ui
