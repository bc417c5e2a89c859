#include "ui/views/CompareView.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "base/Version.h"
#include "ui/models/NoteTableModel.h"
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
      row_(new QHBoxLayout),
      original_(new PlayablePlot(bench.transport, Track::original(), tr("Original"),
                                 QStringLiteral("1"), this)),
      noModels_(new QLabel(this)),
      rest_(this) {
  setObjectName(QStringLiteral("compareView"));
  original_->setObjectName(QStringLiteral("originalPlot"));
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
  buildFooter(*column);
  rest_.setSingleShot(true);
  rest_.setInterval(kRestMs);
  connect(&rest_, &QTimer::timeout, this, &CompareView::rebuild);
  connect(&bench.session, &Session::changed, this, [this](Change what) {
    if (what == Change::Selection) takeNote();
    if (what == Change::Model) showModels();
  });
  connect(&bench.models, &ModelList::changed, this, &CompareView::showModels);
  connect(&bench.transport, &Transport::moved, this, &CompareView::movePlayhead);
  connect(&bench.transport, &Transport::wanted, this, &CompareView::make);
  connect(&bench.appearance, &Appearance::mapChanged, this, [this] {
    original_->setColours(bench_.appearance.colours());
    for (PlayablePlot* panel : panels_) panel->setColours(bench_.appearance.colours());
  });
  showModels();
  takeNote();
}

void CompareView::buildFooter(QVBoxLayout& column) {
  readout_ = new QLabel(this);
  readout_->setObjectName(QStringLiteral("readout"));
  readout_->setTextFormat(Qt::PlainText);
  readout_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  readout_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  readout_->setMinimumHeight(readout_->fontMetrics().height() + 4);
  readout_->setContentsMargins(6, 0, 6, 0);
  menu_ = new QMenu(this);
  menu_->setObjectName(QStringLiteral("comparedModelsMenu"));
  connect(menu_, &QMenu::aboutToShow, this, &CompareView::fillMenu);
  choose_ = new QToolButton(this);
  choose_->setObjectName(QStringLiteral("compareModelsButton"));
  choose_->setText(tr("Models"));
  choose_->setToolTip(tr("Choose the models that are compared"));
  choose_->setPopupMode(QToolButton::InstantPopup);
  choose_->setMenu(menu_);
  auto* footer = new QHBoxLayout;
  footer->addWidget(readout_, 1);
  footer->addWidget(choose_);
  column.addLayout(footer);
  connect(&group_, &PlotGroup::cursorMoved, this, &CompareView::showReadout);
  showReadout({});
}

void CompareView::fillMenu() {
  menu_->clear();
  for (const auto& card : bench_.models.cards()) {
    const QString name = QString::fromStdString(card.name);
    auto* action = menu_->addAction(QString::fromStdString(card.title));
    action->setObjectName(name);
    action->setCheckable(true);
    action->setChecked(std::ranges::any_of(
        panels_, [&](const auto* panel) { return panel->card().name == card.name; }));
    connect(action, &QAction::toggled, this, [this, name](bool on) {
      QStringList names;
      for (const auto* panel : panels_) names << QString::fromStdString(panel->card().name);
      names.removeAll(name);
      if (on) names << name;
      tickModels(names);
    });
  }
  menu_->addSeparator();
  menu_->addAction(tr("One of each kind"), this, [this] { tickModels({}); });
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
    int key = 2;  // the original has 1, the morph 4
    for (const auto& card : cards) {
      const bool first = std::ranges::none_of(
          panels_, [&](const auto* panel) { return panel->card().kind == card.kind; });
      const QString shortcut = key < 4 ? QString::number(key++) : QString();
      auto* panel = new ReconstructionPanel(bench_, card, shortcut, this);
      panel->setObjectName(QString::fromStdString(first ? card.kind : card.name) +
                           QStringLiteral("Plot"));
      row_->insertWidget(row_->count() - 1, panel, 1);
      group_.add(panel);
      panels_.push_back(panel);
    }
  }
  noModels_->setVisible(panels_.empty());
  noModels_->setText(bench_.models.searched()
                         ? tr("There are no models. Put one into the folder of models.")
                         : tr("Looking for models …"));
}

void CompareView::playSelected() {
  if (bench_.transport.has(Track::original()) && !loading_.running()) {
    bench_.transport.play(Track::original());
  } else {
    playWhenLoaded_ = true;
  }
}

void CompareView::playModel(int place) {
  if (place < 0 || place >= static_cast<int>(panels_.size())) return;
  bench_.transport.play(panels_[static_cast<std::size_t>(place)]->track());
}

