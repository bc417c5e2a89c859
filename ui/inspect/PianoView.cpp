#include "ui/inspect/PianoView.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "base/Units.h"
#include "ui/inspect/PianoKeyboard.h"
#include "ui/sounds/SynthesisTask.h"
#include "ui/views/ComparedModels.h"

namespace timbre::ui {
namespace {

QString nameOf(int key) {
  return QString::fromStdString(noteName(MidiPitch(key)));
}

}  // namespace

PianoView::PianoView(AppContext& bench, QWidget* parent)
    : InspectView(bench, "pianoView", parent),
      keys_(new PianoKeyboard(this)),
      model_(new QComboBox(this)) {
  keys_->setObjectName(QStringLiteral("pianoKeys"));
  model_->setObjectName(QStringLiteral("pianoModel"));
  model_->setAccessibleName(tr("Model"));
  model_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  model_->setMinimumContentsLength(14);
  tools().insertWidget(0, model_);
  column().addWidget(keys_, 1);
  fillModels();
  connect(&bench.models, &ModelList::changed, this, &PianoView::fillModels);
  connect(model_, &QComboBox::activated, this, &PianoView::askRefresh);
  connect(&bench.session, &Session::changed, this, [this](Change what) {
    if (what == Change::Selection) askRefresh();
  });
  connect(keys_, &PianoKeyboard::played, this, &PianoView::play);
  connect(&bench.link, &PlotLink::cursorMoved, this, [this](std::optional<PlotPoint> point) {
    const bool there = point && point->hertz > 0;
    keys_->setLit(there ? std::optional(static_cast<int>(
                              std::lround(pitchOf(point->hertz, bench_.tuning.a4()).value)))
                        : std::nullopt);
  });
}

void PianoView::fillModels() {
  const QString before = model_->currentData().toString();
  model_->clear();
  for (const auto& each : bench_.models.cards())
    if (each.pitchConditioned) model_->addItem(plainName(each), QString::fromStdString(each.name));
  model_->setCurrentIndex(std::max(0, model_->findData(before)));
  askRefresh();
}

const model::ModelCard* PianoView::card() const {
  return bench_.models.named(model_->currentData().toString().toStdString());
}

void PianoView::refresh() {
  job_.cancel();
  const auto note = bench_.session.note(bench_.session.selectedNote());
  const QString id = QString::fromStdString(bench_.session.selectedNote()) + QLatin1Char('\n') +
                     model_->currentData().toString();
  if (id != madeOf_) made_.clear();
  madeOf_ = id;
  keys_->setHome(note ? std::optional(note->pitch) : std::nullopt);
  showReady();
}

void PianoView::showReady() {
  if (!bench_.session.note(bench_.session.selectedNote()))
    return showFigures(tr("Select a note to play it at another pitch"));
  if (!card()) {
    return showFigures(bench_.models.searched()
                           ? tr("None of these models uses the pitch, so none can play another one")
                           : tr("Looking for models …"));
  }
  showFigures(
      tr("Click a key to decode the note's embedding at that pitch. The dot marks the note's own "
         "key."));
}

void PianoView::play(int key) {
  const auto note = bench_.session.note(bench_.session.selectedNote());
  const model::ModelCard* chosen = card();
  if (!note || !chosen) return showReady();
  keys_->setLit(key);
  if (const auto known = made_.find(key); known != made_.end()) return sound(key, known->second);
  make(key, *note, *chosen);
}

void PianoView::make(int key, const dataset::NoteInfo& note, const model::ModelCard& chosen) {
  job_.cancel();
  model::DecodeOptions options;
  options.pitch = key;
  options.postFilter = bench_.session.state().postFilter;
  showFigures(tr("Making %1 …").arg(nameOf(key)));
  job_ = bench_.jobs.run(
      laneFor(chosen), this,
      [&maker = bench_.maker, note, chosen,
       options](Progress& progress) -> Result<synthesis::RenderedSound> {
        PartOf encoding(progress, 0, 0.1), decoding(progress, 0.1, 1);
        const auto z = maker.embedding(note, chosen, encoding);
        if (!z) return tl::unexpected(z.error());
        return maker.decode(z->embedding, note.id + "-at-" + noteName(MidiPitch(*options.pitch)),
                            chosen, options, decoding);
      },
      [this, key](const Result<synthesis::RenderedSound>& made) {
        if (!made) return showFigures(QString::fromStdString(made.error().message));
        made_[key] = *made;
        sound(key, *made);
      },
      {.progress =
           [this, key](const JobProgress& told) {
             showFigures(
                 tr("Making %1, %2 %").arg(nameOf(key)).arg(100 * told.fraction, 0, 'f', 0));
           },
       .priority = 10});
}

void PianoView::sound(int key, const synthesis::RenderedSound& made) {
  showFigures(tr("%1 by %2").arg(nameOf(key), model_->currentText()));
  bench_.transport.setSound(Track::key(), made);
  bench_.transport.play(Track::key());
}

}  // namespace timbre::ui
