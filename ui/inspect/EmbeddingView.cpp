#include "ui/inspect/EmbeddingView.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/CountText.h"
#include "ui/sounds/EmbeddingJob.h"
#include "ui/sounds/SynthesisTask.h"
#include "ui/views/ComparedModels.h"
#include "ui/widgets/ReadoutText.h"

namespace timbre::ui {

EmbeddingView::EmbeddingView(AppContext& bench, QWidget* parent)
    : InspectView(bench, "embeddingView", parent),
      plot_(new EmbeddingPlot(bench, this)),
      model_(new QComboBox(this)),
      shape_(new QComboBox(this)),
      channel_(new QComboBox(this)),
      use_(new QComboBox(this)),
      hear_(new QPushButton(tr("Hear"), this)) {
  buildTools();
  column().addWidget(plot_, 1);
  fillModels();
  connect(&bench.models, &ModelList::changed, this, [this] {
    fillModels();
    askRefresh();
  });
  connect(&bench.session, &Session::changed, this, [this](Change what) {
    if (what == Change::Selection) askRefresh();
  });
  connect(model_, &QComboBox::activated, this, &EmbeddingView::askRefresh);
  connect(shape_, &QComboBox::currentIndexChanged, this,
          [this](int shape) { plot_->setImage(shape == 1); });
  connect(channel_, &QComboBox::currentIndexChanged, this, [this] {
    plot_->setChannel(channel());
    use_->setEnabled(channel().has_value());
  });
  connect(hear_, &QPushButton::clicked, this, &EmbeddingView::hear);
  connect(plot_, &EmbeddingPlot::pointed, this, &EmbeddingView::showValue);
  plot_->showMessage(tr("Select a note to see its embedding"));
}

void EmbeddingView::buildTools() {
  model_->setObjectName(QStringLiteral("embeddingModel"));
  model_->setAccessibleName(tr("Model"));
  model_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  model_->setMinimumContentsLength(14);
  shape_->addItems({tr("Curves"), tr("Image")});
  shape_->setAccessibleName(tr("Curves or image"));
  channel_->setObjectName(QStringLiteral("embeddingChannel"));
  channel_->setAccessibleName(tr("Channel"));
  channel_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  use_->setObjectName(QStringLiteral("embeddingUse"));
  use_->setAccessibleName(tr("Use of the channel"));
  use_->addItems({tr("only this channel varies"), tr("this channel held at its mean")});
  use_->setToolTip(
      tr("What to decode: only this channel varies and the others are held at their means, or only "
         "this channel is held at its mean"));
  use_->setEnabled(false);
  hear_->setObjectName(QStringLiteral("embeddingHear"));
  hear_->setToolTip(tr("Decode these numbers and play them"));
  int place = 0;
  for (QWidget* tool : std::initializer_list<QWidget*>{model_, shape_, channel_, use_, hear_})
    tools().insertWidget(place++, tool);
}

void EmbeddingView::fillModels() {
  const QString before = model_->currentData().toString();
  model_->clear();
  for (const auto& each : bench_.models.cards())
    model_->addItem(plainName(each), QString::fromStdString(each.name));
  model_->setCurrentIndex(std::max(0, model_->findData(before)));
  if (!before.isEmpty()) return;
  if (const auto* preferred = bench_.models.preferred())
    model_->setCurrentIndex(model_->findData(QString::fromStdString(preferred->name)));
}

const model::ModelCard* EmbeddingView::card() const {
  return bench_.models.named(model_->currentData().toString().toStdString());
}

std::optional<int> EmbeddingView::channel() const {
  return channel_->currentIndex() > 0 ? std::optional(channel_->currentIndex() - 1) : std::nullopt;
}

void EmbeddingView::refresh() {
  job_.cancel();
  hearing_.cancel();
  embedding_.reset();
  showHearing(false);
  showFigures({});
  const auto note = bench_.session.note(bench_.session.selectedNote());
  const model::ModelCard* chosen = card();
  if (!note) return plot_->showMessage(tr("Select a note to see its embedding"));
  if (!chosen)
    return plot_->showMessage(bench_.models.searched()
                                  ? tr("There are no models. Use File > Import model to add one.")
                                  : tr("Looking for models …"));
  plot_->showMessage(tr("Encoding with %1 …").arg(plainName(*chosen)));
  job_ = embeddingOf({bench_.jobs, bench_.maker}, *note, *chosen, this,
                     [this, made = *chosen](const Result<synthesis::NoteEmbedding>& z) {
                       if (z) return take(z->embedding, made);
                       plot_->showMessage(QString::fromStdString(z.error().message));
                     });
}

void EmbeddingView::take(const latent::Embedding& embedding, const model::ModelCard& made) {
  embedding_ = embedding;
  const int before = channel_->currentIndex();
  const bool course = embedding.frames > 1;
  channel_->clear();
  channel_->addItem(tr("All channels"));
  for (int i = 1; course && i <= embedding.channels; ++i)
    channel_->addItem(tr("Channel %1").arg(i));
  channel_->setCurrentIndex(std::clamp(before, 0, channel_->count() - 1));
  channel_->setEnabled(course);
  shape_->setEnabled(course);
  plot_->setEmbedding(embedding, static_cast<double>(made.hop) / made.rate.hz);
  showValue(std::nullopt);
  showHearing(false);
}

void EmbeddingView::showValue(const std::optional<EmbeddingValue>& value) {
  if (!embedding_) return;
  if (!value) {
    const QString text = embedding_->frames > 1
                             ? countText(embedding_->channels, tr("1 channel"), tr("%1 channels")) +
                                   QStringLiteral(", ") +
                                   countText(embedding_->frames, tr("1 frame"), tr("%1 frames"))
                             : countText(embedding_->channels, tr("1 number for the whole note"),
                                         tr("%1 numbers for the whole note"));
    plot_->times().setAccessibleDescription(text);
    return showFigures(text);
  }
  showFigures(tr("%1 · channel %2 · %3")
                  .arg(timeText(value->seconds))
                  .arg(value->channel + 1)
                  .arg(double{value->value}, 0, 'f', 3));
}

void EmbeddingView::hear() {
  const model::ModelCard* chosen = card();
  if (!embedding_ || !chosen) return;
  latent::Embedding z = *embedding_;
  std::string id = bench_.session.selectedNote();
  if (const auto one = channel()) {
    const auto use =
        use_->currentIndex() == 0 ? latent::ChannelUse::Alone : latent::ChannelUse::Without;
    z = latent::soloed(z, *one, use);
    id += (use == latent::ChannelUse::Alone ? "-channel-" : "-without-channel-") +
          std::to_string(*one + 1);
  }
  model::DecodeOptions options;
  options.postFilter = bench_.session.state().postFilter;
  showHearing(true);
  hearing_ = bench_.jobs.run(
      laneFor(*chosen), this,
      [&maker = bench_.maker, z, id, made = *chosen, options](Progress& progress) {
        return maker.decode(z, id, made, options, progress);
      },
      [this](const Result<synthesis::RenderedSound>& sound) {
        showHearing(false);
        if (!sound) return showFigures(QString::fromStdString(sound.error().message));
        bench_.transport.setSound(Track::part(), *sound);
        bench_.transport.play(Track::part());
      },
      {[this](const JobProgress& told) {
         hear_->setText(tr("Decoding, %1 %").arg(100 * told.fraction, 0, 'f', 0));
       },
       10});
}

void EmbeddingView::showHearing(bool busy) {
  hear_->setText(busy ? tr("Decoding …") : tr("Hear"));
  hear_->setEnabled(!busy && embedding_.has_value());
}

}  // namespace timbre::ui
