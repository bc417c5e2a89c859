#include "ui/views/CompareView.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "spectral/LevelDifference.h"
#include "ui/views/CompareFooter.h"
#include "ui/views/ComparedModels.h"

namespace timbre::ui {
namespace {

constexpr int kRestMs = 150;
const QString kTicked = QStringLiteral("comparedModels");  // the choice in the preferences

}  // namespace

CompareView::CompareView(AppContext& bench, QWidget* parent)
    : QWidget(parent),
      bench_(bench),
      group_(this),
      cues_(bench.transport, group_),
      row_(new QHBoxLayout),
      original_(new OriginalPanel(bench, this)),
      noModels_(new QLabel(this)),
      footer_(new CompareFooter(bench, this)),
      rest_(this) {
  setObjectName(QStringLiteral("compareView"));
  noModels_->setAlignment(Qt::AlignCenter);
  noModels_->setWordWrap(true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(6, 6, 6, 4);
  column->setSpacing(4);
  row_->setSpacing(6);
  row_->addWidget(original_, 1);
  row_->addWidget(noModels_, 1);
  group_.add(original_);
  column->addLayout(row_, 1);
  column->addWidget(footer_);
  rest_.setSingleShot(true);
  rest_.setInterval(kRestMs);
  connect(&rest_, &QTimer::timeout, this, &CompareView::rebuild);
  connect(original_, &PlotPane::pictureShown, this, &CompareView::showLayers);
  connect(original_, &OriginalPanel::loaded, this, [this] {
    for (ReconstructionPanel* panel : panels_) panel->showWaiting();
    rest_.start();
  });
  connect(original_, &OriginalPanel::unreadable, this, [this] {
    for (ReconstructionPanel* panel : panels_)
      panel->showNothing(tr("Nothing to rebuild: the original cannot be read."));
  });
  connectFooter();
  connectWorld();
  connectLink();
  showModels();
  nameTracks();
  takeNote();
}

void CompareView::connectFooter() {
  connect(footer_, &CompareFooter::modelsTicked, this, &CompareView::tickModels);
  connect(footer_, &CompareFooter::differencesToggled, this, &CompareView::showLayers);
  connect(footer_, &CompareFooter::scaleToggled, this, [this] {
    for (ReconstructionPanel* panel : panels_) panel->setReference(reference());
  });
  connect(footer_, &CompareFooter::blindTestAsked, this, &CompareView::blindTestAsked);
}

void CompareView::connectWorld() {
  connect(&bench_.session, &Session::changed, this, [this](Change what) {
    if (what == Change::Selection) takeNote();
    if (what == Change::Model) showModels();
  });
  connect(&bench_.models, &ModelList::changed, this, &CompareView::showModels);
  connect(&bench_.transport, &Transport::moved, this, &CompareView::movePlayhead);
  connect(&bench_.transport, &Transport::wanted, this, &CompareView::make);
  connect(&bench_.appearance, &Appearance::mapChanged, this, [this] {
    original_->setColours(bench_.appearance.colours());
    for (PlayablePlot* panel : panels_) panel->setColours(bench_.appearance.colours());
  });
}

void CompareView::connectLink() {
  PlotLink& link = bench_.link;
  original_->hearThrough(link);
  group_.setA4(bench_.tuning.a4());
  connect(&bench_.tuning, &Tuning::changed, this, [this] {
    group_.setA4(bench_.tuning.a4());
    showReadout(bench_.link.cursor());
  });
  connect(&group_, &PlotGroup::cursorMoved, &link, &PlotLink::setCursor);
  connect(&group_, &PlotGroup::rangeMoved, &link, &PlotLink::setRange);
  connect(&link, &PlotLink::rangeMoved, &group_, &PlotGroup::setRange);
  connect(&link, &PlotLink::cursorMoved, this, [this](std::optional<PlotPoint> point) {
    group_.setCursor(point);
    showReadout(point);
  });
}

void CompareView::fit() {
  bench_.link.setRange(original_->extent());
  group_.fit();
}

void CompareView::tickModels(const QStringList& names) {
  bench_.preferences.setChoice(kTicked, names.join(QLatin1Char('\n')));
  showModels();
}

void CompareView::showModels() {
  const QStringList ticked =
      bench_.preferences.choice(kTicked, {}).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  setPanels(comparedModels(bench_.models.cards(), ticked, bench_.session.state().model));
  updatePanels();
}

void CompareView::setPanels(const std::vector<model::ModelCard>& cards) {
  const auto same = [](const ReconstructionPanel* panel, const model::ModelCard& card) {
    return panel->card().key == card.key;
  };
  if (!std::ranges::equal(panels_, cards, same)) {
    for (ReconstructionPanel* panel : panels_) {
      panel->showNothing();
      delete panel;
    }
    panels_.clear();
    for (const auto& card : cards) addPanel(card);
    nameTracks();
    emit panelsChanged();
  }
  noModels_->setVisible(panels_.empty());
  noModels_->setText(bench_.models.searched()
                         ? tr("There are no models. Use File > Import model to add one.")
                         : tr("Looking for models …"));
}

void CompareView::addPanel(const model::ModelCard& card) {
  const bool first = std::ranges::none_of(
      panels_, [&](const auto* panel) { return panel->card().kind == card.kind; });
  const auto key = panels_.size() + 2;  // the original has 1
  const QString shortcut = key <= 9 ? QString::number(key) : QString();
  auto* panel = new ReconstructionPanel(bench_, card, shortcut, this);
  panel->setObjectName(QString::fromStdString(first ? card.kind : card.name) +
                       QStringLiteral("Plot"));
  row_->insertWidget(row_->count() - 1, panel, 1);
  group_.add(panel);
  panel->hearThrough(bench_.link);
  connect(panel, &PlotPane::pictureShown, this, &CompareView::showLayers);
  setTabOrder(panels_.empty() ? static_cast<QWidget*>(original_) : panels_.back(), panel);
  panels_.push_back(panel);
}

/// Passes the sounds of the comparison to the components that handle them.
void CompareView::nameTracks() {
  QList<QPair<Track, QString>> names{{original_->track(), original_->name()}};
  QStringList ticked;
  for (const ReconstructionPanel* panel : panels_) {
    names.emplace_back(panel->track(), panel->name());
    ticked << QString::fromStdString(panel->card().name);
  }
  QList<Track> tracks;
  for (const auto& [track, name] : std::as_const(names)) tracks << track;
  cues_.setTracks(tracks);
  bench_.loudness.setTracks(tracks);
  footer_->setTicked(ticked);
  footer_->setNames(names);
}

/// Each panel in its own colours, or in those of its difference from the original.
void CompareView::showLayers() {
  const Picture& original = original_->picture();
  const bool onWhite = bench_.appearance.map() == spectral::ColourMap::Print;
  for (ReconstructionPanel* panel : panels_) {
    const Picture& picture = panel->picture();
    if (picture.empty()) continue;
    QImage layer;
    if (footer_->showsDifferences() && !original.empty())
      if (const auto difference =
              spectral::levelDifference(*picture.rainbowgram, *original.rainbowgram))
        layer = imageOf(spectral::coloured(*difference, onWhite));
    panel->setLayer(layer);
  }
}

std::optional<double> CompareView::reference() const {
  return footer_->hasOneScale() ? original_->loudest() : std::nullopt;
}

void CompareView::playSelected() {
  original_->play();
}

void CompareView::switchToModel(int place) {
  if (place < 0 || place >= static_cast<int>(panels_.size())) return;
  bench_.transport.switchTo(panels_[static_cast<std::size_t>(place)]->track());
}

QStringList CompareView::modelNames() const {
  QStringList names;
  for (const ReconstructionPanel* panel : panels_) names << panel->name();
  return names;
}

void CompareView::cancel() {
  for (ReconstructionPanel* panel : panels_) panel->cancel();
}

void CompareView::takeNote() {
  rest_.stop();
  original_->take();
  cues_.reset();
  for (ReconstructionPanel* panel : panels_) panel->showNothing();
}

void CompareView::rebuild() {
  if (!original_->ready()) return;
  const auto note = bench_.session.note(bench_.session.selectedNote());
  // The quick models first: the costly ones have a lane of their own.
  for (const bool costly : {false, true})
    for (ReconstructionPanel* panel : panels_)
      if (panel->card().costly == costly) panel->reconstruct(*note, reference());
}

void CompareView::updatePanels() {
  if (!original_->ready() || rest_.isActive()) return;
  const auto note = bench_.session.note(bench_.session.selectedNote());
  for (const bool costly : {false, true})
    for (ReconstructionPanel* panel : panels_)
      if (panel->card().costly == costly) panel->update(*note, reference());
}

void CompareView::make(const Track& track) {
  if (original_->loading()) return;
  const auto note = bench_.session.note(bench_.session.selectedNote());
  const bool there = original_->ready();
  if (track == Track::original() && !there) return bench_.transport.clear(track);
  for (ReconstructionPanel* panel : panels_) {
    if (panel->track() != track) continue;
    if (!there) return bench_.transport.clear(track);
    if (!panel->busy() && !rest_.isActive()) panel->reconstruct(*note, reference());
  }
}

void CompareView::showReadout(std::optional<PlotPoint> point) {
  const auto original = point ? original_->readoutAt(*point) : std::nullopt;
  if (!original) return footer_->setReadout({});
  QString text = readoutText(*original, bench_.tuning.a4());
  for (const ReconstructionPanel* panel : panels_)
    if (const auto cell = panel->readoutAt(*point))
      text += QStringLiteral("   ·   %1 %2").arg(panel->name(), levelText(cell->levelDb));
  footer_->setReadout(text);
}

void CompareView::movePlayhead(std::optional<double> seconds) {
  group_.setPlayhead(cues_.hasTrack(bench_.transport.current()) ? seconds : std::nullopt);
}

}  // namespace timbre::ui
