/// What is done with the weights of a run: rebuilt by, finished, added to the models.
#include <QFileInfo>
#include <QLabel>

#include "checkpoint/Import.h"
#include "model/Catalogue.h"
#include "ui/sounds/SynthesisTask.h"
#include "ui/views/TrainingWindow.h"
#include "ui/widgets/RainbowgramPlot.h"

namespace timbre::ui {
void TrainingWindow::rebuild() {
  showState();
  if (!note_) return;
  again_ = rebuilding_.running();
  if (again_) return;
  const QString when = standing();
  rebuilding_ = bench_.jobs.run(
      Lane::Model, this,
      [&maker = bench_.maker, note = *note_, colours = bench_.appearance.colours(),
       reference = reference_,
       file = std::filesystem::path(trainer_.weights().toStdString())](Progress& progress) {
        return model::readCard(file)
            .and_then([&](const auto& card) { return maker.rebuiltOnce(note, card, progress); })
            .and_then(
                [&](const auto& clip) { return pictureOf(clip, reference, colours, progress); });
      },
      [this, when](const Result<Picture>& picture) {
        rebuilt_->setTitle(tr("Rebuilt"), when);
        picture ? rebuilt_->showPicture(*picture)
                : rebuilt_->showError(sentenceOf(picture.error()));
        if (again_) rebuild();
      });
}

void TrainingWindow::finishWeights() {
  const auto plan = planToResume(trainer_.run(), 0);
  if (!plan) return told_->setText(sentenceOf(plan.error()));
  told_->setText(tr("Fitting the post-filter takes some minutes …"));
  finisher_.start(trainer_.weights(), plan->notes);
  showState();
}

void TrainingWindow::showFinished(bool stopped, const QString& failure) {
  told_->setText(!failure.isEmpty() ? failure
                 : stopped          ? tr("Stopped; no new post-filter is there")
                           : tr("The post-filter is fitted. Add to my models lets you hear it; a "
                                "training that goes on makes weights without one again"));
  showState();
  if (!stopped && failure.isEmpty()) rebuild();
}

void TrainingWindow::addToModels() {
  adding_ = bench_.jobs.run(
      Lane::Compute, this,
      [file = std::filesystem::path(trainer_.weights().toStdString()), folder = models_](
          Progress& progress) { return checkpoint::importModel(file, folder, {}, progress); },
      [this](const Result<model::ModelCard>& card) {
        told_->setText(
            card ? tr("Added to your models as %1").arg(QString::fromStdString(card->name))
                 : sentenceOf(card.error()));
        if (card) emit added(*card);
        showState();
      });
  showState();
}

}  // namespace timbre::ui
