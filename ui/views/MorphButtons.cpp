#include "ui/views/MorphButtons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

#include "ui/Icons.h"
#include "ui/PlainText.h"

namespace timbre::ui {

MorphButtons::MorphButtons(Transport& transport, MorphController& controller, QWidget* parent)
    : QWidget(parent), transport_(transport), controller_(controller) {
  play_ = button(QStringLiteral("playButton"), tr("Play"), tr("Play the morph (0)"));
  stop_ = button(QStringLiteral("stopButton"), tr("Stop"), tr("Stop (Esc)"));
  loop_ = button(QStringLiteral("loopButton"), tr("Loop"), tr("Repeat from the start (L)"));
  loop_->setCheckable(true);
  loop_->setChecked(transport.loop());
  export_ = button(QStringLiteral("exportMorphButton"), tr("Export …"),
                   tr("Save the morph as a sound file (Ctrl+E)"));
  cancel_ =
      button(QStringLiteral("cancelButton"), tr("Cancel"), tr("Cancel making this sound (Esc)"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  for (QToolButton* each : {play_, stop_, loop_, export_}) row->addWidget(each);
  row->addStretch(1);
  row->addWidget(cancel_);
  connectAll();
  applyAppearance();
  showState();
}

QToolButton* MorphButtons::button(const QString& name, const QString& text, const QString& tip) {
  auto* made = new QToolButton(this);
  made->setObjectName(name);
  made->setText(text);
  made->setToolTip(plainTip(tip));
  made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  made->setFocusPolicy(Qt::TabFocus);
  return made;
}

void MorphButtons::connectAll() {
  connect(play_, &QToolButton::clicked, &controller_, &MorphController::play);
  connect(stop_, &QToolButton::clicked, this, [this] { transport_.stopByUser(); });
  connect(loop_, &QToolButton::toggled, &transport_, &Transport::setLoop);
  connect(&transport_, &Transport::loopChanged, loop_, &QToolButton::setChecked);
  connect(export_, &QToolButton::clicked, this, &MorphButtons::exportAsked);
  connect(cancel_, &QToolButton::clicked, &controller_, &MorphController::cancel);
  connect(&transport_, &Transport::tracksChanged, this, &MorphButtons::showState);
  connect(&transport_, &Transport::stateChanged, this, &MorphButtons::showState);
  connect(&controller_, &MorphController::started, this, &MorphButtons::showState);
  connect(&controller_, &MorphController::progressed, this, &MorphButtons::showState);
  connect(&controller_, &MorphController::pictured, this, &MorphButtons::showState);
  connect(&controller_, &MorphController::settled, this, &MorphButtons::showState);
  connect(&controller_, &MorphController::failed, this, &MorphButtons::showState);
}

void MorphButtons::setNarrow(bool narrow) {
  for (QToolButton* each : {stop_, loop_, export_})
    each->setToolButtonStyle(narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

void MorphButtons::showState() {
  play_->setEnabled(transport_.has(Track::morph()));
  stop_->setEnabled(transport_.state() != Transport::State::Stopped);
  export_->setEnabled(transport_.sound(Track::morph()) != nullptr);
  cancel_->setEnabled(controller_.busy());
}

void MorphButtons::applyAppearance() {
  play_->setIcon(icon(Sign::Play, palette()));
  stop_->setIcon(icon(Sign::Stop, palette()));
  loop_->setIcon(icon(Sign::Loop, palette()));
  export_->setIcon(icon(Sign::Export, palette()));
}

void MorphButtons::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && export_) applyAppearance();
  QWidget::changeEvent(event);
}

}  // namespace timbre::ui
