#include "ui/views/MorphView.h"

#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "ui/models/NoteTableModel.h"
#include "ui/views/CompareView.h"
#include "ui/views/Icons.h"

namespace timbre::ui {
namespace {

constexpr int kPanelWidth = 380;

QString title(const std::optional<dataset::NoteInfo>& note) {
  return note ? noteTitle(*note) : MorphView::tr("select a note, then press the key");
}

/// The one that the user is moving stands there already.
void follow(MorphSlider& slider, double value) {
  if (std::abs(slider.value() - value) > 1e-4) slider.setValue(value);
}

/// "Brass 000 C4"
QString shortTitle(const std::optional<dataset::NoteInfo>& note, const QString& otherwise) {
  if (!note) return otherwise;
  return titleOf(dataset::kFamilies[static_cast<std::size_t>(note->family)]) + QLatin1Char(' ') +
         QString::fromStdString(note->instrument).section(QLatin1Char('_'), -1) + QLatin1Char(' ') +
         QString::fromStdString(noteName(MidiPitch(note->pitch)));
}

}  // namespace

MorphView::MorphView(Workbench& bench, QWidget* parent)
    : QWidget(parent),
      bench_(bench),
      maker_(bench, this),
      group_(this),
      plot_(
          new PlayablePlot(bench.transport, Track::Morph, tr("Morph"), QStringLiteral("4"), this)) {
  setObjectName(QStringLiteral("morphView"));
  plot_->setObjectName(QStringLiteral("morphPlot"));
  group_.add(plot_);
  auto* panel = new QWidget(this);
  panel->setFixedWidth(kPanelWidth);
  auto* column = new QVBoxLayout(panel);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  buildCorners(*column);
  buildSliders(*column);
  buildModels(*column);
  column->addStretch(1);
  legend_ = new ColourLegend(this);
  legend_->setObjectName(QStringLiteral("colourLegend"));
  legend_->setMap(bench.look.map());
  legend_->setMinimumHeight(legend_->sizeHint().height());
  column->addWidget(legend_, 0, Qt::AlignLeft);
  column->addStretch(1);
  buildButtons(*column);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 6, 6, 6);
  row->setSpacing(10);
  row->addWidget(panel);
  row->addWidget(plot_, 1);
  connectMaker();
  connectSession();
  takeLook();
  showCorners();
  showModels();
}

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
  dynamics_->setToolTip(
      tr("From the softest to the loudest recording of the same instrument and pitch, mixed in the "
         "model's embedding.\nThis is our extension: in the paper, dynamics means how a note "
         "evolves in time."));
  auto* hint = new ElidingLabel(this);
  hint->setObjectName(QStringLiteral("dynamicsHint"));
  hint->setFaded(true);
  hint->setText(tr("Dynamics by velocity is our extension of the paper."));
  hint->setToolTip(dynamics_->toolTip());
  column.addWidget(timbre_);
  column.addWidget(dynamics_);
  column.addWidget(hint);
  connect(timbre_, &MorphSlider::moved, this, [this](double value) {
    maker_.letSound();
    bench_.session.setTimbre(value);
  });
  connect(dynamics_, &MorphSlider::moved, this, [this](double value) {
    maker_.letSound();
    bench_.session.setDynamics(value);
  });
  for (MorphSlider* slider : {timbre_, dynamics_}) {
    connect(slider, &MorphSlider::settled, this, [this] { bench_.session.endDrag(); });
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
  connect(models_, &QComboBox::activated, this, [this] {
    maker_.letSound();
    bench_.session.setModel(models_->currentData().toString().toStdString());
  });
}

QToolButton* MorphView::button(const QString& name, const QString& text, const QString& tip) {
  auto* made = new QToolButton(this);
  made->setObjectName(name);
  made->setText(text);
  made->setToolTip(tip);
  made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  made->setFocusPolicy(Qt::TabFocus);
  return made;
}

void MorphView::buildButtons(QBoxLayout& column) {
  play_ = button(QStringLiteral("playButton"), tr("Play"), tr("Play the morph (4)"));
  stop_ = button(QStringLiteral("stopButton"), tr("Stop"), tr("Stop (Esc)"));
  loop_ = button(QStringLiteral("loopButton"), tr("Loop"), tr("Begin again at the end (L)"));
  loop_->setCheckable(true);
  loop_->setChecked(bench_.preferences.loop());
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
  connect(loop_, &QToolButton::toggled, this, &MorphView::loopAsked);
  connect(export_, &QToolButton::clicked, this, &MorphView::exportAsked);
  connect(cancel_, &QToolButton::clicked, this, [this] { maker_.cancel(); });
  connect(&transport, &Transport::tracksChanged, this, &MorphView::showButtons);
  connect(&transport, &Transport::stateChanged, this, &MorphView::showButtons);
  connect(&transport, &Transport::moved, this, [this](std::optional<double> seconds) {
    group_.setPlayhead(bench_.transport.current() == Track::Morph ? seconds : std::nullopt);
  });
  showButtons();
}

