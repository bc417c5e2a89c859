#include "ui/views/TrainingMonitor.h"

#include <QCheckBox>
#include <QSplitter>
#include <QVBoxLayout>
#include <cstdlib>

#include "base/MidiTable.h"
#include "dataset/Split.h"
#include "model/catalogue/Catalogue.h"
#include "ui/sounds/SynthesisTask.h"
#include "ui/views/PlayablePlot.h"
#include "ui/widgets/CurvePlot.h"

namespace timbre::ui {
namespace {

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
  if (!best) return fail(ErrorCode::NotFound, "There is no note to show");
  return *best;
}

}  // namespace

TrainingMonitor::TrainingMonitor(AppContext& bench, QWidget* parent)
    : QWidget(parent), bench_(bench) {
  build();
  connect(&bench_.appearance, &Appearance::mapChanged, this, [this] {
    for (PlayablePlot* plot : {original_, rebuilt_}) plot->setColours(bench_.appearance.colours());
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
  original_ = new PlayablePlot(bench_.transport, {QStringLiteral("training/original")},
                               tr("Original"), {}, pictures);
  original_->setObjectName(QStringLiteral("trainingOriginal"));
  rebuilt_ = new PlayablePlot(bench_.transport, {QStringLiteral("training/rebuilt")}, tr("Rebuilt"),
                              {}, pictures);
  rebuilt_->setObjectName(QStringLiteral("trainingRebuilt"));
  clear();
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

void TrainingMonitor::clear() {
  for (Job* job : {&choosing_, &picturing_, &rebuilding_}) job->cancel();
  note_.reset();
  weights_.clear();
  rebuiltOnce_ = false;
  for (PlayablePlot* plot : {original_, rebuilt_}) plot->setSubtitle({});
  original_->showHint(tr("A note held out of the training"));
  rebuilt_->showHint(tr("Appears with the first weights"));
}

void TrainingMonitor::watch(const std::filesystem::path& notes) {
  clear();
  choosing_ = bench_.jobs.run(
      Lane::Compute, this,
      [open = bench_.session.library(), notes](Progress& progress) -> Result<dataset::NoteInfo> {
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
  original_->setSubtitle(QString::fromStdString(note.id) +
                         (dataset::heldOutOfFolder(note) ? tr(", held out") : QString()));
  picturing_ = bench_.jobs.run(
      Lane::Compute, this,
      [note, colours = bench_.appearance.colours()](Progress& progress) {
        return dataset::readNote(note).and_then([&](const audio::AudioClip& clip) {
          return pictureOf(clip, std::nullopt, colours, progress).map([&](Picture&& picture) {
            return Heard{{clip, {}}, std::move(picture)};
          });
        });
      },
      [this](const Result<Heard>& heard) {
        if (!heard) return original_->showError(sentenceOf(heard.error()));
        original_->showPicture(heard->picture);
        bench_.transport.setSound(original_->track(), heard->sound);
        reference_ = heard->picture.rainbowgram->peakPower;
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
  if (!rebuiltOnce_) rebuilt_->showBusy(tr("Rebuilding …"));
  rebuilding_ = bench_.jobs.run(
      Lane::Model, this,
      [&maker = bench_.maker, note = *note_, colours = bench_.appearance.colours(),
       reference = reference_, file = weights_](Progress& progress) {
        return model::readCard(file)
            .and_then([&](const auto& card) { return maker.reconstructOnce(note, card, progress); })
            .and_then([&](const synthesis::RenderedSound& sound) {
              return pictureOf(sound.clip, reference, colours, progress)
                  .map([&](Picture&& picture) {
                    return Heard{sound, std::move(picture)};
                  });
            });
      },
      [this, when = when_](const Result<Heard>& heard) {
        rebuilt_->setSubtitle(when);
        rebuiltOnce_ = heard.has_value();
        if (heard) {
          rebuilt_->showPicture(heard->picture);
          bench_.transport.setSound(rebuilt_->track(), heard->sound);
        } else {
          rebuilt_->showError(sentenceOf(heard.error()));
        }
        if (again_) rebuildNow();
      });
}

}  // namespace timbre::ui
