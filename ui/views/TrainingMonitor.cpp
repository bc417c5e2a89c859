#include "ui/views/TrainingMonitor.h"

#include <QCheckBox>
#include <QSplitter>
#include <QVBoxLayout>
#include <cstdlib>

#include "dataset/Split.h"
#include "model/catalogue/Catalogue.h"
#include "ui/sounds/SynthesisTask.h"
#include "ui/widgets/CurvePlot.h"
#include "ui/widgets/RainbowgramPlot.h"

namespace timbre::ui {
namespace {

constexpr int kMiddleC = 60;

QString sentenceOf(const Error& error) {
  return QString::fromStdString(error.message);
}

/// A note that the training holds out, near the middle of the keyboard; any where none is.
Result<dataset::NoteInfo> noteToWatch(const dataset::NoteLibrary& library) {
  std::optional<dataset::NoteInfo> best;
  const auto rank = [](const dataset::NoteInfo& note) {
    return std::pair(!dataset::heldOutOfFolder(note), std::abs(note.pitch - kMiddleC));
  };
  for (const dataset::NoteInfo& note : library.notes())
    if (!note.fileMissing && (!best || rank(note) < rank(*best))) best = note;
  if (!best) return fail(ErrorCode::NotFound, "There is no note that could be shown");
  return *best;
}

}  // namespace

TrainingMonitor::TrainingMonitor(Session& session, JobRunner& jobs,
                                 synthesis::SynthesisService& maker, Appearance& look,
                                 QWidget* parent)
    : QWidget(parent), session_(session), jobs_(jobs), maker_(maker), look_(look) {
  build();
  connect(&look_, &Appearance::mapChanged, this, [this] {
    for (RainbowgramPlot* plot : {original_, rebuilt_})
      if (!plot->picture().empty())
        plot->showPicture(pictureOf(plot->picture().rainbowgram, look_.colours()));
  });
}

void TrainingMonitor::build() {
  auto* parts = new QSplitter(Qt::Vertical, this);
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  whole->addWidget(parts);
  auto* top = new QWidget(parts);
  auto* column = new QVBoxLayout(top);
  column->setContentsMargins(0, 0, 0, 0);
  curves_ = new CurvePlot(top);
  auto* logarithmic = new QCheckBox(tr("&Logarithmic axis"), top);
  logarithmic->setObjectName(QStringLiteral("trainingLog"));
  connect(logarithmic, &QCheckBox::toggled, curves_, &CurvePlot::setLogarithmic);
  column->addWidget(curves_, 1);
  column->addWidget(logarithmic, 0, Qt::AlignRight);
  auto* pictures = new QSplitter(Qt::Horizontal, parts);
  original_ = new RainbowgramPlot(pictures);
  original_->setObjectName(QStringLiteral("trainingOriginal"));
  rebuilt_ = new RainbowgramPlot(pictures);
  rebuilt_->setObjectName(QStringLiteral("trainingRebuilt"));
  original_->setTitle(tr("Original"));
  rebuilt_->setTitle(tr("Rebuilt"));
  original_->showHint(tr("A note that is held out of the training"));
  rebuilt_->showHint(tr("Comes with the first weights"));
  pictures->setSizes({1, 1});
  parts->setSizes({1, 1});
}

void TrainingMonitor::setKind(bool waveNet) {
  curves_->setUnits(waveNet ? tr("nats per sample") : tr("weighted squared error"),
                    waveNet ? tr("Audio samples") : tr("Notes"));
}

void TrainingMonitor::showMetrics(const Metrics& metrics) {
  curves_->setMetrics(metrics);
}

void TrainingMonitor::watch(const std::filesystem::path& notes) {
  rebuilding_.cancel();
  picturing_.cancel();
  note_.reset();
  weights_.clear();
  rebuilt_->showHint(tr("Comes with the first weights"));
  choosing_ = jobs_.run(
      Lane::Compute, this,
      [open = session_.library(), notes](Progress& progress) -> Result<dataset::NoteInfo> {
        if (notes == open.folder()) return noteToWatch(open);
        const auto library = dataset::NoteLibrary::open(notes, progress);
        return noteToWatch(library ? *library : open);
      },
      [this](const Result<dataset::NoteInfo>& note) {
        if (!note) return original_->showError(sentenceOf(note.error()));
        note_ = *note;
        showOriginal(*note);
      });
}

void TrainingMonitor::showOriginal(const dataset::NoteInfo& note) {
  original_->setTitle(tr("Original"),
                      QString::fromStdString(note.id) +
                          (dataset::heldOutOfFolder(note) ? tr(", held out") : QString()));
  picturing_ = jobs_.run(
      Lane::Compute, this,
      [note, colours = look_.colours()](Progress& progress) {
        return dataset::readNote(note).and_then([&](const audio::AudioClip& clip) {
          return pictureOf(clip, std::nullopt, colours, progress);
        });
      },
      [this](const Result<Picture>& picture) {
        if (!picture) return original_->showError(sentenceOf(picture.error()));
        original_->showPicture(*picture);
        reference_ = picture->rainbowgram->peakPower;
        rebuildNow();
      });
}

void TrainingMonitor::rebuild(const std::filesystem::path& weights, const QString& when) {
  weights_ = weights;
  when_ = when;
  rebuildNow();
}

void TrainingMonitor::rebuildNow() {
  std::error_code code;
  if (!note_ || !std::filesystem::exists(weights_, code)) return;
  again_ = rebuilding_.running();
  if (again_) return;
  rebuilding_ = jobs_.run(
      Lane::Model, this,
      [&maker = maker_, note = *note_, colours = look_.colours(), reference = reference_,
       file = weights_](Progress& progress) {
        return model::readCard(file)
            .and_then([&](const auto& card) { return maker.reconstructOnce(note, card, progress); })
            .and_then([&](const synthesis::RenderedSound& sound) {
              return pictureOf(sound.clip, reference, colours, progress);
            });
      },
      [this, when = when_](const Result<Picture>& picture) {
        rebuilt_->setTitle(tr("Rebuilt"), when);
        picture ? rebuilt_->showPicture(*picture)
                : rebuilt_->showError(sentenceOf(picture.error()));
        if (again_) rebuildNow();
      });
}

}  // namespace timbre::ui