void MorphView::connectMaker() {
  connect(&maker_, &MorphMaker::began, this, [this] {
    if (plot_->picture().empty()) plot_->showBusy(tr("Making the morph …"));
    showButtons();
  });
  connect(&maker_, &MorphMaker::progressed, this, [this](const JobProgress& told) {
    const QString text = progressText(tr("Making it"), told);
    if (plot_->picture().empty()) {
      plot_->showBusy(text, told.fraction);
    } else {
      plot_->showGrowing(plot_->picture(), text, told.fraction);
    }
    showButtons();
  });
  connect(&maker_, &MorphMaker::pictured, this,
          [this](const Picture& picture, const QString& who, bool whole) {
            plot_->setSubtitle(who);
            if (whole) {
              plot_->showPicture(picture);
            } else {
              plot_->showGrowing(picture, tr("Making it …"));
            }
            plot_->setColours(bench_.look.colours());
            showButtons();
          });
  connect(&maker_, &MorphMaker::settled, this, [this] {
    if (!plot_->picture().empty()) plot_->showPicture(plot_->picture());
    if (plot_->picture().empty() && !maker_.busy()) showCorners();
    showButtons();
  });
  connect(&maker_, &MorphMaker::failed, this, [this](const QString& sentence) {
    plot_->showError(sentence);
    bench_.issues.add({Issue::Severity::Error, sentence, QStringLiteral("sounds")});
    showButtons();
  });
}

void MorphView::connectSession() {
  connect(&bench_.session, &Session::changed, this, [this](Change what) {
    const SessionState& state = bench_.session.state();
    if (what == Change::Timbre) follow(*timbre_, state.timbre);
    if (what == Change::Dynamics) follow(*dynamics_, state.dynamics);
    if (what == Change::Model) showModels();
    if (what == Change::Corners || what == Change::Library) showCorners();
  });
  connect(&bench_.models, &ModelList::changed, this, &MorphView::showModels);
  connect(&bench_.look, &Look::mapChanged, this, [this] {
    plot_->setColours(bench_.look.colours());
    legend_->setMap(bench_.look.map());
  });
  timbre_->setValue(bench_.session.state().timbre);
  dynamics_->setValue(bench_.session.state().dynamics);
}

void MorphView::showCorners() {
  const SessionState& state = bench_.session.state();
  const auto a = bench_.session.note(state.noteA);
  const auto b = bench_.session.note(state.noteB);
  noteA_->setText(a ? title(a) : tr("no note yet: select one and press A"));
  noteB_->setText(b ? title(b) : tr("no note yet: select one and press B"));
  if (a && b) {
    timbre_->setAvailable();
    timbre_->setEnds(tr("A  %1").arg(shortTitle(a, {})), tr("%1  B").arg(shortTitle(b, {})));
  } else {
    timbre_->setUnavailable(tr("Choose two notes: A and B"));
    plot_->setSubtitle({});
    plot_->showHint(tr("Choose two notes: select one and press A, another and press B."));
  }
  showDynamics();
}

void MorphView::showDynamics() {
  const SessionState& state = bench_.session.state();
  const auto a = bench_.session.note(state.noteA);
  const auto b = bench_.session.note(state.noteB);
  if (!a || !b) return dynamics_->setUnavailable(tr("Choose two notes: A and B"));
  const Corner cornerA = cornerOf(bench_.session.library(), *a, 1);
  const Corner cornerB = cornerOf(bench_.session.library(), *b, 1);
  if (!cornerA.layered() && !cornerB.layered()) {
    return dynamics_->setUnavailable(tr("Both notes have one velocity only in this library"));
  }
  dynamics_->setAvailable();
  const auto velocity = [&](const dataset::NoteInfo Corner::*end) {
    const auto text = [&](const Corner& c) {
      return c.layered() ? QString::number((c.*end).velocity) : QStringLiteral("–");
    };
    return text(cornerA) == text(cornerB) ? text(cornerA)
                                          : text(cornerA) + QLatin1Char('/') + text(cornerB);
  };
  dynamics_->setEnds(tr("soft (%1)").arg(velocity(&Corner::soft)),
                     tr("loud (%1)").arg(velocity(&Corner::loud)));
}

void MorphView::showModels() {
  const QSignalBlocker quiet(models_);
  models_->clear();
  for (const auto& card : bench_.models.cards()) {
    models_->addItem(QString::fromStdString(card.title), QString::fromStdString(card.name));
  }
  models_->setEnabled(models_->count() > 0);
  if (const auto* card = maker_.finalModel()) {
    models_->setCurrentIndex(models_->findData(QString::fromStdString(card->name)));
  } else if (bench_.models.searched()) {
    models_->addItem(tr("No models found"));
    plot_->showHint(tr("There are no models. Put one into the folder of models and start again."));
  }
}

void MorphView::showButtons() {
  const bool there = bench_.transport.has(Track::Morph);
  const bool sounding = bench_.transport.playing() || bench_.transport.waiting();
  play_->setEnabled(there);
  stop_->setEnabled(sounding);
  export_->setEnabled(bench_.transport.clip(Track::Morph) != nullptr);
  cancel_->setEnabled(maker_.busy());
}

void MorphView::takeLook() {
  play_->setIcon(icon(Sign::Play, palette()));
  stop_->setIcon(icon(Sign::Stop, palette()));
  loop_->setIcon(icon(Sign::Loop, palette()));
  export_->setIcon(icon(Sign::Export, palette()));
}

void MorphView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && export_) takeLook();
  QWidget::changeEvent(event);
}

}  // namespace timbre::ui
