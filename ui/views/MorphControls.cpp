#include "ui/views/MorphControls.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/PlainText.h"
#include "ui/models/NoteTableModel.h"
#include "ui/views/ComparedModels.h"
#include "ui/views/MorphButtons.h"
#include "ui/widgets/ElidingLabel.h"
#include "ui/widgets/MorphSlider.h"

namespace timbre::ui {
namespace {

constexpr int kPanelWidth = 380, kLeastWidth = 250;  // px
constexpr int kSpacing = 6;                          // px

/// The one that the user is moving stands there already.
void follow(MorphSlider& slider, double value) {
  if (std::abs(slider.value() - value) > 1e-4) slider.setValue(value);
}

/// "Trumpet C4", or "Brass 000 C4" where nobody gave it a name.
QString shortTitle(const dataset::NoteInfo& note) {
  if (!note.name.empty())
    return QString::fromStdString(note.name) + QLatin1Char(' ') +
           QString::fromStdString(noteName(MidiPitch(note.pitch)));
  return titleOf(dataset::kFamilies[static_cast<std::size_t>(note.family)]) + QLatin1Char(' ') +
         QString::fromStdString(note.instrument).section(QLatin1Char('_'), -1) + QLatin1Char(' ') +
         QString::fromStdString(noteName(MidiPitch(note.pitch)));
}

}  // namespace

MorphControls::MorphControls(AppContext& bench, MorphController& controller, QWidget* middle,
                             QWidget* parent)
    : QWidget(parent), bench_(bench), controller_(controller), middle_(middle) {
  setFixedWidth(kPanelWidth);
  inside_ = new QWidget(this);
  auto* column = new QVBoxLayout(inside_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpacing);
  buildNotes(*column);
  buildSliders(*column);
  buildModels(*column);
  column->addStretch(1);
  column->addWidget(middle, 0, Qt::AlignLeft);
  column->addStretch(1);
  auto* scroll = new QScrollArea(this);
  scroll->setAccessibleName(tr("Notes, sliders and model of the morph"));
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(inside_);
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  whole->setSpacing(kSpacing);
  whole->addWidget(scroll, 1);
  buttons_ = new MorphButtons(bench.transport, controller, this);
  connect(buttons_, &MorphButtons::exportAsked, this, &MorphControls::exportAsked);
  whole->addWidget(buttons_);
  connectWorld();
  showNotes();
  showModels();
}

void MorphControls::fitInto(QSize view) {
  setFixedWidth(std::clamp(view.width() / 2, kLeastWidth, kPanelWidth));
  const int room = view.height() - buttons_->sizeHint().height() - 3 * kSpacing;
  const auto fits = [&] {
    inside_->layout()->invalidate();
    return inside_->layout()->totalSizeHint().height() <= room;
  };
  for (QWidget* extra : {middle_, static_cast<QWidget*>(hint_)}) extra->show();
  setTerse(false);
  if (!fits()) middle_->hide();
  if (!fits()) hint_->hide();  // the slider's own tip says the same
  if (!fits()) setTerse(true);
  if (!fits()) dynamics_->setEndsShown(false);
  buttons_->setNarrow(this->width() < kPanelWidth);
}

QSize MorphControls::minimumSizeHint() const {
  return {kLeastWidth, 12 * fontMetrics().height()};
}

/// The notes beside each other, and not named again below the slider between them.
void MorphControls::setTerse(bool terse) {
  notes_->setDirection(terse ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
  timbre_->setEndsShown(!terse);
  dynamics_->setEndsShown(true);
}

void MorphControls::buildNotes(QBoxLayout& column) {
  notes_ = new QBoxLayout(QBoxLayout::TopToBottom);
  notes_->setSpacing(4);
  const auto add = [&](const QString& letter, const QString& name) {
    auto* label = new ElidingLabel(this);
    label->setObjectName(name);
    auto* head = new QLabel(letter, this);
    QFont bold = head->font();
    bold.setBold(true);
    head->setFont(bold);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(head);
    row->addWidget(label, 1);
    notes_->addLayout(row, 1);
    return label;
  };
  noteA_ = add(tr("A"), QStringLiteral("noteALabel"));
  noteB_ = add(tr("B"), QStringLiteral("noteBLabel"));
  column.addLayout(notes_);
}

void MorphControls::buildSliders(QBoxLayout& column) {
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
  hint_ = new ElidingLabel(this);
  hint_->setObjectName(QStringLiteral("dynamicsHint"));
  hint_->setFaded(true);
  hint_->setText(tr("Dynamics by velocity is our extension of the paper."));
  hint_->setTip(what);
  column.addWidget(timbre_);
  column.addWidget(dynamics_);
  column.addWidget(hint_);
  timbre_->setValue(bench_.session.state().timbre);
  dynamics_->setValue(bench_.session.state().dynamics);
  for (const auto& [slider, axis] :
       {std::pair{timbre_, MorphAxis::Timbre}, std::pair{dynamics_, MorphAxis::Dynamics}}) {
    connect(slider, &MorphSlider::moved, &controller_,
            [this, axis = axis](double value) { controller_.drag(axis, value); });
    connect(slider, &MorphSlider::settled, &controller_, &MorphController::release);
  }
}

void MorphControls::buildModels(QBoxLayout& column) {
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
  connect(&controller_, &MorphController::liveChanged, this,
          [this] { live_->setText(controller_.liveText()); });
  connect(models_, &QComboBox::activated, this,
          [this] { controller_.chooseModel(models_->currentData().toString().toStdString()); });
}

void MorphControls::connectWorld() {
  connect(&bench_.session, &Session::changed, this, [this](Change what) {
    const SessionState& state = bench_.session.state();
    if (what == Change::Timbre) follow(*timbre_, state.timbre);
    if (what == Change::Dynamics) follow(*dynamics_, state.dynamics);
    if (what == Change::Model) showModels();
    if (what == Change::Corners || what == Change::Library) showNotes();
  });
  connect(&bench_.models, &ModelList::changed, this, &MorphControls::showModels);
}

void MorphControls::showNotes() {
  const SessionState& state = bench_.session.state();
  const auto a = bench_.session.note(state.noteA);
  const auto b = bench_.session.note(state.noteB);
  noteA_->setText(a ? noteTitle(*a) : tr("no note: select one and press A"));
  noteB_->setText(b ? noteTitle(*b) : tr("no note: select one and press B"));
  if (a && b) {
    timbre_->setAvailable();
    timbre_->setEnds(tr("A  %1").arg(shortTitle(*a)), tr("%1  B").arg(shortTitle(*b)));
  } else {
    timbre_->setUnavailable(tr("Choose two notes: A and B"));
  }
  showDynamics();
}

void MorphControls::showDynamics() {
  const SessionState& state = bench_.session.state();
  const auto a = bench_.session.note(state.noteA);
  const auto b = bench_.session.note(state.noteB);
  if (!a || !b) return dynamics_->setUnavailable(tr("Choose two notes: A and B"));
  using synthesis::MorphEndpoint;
  const MorphEndpoint endA = synthesis::endpointOf(bench_.session.library(), *a, 1);
  const MorphEndpoint endB = synthesis::endpointOf(bench_.session.library(), *b, 1);
  if (!endA.layered() && !endB.layered()) {
    return dynamics_->setUnavailable(tr("Both notes have only one velocity in this library"));
  }
  dynamics_->setAvailable();
  const auto velocity = [&](const dataset::NoteInfo MorphEndpoint::*layer) {
    const auto text = [&](const MorphEndpoint& end) {
      return end.layered() ? QString::number((end.*layer).velocity) : tr("fixed");
    };
    return text(endA) == text(endB) ? tr("velocity %1").arg(text(endA))
                                    : tr("A %1, B %2").arg(text(endA), text(endB));
  };
  dynamics_->setEnds(tr("soft: %1").arg(velocity(&MorphEndpoint::soft)),
                     tr("loud: %1").arg(velocity(&MorphEndpoint::loud)));
}

void MorphControls::showModels() {
  const QSignalBlocker quiet(models_);
  models_->clear();
  for (const auto& card : bench_.models.cards()) {
    models_->addItem(plainName(card), QString::fromStdString(card.name));
    models_->setItemData(models_->count() - 1, plainTip(detailsOf(card)), Qt::ToolTipRole);
  }
  models_->setEnabled(models_->count() > 0);
  if (const auto* card = controller_.finalModel()) {
    models_->setCurrentIndex(models_->findData(QString::fromStdString(card->name)));
  } else if (bench_.models.searched()) {
    models_->addItem(tr("No models found"));
  }
}

}  // namespace timbre::ui
