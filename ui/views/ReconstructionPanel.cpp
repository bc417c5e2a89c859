#include "ui/views/ReconstructionPanel.h"

#include "ui/views/ComparedModels.h"
#include "ui/views/ProgressText.h"

namespace timbre::ui {

ReconstructionPanel::ReconstructionPanel(AppContext& bench, const model::ModelCard& card,
                                         const QString& shortcut, QWidget* parent)
    : PlayablePlot(bench.transport, Track::model(QString::fromStdString(card.name)),
                   plainName(card), shortcut, parent),
      bench_(bench),
      card_(card),
      making_(bench.jobs, bench.maker, this),
      figures_(new PanelFigures(bench.jobs, this)) {
  setFoot(figures_);
  setDetails(detailsOf(card));
  connectTask();
  showModel();
}

void ReconstructionPanel::connectTask() {
  connect(&making_, &SynthesisTask::progressed, this, [this](const JobProgress& told) {
    const QString text = progressText(tr("Rebuilding"), told);
    if (picture().empty()) {
      showBusy(text, told.fraction);
    } else {
      showGrowing(picture(), text, told.fraction);
    }
  });
  connect(&making_, &SynthesisTask::growing, this, [this](const auto& sound) {
    bench_.transport.setSource(track(), synthesis::sourceOf(sound));
  });
  connect(&making_, &SynthesisTask::pictured, this,
          [this](const Picture& picture, const synthesis::SynthesisRequest& request, bool whole) {
            if (whole || !making_.busy()) {
              showPicture(picture);
            } else {
              showGrowing(picture, tr("Rebuilding …"));
            }
            setRequest(request);
            setColours(bench_.appearance.colours());
          });
  connect(&making_, &SynthesisTask::made, this, [this](const synthesis::RenderedSound& sound) {
    bench_.transport.setSound(track(), sound);
    showFigures(sound);
  });
  connect(&making_, &SynthesisTask::failed, this, [this](const QString& sentence) {
    showError(sentence);
    bench_.transport.clear(track());
    bench_.issues.add({Issue::Severity::Error, sentence, QStringLiteral("sounds")});
  });
}

synthesis::ResolvedRequest ReconstructionPanel::requestFor(const dataset::NoteInfo& note) const {
  auto request = synthesis::reconstruction(note, card_);
  request.postFilter = bench_.session.state().postFilter;
  return request;
}

void ReconstructionPanel::reconstruct(const dataset::NoteInfo& note,
                                      std::optional<double> reference) {
  TaskOptions options;
  options.request = requestFor(note);
  options.reference = reference;
  options.colours = bench_.appearance.colours();
  options.deviceRate = bench_.out.rate();
  made_ = keyOf(options.request);
  key_ = note.pitch;
  redrawing_.cancel();
  figures_->clear();
  showModel();
  showWaiting();
  making_.start(options);
}

void ReconstructionPanel::setReference(std::optional<double> reference) {
  const auto* sound = bench_.transport.sound(track());
  if (!sound || picture().empty()) return;
  redrawing_ = bench_.jobs.run(
      Lane::Compute, this,
      [clip = sound->clip, reference, colours = bench_.appearance.colours()](Progress& progress) {
        return pictureOf(clip, reference, colours, progress);
      },
      [this](const Result<Picture>& picture) {
        if (picture) showRecoloured(*picture);
      });
}

void ReconstructionPanel::showFigures(const synthesis::RenderedSound& sound) {
  if (const auto* original = bench_.transport.sound(Track::original()))
    figures_->compare(original->clip, sound.clip, MidiPitch(key_));
}

void ReconstructionPanel::update(const dataset::NoteInfo& note, std::optional<double> reference) {
  showModel();
  if (keyOf(requestFor(note)) != made_) reconstruct(note, reference);
}

void ReconstructionPanel::showWaiting() {
  showBusy(tr("Rebuilding …"));
}

void ReconstructionPanel::showNothing(const QString& hint) {
  making_.cancel();
  redrawing_.cancel();
  made_.clear();
  figures_->clear();
  bench_.transport.clear(track());
  showHint(hint);
}

void ReconstructionPanel::cancel() {
  if (!making_.busy()) return;
  making_.cancel();
  made_.clear();
  showHint(tr("Cancelled. Click the title to rebuild the note."));
}

void ReconstructionPanel::showModel() {
  const QString sizes = summaryOf(card_);
  setSubtitle(asSampled(card_, bench_.session.state()) ? tr("as sampled, %1").arg(sizes) : sizes);
}

}  // namespace timbre::ui
