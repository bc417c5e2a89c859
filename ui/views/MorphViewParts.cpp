/// What the morph view is built of.
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/PlainText.h"
#include "ui/views/MorphView.h"

namespace timbre::ui {

void MorphView::buildCorners(QBoxLayout& column) {
  auto* form = new QFormLayout;
  form->setContentsMargins(0, 0, 0, 0);
  form->setHorizontalSpacing(8);
  form->setVerticalSpacing(4);
  const auto add = [&](const QString& letter, const QString& name) {
    auto* label = new ElidingLabel(this);
    label->setObjectName(name);
    auto* head = new QLabel(letter, this);
    QFont bold = head->font();
    bold.setBold(true);
    head->setFont(bold);
    form->addRow(head, label);
    return label;
  };
  noteA_ = add(tr("A"), QStringLiteral("noteALabel"));
  noteB_ = add(tr("B"), QStringLiteral("noteBLabel"));
  column.addLayout(form);
}

void MorphView::buildSliders(QBoxLayout& column) {
  timbre_ = new MorphSlider(tr("Timbre"), this);
  timbre_->setObjectName(QStringLiteral("timbreSlider"));
  timbre_->setToolTip(tr("From the sound of A to the sound of B, mixed in the model's embedding"));
  dynamics_ = new MorphSlider(tr("Dynamics"), this);
  dynamics_->setObjectName(QStringLiteral("dynamicsSlider"));
  dynamics_->setRestingValue(1);
  const QString what =
      tr("From the softest to the loudest recording of the same instrument and pitch, mixed in the "
         "model's embedding.\nThis is our extension: in the paper, dynamics means how a note "
         "evolves in time.");
  dynamics_->setToolTip(plainTip(what));
  auto* hint = new ElidingLabel(this);
  hint->setObjectName(QStringLiteral("dynamicsHint"));
  hint->setFaded(true);
  hint->setText(tr("Dynamics by velocity is our extension of the paper."));
  hint->setTip(what);
  column.addWidget(timbre_);
  column.addWidget(dynamics_);
  column.addWidget(hint);
  connect(timbre_, &MorphSlider::moved, this, [this](double value) {
    maker_.setHeld(true);
    maker_.playWhenReady();
    bench_.session.setTimbre(value);
  });
  connect(dynamics_, &MorphSlider::moved, this, [this](double value) {
    maker_.setHeld(true);
    maker_.playWhenReady();
    bench_.session.setDynamics(value);
  });
  for (MorphSlider* slider : {timbre_, dynamics_}) {
    connect(slider, &MorphSlider::settled, this, [this] {
      maker_.setHeld(false);
      bench_.session.endDrag();
    });
  }
}

void MorphView::buildModels(QBoxLayout& column) {
  models_ = new QComboBox(this);
  models_->setObjectName(QStringLiteral("modelChoice"));
  models_->setAccessibleName(tr("Model"));
  models_->setToolTip(tr("The model that makes the final sound"));
  models_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  models_->setMinimumContentsLength(16);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  auto* label = new QLabel(tr("&Model"), this);
  label->setBuddy(models_);
  row->addWidget(label);
  row->addWidget(models_, 1);
  column.addLayout(row);
  live_ = new ElidingLabel(this);
  live_->setObjectName(QStringLiteral("liveLabel"));
  live_->setFaded(true);
  column.addWidget(live_);
  connect(&maker_, &MorphMaker::liveChanged, this,
          [this] { live_->setText(maker_.live().status()); });
  connect(models_, &QComboBox::activated, this, [this] {
    maker_.playWhenReady();
    bench_.session.setModel(models_->currentData().toString().toStdString());
  });
}

QToolButton* MorphView::button(const QString& name, const QString& text, const QString& tip) {
  auto* made = new QToolButton(this);
  made->setObjectName(name);
  made->setText(text);
  made->setToolTip(plainTip(tip));
  made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  made->setFocusPolicy(Qt::TabFocus);
  return made;
}

void MorphView::buildButtons(QBoxLayout& column) {
  play_ = button(QStringLiteral("playButton"), tr("Play"), tr("Play the morph (4)"));
  stop_ = button(QStringLiteral("stopButton"), tr("Stop"), tr("Stop (Esc)"));
  loop_ = button(QStringLiteral("loopButton"), tr("Loop"), tr("Begin again at the end (L)"));
  loop_->setCheckable(true);
  loop_->setChecked(bench_.transport.loop());
  export_ = button(QStringLiteral("exportMorphButton"), tr("Export …"),
                   tr("Save the morph as a WAV file (Ctrl+E)"));
  cancel_ =
      button(QStringLiteral("cancelButton"), tr("Cancel"), tr("Give up what is being made (Esc)"));
  auto* row = new QHBoxLayout;
  row->setSpacing(4);
  for (QToolButton* each : {play_, stop_, loop_, export_}) row->addWidget(each);
  row->addStretch(1);
  row->addWidget(cancel_);
  column.addLayout(row);
  Transport& transport = bench_.transport;
  connect(play_, &QToolButton::clicked, this, [this] { bench_.transport.play(Track::Morph); });
  connect(stop_, &QToolButton::clicked, this, [this] { bench_.transport.stopByUser(); });
  connect(loop_, &QToolButton::toggled, &transport, &Transport::setLoop);
  connect(&transport, &Transport::loopChanged, loop_, &QToolButton::setChecked);
  connect(export_, &QToolButton::clicked, this, &MorphView::exportAsked);
  connect(cancel_, &QToolButton::clicked, this, [this] { maker_.cancel(); });
  connect(&transport, &Transport::tracksChanged, this, &MorphView::showButtons);
  connect(&transport, &Transport::stateChanged, this, &MorphView::showButtons);
  connect(&transport, &Transport::moved, this, [this](std::optional<double> seconds) {
    group_.setPlayhead(bench_.transport.current() == Track::Morph ? seconds : std::nullopt);
  });
  showButtons();
}

}  // namespace timbre::ui