void CompareView::cancel() {
  for (ReconstructionPanel* panel : panels_) panel->cancel();
}

void CompareView::takeNote() {
  loading_.cancel();
  rest_.stop();
  playWhenLoaded_ = false;
  bench_.transport.clear(Track::original());
  for (ReconstructionPanel* panel : panels_) panel->showNothing();
  const auto note = bench_.session.note(bench_.session.selectedNote());
  original_->setSubtitle(note ? noteTitle(*note) : QString());
  original_->setRequest({});
  if (note) {
    loadOriginal(*note);
  } else {
    showNoNote();
  }
}

void CompareView::showNoNote() {
  original_->showHint(bench_.session.library().empty()
                          ? tr("No notes are open. File > Open library.")
                          : tr("Select a note on the left to see and hear it."));
}

void CompareView::loadOriginal(const dataset::NoteInfo& note) {
  loading_ = bench_.jobs.run(
      Lane::Compute, this,
      [note, colours = bench_.appearance.colours()](Progress& progress) -> Result<Original> {
        auto clip = dataset::readNote(note);
        if (!clip) return tl::unexpected(clip.error());
        auto picture = pictureOf(*clip, {}, colours, progress);
        if (!picture) return tl::unexpected(picture.error());
        synthesis::SynthesisRequest request;
        synthesis::SourceNote source;
        source.note = {note.id, synthesis::hashOf(*clip)};
        source.pitch = note.pitch;
        request.notes = {source};
        request.program = programVersion();
        return Original{{*clip, request}, *picture};
      },
      [this](const Result<Original>& original) {
        if (original) return showOriginal(*original);
        const QString sentence = QString::fromStdString(original.error().message);
        original_->showError(sentence);
        bench_.issues.add({Issue::Severity::Error, sentence, QStringLiteral("library")});
      },
      {.progress = {}, .priority = 20});
}

void CompareView::showOriginal(const Original& original) {
  reference_.reset();
  if (original.picture.rainbowgram->peakPower > 0) {
    reference_ = original.picture.rainbowgram->peakPower;
  }
  original_->showPicture(original.picture);
  original_->setRequest(original.sound.request);
  original_->setColours(bench_.appearance.colours());
  bench_.transport.setSound(Track::original(), original.sound);
  if (std::exchange(playWhenLoaded_, false)) bench_.transport.play(Track::original());
  for (ReconstructionPanel* panel : panels_) panel->showWaiting();
  rest_.start();
}

void CompareView::rebuild() {
  const auto note = bench_.session.note(bench_.session.selectedNote());
  if (!note || !bench_.transport.has(Track::original())) return;
  // The quick models first: the costly ones have a lane of their own.
  for (const bool costly : {false, true})
    for (ReconstructionPanel* panel : panels_)
      if (panel->card().costly == costly) panel->reconstruct(*note, reference_);
}

void CompareView::updatePanels() {
  const auto note = bench_.session.note(bench_.session.selectedNote());
  if (!note || !bench_.transport.has(Track::original()) || rest_.isActive()) return;
  for (const bool costly : {false, true})
    for (ReconstructionPanel* panel : panels_)
      if (panel->card().costly == costly) panel->update(*note, reference_);
}

void CompareView::make(const Track& track) {
  if (loading_.running()) return;
  const auto note = bench_.session.note(bench_.session.selectedNote());
  const bool there = note && bench_.transport.has(Track::original());
  if (track == Track::original() && !there) return bench_.transport.clear(track);
  for (ReconstructionPanel* panel : panels_) {
    if (panel->track() != track) continue;
    if (!there) return bench_.transport.clear(track);
    if (!panel->busy() && !rest_.isActive()) panel->reconstruct(*note, reference_);
  }
}

void CompareView::showReadout(std::optional<PlotPoint> point) {
  const auto original = point ? original_->readoutAt(*point) : std::nullopt;
  readout_->setEnabled(original.has_value());
  if (!original) {
    readout_->setText(tr("Point at a picture to read note, frequency, period, time and level"));
    return;
  }
  QString text = readoutText(*original);
  for (const ReconstructionPanel* panel : panels_)
    if (const auto cell = panel->readoutAt(*point))
      text += QStringLiteral("   ·   %1 %2").arg(panel->name(), levelText(cell->levelDb));
  readout_->setText(text);
}

void CompareView::movePlayhead(std::optional<double> seconds) {
  group_.setPlayhead(bench_.transport.current() == Track::morph() ? std::nullopt : seconds);
}

}  // namespace timbre::ui
