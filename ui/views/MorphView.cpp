#include "ui/views/MorphView.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "ui/models/NoteTableModel.h"
#include "ui/views/Icons.h"
#include "ui/views/ProgressText.h"

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

MorphView::MorphView(AppContext& bench, QWidget* parent)
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
  legend_->setMap(bench.appearance.map());
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
  applyAppearance();
  showCorners();
  showModels();
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
            plot_->setColours(bench_.appearance.colours());
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
  connect(&bench_.appearance, &Appearance::mapChanged, this, [this] {
    plot_->setColours(bench_.appearance.colours());
    legend_->setMap(bench_.appearance.map());
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
  const synthesis::MorphEndpoint cornerA = synthesis::endpointOf(bench_.session.library(), *a, 1);
  const synthesis::MorphEndpoint cornerB = synthesis::endpointOf(bench_.session.library(), *b, 1);
  if (!cornerA.layered() && !cornerB.layered()) {
    return dynamics_->setUnavailable(tr("Both notes have one velocity only in this library"));
  }
  dynamics_->setAvailable();
  const auto velocity = [&](const dataset::NoteInfo synthesis::MorphEndpoint::*end) {
    const auto text = [&](const synthesis::MorphEndpoint& c) {
      return c.layered() ? QString::number((c.*end).velocity) : QStringLiteral("–");
    };
    return text(cornerA) == text(cornerB) ? text(cornerA)
                                          : text(cornerA) + QLatin1Char('/') + text(cornerB);
  };
  dynamics_->setEnds(tr("soft (%1)").arg(velocity(&synthesis::MorphEndpoint::soft)),
                     tr("loud (%1)").arg(velocity(&synthesis::MorphEndpoint::loud)));
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

void MorphView::applyAppearance() {
  play_->setIcon(icon(Sign::Play, palette()));
  stop_->setIcon(icon(Sign::Stop, palette()));
  loop_->setIcon(icon(Sign::Loop, palette()));
  export_->setIcon(icon(Sign::Export, palette()));
}

void MorphView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && export_) applyAppearance();
  QWidget::changeEvent(event);
}

}  // namespace timbre::ui
